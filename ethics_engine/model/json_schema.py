"""The JSON Schema of what `json_values.plain` makes of an attrs class, read off the class, so that the two agree."""

from __future__ import annotations

import datetime
import types
import typing
from enum import Enum
from typing import Any

import attrs

from .json_values import key_of, public_fields


def object_schema(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of an instance; the classes of its fields are put into `definitions`, for `$defs`."""
    hints = typing.get_type_hints(cls)
    properties = {key_of(item.name): schema_of_type(hints[item.name], definitions) for item in public_fields(cls)}
    about = " ".join((cls.__doc__ or "").partition("Attributes:")[0].split())
    return {"description": about, "type": "object", "properties": properties, "required": list(properties)}


def schema_of_type(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value of this type."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return {"anyOf": [schema_of_type(argument, definitions) for argument in arguments]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": schema_of_type(arguments[0], definitions)}
    if origin is tuple:
        parts = [schema_of_type(argument, definitions) for argument in arguments]
        return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}
    if hint is datetime.date:
        return {"type": "string", "format": "date"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if isinstance(hint, type) and attrs.has(hint):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = object_schema(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": _PLAIN[hint]}


_PLAIN = {str: "string", bool: "boolean", int: "integer", type(None): "null"}
