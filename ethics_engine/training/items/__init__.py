"""Items made from decided cases and rules, each with a key that is derived and proved to be the only one."""

from .making import items_of
from .pairing import families_touching

__all__ = ["families_touching", "items_of"]
