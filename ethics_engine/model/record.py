"""What the values of the model have in common: two are equal, and one is shown, by their fields."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

import attrs


class Record:
    """The base of a frozen class: its methods read the fields when they are called.

    attrs would write and compile them anew for each class, which for the model takes a tenth of the time of a consult.
    A class that serves as a key in hot loops leaves `eq` to attrs all the same.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        fields = attrs.fields(type(self))  # type: ignore[arg-type]  # every subclass is made by attrs
        shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields if each.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __eq__(self, other: object) -> bool:
        return self._compared() == other._compared() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> object:
        cls: Any = type(self)
        return _reader(cls)(self)


@cache
def _reader(cls: type[Any]) -> Callable[[object], object]:
    """Reads the fields by which an instance is compared, all at once."""
    names = [each.name for each in attrs.fields(cls) if each.eq]
    return attrgetter(*names) if names else lambda _: ()
