"""The JSON Schema of a determination, read off its classes so that the two cannot differ."""

from __future__ import annotations

from typing import Any

from ethics_engine.model.answer_page import AnswerPage
from ethics_engine.model.determination import FORMAT, Determination
from ethics_engine.model.json_schema import object_schema, schema_of_type


def determination_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of what `Determination.to_dict` gives."""
    definitions: dict[str, Any] = {}
    schema = object_schema(Determination, definitions)
    page = {
        "description": "The answer on one page; `--brief` prints it alone, with `format`.",
        "anyOf": [schema_of_type(AnswerPage, definitions), {"type": "null"}],
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
