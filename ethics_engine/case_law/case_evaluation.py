"""What the rules make of one case, worked out only as far as it is asked.

The three-valued evaluation answers where it leaves one result; only where it leaves more is the solver asked which of
them remain.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import product

import attrs
from attrs import field, frozen

from ethics_engine.consultation.answers import (
    ActionPosition,
    counts,
    definite,
    judges_acts_alone,
    may,
    must,
    of_act,
    of_omission,
    worst,
)
from ethics_engine.consultation.exact_possibilities import exact_possibilities
from ethics_engine.consultation.plan import declared_rank, in_order, ordering_rules, predecessors
from ethics_engine.model.case import Ask, Question, Verdict
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import UNDECIDED, AnswerValue, FirstStep, Undetermined
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.status import Force, Status
from ethics_engine.model.truth import Truth, disjunction

Disposition = tuple[Force, frozenset[str]]
"""A force, and the ways that it names."""


@frozen(slots=False, eq=False)
class CaseEvaluation:
    """What the rules make of a case.

    Attributes:
        known: What is known, assumptions included.

        evaluation: The three-valued evaluation of what is known.

        ask_solver: Whether the solver is asked; otherwise more may remain possible than really does.
    """

    enactment: Enactment
    known: Knowledge
    evaluation: Evaluation
    query: PossibilityQuery
    ask_solver: bool = True
    _solved: dict[PossibilityQuery, Possibilities] = field(factory=dict, init=False, repr=False)

    def statuses(self, action: str) -> frozenset[Status]:
        """The statuses of an action that remain possible."""
        possible = self.evaluation.statuses[action]
        return possible if len(possible) == 1 or not self.ask_solver else self._exact(self.query).statuses[action]

    def dispositions(self) -> frozenset[Disposition]:
        """The dispositions that remain possible, or some of them where there are many."""
        possible = self._kleene_dispositions
        if len(possible) == 1 or not self.ask_solver:
            return possible
        exact = self._exact(self.query)
        named = exact.named.items()
        return frozenset(
            (force, frozenset(way for (of, way), truths in named if of is force and wanted(truths)))
            for force in exact.forces
            for wanted in (lambda truths: truths == {True}, lambda truths: True in truths)
        )

    def answers(self) -> frozenset[AnswerValue | Undetermined]:
        """The answers to what is asked that remain possible, where there is a word for it."""
        return self._answers(self.query)

    def firsts(self) -> frozenset[AnswerValue | Undetermined]:
        """What may have to come first: before the action asked about, or before all else."""
        return self._answers(PossibilityQuery(Question(Ask.FIRST, self.query.question.action)))

    def _exact(self, query: PossibilityQuery) -> Possibilities:
        if query not in self._solved:
            self._solved[query] = exact_possibilities(self.enactment, self.known, query)
        return self._solved[query]

    def _answers(self, query: PossibilityQuery) -> frozenset[AnswerValue | Undetermined]:
        possible = self._kleene_answers(query)
        if UNDECIDED not in possible and (len(possible) == 1 or not self.ask_solver):
            return possible
        return self._exact(query).answers if self.ask_solver else possible

    def _kleene_answers(self, query: PossibilityQuery) -> frozenset[AnswerValue | Undetermined]:
        action = query.question.action
        match query.question.ask:
            case Ask.MAY if action:
                return frozenset(may(position) for position in self._positions(action))
            case Ask.MUST if action:
                return frozenset(must(position) for position in self._positions(action))
            case Ask.RIGHT:
                return frozenset(self._verdicts(query))
            case Ask.FIRST if action:
                return self._awaited_first(action)
            case Ask.MAY | Ask.MUST | Ask.FIRST | Ask.WHAT | Ask.HOW:
                outcome = definite(self.enactment, self.evaluation, self.known, query)
                return outcome.answers if outcome else frozenset({UNDECIDED})

    def _verdicts(self, query: PossibilityQuery) -> frozenset[Verdict]:
        verdicts = [
            *(
                {
                    (of_act(position, query.stated_not_done), position.status is Status.UNREGULATED)
                    for position in self._positions(act)
                }
                for act in query.did
            ),
            *(
                {(of_omission(position), False) for position in self._omitted(act, query)}
                for act in query.omitted
                if counts(self.enactment, query, act)
            ),
        ]
        possible = {(Verdict.CONSISTENT, judges_acts_alone(query))}
        for of_one in verdicts:
            possible = {
                (worst((so_far, verdict)), silent and unregulated)
                for (so_far, silent), (verdict, unregulated) in product(possible, of_one)
            }
        return frozenset(
            Verdict.NO_RULE if silent and verdict is Verdict.CONSISTENT else verdict for verdict, silent in possible
        )

    def _positions(self, action: str) -> Iterator[ActionPosition]:
        """Every way in which the rules may bear on an action; of steps perhaps awaited, one at a time is enough."""
        evaluation = self.evaluation
        certain, perhaps = self._awaited(action)
        is_way = self.enactment.action[action].is_way
        unmet = evaluation.unmet.get(action, Truth.FALSE)
        for status, available, is_unmet, more in product(
            evaluation.statuses[action],
            _both(evaluation.available[action]),
            _both(unmet),
            [(), *((step,) for step in perhaps)],
        ):
            yield ActionPosition(status, available, is_unmet, (*certain, *more), way=is_way)

    def _omitted(self, action: str, query: PossibilityQuery) -> Iterator[ActionPosition]:
        """The same of an omission, with and without something done instead, where either is possible."""
        instead = disjunction(self.evaluation.instead.get((act, action), Truth.FALSE) for act in query.all_done)
        for position, replaced in product(self._positions(action), _both(instead)):
            yield attrs.evolve(position, replaced=replaced)

    def _awaited(self, action: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The steps that an action awaits for certain, and perhaps."""
        truths = {
            step: self.evaluation.awaits[action, step]
            for step in dict.fromkeys(step for _, step in self.enactment.awaited_by[action])
        }
        return (
            tuple(step for step, truth in truths.items() if truth is Truth.TRUE),
            tuple(step for step, truth in truths.items() if truth is Truth.UNKNOWN),
        )

    def _awaited_first(self, action: str) -> frozenset[AnswerValue | Undetermined]:
        certain, perhaps = self._awaited(action)
        if perhaps or (len(certain) > 1 and not self._order_is_known):
            return frozenset({UNDECIDED})
        if len(certain) > 1:
            rank = declared_rank(self.enactment)
            certain = in_order(certain, predecessors(self.enactment, self.evaluation), rank)
        return frozenset({FirstStep(certain[0] if certain else None)})

    @cached_property
    def _order_is_known(self) -> bool:
        """Whether it is known which rules put one action before another."""
        return all(self.evaluation.effective[rule] is not Truth.UNKNOWN for rule in ordering_rules(self.enactment))

    @cached_property
    def _kleene_dispositions(self) -> frozenset[Disposition]:
        evaluation, ways = self.evaluation, [way.id for way in self.enactment.ways]
        return frozenset(
            (force, frozenset(way for way in ways if evaluation.disposed.get((force, way), Truth.FALSE) in counting))
            for force, truth in evaluation.forces.items()
            if truth is not Truth.FALSE
            for counting in ((Truth.TRUE,), (Truth.TRUE, Truth.UNKNOWN))
        )


def _both(truth: Truth) -> tuple[bool, ...]:
    return (True, False) if truth is Truth.UNKNOWN else (truth is Truth.TRUE,)
