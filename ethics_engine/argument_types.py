"""The arguments of the public functions, checked against the annotations of the functions."""

from __future__ import annotations

import datetime
import functools
import inspect
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, ParamSpec, TypeVar

from .errors import ArgumentError

_P = ParamSpec("_P")
_R = TypeVar("_R")
_C = TypeVar("_C", bound=type[Any])


def checked(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function, which now refuses an argument of another type than its annotation has.

    For what users call, so that a mistake is reported in their words, and not as an error from somewhere inside.
    Lists and mappings are looked through; a text is no list of texts, a boolean no number, and a moment no day.

    Raises:
        ArgumentError: From the function: an argument is of the wrong type; names all that are.
    """

    @functools.wraps(function)
    def wrapper(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        wrong = [
            f"`{name}` takes {_named(hint)}, not {_shown(value)}"
            for name, value in _signature(function).bind(*args, **kwargs).arguments.items()
            if (hint := _hints(function).get(name)) is not None and not _fits(value, hint)
        ]
        if wrong:
            raise ArgumentError(f"{function.__qualname__.removesuffix('.__init__')}: {'; '.join(wrong)}")
        return function(*args, **kwargs)

    return wrapper


def checked_fields(cls: _C) -> _C:
    """The attrs class, whose instances now refuse a field of another type than its annotation has.

    Raises:
        ArgumentError: From the class: a field is of the wrong type; names all that are.
    """
    build: Any = cls.__init__

    @functools.cache
    def hints() -> Mapping[str, Any]:
        found = typing.get_type_hints(cls)  # slow, so once for all fields, and not before the first use
        return {name: found[name] for name in cls.__match_args__}

    @functools.wraps(build)
    def init(self: object, *args: Any, **kwargs: Any) -> None:
        try:
            build(self, *args, **kwargs)
        except (TypeError, AttributeError):  # a converter that could make nothing of an argument
            refuse(dict(zip(cls.__match_args__, args, strict=False), **kwargs))
            raise
        refuse({name: getattr(self, name) for name in hints()})

    def refuse(values: Mapping[str, Any]) -> None:
        wrong = [
            f"`{name}` takes {_named(hint)}, not {_shown(values[name])}"
            for name, hint in hints().items()
            if name in values and not _fits(values[name], hint)
        ]
        if wrong:
            raise ArgumentError(f"{cls.__qualname__}: {'; '.join(wrong)}")

    cls.__init__ = init
    return cls


@functools.lru_cache(maxsize=256)
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)  # slow, so not before the first use


@functools.lru_cache(maxsize=256)
def _hints(function: Callable[..., Any]) -> Mapping[str, Any]:
    """The types of the parameters; those gathered by `*` and `**` are whatever they are."""
    gathered = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    named = {name for name, one in _signature(function).parameters.items() if one.kind not in gathered}
    return {name: hint for name, hint in typing.get_type_hints(function).items() if name in named}


def _fits(value: object, hint: Any) -> bool:
    if type(value) is hint:
        return True
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or hint is object:
        return True
    if origin in {types.UnionType, typing.Union}:
        return any(_fits(value, one) for one in arguments)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        if arguments[-1] is Ellipsis:
            return _all_fit(value, arguments[0])
        return len(value) == len(arguments) and all(map(_fits, value, arguments))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(map(_all_fit, (value, value.values()), arguments))
    if isinstance(origin, type) and issubclass(origin, Iterable):
        if isinstance(value, str) or not isinstance(value, origin):
            return False
        return not isinstance(value, Collection) or _all_fit(value, arguments[0])
    if origin is Callable:
        return callable(value)
    return _is_a(value, hint)


def _all_fit(values: Iterable[object], hint: Any) -> bool:
    """Whether each of several values fits; most often all are of that very type, and there are long lists."""
    return {*map(type, values)} == {hint} or all(_fits(value, hint) for value in values)


def _is_a(value: object, hint: Any) -> bool:
    if hint is float:
        hint = (float, int)
    if isinstance(value, bool) and hint is not bool:
        return False
    if isinstance(value, datetime.datetime) and hint is datetime.date:
        return False
    return isinstance(value, hint)


def _named(hint: Any) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {types.UnionType, typing.Union}:
        return " or ".join(_named(one) for one in arguments)
    if origin is None:
        return "None" if hint is type(None) else str(getattr(hint, "__name__", hint))
    inside = [_named(one) for one in arguments if one is not Ellipsis and not isinstance(one, list)]
    return f"{origin.__name__}[{', '.join(inside)}]"


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, Collection) and not isinstance(value, str | bytes):
        return f"this {type(value).__name__}"
    return f"a {type(value).__name__}"
