"""Find the assumptions that change the answer if one of them alone is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ethics_engine.consultation.default_assumptions import CaseKnowledge
from ethics_engine.consultation.one_at_a_time import varied
from ethics_engine.engines.bitset.machine import bits
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.variables import Value, Variable, variables_of

from .batch_results import Result, results

Deviations = Mapping[tuple[Variable, Value], Result]
"""For a value of a variable, the result if that alone is changed."""


def decisive_values(situation: CaseKnowledge, query: PossibilityQuery) -> Deviations:
    """Every value not stated that changes the result if everything else is as stated or assumed.

    Each deviation is a case of its own: what is stated and assumed, except for that value. If it breaks a constraint,
    the assumptions that the constraint reads fall, as they do when a case is consulted.
    """
    enactment, known, stated = situation.enactment, situation.known, situation.stated
    changes = [
        (variable, value)
        for variable in variables_of(enactment)
        if variable.fact not in stated
        for value in variable.values
        if variable.possible(known) != (value,)
    ]
    cases = varied(situation, changes)
    parted = results(enactment, cases.batch, cases.possible, query)
    usual = next(result for result, column in parted.items() if column & 1)
    return {
        cases.variations[case - 1]: result
        for result, column in parted.items()
        if result != usual
        for case in bits(column & ~cases.impossible)
    }


def relied_on(situation: CaseKnowledge, query: PossibilityQuery, answered: Collection[str]) -> Deviations:
    """The same for assumptions that were not asked about."""
    return {
        (variable, value): result
        for (variable, value), result in decisive_values(situation, query).items()
        if variable.fact in situation.presumed and variable.fact not in answered
    }
