"""Where a step may be the one that comes first: a bound by columns, which do not tell of every step if it is done."""

from __future__ import annotations

from ethics_engine.consultation.batch_first_steps import NOTHING, standing
from ethics_engine.engines.bitset import Batch
from ethics_engine.engines.bitset.case_set import CaseSet
from ethics_engine.engines.bitset.machine import some
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.outcome import FirstStep, Outcome
from ethics_engine.model.possibilities import PossibilityQuery


def may_be_first(enactment: Enactment, batch: Batch, query: PossibilityQuery, outcome: Outcome) -> CaseSet:
    """The cases in which the outcome of the question `first` may be this; none that has it is left out."""
    everyone, listed = batch.memory.everyone, list(standing(enactment, batch, {}, query.question.action))
    if outcome == NOTHING:
        return everyone & ~some((stands for _, stands in listed), everyone)[0]
    return everyone & ~some((stands for step, stands in listed if FirstStep(step) == outcome), everyone)[1]
