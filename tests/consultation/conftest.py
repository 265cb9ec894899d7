"""Small rulesets, written with nothing but what a test is about."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml

import ethics_engine as ee

DEFAULTS: dict[str, dict[str, Any]] = {
    "facts": {"ask": "Is it so: {id}?", "says": "it is so: {id}", "type": "yes_no"},
    "concepts": {"says": "one may say {id}"},
    "constraints": {"because": "it cannot be."},
    "actions": {"label": "do {id}"},
    "rules": {"because": "it is right.", "sources": ["B-1"]},
    "safety": {"danger": "Danger: {id}.", "ask": "Nobody asked about {id}."},
}
SOURCES = [{"id": "B", "title": "A book", "separator": "-", "passages": {"1": "So it is written."}}]


@pytest.fixture
def world(tmp_path: Path) -> Callable[[str], ee.Ruleset]:
    """Makes a ruleset of YAML in which everything that may be left to a default is."""
    numbers = count()

    def make(text: str) -> ee.Ruleset:
        parts = yaml.safe_load(text)
        for section, items in parts.items():
            for item in items:
                for key, default in DEFAULTS[section].items():
                    said = default.format(id=item["id"]) if isinstance(default, str) else default
                    item.setdefault(key, said)
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        main = {"name": "small", "version": "1", "language": 1, "title": "Small", "safety": parts.pop("safety", [])}
        (folder / "ruleset.yaml").write_text(json.dumps(main))
        (folder / "parts.yaml").write_text(json.dumps({**parts, "sources": SOURCES}))
        return ee.load_ruleset(folder)

    return make


@pytest.fixture
def ask() -> Callable[..., ee.Determination]:
    """Consults a ruleset, with `columns` because nothing here is about an engine: `ask(ruleset, "may go", {...})`."""

    def consult(
        ruleset: ee.Ruleset,
        question: str,
        facts: dict[str, object] | None = None,
        *,
        assumptions: bool = True,
        **rest: object,
    ) -> ee.Determination:
        case = ee.new_case(ruleset, question, facts, **rest)
        return ee.consult(ruleset, case, assumptions=assumptions, engine=ee.Engine.COLUMNS)

    return consult
