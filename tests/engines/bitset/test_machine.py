"""The machine on which column programs run: two columns for each register, one bit for each case."""

from __future__ import annotations

import itertools

import pytest

from ethics_engine.engines.bitset.case_set import CaseSet, all_cases, one_case
from ethics_engine.engines.bitset.machine import (
    STATUSES,
    Columns,
    Conjunction,
    Operand,
    Resolution,
    StatusMembership,
    register_of,
    union,
)
from ethics_engine.model.status import NO_NORM, Status, statuses_of
from ethics_engine.model.truth import Truth, conjunction, negation

EVERY_PAIR = list(itertools.product(Truth, repeat=2))
"""Nine cases, one for each pair of truths."""


def memory(*columns: list[Truth]) -> Columns:
    """A memory with a register for each list of truths, one truth for each case."""

    def column(truths: list[Truth], wanted: Truth) -> CaseSet:
        return union(one_case(index) for index, truth in enumerate(truths) if truth is wanted)

    everyone = all_cases(len(columns[0]))
    return Columns(everyone, [column(c, Truth.TRUE) for c in columns], [column(c, Truth.FALSE) for c in columns])


def truths(held: Columns, operand: Operand) -> list[Truth]:
    true, false = held.read(operand)
    assert true & false == 0
    assert (true | false) & ~held.everyone == 0
    bits = [1 << index for index in range(held.everyone.bit_length())]
    return [Truth.TRUE if true & bit else Truth.FALSE if false & bit else Truth.UNKNOWN for bit in bits]


def test_negating_an_operand_exchanges_true_and_false_and_leaves_unknown() -> None:
    column = list(Truth)

    assert truths(memory(column), ~0) == [negation(truth) for truth in column]
    assert register_of(~0) == register_of(0) == 0


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("second", [False, True])
def test_a_conjunction_is_kleenes_in_every_case_at_once(*, first: bool, second: bool) -> None:
    held = memory([one for one, _ in EVERY_PAIR], [other for _, other in EVERY_PAIR])
    operands = (~0 if first else 0, ~1 if second else 1)

    Conjunction(operands).run(held)

    expected = [
        conjunction([negation(one) if first else one, negation(other) if second else other])
        for one, other in EVERY_PAIR
    ]
    assert truths(held, 2) == expected


def test_a_conjunction_of_nothing_is_true_in_every_case() -> None:
    held = memory([Truth.FALSE, Truth.UNKNOWN])

    Conjunction(()).run(held)

    assert truths(held, 1) == [Truth.TRUE, Truth.TRUE]


def statuses(held: Columns, slot: int, case: int) -> frozenset[Status]:
    return frozenset(s for s, column in zip(STATUSES, held.statuses(slot), strict=True) if column >> case & 1)


def possible_strengths(truth_of: dict[int, Truth]) -> list[int]:
    """By the definition: not false itself, and nothing stronger true; no norm at all where none is true."""
    strengths = [s for s, truth in truth_of.items() if truth is not Truth.FALSE] + [NO_NORM]
    return [s for s in strengths if all(truth is not Truth.TRUE for t, truth in truth_of.items() if t > s)]


def test_a_resolution_leaves_the_statuses_that_the_definition_leaves_in_every_case_at_once() -> None:
    cases = list(itertools.product(Truth, repeat=5))
    held = memory(*(list(column) for column in zip(*cases, strict=True)))

    Resolution(positive=((0,), (1,), (2,)), negative=((), (3,), (4,))).run(held)

    for index, (may, should, must, should_not, must_not) in enumerate(cases):
        positive = possible_strengths({0: may, 1: should, 2: must})
        negative = possible_strengths({1: should_not, 2: must_not})
        assert statuses(held, 0, index) == statuses_of(frozenset(positive), frozenset(negative))


def test_a_resolution_of_no_norms_is_unregulated() -> None:
    held = memory([Truth.TRUE])

    Resolution(((), (), ()), ((), (), ())).run(held)

    assert statuses(held, 0, 0) == {Status.UNREGULATED}


def test_a_status_is_a_member_if_all_that_is_possible_is_listed_and_not_if_none_is() -> None:
    held = memory([Truth.TRUE, Truth.UNKNOWN, Truth.FALSE])
    Resolution(((), (), (0,)), ((), (), ())).run(held)

    StatusMembership(0, frozenset({Status.REQUIRED})).run(held)
    StatusMembership(0, frozenset({Status.REQUIRED, Status.UNREGULATED})).run(held)
    StatusMembership(0, frozenset({Status.PROHIBITED})).run(held)

    assert truths(held, 1) == [Truth.TRUE, Truth.UNKNOWN, Truth.FALSE]
    assert truths(held, 2) == [Truth.TRUE] * 3
    assert truths(held, 3) == [Truth.FALSE] * 3
