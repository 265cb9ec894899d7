"""Items made from decided cases and rules, each with a key that is derived and proved to be the only one."""

from .build import items_of

__all__ = ["items_of"]
