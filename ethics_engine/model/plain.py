"""Values as JSON knows them."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Any

import attrs


def plain(value: Any) -> Any:
    """An attrs instance as an object, a tuple as an array, an enumerated value or a date as text; all else as it is."""
    if attrs.has(type(value)):
        return {key_of(item.name): plain(getattr(value, item.name)) for item in attrs.fields(type(value))}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime.date) else value


def key_of(name: str) -> str:
    """The key of a field in JSON: its name, without the underscore by which a field avoids a word of Python."""
    return name.removesuffix("_")
