"""What the rules found effective make of an action: the strengths still possible on either side, and the statuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from attrs import frozen

from ethics_engine.model.status import NO_NORM, Status, statuses_of
from ethics_engine.model.truth import Truth, conjunction, disjunction


@frozen
class Counted:
    """A norm on an action, its own or derived, and whether it counts."""

    positive: bool
    strength: int
    truth: Truth


_SILENT = statuses_of(frozenset({NO_NORM}), frozenset({NO_NORM}))


def possible_statuses(norms: Collection[Counted]) -> frozenset[Status]:
    """The statuses still possible of an action."""
    if not norms:
        return _SILENT
    sides: tuple[list[Counted], list[Counted]] = ([], [])
    for norm in norms:
        if norm.truth is not Truth.FALSE:
            sides[norm.positive].append(norm)
    return statuses_of(_strengths(sides[True]), _strengths(sides[False]))


def derived_norms(available: Truth, rivals: Iterable[frozenset[Status]]) -> tuple[Counted, ...]:
    """The norms put on a way by its rivals: a `must not` where one is required, a `should not` where one is advised."""
    rivals = tuple(rivals)
    return tuple(
        Counted(
            positive=False,
            strength=strength,
            truth=conjunction((available, disjunction(has_status(rival, status) for rival in rivals))),
        )
        for status, strength in ((Status.REQUIRED, 2), (Status.ADVISED, 1))
    )


def has_status(possible: frozenset[Status], *statuses: Status) -> Truth:
    """Whether an action has one of these statuses."""
    if possible.issubset(statuses):
        return Truth.TRUE
    return Truth.FALSE if possible.isdisjoint(statuses) else Truth.UNKNOWN


def _strengths(norms: Sequence[Counted]) -> frozenset[int]:
    certain = max((norm.strength for norm in norms if norm.truth is Truth.TRUE), default=NO_NORM)
    possible = (norm.strength for norm in norms if norm.truth is Truth.UNKNOWN and norm.strength > certain)
    return frozenset((certain, *possible))
