"""What is typed is understood, or it is said what would be."""

from __future__ import annotations

import pytest

import ethics_engine as ee
from ethics_engine.interview.parse_reply import UnclearReplyError, read_numbers, read_reply
from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.enactment import step_fact


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("rain", "Y", "yes"),
        ("rain", " no. ", "no"),
        ("rain", "Don't know", "unknown"),
        ("rain", "?", "unknown"),
        ("mood", "2", "middle"),
        ("mood", "LOW", "low"),
        ("mood", "middling", "middle"),
        ("friends", "1, bob", ["ann", "bob"]),
        ("friends", "none", []),
        ("visits", "12", 12),
    ],
)
def test_understood(outing: ee.Ruleset, fact: str, text: str, value: object) -> None:
    assert read_reply(text, outing.fact[fact]) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("y", "yes"),
        ("n", "no"),
        ("2", "tried"),
        ("tried", "tried"),
        ("offered, the client prevented it", "tried"),
        ("?", "unknown"),
    ],
)
def test_a_step_that_needs_the_client_may_have_been_tried(text: str, value: object) -> None:
    step = step_fact(Action("talk", "talk it over", ActionKind.STEP, needs_client=True))

    assert read_reply(text, step) == value


@pytest.mark.parametrize(
    ("fact", "text", "advice"),
    [
        ("rain", "perhaps", "yes or no"),
        ("rain", "", "yes or no"),
        ("rain", "1", "yes or no"),
        ("mood", "4", "from 1 to 3"),
        ("mood", "1,2", "from 1 to 3"),
        ("friends", "1,,2", "parted by commas"),
        ("visits", "-1", "whole number"),
        ("visits", "9" * 20, "whole number"),
    ],
)
def test_not_understood(outing: ee.Ruleset, fact: str, text: str, advice: str) -> None:
    with pytest.raises(UnclearReplyError, match=advice):
        read_reply(text, outing.fact[fact])


def test_numbers() -> None:
    assert read_numbers("3, 1 3", 3) == (3, 1)
    assert read_numbers("None", 3) == ()
    for wrong in ("", "4", "x"):
        with pytest.raises(UnclearReplyError):
            read_numbers(wrong, 3)
