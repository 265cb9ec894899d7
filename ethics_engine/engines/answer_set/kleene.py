"""The Kleene half of the page: what is known of a case, three-valued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from clingo import Function, Symbol

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.status import Force, Status
from ethics_engine.model.truth import Truth

from .grounding import Grounded, InForce, term

_TRUTHS = {(True, False): Truth.TRUE, (False, True): Truth.FALSE, (True, True): Truth.UNKNOWN}


def evaluate(enactment: Enactment, knowledge: Knowledge) -> Evaluation:
    """The three-valued evaluation of a case; a fact that `knowledge` does not name may have any value."""
    return _half(InForce.of(enactment)).evaluate(knowledge)


@lru_cache(maxsize=8)
def _half(key: InForce) -> _Kleene:
    return _Kleene(key.enactment)


class _Kleene(Grounded):
    """The Kleene half, with the atoms that an evaluation is read from: field by field, key by key."""

    def __init__(self, enactment: Enactment) -> None:
        super().__init__(enactment, parts=("kleene",), values="could")
        self._formulas = {
            field: {
                key: tuple(self.literal(Function("can", [formula, Function(truth)])) for truth in ("true", "false"))
                for key, formula in formulas.items()
            }
            for field, formulas in _formulas(enactment).items()
        }
        self._statuses = {
            field: {
                key: {
                    status: literal
                    for status in Status
                    if (literal := self.literal(Function("could", [variable, Function(status.value)])))
                }
                for key, variable in variables.items()
            }
            for field, variables in _variables(enactment).items()
        }

    def evaluate(self, knowledge: Knowledge) -> Evaluation:
        assumptions = [literal if possible else -literal for literal, possible in self.possible(knowledge)]
        # There is always a model: nothing in this half excludes any.
        true = cast("frozenset[int]", self.reachable(assumptions, set(self._literals())))
        truths: dict[str, Any] = {
            field: {key: _TRUTHS[can_be in true, cannot in true] for key, (can_be, cannot) in pairs.items()}
            for field, pairs in self._formulas.items()
        }
        statuses: dict[str, Any] = {
            field: {
                key: frozenset(status for status, literal in literals.items() if literal in true)
                for key, literals in variables.items()
            }
            for field, variables in self._statuses.items()
        }
        return Evaluation(**truths, **statuses)

    def _literals(self) -> Iterator[int]:
        for pairs in self._formulas.values():
            yield from (literal for pair in pairs.values() for literal in pair if literal is not None)
        for variables in self._statuses.values():
            yield from (literal for literals in variables.values() for literal in literals.values())


def _formulas(enactment: Enactment) -> Mapping[str, Mapping[Any, Symbol]]:
    """The fields of an evaluation that hold truths, and the formulas that they are the truths of."""
    rules, actions, ways = enactment.rules, enactment.actions, enactment.ways
    return {
        "concepts": {concept.id: term("concept", concept.id) for concept in enactment.concepts},
        "constraints": {constraint.id: term("broken", constraint.id) for constraint in enactment.constraints},
        "applicable": {rule.id: term("applicable", rule.id) for rule in rules},
        "effective": {rule.id: term("effective", rule.id) for rule in rules},
        "available": {action.id: term("available", action.id) for action in actions},
        "instead": {pair: term("instead", *pair) for pair in enactment.instead},
        "awaits": {
            (action, step): term("awaits", action, step)
            for action, norms in enactment.awaited_by.items()
            for _, step in norms
        },
        "forces": {force: term("force", Function(force.value)) for force in Force},
        "disposed": {
            (force, way.id): term("disposed", Function(force.value), way.id)
            for force in Force
            if force is not Force.NONE
            for way in ways
        },
        "unmet": {action.id: term("unmet", action.id) for action in actions if action.met_by},
    }


def _variables(enactment: Enactment) -> Mapping[str, Mapping[str, Symbol]]:
    """The fields of an evaluation that hold statuses, and the variables that they are the values of."""
    return {
        "base": {way.id: term("base", way.id) for way in enactment.ways},
        "statuses": {action.id: term("status", action.id) for action in enactment.actions},
    }
