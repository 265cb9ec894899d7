"""What conditions ask for, directly or through terms."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ethics_engine.model.conditions import ConceptTest, Condition, DoneTest, FactTest, StatusTest, tests_in
from ethics_engine.model.rules import Rule
from ethics_engine.model.ruleset import Ruleset


@frozen
class Tested:
    """Names in the order in which they are met.

    Attributes:
        facts: Facts.

        concepts: Terms.

        steps: Steps that may be done.

        statuses: Actions of which it is asked how the rules stand to them.
    """

    facts: tuple[str, ...]
    concepts: tuple[str, ...]
    steps: tuple[str, ...]
    statuses: tuple[str, ...]


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """The conditions of a rule: when it applies, and when it does not."""
    return (rule.when,) if rule.unless is None else (rule.when, rule.unless)


def tested(conditions: Iterable[Condition]) -> Tested:
    """What these conditions name themselves."""
    tests = [test for condition in conditions for test in tests_in(condition)]
    return Tested(
        facts=_once(test.fact for test in tests if isinstance(test, FactTest)),
        concepts=_once(test.concept for test in tests if isinstance(test, ConceptTest)),
        steps=_once(test.step for test in tests if isinstance(test, DoneTest)),
        statuses=_once(test.action for test in tests if isinstance(test, StatusTest)),
    )


def tested_through(conditions: Iterable[Condition], ruleset: Ruleset) -> Tested:
    """What these conditions ask for, the definitions of terms included."""
    met: dict[Condition, None] = dict.fromkeys(conditions)
    waiting = list(met)
    while waiting:
        for name in tested([waiting.pop()]).concepts:
            means = ruleset.concept[name].means
            if means not in met:
                met[means] = None
                waiting.append(means)
    return tested(met)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
