"""What the rules would make of a case if one thing in it were different."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

import attrs
from attrs import frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import Outcome
from ethics_engine.model.possibilities import PossibilityQuery

from .variants import Nearby, Readings

_Result = TypeVar("_Result")


@frozen(slots=False, eq=False)
class VariantOutcomes:
    """The variants of a case, as questions and options are made of them.

    Attributes:
        stated: What was said.
    """

    evaluated: CaseEvaluation
    nearby: Nearby
    stated: Knowledge

    @property
    def enactment(self) -> Enactment:
        """The rules as they stand on the day of the case."""
        return self.evaluated.enactment

    @cached_property
    def readings(self) -> Readings[Outcome]:
        """The outcome in each variant."""
        return self.nearby.outcomes(self.with_steps(self.evaluated.query))

    def with_steps(self, query: PossibilityQuery) -> PossibilityQuery:
        """A question of variants, in which a step stated as done may be stated as not done."""
        if query.question.ask is not Ask.RIGHT:
            return query
        stated_steps = {name.removeprefix(DONE) for name in self.stated if name.startswith(DONE)}
        return attrs.evolve(query, stated_not_done=query.stated_not_done | stated_steps)

    def assumed_behind(self, readings: Readings[_Result], now: _Result | None) -> tuple[str, ...]:
        """The assumed facts, except steps, any one of which would change a result if it were different."""
        found: dict[str, None] = {}
        for result in readings.other_than(now):
            for variant in readings.where(result):
                if self.is_assumed(variant.fact) and not variant.fact.startswith(DONE):
                    found[variant.fact] = None
        return tuple(fact.id for fact in self.enactment.facts if fact.id in found)

    def is_assumed(self, fact: str) -> bool:
        """Whether it is assumed: not stated, and given its ordinary value."""
        return fact not in self.stated and fact in self.evaluated.known
