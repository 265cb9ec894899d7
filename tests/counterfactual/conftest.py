"""Rulesets on which what would change a case can be looked for in every way there is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.model.outcome import Outcome, WayOn, answer_value

PARTS = """
topic: small
facts:
  - {id: rain, ask: "Does it rain?", says: it rains, type: yes_no, presumed: no, immutable: yes}
  - {id: wet, ask: "Is it wet?", says: it is wet, type: yes_no, presumed: no}
  - id: coat
    ask: Is there a coat?
    says: there is a coat
    type: yes_no
    presumed: no
    within_reach: put on a coat
    weight: 2
  - {id: hat, ask: "Is there a hat?", says: there is a hat, type: yes_no, presumed: no, weight: 5}
  - {id: cold, ask: "Is it cold?", says: it is cold, type: yes_no, unpresumed: It does as it likes.}
  - id: bag
    ask: What is in the bag?
    says: what is in the bag
    type: choices
    values: {food: food, map: a map, rope: a rope}
    presumed: []
    sensitive: yes
  - {id: hours, ask: "How many hours?", says: hours, type: count, unit: hours, presumed: 2}
constraints:
  - {id: rain_wets, never: {rain: yes, wet: no}, because: Rain is wet.}
  - {id: rope_or_map, never: {bag: {includes: [rope, map]}}, because: The bag is small.}
actions:
  - {id: go, label: go, way: yes}
  - {id: stay, label: stay, way: yes}
  - {id: dress, label: dress, by: the mother}
  - {id: look, label: look out}
rules:
  - {id: go, when: {bag: {includes: [map]}, hours: {at_most: 4}}, then: [{should: go}], because: So., sources: B-1}
  - id: wet
    when: {wet: yes}
    unless: {any: [{coat: yes}, {hat: yes}]}
    then: [{must not: go}]
    because: Who is wet stays in.
    sources: B-1
  - {id: cold, when: {cold: yes, hours: {at_least: 3}}, then: [{must: stay}], because: So., sources: B-1}
  - {id: may, then: [{may: go}], because: So., sources: B-1}
  - {id: look, when: {bag: {includes: [rope]}}, then: [{must: look, before: go}], because: So., sources: B-1}
  - {id: dress, when: {wet: yes, done: dress}, then: [{should: stay}], because: So., sources: B-1}
sources:
  - {id: B, title: A book, separator: "-", passages: {"1": So it is written.}}
"""

TEMPTING = """
topic: small
facts:
  - {id: reason, ask: "Is it so?", says: a reason is named, type: yes_no, presumed: no, pretext: yes}
  - {id: ill, ask: "Is it so?", says: somebody is ill, type: yes_no, presumed: no}
  - {id: unlearned, ask: "Is it so?", says: nothing was learned, type: yes_no, presumed: no, within_reach: learn it}
  - id: dirty
    ask: "Is it so?"
    says: somebody made it dirty
    type: yes_no
    presumed: no
    immutable: yes
    within_reach: clean it
  - {id: biased, ask: "Is it so?", says: somebody is biased, type: yes_no, presumed: no}
  - {id: asked, ask: "Is it so?", says: somebody asked, type: yes_no, presumed: no, pretext_if: bias}
  - id: untrained
    ask: "Is it so?"
    says: nobody was trained
    type: yes_no
    presumed: no
    within_reach: train them
    pretext_if: bias
  - id: unsure
    ask: "Is it so?"
    says: nobody is sure
    type: yes_no
    presumed: no
    withholds: {yes: [train, ill], no: unsure}
concepts:
  - {id: bias, means: {biased: yes}, says: a bias is at issue}
actions:
  - {id: go, label: go, way: yes}
  - {id: lie, label: lie}
  - {id: tell, label: tell}
  - {id: rest, label: rest}
  - {id: train, label: train, support: yes}
rules:
  - id: go
    when: {any: [{reason: yes}, {ill: yes}, {unlearned: no}, {done: lie}, {done: rest}, {done: train}]}
    then: [{may: go}]
    because: So.
    sources: B-1
  - {id: asked, when: {any: [{asked: yes}, {unsure: yes}]}, then: [{must: tell}], because: So., sources: B-1}
  - {id: untrained, when: {untrained: yes}, then: [{must not: go}], because: So., sources: B-1}
  - {id: dirty, when: {dirty: yes}, then: [{must not: go}], because: So., sources: B-1}
  - {id: lie, then: [{must not: lie}], because: So., sources: B-1}
  - {id: rest, then: [{should: rest}], because: So., sources: B-1}
sources:
  - {id: B, title: A book, separator: "-", passages: {"1": So it is written.}}
"""


@pytest.fixture
def small(tmp_path: Path, write_ruleset: Callable[..., Path]) -> ee.Ruleset:
    """A ruleset of seven facts, two of whose constraints tie facts together."""
    return ee.load_ruleset(write_ruleset(tmp_path, PARTS))


@pytest.fixture
def tempting(tmp_path: Path, write_ruleset: Callable[..., Path]) -> ee.Ruleset:
    """A ruleset in which a pretext and a lie would do as well as what can honestly be done."""
    return ee.load_ruleset(write_ruleset(tmp_path, TEMPTING))


@pytest.fixture(scope="session")
def real() -> ee.Ruleset:
    """The ruleset that the decided cases are decided by."""
    return ee.load_ruleset()


@pytest.fixture
def outcome() -> Callable[[ee.Determination], Outcome | None]:
    """The outcome that a determination tells; None where it is open."""

    def result(made: ee.Determination) -> Outcome | None:
        if made.ask in (ee.Ask.MAY, ee.Ask.MUST, ee.Ask.RIGHT):
            return None if made.answer.firmness is ee.Firmness.OPEN else answer_value(made.answer.value, made.ask)
        return way_on(made)

    return result


def way_on(made: ee.Determination) -> Outcome | None:
    """The disposition; None where it is open."""
    force = made.disposition.force
    return None if force is None else WayOn(force, made.disposition.ways)
