"""Lists, values and harmless text."""

from __future__ import annotations

import attrs
import pytest

from ethics_engine.model.facts import YES_NO_VALUES, Fact, FactType, FactValue
from ethics_engine.model.knowledge import NO, YES, Numbers, Possible, Selection, Values
from ethics_engine.rendering.terminal_escape import terminal_escape
from ethics_engine.text.lists import listed
from ethics_engine.text.values import as_clause, value_in_words

COLOURS = (FactValue("r", "red"), FactValue("g", "green"), FactValue("b", "blue"))


def fact(kind: FactType) -> Fact:
    values = {FactType.YES_NO: YES_NO_VALUES, FactType.COUNT: ()}.get(kind, COLOURS)
    return Fact("f", "Is it?", "it is", kind, "topic", values, unit="visits")


def chosen(*included: str, no: str = "") -> Selection:
    return Selection(frozenset(included), frozenset(no))


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_in_a_sentence(items: list[str], words: str) -> None:
    assert listed(items) == words
    assert listed(items, "or") == words.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("kind", "known", "words"),
    [
        (FactType.YES_NO, YES, "yes"),
        (FactType.YES_NO, NO, "no"),
        (FactType.YES_NO, fact(FactType.YES_NO).anything, "not known"),
        (FactType.CHOICE, Values(frozenset("b")), "blue"),
        (FactType.CHOICE, Values(frozenset("br")), "red or blue"),
        (FactType.CHOICE, Values(frozenset("rgb")), "not known"),
        (FactType.CHOICES, chosen("r", "b", no="g"), "red and blue"),
        (FactType.CHOICES, chosen("r"), "red; the rest not known"),
        (FactType.CHOICES, chosen("r", no="g"), "red; not green; the rest not known"),
        (FactType.CHOICES, chosen(no="g"), "not green; the rest not known"),
        (FactType.CHOICES, chosen(), "not known"),
        (FactType.COUNT, Numbers(((3, 3),)), "3 visits"),
        (FactType.COUNT, Numbers(((0, 4),)), "at most 4 visits"),
        (FactType.COUNT, Numbers(((2, 4),)), "between 2 and 4 visits"),
        (FactType.COUNT, Numbers(((2, None),)), "at least 2 visits"),
        (FactType.COUNT, Numbers(((0, 0), (5, None))), "0 or at least 5 visits"),
        (FactType.COUNT, Numbers(((0, None),)), "not known"),
    ],
)
def test_what_is_known_of_a_fact_in_words(kind: FactType, known: Possible, words: str) -> None:
    assert value_in_words(fact(kind), known) == words


@pytest.mark.parametrize(
    ("kind", "known", "words"),
    [
        (FactType.YES_NO, YES, "it is"),
        (FactType.YES_NO, NO, "it is not true that it is"),
        (FactType.YES_NO, fact(FactType.YES_NO).anything, "it is not known whether it is"),
        (FactType.CHOICE, Values(frozenset("br")), "it is: red or blue"),
        (FactType.CHOICES, chosen("r", "b", no="g"), "it is: red and blue"),
        (FactType.COUNT, Numbers(((0, None),)), "it is: not known"),
    ],
)
def test_what_is_known_of_a_fact_as_a_clause(kind: FactType, known: Possible, words: str) -> None:
    assert as_clause(fact(kind), known) == words


def test_a_denial_stands_where_the_answer_is_no_and_only_there() -> None:
    denied = attrs.evolve(fact(FactType.YES_NO), denies="it is not")

    clauses = [as_clause(denied, known) for known in (YES, NO, denied.anything)]

    assert clauses == ["it is", "it is not", "it is not known whether it is"]


def test_the_clause_of_a_choice_holds_its_value_where_that_is_known() -> None:
    painted = attrs.evolve(fact(FactType.CHOICE), clause="the door is {} now")

    assert as_clause(painted, Values(frozenset("b"))) == "the door is blue now"
    assert as_clause(painted, painted.anything) == "it is: not known"


def test_that_none_of_several_was_chosen_is_said() -> None:
    assert "none" in value_in_words(fact(FactType.CHOICES), chosen(no="rgb"))


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x08", "\x1b", "\r", "\x7f", "\x9b", "\u202e", "\u2066"])
def test_what_could_steer_a_terminal_is_written_out(character: str) -> None:
    assert terminal_escape(f"a{character}b") == f"a\\u{ord(character):04x}b"


@pytest.mark.parametrize("text", ["a\tb\nc", "Zoë", "你好", "🙂", "a\u00a0b", "שלום"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert terminal_escape(text) == text


def test_choices_read_as_a_clause_whatever_is_chosen() -> None:
    lamps = attrs.evolve(fact(FactType.CHOICES), says="the lamps", denies="no lamp is lit", clause="lit are: {}")

    assert as_clause(lamps, chosen(no="rgb")) == "no lamp is lit"
    assert as_clause(lamps, chosen("r", "b", no="g")) == "lit are: red and blue"
    assert as_clause(lamps, chosen("r", no="g")) == "the lamps: red; not green; the rest not known"
