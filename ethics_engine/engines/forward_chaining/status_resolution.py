"""What the rules found effective make of an action: the strengths still possible on either side, and the statuses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ethics_engine.model.rules import DERIVED
from ethics_engine.model.status import NO_NORM, Status, statuses_of
from ethics_engine.model.truth import Truth, conjunction, disjunction, negation

Leaning = tuple[bool, int]
"""Whether a norm speaks for its action, and how strongly."""

DERIVED_LEANINGS: tuple[Leaning, ...] = tuple((modality.positive, modality.strength) for modality in DERIVED)
"""How the norms that a way's rivals put on it lean."""


@lru_cache(maxsize=4096)
def possible_statuses(norms: tuple[Leaning, ...], counting: tuple[Truth, ...]) -> frozenset[Status]:
    """The statuses still possible of an action, by the norms on it and whether each counts."""
    sides: tuple[list[tuple[int, Truth]], list[tuple[int, Truth]]] = ([], [])
    for (positive, strength), truth in zip(norms, counting, strict=True):
        sides[positive].append((strength, truth))
    return statuses_of(_strengths(sides[True]), _strengths(sides[False]))


def derived_counting(available: Truth, rivals: Iterable[tuple[frozenset[Status], Truth]]) -> tuple[Truth, ...]:
    """Whether each of the `DERIVED` norms counts on a way.

    Of each rival come its base statuses, and whether a norm that counts permits the way instead of it.
    """
    rivals = tuple(rivals)

    def puts(status: Status, base: frozenset[Status], instead: Truth) -> Truth:
        has = has_status(base, status)
        return conjunction((has, negation(instead))) if status is Status.ADVISED else has

    return tuple(
        conjunction((available, disjunction(puts(status, base, instead) for base, instead in rivals)))
        for status in DERIVED.values()
    )


def has_status(possible: frozenset[Status], *statuses: Status) -> Truth:
    """Whether an action has one of these statuses."""
    if possible.issubset(statuses):
        return Truth.TRUE
    return Truth.FALSE if possible.isdisjoint(statuses) else Truth.UNKNOWN


def _strengths(norms: Iterable[tuple[int, Truth]]) -> frozenset[int]:
    certain = max((strength for strength, truth in norms if truth is Truth.TRUE), default=NO_NORM)
    possible = (strength for strength, truth in norms if truth is Truth.UNKNOWN and strength > certain)
    return frozenset((certain, *possible))
