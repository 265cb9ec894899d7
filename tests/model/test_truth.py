"""Kleene's connectives, against what every way of making up one's mind about the unknowns would give."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import pytest

from ethics_engine.model.truth import Truth, conjunction, disjunction, negation

SEQUENCES = [truths for length in range(5) for truths in itertools.product(Truth, repeat=length)]


def _over_all_resolutions(truths: Sequence[Truth], connective: Callable[[Sequence[bool]], bool]) -> Truth:
    resolutions = itertools.product(
        *([True, False] if truth is Truth.UNKNOWN else [truth is Truth.TRUE] for truth in truths)
    )
    results = {connective(resolution) for resolution in resolutions}
    return Truth.UNKNOWN if len(results) == 2 else Truth.TRUE if results == {True} else Truth.FALSE


@pytest.mark.parametrize("truths", SEQUENCES)
def test_conjunction_and_disjunction_are_unknown_just_where_the_unknowns_decide(truths: tuple[Truth, ...]) -> None:
    assert conjunction(truths) is _over_all_resolutions(truths, all)
    assert disjunction(truths) is _over_all_resolutions(truths, any)


def test_of_nothing_the_conjunction_is_true_and_the_disjunction_false() -> None:
    assert (conjunction([]), disjunction([])) == (Truth.TRUE, Truth.FALSE)


def test_negation_changes_true_and_false_and_leaves_unknown() -> None:
    assert [negation(truth) for truth in (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)] == [
        Truth.FALSE,
        Truth.TRUE,
        Truth.UNKNOWN,
    ]


def test_the_connectives_take_any_iterable_once() -> None:
    assert conjunction(iter([Truth.TRUE, Truth.UNKNOWN])) is Truth.UNKNOWN
    assert disjunction(iter([Truth.FALSE, Truth.TRUE])) is Truth.TRUE
