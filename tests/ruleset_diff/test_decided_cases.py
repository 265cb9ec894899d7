"""Decided cases that come out otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.ruleset_diff.case_diff import in_cases
from ethics_engine.ruleset_diff.result import Flip, OutcomeChange

Flips = Callable[..., dict[str, Flip]]

STORM = """
question: {ask: may, action: go}
facts: {storm: yes}
held: {answer: no, ratio: [go.not]}
"""
LOW = """
question: {ask: must, action: sing}
facts: {mood: low}
held: {answer: advised}
"""
SILENT = """
question: {ask: what}
facts: {mood: low}
held: {disposition: go}
"""
WET = """
question: {ask: what}
facts: {rain: yes, wet: no}
held: {constraint: rain_wets}
"""
FELL = """
question: {ask: may, action: go}
facts: {mood: low, rain: yes}
held: {answer: no}
"""


@pytest.fixture
def flips(folder: Callable[..., Path], tmp_path: Path) -> Flips:
    """The decided cases that come out otherwise when pieces of the ruleset are put otherwise, by id."""
    cases = tmp_path / "cases" / "topic"
    cases.mkdir(parents=True)
    for name, body in {"storm": STORM, "low": LOW, "silent": SILENT, "wet": WET, "fell": FELL}.items():
        text = f"id: {name}\n{body.lstrip()}rationale: So.\ndecided: {{by: us, date: 2026-11-21, under: weather 1}}\n"
        (cases / f"{name}.case.yaml").write_text(text)

    def call(*pieces: tuple[str, str]) -> dict[str, Flip]:
        old, new = ee.load_ruleset(folder("old")), ee.load_ruleset(folder("new", *pieces))
        found = in_cases(old, new, [cases])
        assert (found.cases, found.broken) == (5, ())
        return {flip.case: flip for flip in found.flips}

    return call


def test_where_nothing_comes_out_otherwise_no_case_is_named(flips: Flips) -> None:
    assert flips(("because: Hm.", "because: Humming helps.")) == {}


def test_a_case_falls_where_its_holding_no_longer_holds_and_is_unnoticed_where_nothing_was_held(flips: Flips) -> None:
    found = flips(("{should: sing, before: hum}", "{must: sing, before: hum}"))

    assert {name: flip.turn for name, flip in found.items()} == {
        "low": OutcomeChange.FALLS,
        "silent": OutcomeChange.UNNOTICED,
        "fell": OutcomeChange.UNNOTICED,
    }
    assert found["low"].details == (
        "decided: must sing? advised; rules now say: yes",
        "the answer: advised, not required -> yes",
        "sing [sing]: advised -> required",
    )


def test_a_case_that_fell_can_come_to_stand(flips: Flips) -> None:
    found = flips(("when: {storm: yes}, then", "when: {foul: yes}, then"))

    assert {name: flip.turn for name, flip in found.items()} == {"fell": OutcomeChange.STANDS}


def test_a_case_falls_with_the_rule_that_it_turns_on(flips: Flips) -> None:
    found = flips(("{id: go.not,", "{id: go.never,"))

    assert {name: flip.turn for name, flip in found.items()} == {"storm": OutcomeChange.FALLS}


def test_a_contradiction_that_is_none_any_more_falls(flips: Flips) -> None:
    found = flips(("constraints:\n  - {id: rain_wets, never: {rain: yes, wet: no}, because: Rain is wet.}\n", ""))

    assert found["wet"].turn is OutcomeChange.FALLS


def test_a_case_whose_words_are_gone_is_unreadable(flips: Flips) -> None:
    found = flips(("{low: low, high: high}", "{dull: dull, high: high}"), ("mood: low", "mood: dull"))

    assert found["low"].turn is OutcomeChange.UNREADABLE
    assert found["low"].details == ("it states a value that `mood` does not have",)
    assert "storm" not in found


@pytest.mark.usefixtures("flips")  # which writes the cases
def test_a_case_that_only_the_new_rules_have_words_for_is_told_apart(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    old = ee.load_ruleset(folder("before", ("low: low", "dull: dull"), ("mood: low", "mood: dull")))
    new = ee.load_ruleset(folder("after"))

    found = {flip.case: flip.turn for flip in in_cases(old, new, [tmp_path / "cases"]).flips}

    assert found == {"low": OutcomeChange.READABLE, "silent": OutcomeChange.READABLE, "fell": OutcomeChange.READABLE}
