"""What is possible, found by going through every completion of a case."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ethics_engine.engines import bitset
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.possibilities import Possibilities
from ethics_engine.model.status import Force, Status
from ethics_engine.model.truth import Truth

from .strategies import completions


def completed(enactment: Enactment, knowledge: Knowledge) -> Sequence[Evaluation]:
    """What is the case in each completion that keeps the constraints."""
    choices = [[(fact.id, one) for one in completions(fact, knowledge.get(fact.id))] for fact in enactment.facts]
    evaluations = bitset.evaluate_all(enactment, [dict(chosen) for chosen in itertools.product(*choices)])
    return [evaluation for evaluation in evaluations if Truth.TRUE not in evaluation.constraints.values()]


def gathered(evaluations: Sequence[Evaluation]) -> Mapping[str, Mapping[Any, frozenset[Any]] | frozenset[Force]]:
    """The fields of `Possibilities`, but its answers, over some complete cases."""
    statuses: dict[str, set[Status]] = defaultdict(set)
    forces: set[Force] = set()
    named: dict[tuple[Force, str], set[bool]] = defaultdict(set)
    unmet: dict[str, set[bool]] = defaultdict(set)
    awaits: dict[tuple[str, str], set[bool]] = defaultdict(set)
    for evaluation in evaluations:
        for action, status in evaluation.statuses.items():
            statuses[action] |= status
        (force,) = (force for force, truth in evaluation.forces.items() if truth is Truth.TRUE)
        forces.add(force)
        for (of, way), truth in evaluation.disposed.items():
            if of is force:
                named[of, way].add(truth is Truth.TRUE)
        for duty, truth in evaluation.unmet.items():
            unmet[duty].add(truth is Truth.TRUE)
        for pair, truth in evaluation.awaits.items():
            awaits[pair].add(truth is Truth.TRUE)
    parts: Mapping[str, Mapping[Any, set[Any]]] = {
        "statuses": statuses,
        "named": named,
        "unmet": unmet,
        "awaits": awaits,
    }
    found = {name: {key: frozenset(worth) for key, worth in part.items()} for name, part in parts.items()}
    return {**found, "forces": frozenset(forces)}


def without_answers(possibilities: Possibilities) -> Mapping[str, Mapping[Any, frozenset[Any]] | frozenset[Force]]:
    """The same fields, as the solver found them."""
    parts = ("statuses", "named", "unmet", "awaits")
    return {name: dict(getattr(possibilities, name)) for name in parts} | {"forces": possibilities.forces}
