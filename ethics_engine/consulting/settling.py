"""How far each result depends on what has not been said; decided exactly."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TypeVar

from attrs import frozen

from ethics_engine.model.determination import Settledness
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.possibilities import Inquiry, Possibilities
from ethics_engine.model.status import Force, Status

from .outcome import definite
from .situation import Situation

_Value = TypeVar("_Value", bound=Hashable)


@frozen
class Settled:
    """What remains possible of a case, with nothing presumed and with the presumptions that stand.

    Attributes:
        unpresumed: What is possible whatever the facts not stated are.

        presuming: What is possible as long as the presumptions hold.
    """

    unpresumed: Possibilities
    presuming: Possibilities

    def status(self, action: str) -> tuple[Settledness, frozenset[Status]]:
        """How far the status of an action is settled, and what it may be."""
        return _degree(self.unpresumed.statuses[action], self.presuming.statuses[action])

    def answer(self) -> tuple[Settledness, frozenset[str]]:
        """How far the answer is settled, and what it may be; for the questions that have a word for an answer."""
        return _degree(self.unpresumed.answers, self.presuming.answers)

    def disposition(self) -> tuple[Settledness, Possibilities]:
        """How far the disposition is settled, and where to read what it may be."""
        degree, _ = _degree(_dispositions(self.unpresumed), _dispositions(self.presuming))
        return degree, self.presuming


def settle(situation: Situation, evaluation: Evaluation, inquiry: Inquiry) -> Settled:
    """Decide what remains possible; the solver is asked only where the three-valued evaluation leaves something open.

    `evaluation` is that of all that is known, presumptions included.
    """
    enactment = situation.enactment
    unpresumed = _possibilities(enactment, situation.unpresumed, situation.stated, inquiry)
    if not situation.presumed:
        return Settled(unpresumed, unpresumed)
    return Settled(unpresumed, _possibilities(enactment, evaluation, situation.known, inquiry))


def _possibilities(
    enactment: Enactment, evaluation: Evaluation, knowledge: Knowledge, inquiry: Inquiry
) -> Possibilities:
    outcome = definite(enactment, evaluation, knowledge, inquiry)
    if outcome is not None:
        return outcome
    from ethics_engine.reasoning import possibilities

    exact = possibilities(enactment, knowledge, inquiry)
    if exact is None:
        raise AssertionError("a situation always has a completion")
    return exact


def _degree(unpresumed: frozenset[_Value], presuming: frozenset[_Value]) -> tuple[Settledness, frozenset[_Value]]:
    if len(unpresumed) == 1:
        return Settledness.SETTLED, unpresumed
    if len(presuming) == 1:
        return Settledness.ON_PRESUMPTIONS, presuming
    return Settledness.OPEN, presuming


def _dispositions(possible: Possibilities) -> frozenset[tuple[Force, frozenset[str]]]:
    """The dispositions that are possible, or any two of them where there are more."""
    if len(possible.forces) != 1:
        return frozenset((force, frozenset[str]()) for force in possible.forces)
    (force,) = possible.forces
    certain = frozenset(way for (named, way), truth in possible.named.items() if named is force and truth == {True})
    thinkable = frozenset(way for (named, way), truth in possible.named.items() if named is force and True in truth)
    return frozenset({(force, certain), (force, thinkable)})
