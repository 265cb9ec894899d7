"""Find what the last check lists: dangers nobody spoke of, and assumptions that add a step or change the answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from attrs import frozen

from ethics_engine.consultation.default_assumptions import CaseKnowledge
from ethics_engine.consultation.one_at_a_time import VariedCases, varied
from ethics_engine.engines.bitset.machine import bits
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.variables import Value, Variable, variables_of

from .batch_results import Result, results
from .contradicted_denials import contradicted, dangers_not_said, stated_dangers
from .steps_in_danger import variations_in_danger, variations_with_more_steps

Deviations = Mapping[tuple[Variable, Value], Result]
"""For a value of a variable, the result if that alone is changed."""


def decisive_values(situation: CaseKnowledge, query: PossibilityQuery) -> Deviations:
    """Every value not stated that changes the result if everything else is as stated or assumed.

    Each deviation is a case of its own: what is stated and assumed, except for that value. If it breaks a constraint,
    the assumptions that the constraint reads fall, as they do when a case is consulted.
    """
    usual, found = _deviations(_varied(situation), query)
    return {variation: result for variation, result in found.items() if result != usual}


def _varied(situation: CaseKnowledge) -> VariedCases:
    """The case with each value in turn that was not stated."""
    known, stated = situation.known, situation.stated
    changes = [
        (variable, value)
        for variable in variables_of(situation.enactment)
        if variable.fact not in stated
        for value in variable.values
        if variable.possible(known) != (value,)
    ]
    return varied(situation, changes)


def _deviations(cases: VariedCases, query: PossibilityQuery) -> tuple[Result, Deviations]:
    """The result as it is, and the result of every possible deviation, be it the same."""
    parted = results(cases.enactment, cases.run([query]), cases.possible, query)
    usual = next(result for result, column in parted.items() if column & 1)
    return usual, {
        cases.variations[case - 1]: result
        for result, column in parted.items()
        for case in bits(column & ~cases.impossible)
        if case
    }


@frozen(eq=False)
class LastCheck:
    """What was assumed and not asked about, for an interview to ask at its end whether any of it is wrong.

    Attributes:
        listed: Each value that is a danger, adds a step to what a danger calls for, or changes the answer, with the
            result if that alone is so; in this order, then those of topics that the case speaks of before others.

        dangers: The facts that may be a danger, be it only together with what was stated.

        steps: The facts that add a step to what a danger calls for.
    """

    listed: Deviations
    dangers: frozenset[str]
    steps: frozenset[str]


def last_check(situation: CaseKnowledge, query: PossibilityQuery, answered: Collection[str]) -> LastCheck:
    """Find what the last check lists: whatever the question, each danger on which the ruleset would have a word.

    What a stated danger settles, or says more of, is left out: to deny it would contradict, or belittle, the statement.
    """
    cases, enactment = _varied(situation), situation.enactment
    usual, found = _deviations(cases, query)
    more_danger = dict.fromkeys(cases.variations[number - 1] for number in sorted(variations_in_danger(cases)))
    dangers = dangers_not_said(situation) | more_danger
    threatening = [*dict.fromkeys(variable.fact for variable, _ in dangers)]
    more = variations_with_more_steps(cases, query, stated_dangers(enactment, situation.stated).keys())
    settled = contradicted(situation)
    steps = {cases.variations[number - 1] for number in more} - dangers.keys()
    topics = {enactment.fact[fact].topic for fact in situation.stated}
    asked = {
        variation: result
        for variation, result in found.items()
        if variation[0].fact in situation.presumed and variation[0].fact not in (*answered, *settled)
        if result != usual or variation in dangers or variation in steps
    }
    adding = {variable.fact for variable, _ in asked.keys() & steps} - {*threatening}
    order = {fact.id: number for number, fact in enumerate(enactment.facts)}

    def rank(variation: tuple[Variable, Value]) -> tuple[int, bool, bool, int]:
        fact = enactment.fact[variation[0].fact]
        danger = threatening.index(fact.id) if fact.id in threatening else len(threatening)
        return (danger, fact.id not in adding, fact.topic not in topics, order.get(fact.id, len(order)))

    listed = {variation: asked[variation] for variation in sorted(asked, key=rank)}
    return LastCheck(listed, frozenset(threatening), frozenset(adding))
