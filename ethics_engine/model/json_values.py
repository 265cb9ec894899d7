"""Values as JSON knows them, and back."""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

import attrs

from ethics_engine.errors import Finding, InputError, Place

_HINT = "pass what `to_dict` gave"


def plain(value: Any) -> Any:
    """An attrs instance or a mapping as an object, a tuple or a set as an array, an enumerated value or a date as text.

    All else is as it is.
    """
    if attrs.has(type(value)):
        return {key_of(item.name): plain(getattr(value, item.name)) for item in public_fields(type(value))}
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime.date) else value


def from_plain(hint: Any, value: Any, place: str) -> Any:
    """What `plain` made of an instance of this type; keys that the type does not know are ignored.

    Raises:
        InputError: It is none; names the place, such as `determination.answer.settled`.
    """
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        if value is None and type(None) in arguments:
            return None
        ones = [one for one in arguments if one is not type(None) and (len(arguments) == 2 or _has_keys(one, value))]
        if ones:
            return from_plain(ones[0], value, place)
    if origin is frozenset and isinstance(value, list):
        return frozenset(from_plain(arguments[0], item, place) for item in value)
    if origin is Mapping and isinstance(value, Mapping):
        return {name: from_plain(arguments[1], item, f"{place}.{name}") for name, item in value.items()}
    if origin is tuple and isinstance(value, list):
        parts = arguments[:1] * len(value) if arguments[-1] is Ellipsis else arguments
        if len(parts) == len(value):
            numbered = enumerate(zip(parts, value, strict=True))
            return tuple(from_plain(part, item, f"{place}[{number}]") for number, (part, item) in numbered)
    elif isinstance(hint, type) and attrs.has(hint) and isinstance(value, Mapping):
        return _instance(hint, value, place)
    elif isinstance(hint, type) and issubclass(hint, Enum) and value in [member.value for member in hint]:
        return hint(value)
    elif hint is datetime.date and isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    elif isinstance(hint, type) and type(value) is hint:
        return value
    raise InputError([Finding(Place(place), f"this must be a {getattr(hint, '__name__', hint)}", _HINT)])


def _instance(cls: Any, value: Mapping[str, Any], place: str) -> Any:
    fields = {}
    for item in public_fields(cls):
        key = key_of(item.name)
        if key in value:
            fields[item.name] = from_plain(_hints(cls)[item.name], value[key], f"{place}.{key}")
        elif item.default is attrs.NOTHING:
            raise InputError([Finding(Place(place), f"`{key}` is missing", _HINT)])
    return cls(**fields)


def _has_keys(cls: Any, value: object) -> bool:
    """Whether this is an object with the keys of the class, which no other class has."""
    return isinstance(value, Mapping) and {key_of(item.name) for item in attrs.fields(cls)} <= value.keys()


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def public_fields(cls: Any) -> tuple[attrs.Attribute[Any], ...]:
    """The fields of an attrs class that JSON shows; a field whose name begins with an underscore is none of them."""
    return tuple(item for item in attrs.fields(cls) if not item.name.startswith("_"))


def key_of(name: str) -> str:
    """The key of a field in JSON: its name, without the underscore by which a field avoids a word of Python."""
    return name.removesuffix("_")
