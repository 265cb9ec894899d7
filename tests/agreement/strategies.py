"""Random rulesets, and random knowledge of cases that fits them.

The vocabulary is drawn first and everything else from it, so that every example means something. Actions are drawn in
an order, and a rule may ask only for the status of actions before all of those it speaks of, and be overridden only
by rules before it: so no ruleset has a cycle, and none is thrown away.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeVar

import attrs
from hypothesis import strategies as st

from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
)
from ethics_engine.model.enactment import EXCEPTION, Enactment, enact
from ethics_engine.model.facts import YES_NO_VALUES, Concept, Constraint, Fact, FactType, FactValue
from ethics_engine.model.knowledge import Knowledge, Numbers, Possible, Selection, Values
from ethics_engine.model.period import Period
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status

DAY = datetime.date(2026, 11, 21)
GREATEST = 4
"""The greatest number that a test of a count names."""

_ONE_DAY = datetime.timedelta(days=1)
_PERIODS = (
    *[Period()] * 6,
    Period(since=DAY, until=DAY),
    Period(since=DAY + _ONE_DAY),
    Period(until=DAY - _ONE_DAY),
)
_OPERATORS = {
    FactType.YES_NO: (Operator.IS,),
    FactType.CHOICE: (Operator.IS, Operator.ONE_OF),
    FactType.CHOICES: (Operator.INCLUDES, Operator.INCLUDES_ANY, Operator.ONLY, Operator.NONE_OF),
    FactType.COUNT: (Operator.IS, Operator.ONE_OF, Operator.AT_LEAST, Operator.AT_MOST),
}
_MODALITIES = (*Modality, Modality.MUST, Modality.MUST_NOT)
"""Those that bind come more often, for more follows from them."""

_TAKES_ONE = {Operator.IS, Operator.AT_LEAST, Operator.AT_MOST}

_T = TypeVar("_T")


def enactments() -> st.SearchStrategy[Enactment]:
    """A random ruleset as it stands on `DAY`."""
    return rulesets().map(lambda ruleset: enact(ruleset, DAY))


@st.composite
def rulesets(draw: st.DrawFn) -> Ruleset:
    """A ruleset without cycles, of a handful of facts, concepts, actions and rules."""
    return _ruleset(_Choice(draw))


@st.composite
def knowledge_of(draw: st.DrawFn, enactment: Enactment) -> Knowledge:
    """What may be known of a case, in part and in any shape; some facts are not named at all."""
    choice = _Choice(draw)
    return {fact.id: _possible(choice, fact) for fact in enactment.facts if choice.at_random()}


@st.composite
def stated_cases_of(draw: st.DrawFn, enactment: Enactment) -> Knowledge:
    """A case of which everything is known."""
    choice = _Choice(draw)
    return {fact.id: _stated(choice, fact) for fact in enactment.facts}


def _stated(choice: _Choice, fact: Fact) -> Possible:
    """One of the completions of a fact; of many options each by itself, since their subsets are too many to list."""
    if not isinstance(fact.anything, Selection):
        return choice.one_of(completions(fact))
    included = frozenset(value for value in fact.value_ids if choice.at_random())
    return Selection(included, frozenset(fact.value_ids) - included)


def completions(fact: Fact, known: Possible | None = None) -> Sequence[Possible]:
    """Every single value that a fact may still have; of an open count, up to one more than any test names."""
    match known or fact.anything:
        case Values(possible):
            return [Values(frozenset({value})) for value in fact.value_ids if value in possible]
        case Selection(included, excluded):
            chosen = [included]
            for value in fact.value_ids:
                if value not in included | excluded:
                    chosen += [already | {value} for already in chosen]
            return [Selection(one, frozenset(fact.value_ids) - one) for one in chosen]
        case Numbers(ranges):
            return [
                Numbers(((number, number),))
                for low, high in ranges
                for number in range(low, (max(low, GREATEST + 1) if high is None else high) + 1)
            ]


class _Choice:
    """Choices drawn by Hypothesis as bare numbers, which is many times faster than building strategies of parts."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def number(self, low: int, high: int) -> int:
        return self._draw(_integers(low, high))

    def at_random(self) -> bool:
        return self.number(0, 1) == 1

    def one_of(self, items: Sequence[_T]) -> _T:
        return items[self.number(0, len(items) - 1)]

    def some_of(self, items: Sequence[_T]) -> tuple[_T, ...]:
        return tuple(item for item in items if self.at_random())

    def at_least_one_of(self, items: Sequence[_T]) -> tuple[_T, ...]:
        return self.some_of(items) or (self.one_of(items),)

    def shuffled(self, items: Sequence[_T]) -> list[_T]:
        left = list(items)
        return [left.pop(self.number(0, len(left) - 1)) for _ in items]


@cache
def _integers(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


def _ruleset(choice: _Choice) -> Ruleset:
    facts = [_fact(choice, f"f{number}") for number in range(choice.number(1, 4))]
    ways = [f"w{number}" for number in range(choice.number(1, 3))]
    steps = [f"{choice.one_of('st')}{number}" for number in range(choice.number(0, 3))]
    testable: list[Fact | str | Concept] = [*facts, *steps]
    for number in range(choice.number(0, 3)):
        # later names sort first, so that the order of names is not the order of dependence
        concept = Concept(f"c{9 - number}", _condition(choice, testable), "it is so", "topic")
        testable.append(concept)
    actions = [_way(choice, way, ways, testable) for way in ways]
    actions += [_step(choice, step, ways, steps, testable) for step in steps]
    return Ruleset(
        name="random",
        version="1",
        title="A random ruleset",
        facts=facts,
        concepts=[item for item in testable if isinstance(item, Concept)],
        constraints=[
            Constraint(f"k{number}", _condition(choice, testable), "it cannot be")
            for number in range(choice.one_of([0, 0, 1, 2]))
        ],
        actions=tuple(choice.shuffled(actions)),
        rules=_rules(choice, _rivals(actions), steps, testable),
        documents=(),
    )


def _fact(choice: _Choice, name: str) -> Fact:
    kind = choice.one_of(list(FactType))
    values: tuple[FactValue, ...] = ()
    if kind is FactType.YES_NO:
        values = YES_NO_VALUES
    elif kind is not FactType.COUNT:
        values = tuple(FactValue(value, value) for value in "cab"[: choice.number(2, 3)])
    ordered = kind is FactType.CHOICE and choice.at_random()
    return Fact(name, "is it so?", "it is so", kind, "topic", values, ordered=ordered)


def _condition(
    choice: _Choice, testable: Sequence[Fact | str | Concept], decided: Sequence[str] = (), depth: int = 2
) -> Condition:
    """A test, or a combination of up to three conditions; statuses are asked of `decided` actions only."""
    kind = choice.one_of([None, None, AllOf, AnyOf, NoneOf]) if depth else None
    if kind is not None:
        count = choice.one_of([2, 1, 3, 0])
        return kind(tuple(_condition(choice, testable, decided, depth - 1) for _ in range(count)))
    if decided and choice.at_random():
        return StatusTest(choice.one_of(decided), choice.at_least_one_of(list(Status)))
    match choice.one_of(testable):
        case Fact() as fact:
            return _test(choice, fact)
        case Concept() as concept:
            return ConceptTest(concept.id)
        case step:
            return DoneTest(step, tried=_needs_client(step) and choice.at_random())


def _test(choice: _Choice, fact: Fact) -> FactTest:
    """Any test that the type of the fact allows."""
    operators = _OPERATORS[fact.type] + ((Operator.AT_LEAST, Operator.AT_MOST) if fact.ordered else ())
    operator = choice.one_of(operators)
    operands: Sequence[str | int] = fact.value_ids or range(GREATEST + 1)
    return FactTest(
        fact.id, operator, (choice.one_of(operands),) if operator in _TAKES_ONE else choice.at_least_one_of(operands)
    )


def _way(choice: _Choice, way: str, ways: Sequence[str], testable: Sequence[Fact | str | Concept]) -> Action:
    compatible = choice.some_of([other for other in ways if other != way and choice.at_random()])
    return Action(way, way, ActionKind.WAY, available=_available(choice, testable), compatible=compatible)


def _step(
    choice: _Choice, step: str, ways: Sequence[str], steps: Sequence[str], testable: Sequence[Fact | str | Concept]
) -> Action:
    return Action(
        step,
        step,
        ActionKind.STEP,
        of=choice.some_of(ways) if choice.at_random() else (),
        by=choice.one_of([None, None, "the supervisor"]),
        available=_available(choice, testable),
        after=choice.some_of(steps[: steps.index(step)]),
        met_by=tuple(
            choice.shuffled([*ways, *(other for other in steps if other != step)])[: choice.one_of([1, 0, 2])]
        ),
        needs_client=_needs_client(step),
    )


def _needs_client(step: str) -> bool:
    """Whether a step can be tried; its name tells."""
    return step.startswith("t")


def _available(choice: _Choice, testable: Sequence[Fact | str | Concept]) -> Condition:
    return ALWAYS if choice.number(0, 2) else _condition(choice, testable, depth=1)


def _rivals(actions: Sequence[Action]) -> Mapping[str, Sequence[str]]:
    """For each way, those that it cannot be taken with."""
    ways = [action for action in actions if action.is_way]
    return {
        way.id: [
            other.id
            for other in ways
            if other is not way and other.id not in way.compatible and way.id not in other.compatible
        ]
        for way in ways
    }


def _rules(
    choice: _Choice, rivals: Mapping[str, Sequence[str]], steps: Sequence[str], testable: Sequence[Fact | str | Concept]
) -> list[Rule]:
    groups = choice.shuffled([tuple(rivals), *((step,) for step in steps)])
    levels = sorted(choice.number(0, len(groups) - 1) for _ in range(choice.one_of([3, 4, 5, 6, 7, 2, 1, 0])))
    names = choice.shuffled([f"r{number}" for number in range(len(levels))])
    rules: list[Rule] = []
    for name, level in zip(names, levels, strict=True):
        decided = list(itertools.chain.from_iterable(groups[:level]))
        undecided = list(itertools.chain.from_iterable(groups[level:]))
        rule = Rule(
            name,
            "topic",
            "it is so",
            (),
            when=_condition(choice, testable, decided) if choice.number(0, 3) else ALWAYS,
            norms=tuple(_norm(choice, undecided, rivals, steps) for _ in range(choice.one_of([2, 1, 3, 0]))),
            unless=None if choice.at_random() else _condition(choice, testable, decided, depth=1),
            in_force=choice.one_of(_PERIODS),
        )
        targets = [name] if rule.unless is None else [name, name + EXCEPTION]
        for index, other in enumerate(rules):
            if choice.number(0, 3) == 0:
                rules[index] = attrs.evolve(other, overrides=(*other.overrides, choice.one_of(targets)))
        rules.append(rule)
    # a rule that neither says nor defeats anything does not load
    return [rule for rule in rules if rule.norms or rule.overrides]


def _norm(choice: _Choice, undecided: Sequence[str], rivals: Mapping[str, Sequence[str]], steps: Sequence[str]) -> Norm:
    """A norm on an undecided action.

    A step may come before a way, or before a step that is declared later; a way may be taken instead of a rival.
    """
    modality = choice.one_of(_MODALITIES)
    action = choice.one_of(undecided)
    before = None
    if modality.positive and action in steps and choice.at_random():
        before = choice.one_of([*rivals, *steps[steps.index(action) + 1 :]])
    if rivals.get(action) and choice.number(0, 3) == 0:
        return Norm(Modality.MAY, action, instead_of=choice.one_of(rivals[action]))
    return Norm(modality, action, before)


def _possible(choice: _Choice, fact: Fact) -> Possible:
    match fact.type:
        case FactType.CHOICES:
            marks = {value: choice.number(0, 2) for value in fact.value_ids}
            return Selection(*(frozenset(value for value in marks if marks[value] == mark) for mark in (1, 2)))
        case FactType.COUNT:
            return _numbers(choice)
        case _:
            return Values(frozenset(choice.at_least_one_of(fact.value_ids)))


def _numbers(choice: _Choice) -> Numbers:
    """One or more ranges; neighbours may touch, and the last may be open."""
    bounds = list(choice.at_least_one_of(range(GREATEST + 3)))
    ranges: list[tuple[int, int | None]] = []
    while bounds:
        low = bounds.pop(0)
        ranges.append((low, bounds.pop(0) if bounds and choice.at_random() else low))
    if choice.at_random():
        ranges[-1] = (ranges[-1][0], None)
    return Numbers(tuple(ranges))
