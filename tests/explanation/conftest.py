"""Small rulesets, written with nothing but what a test is about, and cases of them."""

from __future__ import annotations

import json
from collections.abc import Callable
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
    "rules": {"because": "it is right to say {id}.", "sources": ["B-1"]},
}
SOURCES = [{"id": "B", "title": "A book", "separator": "-", "passages": {"1": "So it is written."}}]


@pytest.fixture
def world(tmp_path: Path) -> Callable[[str], ee.Ruleset]:
    """Makes a ruleset of YAML in which everything that may be left to a default is."""

    def make(text: str) -> ee.Ruleset:
        parts = yaml.safe_load(text)
        for section, items in parts.items():
            for item in items:
                for key, default in DEFAULTS[section].items():
                    said = default.format(id=item["id"]) if isinstance(default, str) else default
                    item.setdefault(key, said)
                if section == "facts" and "presumed" not in item:
                    item["unpresumed"] = "Nobody would know."
        main = {"name": "small", "version": "1", "language": 1, "title": "Small"}
        (tmp_path / "ruleset.yaml").write_text(json.dumps(main))
        (tmp_path / "parts.yaml").write_text(json.dumps({**parts, "sources": SOURCES}))
        return ee.load_ruleset(tmp_path)

    return make


@pytest.fixture(scope="session")
def rules() -> ee.Ruleset:
    """The ruleset that comes with the package."""
    return ee.load_ruleset()
