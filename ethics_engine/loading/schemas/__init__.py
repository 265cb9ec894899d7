"""The JSON Schemas of the file formats, for editors: they explain each key and mark what the reader would refuse.

The plain schemas know no names, so only the reader can say whether a fact or an action exists; `case_schema` knows
those of one ruleset, with their questions, labels and synonyms.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ethics_engine.loading.parse_tests import KEYS
from ethics_engine.model.actions import Action
from ethics_engine.model.facts import Fact, FactType, FactValue
from ethics_engine.model.ruleset import Ruleset

NAMES = ("case", "ruleset", "tests")


def schema(name: str) -> dict[str, Any]:
    """The schema (draft 2020-12) of a case file, or of any file of a ruleset; raises KeyError for another name."""
    if name not in NAMES:
        raise KeyError(name)
    if name == "tests":
        return _tests(schema("case"))
    text = Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def case_schema(ruleset: Ruleset) -> dict[str, Any]:
    """The schema of a case file under one ruleset: an editor completes its names and shows what they mean."""
    found = schema("case")
    steps, acts = _named(ruleset.steps), _named(ruleset.actions)
    found["properties"]["facts"] |= {
        "properties": {fact.id: _fact(fact) for fact in ruleset.facts},
        "additionalProperties": False,
    }
    for key, items in {"done": steps, "tried": steps, "not_done": steps, "did": acts, "omitted": acts}.items():
        found["properties"][key] |= {"items": items}
    return found


def _fact(fact: Fact) -> dict[str, Any]:
    values = [_const(value.id, _meaning(fact, value), value.also) for value in fact.values]
    if fact.type is FactType.CHOICES:
        values = [{"type": "array", "items": {"anyOf": values}}]
    return {"description": _described(fact.ask, fact.also), "anyOf": [*values, {"$ref": "#/$defs/statement"}]}


def _meaning(fact: Fact, value: FactValue) -> str:
    yes_no = {"yes": fact.says, "no": fact.denies} if fact.type is FactType.YES_NO else {}
    return yes_no.get(value.id) or value.label


def _named(actions: tuple[Action, ...]) -> dict[str, Any]:
    return {"anyOf": [_const(action.id, action.label, action.also) for action in actions]}


def _const(name: str, meaning: str, also: tuple[str, ...]) -> dict[str, Any]:
    return {"const": name, "description": _described(meaning, also)}


def _described(meaning: str, also: tuple[str, ...]) -> str:
    return f"{meaning} (also: {', '.join(also)})" if also else meaning


def _tests(case: dict[str, Any]) -> dict[str, Any]:
    """The schema of a file of tests, made of that of a case."""
    because = {"description": "Why this is right, in a line.", "$ref": "#/$defs/text"}
    parts = {key: case["properties"][key] for key in KEYS if key != "because"}
    test = {
        "type": "object",
        "required": ["id", "held", "because"],
        "additionalProperties": False,
        "properties": {**parts, "held": {"$ref": "#/$defs/held"}, "because": because},
    }
    return {
        "$schema": case["$schema"],
        "title": "tests",
        "description": "Terse cases that hold the rules to what they say; they are no precedents.",
        "type": "object",
        "required": ["kind", "cases"],
        "additionalProperties": False,
        "properties": {
            "kind": {"description": "Always test.", "const": "test"},
            "decided": case["properties"]["decided"],
            "cases": {"description": "The tests.", "type": "array", "items": test},
        },
        "$defs": case["$defs"],
    }
