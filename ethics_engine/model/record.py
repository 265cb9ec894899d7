"""What the values of the model have in common: two are equal, and one is shown, by their fields."""

from __future__ import annotations

from typing import Any

import attrs


class Record:
    """The base of a frozen class: its methods read the fields when they are called.

    attrs would write and compile them anew for each class, which for the model takes a tenth of the time of a consult.
    A class that is compared or hashed very often leaves `eq` to attrs all the same.
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

    def _compared(self) -> tuple[Any, ...]:
        fields = attrs.fields(type(self))  # type: ignore[arg-type]  # every subclass is made by attrs
        return tuple(getattr(self, each.name) for each in fields if each.eq)
