"""A test of a fact is true if every value still possible passes, false if none does, else unknown."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import FactTest, Operator
from ethics_engine.model.facts import YES_NO_VALUES, Fact, FactType, FactValue
from ethics_engine.model.knowledge import EITHER, NO, YES, Numbers, Selection, Values
from ethics_engine.model.truth import Truth

LEVELS = ("none", "some", "much")
FAR = 12
"""Beyond every number named here, all numbers are alike."""


def _fact(kind: FactType, values: Sequence[str] = (), *, ordered: bool = False) -> Fact:
    return Fact("f", "?", "", kind, "t", tuple(FactValue(value, value) for value in values), ordered=ordered)


def _subsets(items: Sequence[str], least: int = 0) -> Iterable[tuple[str, ...]]:
    return itertools.chain.from_iterable(itertools.combinations(items, size) for size in range(least, len(items) + 1))


def _truth_over(passed: Iterable[bool]) -> Truth:
    results = set(passed)
    assert results
    return Truth.UNKNOWN if len(results) == 2 else Truth.TRUE if results == {True} else Truth.FALSE


@pytest.mark.parametrize(
    ("asked", "known", "truth"),
    [
        ("yes", YES, Truth.TRUE),
        ("yes", NO, Truth.FALSE),
        ("yes", EITHER, Truth.UNKNOWN),
        ("no", YES, Truth.FALSE),
        ("no", NO, Truth.TRUE),
        ("no", EITHER, Truth.UNKNOWN),
    ],
)
def test_a_yes_or_no_fact_is_tested_for_either(asked: str, known: Values, truth: Truth) -> None:
    fact = Fact("f", "?", "", FactType.YES_NO, "t", YES_NO_VALUES)

    assert truth_of_test(FactTest("f", Operator.IS, (asked,)), fact, known) is truth


@pytest.mark.parametrize("possible", list(_subsets(LEVELS, least=1)))
@pytest.mark.parametrize("operator", [Operator.IS, Operator.ONE_OF, Operator.AT_LEAST, Operator.AT_MOST])
def test_a_choice_is_tested_value_by_value(possible: tuple[str, ...], operator: Operator) -> None:
    fact = _fact(FactType.CHOICE, LEVELS, ordered=True)
    operand_lists = _subsets(LEVELS, least=1) if operator is Operator.ONE_OF else [(level,) for level in LEVELS]
    for operands in operand_lists:
        rank = LEVELS.index(operands[0])
        accepted = {
            Operator.IS: operands,
            Operator.ONE_OF: operands,
            Operator.AT_LEAST: LEVELS[rank:],
            Operator.AT_MOST: LEVELS[: rank + 1],
        }[operator]

        stated = truth_of_test(FactTest("f", operator, operands), fact, Values(frozenset(possible)))

        assert stated is _truth_over(value in accepted for value in possible)


@pytest.mark.parametrize("operator", [Operator.INCLUDES, Operator.INCLUDES_ANY, Operator.ONLY, Operator.NONE_OF])
@pytest.mark.parametrize("operands", list(_subsets(LEVELS, least=1)))
def test_a_choice_of_several_is_tested_over_every_selection_still_possible(
    operator: Operator, operands: tuple[str, ...]
) -> None:
    fact = _fact(FactType.CHOICES, LEVELS)
    passes: Callable[..., bool] = {
        Operator.INCLUDES: lambda chosen: set(operands) <= chosen,
        Operator.INCLUDES_ANY: lambda chosen: bool(set(operands) & chosen),
        Operator.ONLY: lambda chosen: bool(chosen) and chosen <= set(operands),
        Operator.NONE_OF: lambda chosen: not set(operands) & chosen,
    }[operator]
    for marks in itertools.product((True, False, None), repeat=len(LEVELS)):
        included = {level for level, mark in zip(LEVELS, marks, strict=True) if mark is True}
        excluded = {level for level, mark in zip(LEVELS, marks, strict=True) if mark is False}
        undecided = [level for level in LEVELS if level not in included | excluded]

        stated = truth_of_test(
            FactTest("f", operator, operands), fact, Selection(frozenset(included), frozenset(excluded))
        )

        assert stated is _truth_over(passes(included | set(more)) for more in _subsets(undecided))


@st.composite
def _numbers(draw: st.DrawFn) -> Numbers:
    bounds = sorted(draw(st.lists(st.integers(0, 8), min_size=2, max_size=6, unique=True)))
    ranges: list[tuple[int, int | None]] = list(zip(bounds[::2], bounds[1::2], strict=False))
    if draw(st.booleans()):
        ranges[-1] = (ranges[-1][0], None)
    return Numbers(tuple(ranges))


@given(
    known=_numbers(),
    operator=st.sampled_from([Operator.IS, Operator.ONE_OF, Operator.AT_LEAST, Operator.AT_MOST]),
    operands=st.lists(st.integers(0, 9), min_size=1, max_size=5),
)
def test_a_count_is_tested_over_every_number_still_possible(
    known: Numbers, operator: Operator, operands: list[int]
) -> None:
    asked = tuple(operands) if operator is Operator.ONE_OF else (operands[0],)
    possible = [number for low, high in known.ranges for number in range(low, (FAR if high is None else high) + 1)]
    passes: Callable[..., bool] = {
        Operator.IS: lambda number: number == asked[0],
        Operator.ONE_OF: lambda number: number in asked,
        Operator.AT_LEAST: lambda number: number >= asked[0],
        Operator.AT_MOST: lambda number: number <= asked[0],
    }[operator]

    stated = truth_of_test(FactTest("f", operator, asked), _fact(FactType.COUNT), known)

    assert stated is _truth_over(passes(number) for number in possible)


def test_ranges_that_touch_are_covered_together() -> None:
    test = FactTest("f", Operator.ONE_OF, (3, 1, 2, 4))

    assert truth_of_test(test, _fact(FactType.COUNT), Numbers(((1, 2), (3, 4)))) is Truth.TRUE
