"""Evaluate cases one by one, or a handful at once."""

from __future__ import annotations

from collections.abc import Sequence

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge

from .batch import run


def evaluate(enactment: Enactment, knowledge: Knowledge) -> Evaluation:
    """The evaluation of one case."""
    return evaluate_all(enactment, [knowledge])[0]


def evaluate_all(enactment: Enactment, cases: Sequence[Knowledge]) -> tuple[Evaluation, ...]:
    """The evaluation of each case, worked out for all of them at once."""
    batch = run(enactment, cases)
    return tuple(batch.whole_evaluation(index) for index in range(len(cases)))
