"""Which single thing not told would, if it were otherwise than is presumed, make the answer another."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ethics_engine.consultation.default_assumptions import CaseKnowledge, facts_read
from ethics_engine.engines.bitset import Possible, broken, run_worlds
from ethics_engine.engines.bitset.machine import union
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.variables import Value, Variable, variables_of

from .batch_results import Result, results

Deviations = Mapping[tuple[Variable, Value], Result]
"""For a value of a variable, the result where that alone is otherwise."""


def turning(situation: CaseKnowledge, inquiry: PossibilityQuery) -> Deviations:
    """Every value that would by itself make the result another than it is on what was told and is presumed.

    Each deviation is a case of its own: what is told and presumed, but for that value. Where it would break a
    constraint, the assumptions that the constraint reads fall, as they would in a consultation.
    """
    enactment, known, stated = situation.enactment, situation.known, situation.stated
    changes = [
        (variable, value)
        for variable in variables_of(enactment)
        if variable.fact not in stated
        for value in variable.values
        if variable.possible(known) != (value,)
    ]
    count = len(changes) + 1  # the first case deviates in nothing
    everyone = (1 << count) - 1
    deviating: dict[Variable, dict[Value, int]] = {}
    for index, (variable, value) in enumerate(changes, start=1):
        deviating.setdefault(variable, {})[value] = 1 << index
    own = {variable: sum(bits.values()) for variable, bits in deviating.items()}
    possible = {
        variable: [
            (everyone & ~own.get(variable, 0) if variable.allows(value, known) else 0)
            | deviating.get(variable, {}).get(value, 0)
            for value in variable.values
        ]
        for variable in variables_of(enactment)
    }
    for fact, fallen in _falling(situation, possible, count).items():
        for variable, columns in possible.items():
            if variable.fact == fact:
                possible[variable] = [column | (fallen & ~own.get(variable, 0)) for column in columns]
    batch = run_worlds(enactment, possible, count)
    impossible = union(broken(enactment, possible, count).values())
    parted = results(enactment, batch, possible, inquiry)
    usual = next(result for result, column in parted.items() if column & 1)
    return {
        (variable, value): result
        for result, column in parted.items()
        if result != usual
        for variable, bits in deviating.items()
        for value, bit in bits.items()
        if column & bit & ~impossible
    }


def relied_on(situation: CaseKnowledge, inquiry: PossibilityQuery, answered: Collection[str]) -> Deviations:
    """The same for what is presumed and was not asked about."""
    return {
        (variable, value): result
        for (variable, value), result in turning(situation, inquiry).items()
        if variable.fact in situation.presumed and variable.fact not in answered
    }


def _falling(situation: CaseKnowledge, possible: Possible, count: int) -> Mapping[str, int]:
    """For each presumed fact the cases in which it falls."""
    never = {constraint.id: constraint.never for constraint in situation.enactment.constraints}
    falling: dict[str, int] = {}
    for item, column in broken(situation.enactment, possible, count).items():
        if column:
            for fact in facts_read(never[item], situation.enactment):
                if fact in situation.presumed:
                    falling[fact] = falling.get(fact, 0) | column
    return falling
