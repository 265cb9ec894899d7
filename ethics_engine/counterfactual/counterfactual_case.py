"""One variant of a case, looked at exactly as `consult` looks at it, but only at what is asked."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import attrs
from attrs import frozen

from ethics_engine.consultation import EngineInput
from ethics_engine.consultation.answers import definite
from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.consultation.default_assumptions import CaseKnowledge, case_knowledge
from ethics_engine.consultation.exact_possibilities import exact_possibilities
from ethics_engine.engines.bitset import Batch, run
from ethics_engine.engines.bitset.case_set import one_case
from ethics_engine.errors import ContradictionError
from ethics_engine.model.case import Question
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import NO
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.model.possibilities import Possibilities
from ethics_engine.model.status import NEGATIVE, Status

from .edits import EditSet
from .goals import Goal, outcome_of


@frozen(slots=False)
class CounterfactualCase:
    """A case as it is stated, or as it would be.

    Attributes:
        situation: What is known, and what was presumed.

        presume: Whether what nobody stated is assumed.
    """

    engine_input: EngineInput
    situation: CaseKnowledge
    presume: bool

    @classmethod
    def of(cls, engine_input: EngineInput, *, presume: bool) -> CounterfactualCase:
        """A case as it is stated. Raises ContradictionError where what is stated cannot all be so."""
        return cls(
            engine_input,
            case_knowledge(engine_input.enactment, engine_input.stated, presume=presume, places={}),
            presume,
        )

    def changed(self, change: EditSet) -> CounterfactualCase | None:
        """The case after a change, or None where the facts would then contradict one another."""
        engine_input = self.engine_input
        not_done = {
            name.removeprefix(DONE) for name, known in change.facts.items() if name.startswith(DONE) and known == NO
        }
        query = attrs.evolve(engine_input.query, stated_not_done=engine_input.query.stated_not_done | not_done)
        changed = attrs.evolve(engine_input, stated={**engine_input.stated, **change.facts}, query=query)
        try:
            return CounterfactualCase.of(changed, presume=self.presume)
        except ContradictionError:
            return None

    def meets(self, goal: Goal) -> bool:
        """Whether a goal is reached."""
        enactment, query = self.engine_input.enactment, self.engine_input.query
        return bool(goal.read(enactment, self._batch, query).surely) or goal.met(enactment, self._possibilities, query)

    def speaks_against(self, steps: Collection[str]) -> bool:
        """Whether the rules may speak against any of these steps."""
        return any(self._batch.evaluation(0).statuses[step] & {*NEGATIVE, Status.DILEMMA} for step in steps)

    def outcome(self, question: Question | None = None) -> Outcome | None:
        """The outcome of the question of the case, or of another one; None where it is open."""
        enactment = self.engine_input.enactment
        query = attrs.evolve(self.engine_input.query, question=question or self.engine_input.query.question)
        found = outcomes(enactment, self._batch, query)
        if decided(found, one_case(0)) and UNDECIDED not in found:
            return next(iter(found))
        return outcome_of(enactment, self._possibilities, query)

    @cached_property
    def _batch(self) -> Batch:
        return run(self.engine_input.enactment, [self.situation.known])

    @cached_property
    def _possibilities(self) -> Possibilities:
        enactment, known, query = self.engine_input.enactment, self.situation.known, self.engine_input.query
        possible = definite(enactment, self._batch.evaluation(0), known, query)
        return exact_possibilities(enactment, known, query) if possible is None else possible
