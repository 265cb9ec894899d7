"""The table of statuses, as docs/semantics.md has it."""

from __future__ import annotations

import itertools

import pytest

from ethics_engine.model.rules import Modality
from ethics_engine.model.status import GREATEST, STRENGTHS_AGAINST, STRENGTHS_FOR, Status, status_of, statuses_of

TABLE = {
    (-1, -1): Status.UNREGULATED,
    (-1, 1): Status.DISCOURAGED,
    (-1, 2): Status.PROHIBITED,
    (0, -1): Status.PERMITTED,
    (0, 1): Status.DISCOURAGED,
    (0, 2): Status.PROHIBITED,
    (1, -1): Status.ADVISED,
    (1, 1): Status.DILEMMA,
    (1, 2): Status.PROHIBITED,
    (2, -1): Status.REQUIRED,
    (2, 1): Status.REQUIRED,
    (2, 2): Status.DILEMMA,
}


@pytest.mark.parametrize(("strengths", "status"), TABLE.items())
def test_the_stronger_side_decides_and_equals_collide(strengths: tuple[int, int], status: Status) -> None:
    assert status_of(*strengths) is status


def test_possible_statuses_are_those_of_all_pairs() -> None:
    positives = [set(chosen) for size in range(1, 5) for chosen in itertools.combinations((-1, 0, 1, 2), size)]
    negatives = [set(chosen) for size in range(1, 4) for chosen in itertools.combinations((-1, 1, 2), size)]
    for positive, negative in itertools.product(positives, negatives):
        possible = statuses_of(frozenset(positive), frozenset(negative))
        assert possible == {TABLE[pair] for pair in itertools.product(positive, negative)}


@pytest.mark.parametrize(
    ("modality", "positive", "strength"),
    [
        (Modality.MUST, True, 2),
        (Modality.SHOULD, True, 1),
        (Modality.MAY, True, 0),
        (Modality.SHOULD_NOT, False, 1),
        (Modality.MUST_NOT, False, 2),
    ],
)
def test_a_modality_has_a_side_and_a_strength(modality: Modality, *, positive: bool, strength: int) -> None:
    assert (modality.positive, modality.strength) == (positive, strength)


@pytest.mark.parametrize("modality", Modality, ids=lambda modality: modality.value)
def test_each_strength_has_a_status_on_its_side_and_a_place_among_all(modality: Modality) -> None:
    assert modality.strength in (STRENGTHS_FOR if modality.positive else STRENGTHS_AGAINST)
    assert modality.strength in range(GREATEST + 1)
