"""Find the assumptions that change the answer if one of them alone is wrong, and dangers that nobody spoke of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from ethics_engine.consultation.default_assumptions import CaseKnowledge
from ethics_engine.consultation.one_at_a_time import varied
from ethics_engine.engines.bitset.machine import bits
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import FactTest, tests_in
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import Value, Variable, known_by, variables_of

from .batch_results import Result, results

Deviations = Mapping[tuple[Variable, Value], Result]
"""For a value of a variable, the result if that alone is changed."""


def decisive_values(situation: CaseKnowledge, query: PossibilityQuery) -> Deviations:
    """Every value not stated that changes the result if everything else is as stated or assumed.

    Each deviation is a case of its own: what is stated and assumed, except for that value. If it breaks a constraint,
    the assumptions that the constraint reads fall, as they do when a case is consulted.
    """
    usual, found = _deviations(situation, query)
    return {variation: result for variation, result in found.items() if result != usual}


def _deviations(situation: CaseKnowledge, query: PossibilityQuery) -> tuple[Result, Deviations]:
    """The result as it is, and the result of every possible deviation, be it the same."""
    enactment, known, stated = situation.enactment, situation.known, situation.stated
    changes = [
        (variable, value)
        for variable in variables_of(enactment)
        if variable.fact not in stated
        for value in variable.values
        if variable.possible(known) != (value,)
    ]
    cases = varied(situation, changes)
    parted = results(enactment, cases.run([query]), cases.possible, query)
    usual = next(result for result, column in parted.items() if column & 1)
    return usual, {
        cases.variations[case - 1]: result
        for result, column in parted.items()
        for case in bits(column & ~cases.impossible)
        if case
    }


def last_check(situation: CaseKnowledge, query: PossibilityQuery, answered: Collection[str]) -> Deviations:
    """List what was assumed and not asked about, for an interview to ask at its end whether any of it is wrong.

    First every danger that a safety line of the ruleset reads, whether or not it changes the answer; then every
    assumption that changes the answer, those of topics that the case speaks of before others.
    """
    usual, found = _deviations(situation, query)
    enactment = situation.enactment
    dangers, threatening = danger_values(enactment), list(dangerous_facts(enactment))
    topics = {enactment.fact[fact].topic for fact in situation.stated}
    asked = {
        variation: result
        for variation, result in found.items()
        if variation[0].fact in situation.presumed and variation[0].fact not in answered
        if result != usual or variation in dangers
    }
    order = {fact.id: number for number, fact in enumerate(enactment.facts)}

    def rank(variation: tuple[Variable, Value]) -> tuple[int, bool, int]:
        fact = enactment.fact[variation[0].fact]
        danger = threatening.index(fact.id) if fact.id in threatening else len(threatening)
        return (danger, fact.topic not in topics, order.get(fact.id, len(order)))

    return {variation: asked[variation] for variation in sorted(asked, key=rank)}


@lru_cache(maxsize=64)
def danger_values(enactment: Enactment) -> Mapping[tuple[Variable, Value], None]:
    """Every value of a fact that by itself passes a test of a safety line of the ruleset, in the order of these."""
    return dict.fromkeys(_danger_values(enactment))


def dangerous_facts(enactment: Enactment) -> Mapping[str, None]:
    """The facts that may be a danger by themselves, in the order of the safety lines."""
    return dict.fromkeys(variable.fact for variable, _ in danger_values(enactment))


def _danger_values(enactment: Enactment) -> Iterator[tuple[Variable, Value]]:
    variables = variables_of(enactment)
    for line in enactment.safety:
        for test in tests_in(line.when):
            if isinstance(test, FactTest):
                for variable in variables:
                    if variable.fact == test.fact:
                        fact = enactment.fact[test.fact]
                        for value in variable.values:
                            known = known_by({variable: value})[test.fact]
                            if truth_of_test(test, fact, known) is Truth.TRUE:
                                yield variable, value
