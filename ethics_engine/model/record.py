"""What the values of the model have in common: two are equal, and one is shown, by their fields."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["Key", "Record", "frozen_record"]

_building = RLock()
_OF_ATTRS = type(attrs.field())
_FEW = 100
"""How many instances are made of a class before it pays to have attrs build it."""

if TYPE_CHECKING:  # for a type checker the two are one
    from attrs import frozen as frozen_record
else:

    def frozen_record(cls: type[Any]) -> type[Any]:
        """`attrs.frozen` without slots, `eq` and `repr`, where attrs builds the class when that is first needed.

        That takes it a quarter of a millisecond, for all classes of a consult a tenth of its time; and of most of them
        a consult makes few instances, or only takes some up from a pickle, which needs nothing of what attrs builds.
        So the first instances are made here, if the class only names its fields, defaults, and what makes a default.
        attrs builds it when more are made, when somebody asks for the fields, and when a call does not fit them, which
        it says best.
        """
        names = tuple(cls.__annotations__)
        fields = frozenset(names)
        defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
        made = [(name, default) for name, default in defaults.items() if isinstance(default, attrs.Factory)]
        plain = not (
            any(name.startswith("_") for name in names)
            or any(isinstance(default, _OF_ATTRS) for default in defaults.values())
            or any(default.takes_self for _, default in made)
            or any(hasattr(base, "__attrs_attrs__") for base in cls.__mro__)
            or hasattr(cls, "__attrs_post_init__")
        )
        left = _FEW if plain else 0

        def build() -> None:
            with _building:
                if vars(cls)["__attrs_attrs__"] is unbuilt:
                    attrs.frozen(slots=False, eq=False, repr=False, auto_detect=False)(cls)

        def init(self: object, *args: object, **kwargs: object) -> None:
            nonlocal left
            given = dict(zip(names, args, strict=False), **kwargs)
            values = {**defaults, **given}
            for name, default in made:
                if name not in given:
                    values[name] = default.factory()
            if left > 0 and len(given) == len(args) + len(kwargs) and values.keys() == fields:
                left -= 1
                vars(self).update(values)
            else:
                build()
                cls.__init__(self, *args, **kwargs)

        def setattr_(self: object, name: str, value: object) -> None:
            build()
            cls.__setattr__(self, name, value)

        unbuilt = _Unbuilt(cls, build, names if plain else None)
        cls.__attrs_attrs__, cls.__init__, cls.__setattr__ = unbuilt, init, setattr_
        cls.__match_args__ = names
        return cls


class _Unbuilt:
    """Stands for the fields of a class until somebody asks for them; `names` are theirs, where all are plain."""

    def __init__(self, cls: type[Any], build: Callable[[], None], names: tuple[str, ...] | None) -> None:
        self._cls, self._build, self.names = cls, build, names

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        self._build()
        return self._cls.__attrs_attrs__


class Record:
    """The base of a frozen class: its methods read the fields when they are called.

    attrs would write and compile them anew for each class, which for the model takes a tenth of the time of a consult.
    A class that serves as a key in hot loops leaves `eq` to attrs all the same.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        cls: Any = type(self)
        fields = attrs.fields(cls)
        shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields if each.repr)
        return f"{cls.__qualname__}({', '.join(shown)})"

    def __eq__(self, other: object) -> bool:
        cls: Any = type(self)
        if type(other) is not type(self):
            return NotImplemented
        compared = _reader(cls)
        return compared(self) == compared(other)

    def __hash__(self) -> int:
        cls: Any = type(self)
        return hash(_reader(cls)(self))


class Key(Record):
    """A record by which much is looked up, so that its hash is worked out once; it is another in each process."""

    _hash: int

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            found = vars(self)["_hash"] = super().__hash__()
            return found

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_hash"}


@cache
def _reader(cls: type[Any]) -> Callable[[object], object]:
    """Reads the fields by which an instance is compared, all at once."""
    unbuilt = vars(cls)["__attrs_attrs__"]
    known = unbuilt.names if isinstance(unbuilt, _Unbuilt) else None
    names = known or tuple(each.name for each in attrs.fields(cls) if each.eq)
    return attrgetter(*names) if names else lambda _: ()
