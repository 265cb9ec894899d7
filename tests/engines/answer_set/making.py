"""Short ways to write down small rulesets, without a file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.conditions import ALWAYS, Condition, DoneTest, FactTest, Operator, StatusTest
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.facts import YES_NO_VALUES, Concept, Constraint, Fact, FactType, FactValue
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status

DAY = datetime.date(2026, 11, 21)


def yes_no(name: str) -> Fact:
    return Fact(name, "", "", FactType.YES_NO, "topic", YES_NO_VALUES)


def choice(name: str, *values: str, ordered: bool = False) -> Fact:
    options = tuple(FactValue(value, value) for value in values)
    return Fact(name, "", "", FactType.CHOICE, "topic", options, ordered=ordered)


def choices(name: str, *values: str) -> Fact:
    return Fact(name, "", "", FactType.CHOICES, "topic", tuple(FactValue(value, value) for value in values))


def count(name: str) -> Fact:
    return Fact(name, "", "", FactType.COUNT, "topic", unit="times")


def test(fact: str, operator: str, *operands: str | int) -> FactTest:
    return FactTest(fact, Operator(operator), operands)


def yes(fact: str) -> FactTest:
    return test(fact, "is", "yes")


def no(fact: str) -> FactTest:
    return test(fact, "is", "no")


def done(step: str) -> DoneTest:
    return DoneTest(step)


def status(action: str, *statuses: str) -> StatusTest:
    return StatusTest(action, tuple(Status(name) for name in statuses))


def way(name: str, **more: Any) -> Action:
    return Action(name, name, ActionKind.WAY, **more)


def step(name: str, **more: Any) -> Action:
    return Action(name, name, ActionKind.STEP, **more)


def norm(words: str) -> Norm:
    """A norm such as `must not refer` or `should consult before refer`."""
    speech, _, before = words.partition(" before ")
    modality, _, action = speech.rpartition(" ")
    return Norm(Modality(modality), action, before or None)


def rule(name: str, *norms: str, when: Condition = ALWAYS, **more: Any) -> Rule:
    return Rule(name, "topic", "because", (), when=when, norms=tuple(map(norm, norms)), **more)


def concept(name: str, means: Condition) -> Concept:
    return Concept(name, means, "", "topic")


def never(name: str, condition: Condition) -> Constraint:
    return Constraint(name, condition, "because")


def enacted(*parts: Fact | Action | Rule | Concept | Constraint, day: datetime.date = DAY) -> Enactment:
    """The ruleset of these parts, in force on the day."""

    def those(kind: type) -> Any:
        return tuple(part for part in parts if isinstance(part, kind))

    ruleset = Ruleset(
        name="small",
        version="1",
        title="small",
        facts=those(Fact),
        concepts=those(Concept),
        constraints=those(Constraint),
        actions=those(Action),
        rules=those(Rule),
        documents=(),
    )
    return enact(ruleset, day)


def query(ask: str, action: str | None = None, **more: Any) -> PossibilityQuery:
    return PossibilityQuery(Question(Ask(ask), action), **more)


WHAT = query("what")
NOTHING: Mapping[str, Any] = {}
