"""What is stated of a fact leaves the values that are still possible."""

from __future__ import annotations

from typing import Any

import pytest

from ethics_engine.errors import CaseError, Place
from ethics_engine.loading import case_from_values, facts_from_options, parse_question, statement_of
from ethics_engine.model.case import Ask, Question, Statement
from ethics_engine.model.knowledge import EITHER, NO, YES, Numbers, Possible, Selection, Values
from ethics_engine.model.ruleset import Ruleset

HERE = Place("api")


def _values(*names: str) -> Values:
    return Values(frozenset(names))


def _selection(included: set[str], excluded: set[str]) -> Selection:
    return Selection(frozenset(included), frozenset(excluded))


@pytest.mark.parametrize(
    ("fact", "value", "known"),
    [
        ("threat", True, YES),
        ("threat", "yes", YES),
        ("threat", False, NO),
        ("threat", "false", NO),
        ("threat", "unknown", EITHER),
        ("stage", "early", _values("early")),
        ("stage", {"one_of": ["early", "late"]}, _values("early", "late")),
        ("stage", {"not": "early"}, _values("middle", "late")),
        ("stage", {"not": ["early", "late"]}, _values("middle")),
        ("stage", {"at_least": "middle"}, _values("middle", "late")),
        ("stage", {"at_most": "middle", "not": "early"}, _values("middle")),
        ("stage", "unknown", _values("early", "middle", "late")),
        ("reasons", ["distance"], _selection({"distance"}, {"unfamiliar", "values_conflict"})),
        ("reasons", [], _selection(set(), {"distance", "unfamiliar", "values_conflict"})),
        ("reasons", {"yes": ["distance"]}, _selection({"distance"}, set())),
        ("reasons", {"no": ["distance"]}, _selection(set(), {"distance"})),
        ("reasons", "unknown", _selection(set(), set())),
        ("sessions", 3, Numbers(((3, 3),))),
        ("sessions", {"at_least": 3}, Numbers(((3, None),))),
        ("sessions", {"at_most": 3}, Numbers(((0, 3),))),
        ("sessions", {"at_least": 2, "at_most": 3}, Numbers(((2, 3),))),
        ("sessions", {"one_of": [7, 2, 3, 4]}, Numbers(((2, 4), (7, 7)))),
        ("sessions", {"one_of": [7, 2, 3], "at_most": 5}, Numbers(((2, 3),))),
        ("sessions", {"not": 0}, Numbers(((1, None),))),
        ("sessions", {"not": [1, 2, 5]}, Numbers(((0, 0), (3, 4), (6, None)))),
        ("sessions", "unknown", Numbers(((0, None),))),
    ],
)
def test_what_is_told_of_a_fact_is_read_as_what_is_known_of_it(
    fact: str, value: object, known: Possible, world: Ruleset
) -> None:
    assert statement_of(world.fact[fact], value, HERE) == Statement(known)


def test_a_statement_may_have_a_note_and_a_reporter(world: Ruleset) -> None:
    value = {"value": "unknown", "note": "She would not say.", "reported_by": "her mother"}

    assert statement_of(world.fact["threat"], value, HERE) == Statement(EITHER, "She would not say.", "her mother")


@pytest.mark.parametrize(
    ("fact", "value", "message"),
    [
        ("threat", 1, "api: error: `threat` takes yes, no or unknown, not a number"),
        ("threat", None, "api: error: `threat` takes yes, no or unknown, not nothing"),
        ("threat", object(), "api: error: a Python `object` cannot be a value"),
        ("stage", "\x1b[31m", "api: error: this text has a control character"),
        ("stage", {1: 2}, "api: error: a key must be a text"),
        ("stage", {"at_least": []}, "api: error: no value of `stage` fits this"),
        ("stage", {"at_least": ["early", "late"]}, "api.at_least: error: `at_least` takes one value"),
        ("reasons", {"at_least": 1}, "api.at_least: error: the value of `reasons` has no key `at_least`"),
        ("reasons", {"yes": "distance"}, "api.yes: error: this must be a list, not `distance`"),
        ("sessions", "3", "api: error: `sessions` is a whole number, not `3`"),
        ("sessions", True, "api: error: `sessions` is a whole number, not yes or no"),
        ("sessions", 3.0, "api: error: `sessions` is a whole number, not a decimal number"),
        pytest.param("sessions", -(10**5000), "api: error: `sessions` cannot be negative", id="low"),
        pytest.param("sessions", 10**5000, "api: error: `sessions` cannot be more", id="high"),
        ("sessions", [3], "api: error: `sessions` is a whole number, not a list"),
        ("sessions", {"at_least": [3, 4]}, "api.at_least: error: `at_least` takes one number"),
    ],
)
def test_what_does_not_fit_is_refused(fact: str, value: object, message: str, world: Ruleset) -> None:
    with pytest.raises(CaseError) as raised:
        statement_of(world.fact[fact], value, HERE)

    assert message in str(raised.value)


def test_a_value_without_end_is_refused(world: Ruleset) -> None:
    endless: list[Any] = []
    endless.append(endless)

    with pytest.raises(CaseError, match="nested more than 50 deep"):
        statement_of(world.fact["reasons"], endless, HERE)


def test_a_choice_without_order_has_no_sides(world: Ruleset) -> None:
    with pytest.raises(CaseError, match=r"^case\.facts\.stage\.at_last: error: .* `at_last`\n .*`at_least`") as raised:
        case_from_values({"id": "a", "question": {"ask": "what"}, "facts": {"stage": {"at_last": "early"}}}, world)

    assert len(raised.value.findings) == 1


def test_facts_from_the_command_line(world: Ruleset) -> None:
    options = ("threat=yes", "stage = late", "reasons=distance, unfamiliar", "sessions={at_least: 3}")

    assert facts_from_options(options, world) == {
        "threat": Statement(YES),
        "stage": Statement(_values("late")),
        "reasons": Statement(_selection({"distance", "unfamiliar"}, {"values_conflict"})),
        "sessions": Statement(Numbers(((3, None),))),
    }
    assert facts_from_options(("reasons=[]", "sessions=12"), world) == {
        "reasons": Statement(_selection(set(), {"distance", "unfamiliar", "values_conflict"})),
        "sessions": Statement(Numbers(((12, 12),))),
    }
    assert facts_from_options(("reasons=unknown",), world) == {"reasons": Statement(_selection(set(), set()))}


def test_wrong_facts_on_the_command_line_are_all_reported(world: Ruleset) -> None:
    with pytest.raises(CaseError) as raised:
        facts_from_options(
            ("threat", "thread=yes", "stage=", "stage=late", "stage=late", "reasons=a,", "sessions={"), world
        )

    assert sorted({finding.message for finding in raised.value.findings}) == [
        "`a` is not a value of `reasons`",
        "`stage` has no value",
        "`stage` is given twice",
        "`threat` has no value",
        "a value is missing",
        "no fact `thread`",
        "not valid YAML: did not find expected node content",
    ]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("may refer", Question(Ask.MAY, "refer")),
        ("first", Question(Ask.FIRST)),
        (" how  refer ", Question(Ask.HOW, "refer")),
        ("right tell", Question(Ask.RIGHT, "tell")),
    ],
)
def test_a_question_in_words(text: str, question: Question, world: Ruleset) -> None:
    assert parse_question(text, world) == question


@pytest.mark.parametrize("text", ["", "may", "may I refer", "may fly", "could refer", "what refer", "how tell"])
def test_what_is_no_question_is_refused(text: str, world: Ruleset) -> None:
    with pytest.raises(CaseError, match=r"^--question: error: "):
        parse_question(text, world)
