"""What the values of the model have in common: two are equal, and one is shown, by their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

__all__ = ["Key", "Record", "evolve", "frozen_record"]

_building = RLock()
_OF_ATTRS = type(attrs.field())
_FEW = 300
"""How many instances are made of a class before it pays to have attrs build it."""

if TYPE_CHECKING:  # for a type checker the two are one
    from attrs import evolve
    from attrs import frozen as frozen_record
else:

    def evolve(record: Any, /, **changes: object) -> Any:
        """`attrs.evolve`, which does not have attrs build the class where its instances are made without."""
        fields = vars(type(record)).get("__attrs_attrs__")
        if not isinstance(fields, _Unbuilt) or fields.names is None:
            return attrs.evolve(record, **changes)
        return type(record)(**{name: getattr(record, name) for name in fields.names} | changes)

    def frozen_record(cls: type[Any]) -> type[Any]:
        """`attrs.frozen` without slots, `eq` and `repr`, where attrs builds the class when that is first needed.

        That takes it a quarter of a millisecond, for all classes of a consult a tenth of its time; and of most of them
        a consult makes few instances, or only takes some up from a pickle, which needs nothing of what attrs builds.
        So the first instances are made here, if the class only names its fields, defaults, and what makes a default.
        attrs builds it when more are made, when somebody asks for the fields, and when a call does not fit them, which
        it says best.

        A plain default stays with the class, so that an instance that has it need not hold it: most fields of a rule
        or a fact have theirs.
        """
        names = tuple(cls.__annotations__)
        fields = frozenset(names)
        defaults = {name: vars(cls)[name] for name in names if name in vars(cls)}
        required = fields - defaults.keys()
        made = [(name, default) for name, default in defaults.items() if isinstance(default, attrs.Factory)]
        usual = {name: value for name, value in defaults.items() if not isinstance(value, (attrs.Factory, _OF_ATTRS))}
        plain = not (
            any(name.startswith("_") for name in names)
            or any(isinstance(default, _OF_ATTRS) for default in defaults.values())
            or any(default.takes_self for _, default in made)
            or any(hasattr(base, "__attrs_attrs__") for base in cls.__mro__)
            or hasattr(cls, "__attrs_post_init__")
        )
        left = _FEW if plain else 0
        init_of_attrs: Callable[..., None]

        def build() -> None:
            nonlocal init_of_attrs
            with _building:
                if vars(cls)["__attrs_attrs__"] is unbuilt:
                    before = cls.__init__
                    # attrs takes the defaults of fields that it finds by itself away from the class
                    these = {name: _as_field(defaults.get(name, attrs.NOTHING)) for name in names}
                    attrs.frozen(these=these, slots=False, eq=False, repr=False, auto_detect=False)(cls)
                    init_of_attrs = cls.__init__
                    if before is not init:  # it checks what it is given, and goes on to check it
                        cls.__init__ = before

        def init(self: object, *args: object, **kwargs: object) -> None:
            nonlocal left
            given: Any
            if kwargs:
                given = dict(zip(names, args, strict=False), **kwargs)
                fits = len(given) == len(args) + len(kwargs) and required <= given.keys() <= fields
            else:
                given, fits = zip(names, args, strict=False), len(required) <= len(args) <= len(names)
            if left > 0 and fits:
                left -= 1
                values = vars(self)
                values.update(given)
                for name, default in made:
                    if name not in values:
                        values[name] = default.factory()
            else:
                build()
                init_of_attrs(self, *args, **kwargs)

        def setattr_(self: object, name: str, value: object) -> None:
            build()
            cls.__setattr__(self, name, value)

        unbuilt = _Unbuilt(cls, build, names if plain else None)
        cls.__attrs_attrs__, cls.__init__, cls.__setattr__ = unbuilt, init, setattr_
        cls.__match_args__, cls.__record_defaults__ = names, usual
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
    __record_defaults__: ClassVar[Mapping[str, object]] = {}
    """The defaults that stand with the class."""

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

    def __getstate__(self) -> dict[str, Any]:
        usual = self.__record_defaults__
        return {name: value for name, value in vars(self).items() if name not in usual or value is not usual[name]}


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
        state = super().__getstate__()
        state.pop("_hash", None)
        return state


def _as_field(default: object) -> Any:
    return default if isinstance(default, _OF_ATTRS) else attrs.field(default=default)


@cache
def _reader(cls: type[Any]) -> Callable[[object], object]:
    """Reads the fields by which an instance is compared, all at once."""
    unbuilt = vars(cls)["__attrs_attrs__"]
    known = unbuilt.names if isinstance(unbuilt, _Unbuilt) else None
    names = known or tuple(each.name for each in attrs.fields(cls) if each.eq)
    return attrgetter(*names) if names else lambda _: ()
