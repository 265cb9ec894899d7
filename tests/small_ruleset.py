"""Small rulesets, written with nothing but what a test is about.

`world` and `write_ruleset` in `tests/conftest.py` hand these to every test. Where all tests of a folder ask about the
same few facts, its `conftest.py` has the parts: weather (`case_law`, `ruleset_diff`: cases and versions of it), an
outing (`interview`: what is worth asking), every answer (`cli`), changes and pretexts (`counterfactual`). Without
this maker are `loading/world`, files as a keeper of rules writes them, with every construct once;
`engines/answer_set/making.py`, which needs no file; and `agreement/strategies.py`, which draws rulesets at random.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

import ethics_engine as ee

DEFAULTS: dict[str, dict[str, Any]] = {
    "facts": {"ask": "Is it so: {id}?", "says": "it is so: {id}", "type": "yes_no"},
    "concepts": {"says": "one can say {id}"},
    "constraints": {"because": "it cannot be."},
    "actions": {"label": "do {id}"},
    "rules": {"because": "it is right to say {id}.", "sources": ["B-1"]},
    "safety": {"danger": "Danger: {id}.", "ask": "Nobody asked about {id}."},
}
BOOK = [{"id": "B", "title": "A book", "separator": "-", "passages": {"1": "So it is written."}}]


def write_ruleset(folder: Path, parts: str, **main: Any) -> Path:
    """Write a ruleset of one file of parts; `main` is what its `ruleset.yaml` says beside what every one has to say."""
    folder.mkdir(parents=True, exist_ok=True)
    said = {"name": "small", "version": "1", "language": 1, "title": "Small", **main}
    (folder / "ruleset.yaml").write_text(json.dumps(said))
    (folder / "parts.yaml").write_text(parts)
    return folder


def ruleset_of(text: str, folder: Path) -> ee.Ruleset:
    """The ruleset of YAML in which everything that every item needs and no test is about is left out."""
    parts = yaml.safe_load(text)
    for section, items in parts.items():
        for item in items:
            for key, default in DEFAULTS[section].items():
                said = default.format(id=item["id"]) if isinstance(default, str) else default
                item.setdefault(key, said)
            if section == "facts" and "presumed" not in item:
                item["unpresumed"] = "Nobody would know."
    safety = parts.pop("safety", [])
    return ee.load_ruleset(write_ruleset(folder, json.dumps({**parts, "sources": BOOK}), safety=safety))


def items_of(text: str) -> dict[str, Any]:
    """The items of YAML, with everything that every item needs and no test is about."""
    parts: dict[str, Any] = yaml.safe_load(text) or {}
    for section, items in parts.items():
        for item in items:
            for key, default in DEFAULTS.get(section, {}).items():
                item.setdefault(key, default.format(id=item["id"]) if isinstance(default, str) else default)
    return parts


def write_overlay(folder: Path, items: str = "", /, **main: Any) -> Path:
    """Write an overlay of a small ruleset: its items, and what its main file says beside what every one has to say."""
    folder.mkdir()
    over = {"ruleset": "small", "version": ">=1,<2"}
    said = {"name": folder.name, "version": "1", "language": 2, "title": folder.name.title(), "over": over, **main}
    (folder / "overlay.yaml").write_text(json.dumps(said))
    if items:
        (folder / "items.yaml").write_text(json.dumps(items_of(items)))
    return folder
