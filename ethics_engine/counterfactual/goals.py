"""What a change is to bring about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol, runtime_checkable

import attrs
from attrs import field, frozen

from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.engines.bitset import Batch
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.outcome import UNDECIDED, Manner, Outcome, WayOn
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery, actions_asked_about
from ethics_engine.model.status import Force, Status

from .first_step_bound import may_be_first

WAY_ON = Question(Ask.WHAT)
"""The question of which the disposition is the outcome."""


@frozen
class ReachBound:
    """Where a goal is reached, as columns.

    Attributes:
        surely: The cases in which it is.

        perhaps: The cases in which it may be; in all others it is not.
    """

    surely: CaseSet
    perhaps: CaseSet


@runtime_checkable
class Goal(Protocol):
    """What a change is to bring about: `OutcomeGoal` or `StatusGoal`."""

    def concerns(self, enactment: Enactment, query: PossibilityQuery) -> tuple[str, ...] | None:
        """The actions of which the bearing of the rules decides it; None where everything may."""

    def read(self, enactment: Enactment, batch: Batch, query: PossibilityQuery) -> ReachBound:
        """The cases in which it surely is so, and those in which it may be."""

    def met(self, enactment: Enactment, possible: Possibilities, query: PossibilityQuery) -> bool:
        """Whether it is so, on all that remains possible of a case."""


@frozen
class OutcomeGoal:
    """An outcome of the question of the case, or of another question.

    `OutcomeGoal(Answer.NO)` for an answer; of the question `what`, asked in the case or as `WAY_ON`, the force and the
    ways, as in `OutcomeGoal(WayOn(Force.ADVISED, ("refer",)), WAY_ON)`.
    """

    outcome: Outcome
    question: Question | None = None

    def concerns(self, enactment: Enactment, query: PossibilityQuery) -> tuple[str, ...] | None:
        """See `Goal`."""
        query = self._of(query)
        return None if query.question.ask is Ask.FIRST else actions_asked_about(enactment, query)

    def read(self, enactment: Enactment, batch: Batch, query: PossibilityQuery) -> ReachBound:
        """See `Goal`."""
        query = self._of(query)
        if query.question.ask is Ask.FIRST:
            return ReachBound(NO_CASES, may_be_first(enactment, batch, query, self.outcome))
        found = outcomes(enactment, batch, query)
        settled, here = decided(found, batch.memory.everyone), found.get(self.outcome, NO_CASES)
        return ReachBound(here & settled, here | found.get(UNDECIDED, NO_CASES))

    def met(self, enactment: Enactment, possible: Possibilities, query: PossibilityQuery) -> bool:
        """See `Goal`."""
        return outcome_of(enactment, possible, self._of(query)) == self.outcome

    def _of(self, query: PossibilityQuery) -> PossibilityQuery:
        return attrs.evolve(query, question=self.question) if self.question else query


def _statuses(statuses: Iterable[Status]) -> frozenset[Status]:
    return frozenset(statuses)


@frozen
class StatusGoal:
    """A status of an action, or any one of several: `StatusGoal("refer", {Status.PERMITTED, Status.ADVISED})`."""

    action: str
    statuses: frozenset[Status] = field(converter=_statuses)

    def concerns(self, _enactment: Enactment, _query: PossibilityQuery) -> tuple[str, ...]:
        """See `Goal`; its action, whatever is asked."""
        return (self.action,)

    def read(self, _enactment: Enactment, batch: Batch, _query: PossibilityQuery) -> ReachBound:
        """See `Goal`."""
        possible = batch.statuses(self.action)
        here = NO_CASES
        for status in self.statuses:
            here |= possible[status]
        return ReachBound(here & decided(possible, batch.memory.everyone), here)

    def met(self, _enactment: Enactment, possible: Possibilities, _query: PossibilityQuery) -> bool:
        """See `Goal`."""
        statuses = possible.statuses[self.action]
        return len(statuses) == 1 and statuses <= self.statuses


@frozen
class Sought:
    """What a search looks for: some goals, or every other outcome of a question.

    Attributes:
        query: What is asked of the case as it stands.

        undone: What is asked where the steps are stated as not done that may then have been missed.

        goals: The goals; None where every other outcome of `question` is looked for.

        question: The question whose outcomes are looked for.

        now: The outcome that it has as the case stands.
    """

    enactment: Enactment
    query: PossibilityQuery
    undone: PossibilityQuery
    goals: tuple[Goal, ...] | None
    question: Question | None = None
    now: Outcome = UNDECIDED

    def read(self, batch: Batch, undone: CaseSet, reached: Collection[Goal]) -> dict[Goal, ReachBound]:
        """Where each goal is reached, but for those reached before; in `undone` the steps are stated as not done."""
        found = self._read(batch, self.query)
        if undone:
            stated = self._read(batch, self.undone)
            found = {
                goal: _where(undone, stated.get(goal, _NOWHERE), found.get(goal, _NOWHERE))
                for goal in {**found, **stated}
            }
        return {goal: reach for goal, reach in found.items() if goal not in reached}

    def _read(self, batch: Batch, query: PossibilityQuery) -> Mapping[Goal, ReachBound]:
        if self.goals is not None:
            return {goal: goal.read(self.enactment, batch, query) for goal in self.goals}
        asked = attrs.evolve(query, question=self.question) if self.question else query
        found = outcomes(self.enactment, batch, asked)
        settled = decided(found, batch.memory.everyone)
        return {
            OutcomeGoal(outcome, self.question): ReachBound(column & settled, column)
            for outcome, column in found.items()
            if outcome not in (self.now, UNDECIDED)
        }


_NOWHERE = ReachBound(NO_CASES, NO_CASES)


def _where(column: CaseSet, there: ReachBound, elsewhere: ReachBound) -> ReachBound:
    """Both, where the column is set: what is sure is what both say; elsewhere the other one alone."""
    return ReachBound(
        elsewhere.surely & ~column | there.surely & elsewhere.surely, elsewhere.perhaps | there.perhaps & column
    )


def outcome_of(enactment: Enactment, possible: Possibilities, query: PossibilityQuery) -> Outcome | None:
    """The outcome of a question, or None where more than one remains possible."""
    match query.question.ask:
        case Ask.WHAT:
            return _disposition(enactment, possible)
        case Ask.HOW:
            return _manner(enactment, possible, query)
        case Ask.FIRST | Ask.MAY | Ask.MUST | Ask.RIGHT:
            return next(iter(possible.answers)) if len(possible.answers) == 1 else None


def _disposition(enactment: Enactment, possible: Possibilities) -> Outcome | None:
    if len(possible.forces) != 1:
        return None
    (force,) = possible.forces
    if force is Force.NONE:
        return WayOn(force)
    named = {way.id: possible.named[force, way.id] for way in enactment.ways}
    if any(len(truths) != 1 for truths in named.values()):
        return None
    return WayOn(force, tuple(way for way, truths in named.items() if True in truths))


def _manner(enactment: Enactment, possible: Possibilities, query: PossibilityQuery) -> Outcome | None:
    steps = enactment.how(query.question.action)
    if any(len(possible.statuses[step]) != 1 for step in steps):
        return None
    return Manner(tuple((step, next(iter(possible.statuses[step]))) for step in steps))
