"""In what a mutant and the ruleset surely differ in one case, in the words of a decided case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.case_law.holdings import Holding, Point, Said, said
from ethics_engine.consultation.default_assumptions import case_knowledge
from ethics_engine.engines.bitset import evaluate
from ethics_engine.errors import ContradictionError
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.conditions import ALWAYS
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge, Possible
from ethics_engine.model.possibilities import PossibilityQuery

CONSTRAINT = "constraint"


@frozen
class CaseDifference:
    """A point at which a case comes out otherwise.

    Attributes:
        point: What would be held, as a key of `held`; `constraint` where the facts contradict each other.

        subject: The action it is about.

        question: The question that is asked for it, where it is an answer.

        old: What the ruleset makes of it.

        new: What the mutant makes of it.
    """

    point: str
    subject: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    question: Question | None = None


def differences(old: Enactment, new: Enactment, stated: Knowledge) -> Iterator[CaseDifference]:
    """Everything of one case that the ruleset surely decides, and that the mutant surely decides otherwise, or not."""
    before, broken = evaluated(old, frozenset(stated.items()))
    after, broken_now = evaluated(new, frozenset(stated.items()))
    if before is None or after is None:
        if broken != broken_now:
            yield CaseDifference(CONSTRAINT, "", broken, broken_now)
        return
    for action in old.actions:
        for holding, question in _points(action.id, old):
            was, now = _said(holding, before, question), _said(holding, after, question)
            if len(was) == 1 and was != now:
                yield CaseDifference(holding.point.value, action.id, _words(was), _words(now), question)
    disposition = Holding(Point.DISPOSITION, ())
    was, now = said(disposition, before), said(disposition, after)
    if len(was) == 1 and was != now:
        yield CaseDifference(Point.DISPOSITION.value, "", _words(was), _words(now))


def _points(action: str, enactment: Enactment) -> Iterator[tuple[Holding, Question | None]]:
    yield Holding(Point.STATUS, (), action), None
    waits = bool(enactment.awaited_by.get(action) or enactment.action[action].met_by)
    if waits or enactment.action[action].available != ALWAYS:
        yield Holding(Point.ANSWER, ()), Question(Ask.MAY, action)
    if waits:
        yield Holding(Point.FIRST, ()), Question(Ask.FIRST, action)


def _said(holding: Holding, ruling: CaseEvaluation, question: Question | None) -> Said:
    if question is None:
        return said(holding, ruling)
    asked = CaseEvaluation(
        ruling.enactment, ruling.known, ruling.evaluation, PossibilityQuery(question), ask_solver=False
    )
    return said(holding, asked)


def _words(found: Said) -> tuple[str, ...]:
    return tuple(" and ".join(option) for option in sorted(found))


@lru_cache(maxsize=256)
def evaluated(
    enactment: Enactment, stated: frozenset[tuple[str, Possible]]
) -> tuple[CaseEvaluation | None, tuple[str, ...]]:
    """What an enactment makes of a case, without the solver; else the constraints that its facts break."""
    try:
        known = case_knowledge(enactment, dict(stated), presume=True, places={}).known
    except ContradictionError as error:
        return None, error.constraints
    query = PossibilityQuery(Question(Ask.WHAT))
    return CaseEvaluation(enactment, known, evaluate(enactment, known), query, ask_solver=False), ()
