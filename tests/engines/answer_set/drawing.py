"""Small rulesets, and knowledge and questions that fit them, drawn from a source of randomness."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

import attrs

from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
    Test,
)
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import YES_NO_VALUES, Concept, Constraint, Fact, FactType, FactValue
from ethics_engine.model.knowledge import Knowledge, Numbers, Possible, Selection, Values
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status

T = TypeVar("T")

GRADES = tuple(FactValue(value, value) for value in ("low", "middle", "high"))
REASONS = tuple(FactValue(value, value) for value in ("x", "y", "z"))
FACTS = (
    Fact("p", "", "", FactType.YES_NO, "topic", YES_NO_VALUES),
    Fact("q", "", "", FactType.YES_NO, "topic", YES_NO_VALUES),
    Fact("grade", "", "", FactType.CHOICE, "topic", GRADES, ordered=True),
    Fact("reasons", "", "", FactType.CHOICES, "topic", REASONS),
    Fact("times", "", "", FactType.COUNT, "topic"),
)
STEPS = ("consult", "note")
WAYS = ("refer", "end", "go_on")
NUMBERS = (((0, 0),), ((1, 2),), ((2, 2), (4, None)), ((0, 1), (3, 3)), ((3, None),), ((0, None),))


def some(random: Random, items: Sequence[T], least: int = 0, most: int = 2) -> tuple[T, ...]:
    return tuple(random.sample(items, min(len(items), random.randint(least, most))))


def ruleset(random: Random) -> Ruleset:
    """A vocabulary first, then actions and rules that fit it; each thing rests only on what was drawn before it."""
    facts = some(random, FACTS, 1, 3)
    tests: list[Test] = [fact_test(random, random.choice(facts)) for _ in range(5)]
    concepts = []
    for name in ("c1", "c2")[: random.randint(0, 2)]:
        concepts.append(Concept(name, condition(random, tests), "", "topic"))
        tests.append(ConceptTest(name))
    constraints = [Constraint(name, condition(random, tests), "") for name in ("k1", "k2")[: random.randint(0, 2)]]
    actions = drawn_actions(random, tests)
    return Ruleset(
        name="drawn",
        version="1",
        title="drawn",
        facts=facts,
        concepts=tuple(concepts),
        constraints=tuple(constraints),
        actions=actions,
        rules=drawn_rules(random, tests, actions),
        documents=(),
    )


def fact_test(random: Random, fact: Fact) -> FactTest:
    values: Sequence[str | int] = fact.value_ids or range(4)
    several, one = [Operator.ONE_OF], [Operator.IS]
    if fact.type is FactType.CHOICES:
        several, one = [Operator.INCLUDES, Operator.INCLUDES_ANY, Operator.NONE_OF, Operator.ONLY], []
    elif fact.ordered or fact.type is FactType.COUNT:
        one += [Operator.AT_LEAST, Operator.AT_MOST]
    operator = random.choice(several + one)
    return FactTest(fact.id, operator, some(random, values, 1, 1 if operator in one else 2))


def condition(random: Random, tests: Sequence[Test], depth: int = 2) -> Condition:
    if depth == 0 or random.random() < 0.4:
        return random.choice(tests)
    parts = tuple(condition(random, tests, depth - 1) for _ in range(random.choice([0, 1, 2, 2, 3])))
    kinds: list[type[AllOf | AnyOf | NoneOf]] = [AllOf, AnyOf, NoneOf]
    return random.choice(kinds)(parts)


def drawn_actions(random: Random, tests: Sequence[Test]) -> tuple[Action, ...]:
    ways = WAYS[: random.randint(0, 3)]
    names = random.sample([*ways, *STEPS], len(ways) + len(STEPS))
    actions = []
    for index, name in enumerate(names):
        others = [other for other in names if other != name]
        action = Action(name, name, ActionKind.STEP, after=some(random, names[:index], 0, 1))
        if random.random() < 0.3:
            action = attrs.evolve(action, available=condition(random, tests))
        if random.random() < 0.3:
            action = attrs.evolve(action, met_by=some(random, others, 1))
        if name in ways:
            compatible = some(random, [way for way in ways if way != name], 0, 1)
            action = attrs.evolve(action, kind=ActionKind.WAY, compatible=compatible)
        else:
            action = attrs.evolve(action, of=some(random, ways, 0, 1), by=random.choice([None, None, "supervisor"]))
            action = attrs.evolve(action, needs_client=name == "note")
        actions.append(action)
    return tuple(actions)


def drawn_rules(random: Random, tests: Sequence[Test], actions: Sequence[Action]) -> tuple[Rule, ...]:
    names = [action.id for action in actions]
    free = list(names)
    rules: list[Rule] = []
    for index in range(random.randint(1, 9)):
        leaves = [*tests, DoneTest(random.choice(STEPS)), DoneTest("note", tried=True)]
        if len(free) > 1 and random.random() < 0.2:
            asked = random.choice(names)
            # Neither this rule nor a later one may speak of what this one asks about; all ways count as one.
            free = [name for name in free if name != asked and (asked in STEPS or name in STEPS)]
            leaves = [*leaves, StatusTest(asked, some(random, list(Status), 1, 3))] * 2
        norms = [norm(random, name, names[names.index(name) + 1 :]) for name in some(random, free, 1, 3)]
        norms += instead(random, [action for action in actions if action.is_way and action.id in free])
        rule = Rule(f"r{index}", "topic", "", (), when=condition(random, leaves), norms=tuple(norms))
        if random.random() < 0.3:
            rule = attrs.evolve(rule, unless=condition(random, tests))
        rules.append(rule)
    for index, rule in enumerate(rules):
        later = [name for other in rules[index + 1 :] for name in (other.id, f"{other.id}#unless")]
        known = [name for name in later if name in {rule.id for rule in rules} or _excepted(rules, name)]
        rules[index] = attrs.evolve(rule, overrides=some(random, known, 0, 1))
    return tuple(rules)


def _excepted(rules: Sequence[Rule], name: str) -> bool:
    return any(name == f"{rule.id}#unless" and rule.unless is not None for rule in rules)


def norm(random: Random, action: str, later: Sequence[str]) -> Norm:
    """A norm on an action; it comes before later ones only, so that no plan runs in a circle."""
    modality = random.choice([Modality.MUST, *Modality])
    return Norm(modality, action, random.choice([None, *later]) if modality.positive else None)


def instead(random: Random, ways: Sequence[Action]) -> list[Norm]:
    """Now and then a permission to take a way instead of another that it cannot be taken with."""
    pairs = [
        (one.id, other.id)
        for one in ways
        for other in ways
        if one is not other and other.id not in one.compatible and one.id not in other.compatible
    ]
    if not pairs or random.random() < 0.6:
        return []
    way, rival = random.choice(pairs)
    return [Norm(Modality.MAY, way, instead_of=rival)]


def knowledge(random: Random, enactment: Enactment) -> Knowledge:
    """Of some facts, which values are possible."""
    return {fact.id: possible(random, fact) for fact in enactment.facts if random.random() < 0.5}


def possible(random: Random, fact: Fact) -> Possible:
    if fact.type is FactType.COUNT:
        return Numbers(random.choice(NUMBERS))
    if fact.type is FactType.CHOICES:
        said = {value: random.choice(["in", "out", "open"]) for value in fact.value_ids}
        included, excluded = (frozenset(value for value in said if said[value] == word) for word in ("in", "out"))
        return Selection(included, excluded)
    return Values(frozenset(some(random, fact.value_ids, 1, 2)))


def query(random: Random, enactment: Enactment) -> PossibilityQuery:
    actions = [action.id for action in enactment.actions]
    ask = random.choice([Ask.MAY, Ask.MUST, Ask.FIRST, Ask.FIRST, Ask.WHAT, Ask.RIGHT])
    if ask is Ask.RIGHT:
        stated = frozenset(some(random, STEPS))
        beside = some(random, actions, 0, 1)
        return PossibilityQuery(Question(ask), some(random, actions), some(random, actions), stated, beside)
    asked: list[Any] = [None] if ask is Ask.WHAT else [*actions, None] if ask is Ask.FIRST else actions
    return PossibilityQuery(Question(ask, random.choice(asked)))
