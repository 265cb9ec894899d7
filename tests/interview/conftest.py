"""The bundled ruleset with what its decided cases teach, and a small one that can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.interview import BaseRates
from ethics_engine.interview.base_rates_from_cases import base_rates_of

STORM = {
    "id": "storm",
    "when": {"storm": "yes"},
    "danger": "There is a storm.",
    "ask": "Nobody asked about a storm.",
    "matters_for": ["go"],
}
PARTS = """
topic: weather
facts:
  - {id: rain, ask: "Does it rain?", says: it rains, type: yes_no, unpresumed: It does as it likes.}
  - {id: wet, ask: "Is it wet?", says: it is wet, type: yes_no, unpresumed: It dries.}
  - {id: storm, ask: "Is there a storm?", says: there is a storm, type: yes_no, presumed: no}
  - {id: visits, ask: "How many visits?", says: visits, type: count, unit: visits, unpresumed: They vary.}
  - {id: idle, ask: "Is it idle?", says: it is idle, type: yes_no, presumed: no, ask_early_for: [stay]}
  - id: mood
    ask: How is the mood?
    says: the mood
    type: choice
    ordered: yes
    values: {low: low, middle: middling, high: high}
    presumed: high
    sensitive: yes
  - {id: friends, ask: "Who comes?", says: company, type: choices, values: {ann: Ann, bob: Bob}, presumed: []}
constraints:
  - {id: rain_wets, never: {rain: yes, wet: no}, because: Rain is wet.}
actions:
  - {id: go, label: go out, way: yes}
  - {id: stay, label: stay in, way: yes}
  - {id: look, label: look out of the window}
  - {id: dress, label: dress}
  - {id: sing, label: sing}
rules:
  - {id: go.may, then: [{may: go}], because: Out is fine., sources: B-1}
  - {id: go.storm, when: {storm: yes}, then: [{must not: go}], because: Storms are dangerous., sources: B-1}
  - {id: look.first, when: {rain: yes}, then: [{must: look, before: go}], because: Look., sources: B-1}
  - {id: dress.first, when: {rain: yes}, then: [{must: dress, before: look}], because: Dress., sources: B-1}
  - {id: sing.low, when: {mood: low}, then: [{must: sing}], because: It helps., sources: B-1}
  - {id: sing.ann, when: {friends: {includes: ann}}, then: [{should: sing}], because: She likes it., sources: B-1}
  - id: sing.not
    when: {all: [{visits: {at_least: 3}}, {mood: {at_most: middle}}]}
    then: [{must not: sing}]
    because: They have heard it.
    sources: B-1
  - {id: stay.idle, when: {all: [{idle: yes}, {rain: yes}]}, then: [{may: stay}], because: So., sources: B-1}
sources:
  - {id: B, title: A book, separator: "-", passages: {"1": So it is written.}}
"""


@pytest.fixture(scope="session")
def outing(tmp_path_factory: pytest.TempPathFactory, write_ruleset: Callable[..., Path]) -> ee.Ruleset:
    """A small ruleset about going out."""
    folder = tmp_path_factory.mktemp("outing")
    return ee.load_ruleset(write_ruleset(folder, PARTS, name="outing", title="Outing", safety=[STORM]))


@pytest.fixture(scope="session")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.fixture(scope="session")
def decided(ruleset: ee.Ruleset) -> tuple[ee.Case, ...]:
    """The decided cases that come with the ruleset."""
    return tuple(entry.case for entry in read_corpus(None, ruleset).cases)


@pytest.fixture(scope="session")
def experience(ruleset: ee.Ruleset, decided: tuple[ee.Case, ...]) -> BaseRates:
    return base_rates_of(decided, ruleset)
