"""A small ruleset about going out, and what it becomes when it is written otherwise."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ethics_engine as ee
from ethics_engine.ruleset_diff import RulesetComparison, compare

PARTS = """
topic: weather
facts:
  - {id: rain, ask: "Does it rain?", says: it rains, type: yes_no, presumed: no}
  - {id: storm, ask: "Is there a storm?", says: there is a storm, type: yes_no, presumed: no}
  - {id: wet, ask: "Is it wet?", says: it is wet, type: yes_no, presumed: no}
  - {id: visits, ask: "How many visits?", says: visits, type: count, unit: visits, presumed: 0}
  - {id: mood, ask: How is the mood?, says: the mood, type: choice, values: {low: low, high: high}, presumed: high}
concepts:
  - {id: foul, means: {any: [{rain: yes}, {storm: yes}]}, says: the weather is foul}
constraints:
  - {id: rain_wets, never: {rain: yes, wet: no}, because: Rain is wet.}
actions:
  - {id: go, label: go out, way: yes}
  - {id: stay, label: stay in, way: yes}
  - {id: look, label: look out}
  - {id: sing, label: sing}
  - {id: hum, label: hum, available: {visits: {at_most: 5}}}
rules:
  - {id: go.may, then: [{may: go}], because: Out is fine., sources: B-1}
  - {id: go.not, when: {storm: yes}, then: [{must not: go}], unless: {done: look}, because: Storms., sources: B-1}
  - {id: look.first, when: {foul: yes}, then: [{must: look, before: go}], because: Look., sources: B-1}
  - {id: sing.low, when: {mood: low}, then: [{should: sing, before: hum}], because: It helps., sources: B-1}
  - {id: hum.often, when: {mood: low}, then: [{should: hum}], because: Hm., sources: B-1}
  - {id: look.often, when: {visits: {at_least: 3}}, then: [{should: look}], because: Look., sources: B-1}
sources:
  - {id: B, title: A book, separator: "-", passages: {"1": So it is written., "2": And so.}}
"""
DAY = datetime.date(2026, 11, 21)


@pytest.fixture
def folder(tmp_path: Path, write_ruleset: Callable[..., Path]) -> Callable[..., Path]:
    """Writes the ruleset with pieces of it put otherwise: `folder("new", ("must: look", "should: look"))`."""

    def write(name: str, *pieces: tuple[str, str]) -> Path:
        text = PARTS
        for old, new in pieces:
            assert old in text
            text = text.replace(old, new)
        return write_ruleset(tmp_path / name, text, name="weather", title="Weather")

    return write


@pytest.fixture
def compared(folder: Callable[..., Path]) -> Callable[..., RulesetComparison]:
    """Compares the ruleset with what it becomes when pieces of it are put otherwise."""

    def call(*pieces: tuple[str, str], **more: Any) -> RulesetComparison:
        old, new = ee.load_ruleset(folder("old")), ee.load_ruleset(folder("new", *pieces))
        return compare(old, new, as_of=DAY, **more)

    return call
