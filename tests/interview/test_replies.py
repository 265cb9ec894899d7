"""What is typed is understood, or it is said what would be."""

from __future__ import annotations

import re

import pytest

import ethics_engine as ee
from ethics_engine.errors import UnclearReplyError
from ethics_engine.interview.parse_reply import read_numbers, read_reply
from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.enactment import step_fact
from ethics_engine.model.facts import Fact, FactType, FactValue


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("rain", "Y", "yes"),
        ("rain", " no. ", "no"),
        ("rain", "Don't know", "unknown"),
        ("rain", "Maybe.", "unknown"),
        ("rain", "I’m not sure", "unknown"),
        ("mood", "idk", "unknown"),
        ("mood", "2", "middle"),
        ("mood", "LOW", "low"),
        ("mood", "middling", "middle"),
        ("friends", "1, bob", ["ann", "bob"]),
        ("friends", "2 1", ["bob", "ann"]),
        ("friends", "Ann", ["ann"]),
        ("friends", "none", []),
        ("friends", "no", []),
        ("visits", "12", 12),
    ],
)
def test_a_reply_in_common_words_is_understood(outing: ee.Ruleset, fact: str, text: str, value: object) -> None:
    assert read_reply(text, outing.fact[fact]) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("y", "yes"),
        ("n", "no"),
        ("2", "tried"),
        ("tried", "tried"),
        ("offered, but the client would not", "tried"),
        ("not sure", "unknown"),
    ],
)
def test_a_step_that_needs_the_client_may_have_been_tried(text: str, value: object) -> None:
    step = step_fact(Action("talk", "talk it over", ActionKind.STEP, needs_client=True))

    assert read_reply(text, step) == value


@pytest.mark.parametrize(
    ("fact", "text", "advice"),
    [
        ("rain", "?", "yes, no or"),
        ("rain", "", "yes, no or"),
        ("rain", "1", "yes, no or"),
        ("mood", "4", "one number: 1 .low., 2 .middling. or 3"),
        ("mood", "1,2", "one number: 1 .low., 2 .middling. or 3"),
        ("friends", "1,,2", "separated by commas"),
        ("visits", "-1", "whole number"),
        ("visits", "9" * 20, "whole number"),
    ],
)
def test_a_reply_that_is_not_understood_is_met_with_advice(
    outing: ee.Ruleset, fact: str, text: str, advice: str
) -> None:
    with pytest.raises(UnclearReplyError, match=advice):
        read_reply(text, outing.fact[fact])


def choice(*labels: str) -> Fact:
    values = tuple(FactValue(f"value_{number}", label) for number, label in enumerate(labels, start=1))
    return Fact("choice", "Is it so?", "it", FactType.CHOICE, "topic", values)


@pytest.mark.parametrize(
    ("labels", "text", "value"),
    [
        (("none", "casual", "persistent"), "no", "value_1"),
        (("no", "yes, not in the way", "yes, in the way"), "n", "value_1"),
        (("no", "yes, for a time"), "yes", "value_2"),
    ],
)
def test_yes_and_no_name_an_option_if_it_is_clear_which(labels: tuple[str, ...], text: str, value: str) -> None:
    assert read_reply(text, choice(*labels)) == value


def test_a_no_is_the_least_of_a_scale_where_that_is_usual(ruleset: ee.Ruleset) -> None:
    """So where it is asked how near a client is to suicide, and not where it is asked how the work is going."""
    assert read_reply("no", ruleset.fact["suicide_risk"]) == "none"
    with pytest.raises(UnclearReplyError, match=r"one number: 1 \("):
        read_reply("no", ruleset.fact["progress"])


@pytest.mark.parametrize(
    ("labels", "text"),
    [
        (("work has not begun", "work has begun"), "yes"),
        (("work has not begun", "work has begun"), "no"),
        (("none", "casual", "persistent"), "yes"),
        (("no", "yes, not in the way", "yes, in the way"), "yes"),
        (("no lasting progress", "good"), "no"),
    ],
)
def test_yes_and_no_name_no_option_if_it_is_not(labels: tuple[str, ...], text: str) -> None:
    with pytest.raises(UnclearReplyError, match=r"one number: 1 \("):
        read_reply(text, choice(*labels))


def test_whoever_is_asked_for_a_yes_or_no_can_answer_no(ruleset: ee.Ruleset) -> None:
    asked = re.compile(r"(Is|Are|Does|Do|Has|Have|Did|Was|Were|Can|Could|Would|Will) (?!.*, or )")
    choices = [fact for fact in ruleset.facts if fact.type is FactType.CHOICE and asked.match(fact.ask)]

    assert choices
    assert all(read_reply("no", fact) in fact.value_ids for fact in choices)


def test_a_list_of_numbers_is_read_once_each() -> None:
    assert read_numbers("3, 1 3", 3) == (3, 1)
    assert read_numbers("None", 3) == ()
    for wrong in ("", "4", "x"):
        with pytest.raises(UnclearReplyError):
            read_numbers(wrong, 3)


def test_an_option_is_meant_by_a_synonym_that_it_alone_has() -> None:
    values = (FactValue("some", "now and then", ("late",)), FactValue("gone", "stays away", ("Ghosted", "late")))
    fact = Fact("absence", "Does the client stay away?", "absence", FactType.CHOICE, "t", values)

    assert read_reply("ghosted", fact) == "gone"
    with pytest.raises(UnclearReplyError):
        read_reply("late", fact)
