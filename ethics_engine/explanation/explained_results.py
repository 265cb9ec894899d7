"""What is to be explained: the results of a case that are decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from attrs import frozen

from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.consultation.batch_first_steps import outcome_columns
from ethics_engine.engines.bitset import Batch, PossibleColumns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import Pair
from ethics_engine.model.case import Answer, Ask, Question, Verdict
from ethics_engine.model.determination import Determination, Firmness
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.outcome import (
    UNDECIDED,
    AnswerValue,
    FirstStep,
    Manner,
    Outcome,
    Undetermined,
    WayOn,
    answer_value,
)
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.status import Status

if TYPE_CHECKING:
    from ethics_engine.engines.answer_set import ExpectedResults

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

        ways: The statuses of the ways that the course names, where some may stand in for others.
    """

    enactment: Enactment
    action: str | None
    results: Mapping[ResultAspect, Result]
    ways: tuple[tuple[str, Status], ...] = ()

    def of_determination(self, determination: Determination) -> bool:
        """Whether a determination has all of them."""
        return all(
            result == result_of(determination, aspect, self.action, self.enactment)
            for aspect, result in self.results.items()
        ) and all(status is determination.status(way).status for way, status in self.ways)

    @property
    def expected(self) -> ExpectedResults:
        """All of them, as the solver looks for cases that lack one."""
        from ethics_engine.engines.answer_set import ExpectedResults

        answer: AnswerValue | None = None
        course: WayOn | None = None
        statuses = self.ways
        for result in self.results.values():
            match result:
                case Status():
                    statuses += ((self.action or "", result),)
                case Manner(manner):
                    statuses += manner
                case WayOn():
                    course = result
                case Answer() | Verdict() | FirstStep():
                    answer = result
                case Undetermined():
                    raise AssertionError(result)  # what is decided is determined
        return ExpectedResults(answer, course, statuses)

    def of_batch(self, batch: Batch, cases: PossibleColumns, subsets: Sequence[SubsetColumn]) -> Pair:
        """The cases in which all of them surely come out, and those in which one of them surely does not."""
        everyone = batch.memory.everyone
        surely, never = everyone, NO_CASES
        for way, status in self.ways:
            statuses = dict(batch.statuses(way).items())
            column = statuses.get(status, NO_CASES)
            surely &= column & decided(statuses, everyone)
            never |= everyone & ~column
        for aspect, result in self.results.items():
            here = here_not = NO_CASES
            for group in subsets:
                possible = self._possible(batch, cases, aspect, group.query)
                column = possible.get(result, NO_CASES)
                here |= group.column & column & decided(possible, everyone)
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


def aspects_of(question: Question, action: str | None) -> tuple[ResultAspect, ...]:
    """What there is to explain: the status of an action, or answer and course of action; to `what` they are one."""
    if action is not None:
        return (ResultAspect.STATUS,)
    return (ResultAspect.DISPOSITION,) if question.ask is Ask.WHAT else (ResultAspect.ANSWER, ResultAspect.DISPOSITION)


def ways_of(determination: Determination) -> tuple[tuple[str, Status], ...]:
    """The statuses of the ways that the course names, where some may stand in for others; they tell which."""
    course = determination.disposition
    reports = [determination.status(way) for way in course.ways] if course.force is not None and course.instead else []
    return tuple((report.action, report.status) for report in reports if report.status is not None)


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
