"""The JSON Schema of a determination, read off its classes so that the two cannot differ."""

from __future__ import annotations

import datetime
import types
import typing
from enum import Enum
from typing import Any

import attrs

from ethics_engine.model.answer_page import AnswerPage
from ethics_engine.model.determination import FORMAT, Determination
from ethics_engine.model.json_values import key_of, public_fields


def determination_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of what `Determination.to_dict` gives."""
    definitions: dict[str, Any] = {}
    schema = _object(Determination, definitions)
    page = {
        "description": "The answer on one page; `--brief` prints it alone, with `format`.",
        "anyOf": [_schema(AnswerPage, definitions), {"type": "null"}],
    }
    schema["properties"] = {"format": {"const": FORMAT}, **schema["properties"], "page": page}
    schema["required"] = ["format", *schema["required"], "page"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "determination",
        "description": (
            "What `ethics consult --format json` prints. Within a format version keys are added but never renamed, "
            "removed or given another meaning; ignore keys that you do not know."
        ),
        **schema,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    properties = {key_of(item.name): _schema(hints[item.name], definitions) for item in public_fields(cls)}
    about = " ".join((cls.__doc__ or "").partition("Attributes:")[0].split())
    return {"description": about, "type": "object", "properties": properties, "required": list(properties)}


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return {"anyOf": [_schema(argument, definitions) for argument in arguments]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is tuple:
        parts = [_schema(argument, definitions) for argument in arguments]
        return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts)}
    if hint is datetime.date:
        return {"type": "string", "format": "date"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if isinstance(hint, type) and attrs.has(hint):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": _PLAIN[hint]}


_PLAIN = {str: "string", bool: "boolean", int: "integer", type(None): "null"}
