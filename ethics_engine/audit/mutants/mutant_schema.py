"""Many mutants in one enactment: which of them stands in a case is a fact of that case.

So all of them are compiled once, and each case may be held against another mutant. The published name for such a
program is a mutant schema (Untch, Offutt and Harrold 1993).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import attrs

from ethics_engine.model.actions import Action
from ethics_engine.model.conditions import AllOf, AnyOf, Condition, FactTest, NoneOf, Operator
from ethics_engine.model.dependencies import Dependency, DependencyKind, action_node, dependencies, reads
from ethics_engine.model.enactment import EXCEPTION, Enactment, is_whole, lowered, with_condition
from ethics_engine.model.facts import Concept, Constraint, Fact, FactType, FactValue
from ethics_engine.model.knowledge import Values
from ethics_engine.model.rules import Rule

from .mutant import DeclaredKind, Mutant

SELECTOR = "mutant:"
"""The fact that says which mutant stands, by its number; no vocabulary has such an id."""

NO_MUTANT = "none"
"""The value of that fact where the rules stand as they are."""

_Faults = Sequence[tuple[int, Mutant]]


def variant(rule: str, number: int) -> str:
    """The id in a schema of a rule, or of its exception, as a mutant has it."""
    return f"{rule.removesuffix(EXCEPTION)}~{number}{EXCEPTION if rule.endswith(EXCEPTION) else ''}"


def fits(mutant: Mutant, enactment: Enactment) -> bool:
    """Whether a mutant can stand in a schema: its fault is in a condition or in a rule, and no circle can come of it.

    A fault in what an action goes with or is met by, in a constraint, or in an assumption does not fit.
    """
    ruleset = enactment.ruleset
    if not is_whole(ruleset, enactment.in_force):
        return False
    match mutant.kind:
        case DeclaredKind.RULE:
            if mutant.item not in enactment.rule:
                return False
            new, place = mutant.new, _places(enactment)
            here = place[Dependency(DependencyKind.RULE, mutant.item)]
            return not isinstance(new, Rule) or (
                all(here < place[action_node(norm.action, ruleset)] for norm in new.norms)
                and all(place[read] < here for read in reads(new, ruleset))
                and set(new.overrides) <= set(ruleset.rule[mutant.item].overrides)
            )
        case DeclaredKind.CONCEPT:
            return mutant.new is not None
        case DeclaredKind.ACTION:
            old = ruleset.action[mutant.item]
            return isinstance(mutant.new, Action) and attrs.evolve(mutant.new, available=old.available) == old
        case DeclaredKind.CONSTRAINT | DeclaredKind.FACT:
            return False


@lru_cache(maxsize=4)
def _order(enactment: Enactment) -> tuple[Dependency, ...]:
    """The order of an enactment, but steps last that nothing is worked out from: so any rule may get a norm on them."""
    read = frozenset[Dependency]().union(*dependencies(enactment.ruleset).values())
    last = [node for node in enactment.order if node.kind is DependencyKind.STEP and node not in read]
    return (*(node for node in enactment.order if node not in last), *last)


@lru_cache(maxsize=4)
def _places(enactment: Enactment) -> Mapping[Dependency, int]:
    return {node: place for place, node in enumerate(_order(enactment))}


def mutant_schema(enactment: Enactment, mutants: Sequence[Mutant]) -> Enactment:
    """The enactment of a ruleset with all of some mutants.

    Args:
        enactment: The ruleset that the mutants were made of.

        mutants: Mutants that fit; each stands where `SELECTOR` is its place here as a number.
    """
    faults: dict[tuple[DeclaredKind, str], list[tuple[int, Mutant]]] = {}
    for number, mutant in enumerate(mutants):
        faults.setdefault((mutant.kind, mutant.item), []).append((number, mutant))
    overridden_by = {name: list(others) for name, others in enactment.overridden_by.items()}
    rules: list[Rule] = []
    order: list[Dependency] = []
    for node in _order(enactment):
        order.append(node)
        if node.kind is not DependencyKind.RULE:
            continue
        of_rule = faults.get((DeclaredKind.RULE, node.id), ())
        for name in (node.id + EXCEPTION, node.id):
            if name in enactment.rule:
                rule = enactment.rule[name]
                rules.append(attrs.evolve(rule, when=_unless_mutated(rule.when, of_rule)) if of_rule else rule)
        for number, mutant in of_rule:
            if not isinstance(mutant.new, Rule):
                continue
            named = variant(node.id, number)
            order.append(Dependency(DependencyKind.RULE, named))
            variants = lowered(attrs.evolve(mutant.new, id=named))
            for name, rule in zip((node.id, node.id + EXCEPTION), reversed(variants), strict=False):
                others = enactment.overridden_by.get(name, ())
                overridden_by[rule.id] = [other for other in others if other != node.id + EXCEPTION]
                rules.append(attrs.evolve(rule, when=AllOf((_stands(number), rule.when))))
            for rule in variants:
                for other in rule.overrides:
                    if other in overridden_by:  # else it is not in force
                        overridden_by[other].append(rule.id)
    return attrs.evolve(
        enactment,
        facts=(*enactment.facts, _selector(len(mutants))),
        concepts=tuple(
            attrs.evolve(item, means=_mutated(item.means, faults.get((DeclaredKind.CONCEPT, item.id), ())))
            for item in enactment.concepts
        ),
        actions=tuple(
            attrs.evolve(item, available=_mutated(item.available, faults.get((DeclaredKind.ACTION, item.id), ())))
            for item in enactment.actions
        ),
        rules=tuple(rules),
        overridden_by={name: tuple(others) for name, others in overridden_by.items()},
        order=tuple(order),
    )


def _stands(*numbers: int) -> FactTest:
    """The test whether one of some mutants stands."""
    return FactTest(SELECTOR, Operator.ONE_OF, tuple(map(str, numbers)))


def _unless_mutated(condition: Condition, faults: _Faults) -> Condition:
    return AllOf((NoneOf((_stands(*(number for number, _ in faults)),)), condition))


def _mutated(condition: Condition, faults: _Faults) -> Condition:
    """A condition, or what the mutant that stands makes of it."""
    if not faults:
        return condition
    variants = (AllOf((_stands(number), _condition_of(mutant))) for number, mutant in faults)
    return AnyOf((_unless_mutated(condition, faults), *variants))


def _condition_of(mutant: Mutant) -> Condition:
    """The condition of a term or action as a mutant has it, on facts."""
    match mutant.new:
        case Concept() as concept:
            return with_condition(concept, "means").means
        case Action() as action:
            return with_condition(action, "available").available
        case Rule() | Constraint() | Fact() | None:
            raise AssertionError(mutant)  # it does not fit


def _selector(count: int) -> Fact:
    return Fact(
        id=SELECTOR,
        ask="Which mutant stands?",
        says="mutant",
        denies="no mutant",
        type=FactType.CHOICE,
        topic="mutants",
        values=tuple(FactValue(value, value) for value in (NO_MUTANT, *map(str, range(count)))),
        presumed=Values(frozenset({NO_MUTANT})),
    )
