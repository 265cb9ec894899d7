"""Facts, and what is known of them when nothing is."""

from __future__ import annotations

import pytest

from ethics_engine.model import conditions
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, DoneTest, NoneOf
from ethics_engine.model.facts import YES_NO_VALUES, Fact, FactType, FactValue
from ethics_engine.model.knowledge import EITHER, Numbers, Possible, Selection, Values

COLOURS = (FactValue("red", "as red as it gets"), FactValue("green", "green"))


@pytest.mark.parametrize(
    ("kind", "values", "anything"),
    [
        (FactType.YES_NO, YES_NO_VALUES, EITHER),
        (FactType.CHOICE, COLOURS, Values(frozenset({"red", "green"}))),
        (FactType.CHOICES, COLOURS, Selection(frozenset(), frozenset())),
        (FactType.COUNT, (), Numbers(((0, None),))),
    ],
)
def test_when_nothing_is_known_of_a_fact_every_value_is_possible(
    kind: FactType, values: tuple[FactValue, ...], anything: Possible
) -> None:
    assert Fact("f", "?", "", kind, "t", values).anything == anything


def test_values_are_told_in_plain_words_in_declared_order() -> None:
    fact = Fact("f", "?", "", FactType.CHOICE, "t", COLOURS)

    assert fact.value_ids == ("red", "green")
    assert fact.label("red") == "as red as it gets"
    assert fact.label("12") == "12"


def test_the_tests_of_a_condition_come_in_reading_order() -> None:
    first, second, third = ConceptTest("a"), DoneTest("b"), ConceptTest("c")

    assert list(conditions.tests_in(AllOf((first, AnyOf((NoneOf((second,)), AllOf(()))), third)))) == [
        first,
        second,
        third,
    ]
    assert list(conditions.tests_in(first)) == [first]
