"""Find which denials of a danger would contradict a danger that was stated."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from ethics_engine.consultation.constraint_propagation import narrowed
from ethics_engine.consultation.default_assumptions import CaseKnowledge, facts_read, truth_of
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, Condition, FactTest, tests_in
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge, Possible
from ethics_engine.model.ruleset import SafetyLine
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import Value, Variable, known_by, variables_of

_ALTERNATIVES = 2
"""How many alternatives a condition has at least, if one danger can speak for what another would."""


@lru_cache(maxsize=64)
def danger_values(enactment: Enactment) -> dict[tuple[Variable, Value], None]:
    """Every value of a fact that by itself passes a test of a safety line of the ruleset, in the order of these.

    What is a danger only together with something else is none by itself.
    """
    return dict.fromkeys(value for line in enactment.safety for value in _values_of(line, enactment))


def dangers_not_said(situation: CaseKnowledge) -> dict[tuple[Variable, Value], None]:
    """Every value that is a danger by itself, unless a line that holds without it says more."""
    enactment, known = situation.enactment, situation.known
    holding = [line for line in enactment.safety if truth_of(line.when, enactment, known) is Truth.TRUE]
    return dict.fromkeys(
        (variable, value)
        for line in enactment.safety
        for variable, value in _values_of(line, enactment)
        if all(
            line.id not in other.instead_of or variable.fact in facts_read(other.when, enactment) for other in holding
        )
    )


def dangers_unasked(situation: CaseKnowledge, answered: Collection[str]) -> Iterator[tuple[Variable, Value]]:
    """The dangers to ask about: those that are not said, assumed not to be so, and neither answered nor settled."""
    open_to_ask = situation.presumed.keys() - contradicted(situation).keys() - {*answered}
    left = narrowed(situation.enactment, situation.stated)
    for variable, value in dangers_not_said(situation):
        if variable.fact in open_to_ask and value in left[variable]:
            yield variable, value


@lru_cache(maxsize=64)
def dangerous_facts(enactment: Enactment) -> Mapping[str, None]:
    """The facts that may be a danger by themselves, in the order of the safety lines."""
    return dict.fromkeys(variable.fact for variable, _ in danger_values(enactment))


def stated_dangers(enactment: Enactment, stated: Knowledge) -> Mapping[str, None]:
    """The facts by which a danger was stated."""
    values = danger_values(enactment)
    return dict.fromkeys(variable.fact for variable, value in values if variable.possible(stated) == (value,))


def denies_danger(enactment: Enactment, fact: str, known: Possible) -> bool:
    """Whether what is known of a fact that may be a danger leaves no danger."""
    values = [(variable, value) for variable, value in danger_values(enactment) if variable.fact == fact]
    return bool(values) and all(value not in variable.possible({fact: known}) for variable, value in values)


def spoken_against(situation: CaseKnowledge) -> Mapping[str, tuple[str, ...]]:
    """The dangers whose denial a stated danger speaks against, each with the facts that do.

    A term or a safety line may name several dangers as alternatives, such as a crisis or a plan of suicide. Where one
    of them is stated, none of the others is to be denied offhand. One of the two may be named through a further term.
    """
    enactment = situation.enactment
    stated_ones = stated_dangers(enactment, situation.stated)
    found: dict[str, dict[str, None]] = {}
    for means in _alternatives_of_danger(enactment) if stated_ones else ():
        direct, through = ([*dict.fromkeys(_alternatives(means, enactment, deep=deep))] for deep in (False, True))
        for fact in through:
            speaking = [other for other in (through if fact in direct else direct) if other in stated_ones]
            speaking = [other for other in speaking if other != fact]
            if speaking and _without(fact, means, situation) is Truth.TRUE:
                found.setdefault(fact, {}).update(dict.fromkeys(speaking))
    return {fact: tuple(speaking) for fact, speaking in found.items()}


def contradicted(situation: CaseKnowledge) -> Mapping[str, tuple[str, ...]]:
    """The dangers that a stated danger settles: whatever tests them holds, or not. Each with the facts that settle it.

    To deny one would contradict what was stated, and to affirm it would add nothing.
    """
    return {
        fact: speaking
        for fact, speaking in spoken_against(situation).items()
        if all(_without(fact, means, situation) is not Truth.UNKNOWN for means in _testing(fact, situation.enactment))
    }


def _without(fact: str, condition: Condition, situation: CaseKnowledge) -> Truth:
    """What is known of a condition if one fact may be anything."""
    others = {other: known for other, known in situation.known.items() if other != fact}
    return truth_of(condition, situation.enactment, others)


@lru_cache(maxsize=64)
def _alternatives_of_danger(enactment: Enactment) -> tuple[AnyOf, ...]:
    """The terms and safety lines that name several alternatives, each of them a danger."""
    dangers = {*dangerous_facts(enactment)}
    conditions = [*(term.means for term in enactment.concepts), *(line.when for line in enactment.safety)]
    return tuple(
        means
        for means in conditions
        if isinstance(means, AnyOf)
        and len(means.parts) >= _ALTERNATIVES
        and all(dangers.intersection(facts_read(part, enactment)) for part in means.parts)
    )


def _alternatives(means: AnyOf, enactment: Enactment, *, deep: bool) -> Iterator[str]:
    """The dangers that an alternative tests, alone or with others; `deep` if also through a term with alternatives."""
    for part in means.parts:
        for test in part.parts if isinstance(part, AllOf) else (part,):
            if isinstance(test, FactTest) and test.fact in dangerous_facts(enactment):
                yield test.fact
            elif deep and isinstance(test, ConceptTest):
                term = enactment.concept[test.concept].means
                if isinstance(term, AnyOf):
                    yield from _alternatives(term, enactment, deep=True)


def _testing(fact: str, enactment: Enactment) -> Iterator[Condition]:
    """What tests a fact itself, but for a safety line that is about it alone."""
    conditions = [
        *(term.means for term in enactment.concepts),
        *(rule.when for rule in enactment.rules),
        *(action.available for action in enactment.actions),
        *(line.when for line in enactment.safety if not isinstance(line.when, FactTest)),
    ]
    for condition in conditions:
        if any(isinstance(test, FactTest) and test.fact == fact for test in tests_in(condition)):
            yield condition


def _values_of(line: SafetyLine, enactment: Enactment) -> Iterator[tuple[Variable, Value]]:
    """Every value of a fact that by itself passes a test of a safety line, and with it the line."""
    tests = line.when.parts if isinstance(line.when, AnyOf) else (line.when,)
    for test in tests:
        if isinstance(test, FactTest):
            fact = enactment.fact[test.fact]
            for variable in variables_of(enactment):
                for value in variable.values if variable.fact == fact.id else ():
                    known = known_by({variable: value})[fact.id]
                    if truth_of_test(test, fact, known) is Truth.TRUE:
                        yield variable, value
