"""What is to be explained: the results of a case that are decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeVar

from attrs import frozen

from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.consultation.batch_first_steps import outcome_columns
from ethics_engine.consultation.determinacy import Determinacy
from ethics_engine.engines.bitset import Batch, PossibleColumns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import Pair
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.determination import Determination, Firmness
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.outcome import UNDECIDED, Manner, Outcome, WayOn, answer_value
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.status import Status

_Result = TypeVar("_Result")


Result = Outcome | Status
"""The outcome of a question, or the status of an action."""


class ResultAspect(Enum):
    """The results that a case has."""

    ANSWER = "answer"
    DISPOSITION = "disposition"
    STATUS = "status"


@frozen
class SubsetColumn:
    """Cases that state the same, as a column, and what is asked of them."""

    column: CaseSet
    query: PossibilityQuery


@frozen
class ExplainedResult:
    """Results that are to come out as they did.

    Attributes:
        action: The action whose status is among them.

        results: What came out.
    """

    enactment: Enactment
    action: str | None
    results: Mapping[ResultAspect, Result]

    def of_determination(self, determination: Determination) -> bool:
        """Whether a determination has all of them."""
        return all(
            result == result_of(determination, aspect, self.action, self.enactment)
            for aspect, result in self.results.items()
        )

    def of_settled(self, settled: Determinacy, query: PossibilityQuery) -> bool:
        """Whether all of them are settled, be it on assumptions."""
        return all(result == self._settled(settled, aspect, query) for aspect, result in self.results.items())

    def of_batch(self, batch: Batch, cases: PossibleColumns, subsets: Sequence[SubsetColumn]) -> Pair:
        """The cases in which all of them surely come out, and those in which one of them surely does not."""
        surely, never = batch.memory.everyone, NO_CASES
        for aspect, result in self.results.items():
            here = here_not = NO_CASES
            for group in subsets:
                possible = self._possible(batch, cases, aspect, group.query)
                column = possible.get(result, NO_CASES)
                here |= group.column & column & decided(possible, batch.memory.everyone)
                here_not |= group.column & ~column & ~possible.get(UNDECIDED, NO_CASES)
            surely &= here
            never |= here_not
        return surely, never

    def _possible(
        self, batch: Batch, cases: PossibleColumns, aspect: ResultAspect, query: PossibilityQuery
    ) -> Mapping[Result, CaseSet]:
        match aspect:
            case ResultAspect.STATUS:
                return dict(batch.statuses(self.action or "").items())
            case ResultAspect.DISPOSITION:
                found = outcomes(self.enactment, batch, PossibilityQuery(Question(Ask.WHAT)))
            case ResultAspect.ANSWER:
                found = outcome_columns(self.enactment, batch, cases, query)
        return dict(found.items())

    def _settled(self, settled: Determinacy, aspect: ResultAspect, query: PossibilityQuery) -> Result | None:
        if aspect is ResultAspect.STATUS:
            return _only(settled.status(self.action or ""))
        if aspect is ResultAspect.DISPOSITION:
            degree, possible = settled.disposition()
            return None if degree is Firmness.OPEN else _disposition(possible, self.enactment)
        if query.question.ask is not Ask.HOW:
            return _only(settled.answer())
        steps = self.enactment.how(query.question.action)
        manner = tuple((step, status) for step in steps if (status := _only(settled.status(step))) is not None)
        return Manner(manner) if len(manner) == len(steps) else None


def aspects_of(question: Question, action: str | None) -> tuple[ResultAspect, ...]:
    """What there is to explain: the status of an action, or answer and course of action; to `what` they are one."""
    if action is not None:
        return (ResultAspect.STATUS,)
    return (ResultAspect.DISPOSITION,) if question.ask is Ask.WHAT else (ResultAspect.ANSWER, ResultAspect.DISPOSITION)


def result_of(
    determination: Determination, aspect: ResultAspect, action: str | None, enactment: Enactment
) -> Result | None:
    """A result of a determination; None where it is open."""
    match aspect:
        case ResultAspect.STATUS:
            return determination.status(action or "").status
        case ResultAspect.DISPOSITION:
            disposition = determination.disposition
            return None if disposition.force is None else WayOn(disposition.force, disposition.ways)
        case ResultAspect.ANSWER:
            if determination.answer.firmness is Firmness.OPEN:
                return None
            if determination.ask is not Ask.HOW:
                return answer_value(determination.answer.value, determination.ask)
            reports = [determination.status(step) for step in enactment.how(determination.action)]
            return Manner(tuple((report.action, report.status) for report in reports if report.status))


def _only(found: tuple[Firmness, frozenset[_Result]]) -> _Result | None:
    degree, possible = found
    if degree is Firmness.OPEN:
        return None
    (value,) = possible
    return value


def _disposition(possible: Possibilities, enactment: Enactment) -> Outcome:
    (force,) = possible.forces
    return WayOn(force, tuple(way.id for way in enactment.ways if True in possible.named.get((force, way.id), ())))
