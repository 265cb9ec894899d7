"""Items made from decided cases and rules, each with a key that is derived and proved to be the only one."""

from .build import items_of
from .families import families_touching

__all__ = ["families_touching", "items_of"]
