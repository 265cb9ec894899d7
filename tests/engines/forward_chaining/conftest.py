"""A small world: a counsellor, a client, three ways on and three steps."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.conditions import ALWAYS, Condition, FactTest, Operator
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.facts import YES_NO_VALUES, Concept, Constraint, Fact, FactType, FactValue
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset

COMPETENT = FactTest("competent", Operator.IS, ("yes",))
AGREES = FactTest("agrees", Operator.IS, ("yes",))

_FACTS = (
    Fact("competent", "?", "the practitioner is competent", FactType.YES_NO, "t", YES_NO_VALUES),
    Fact("agrees", "?", "the client agrees", FactType.YES_NO, "t", YES_NO_VALUES),
    Fact(
        "risk",
        "?",
        "the risk is",
        FactType.CHOICE,
        "t",
        tuple(FactValue(value, value) for value in ("low", "some", "high")),
        ordered=True,
    ),
    Fact(
        "reasons",
        "?",
        "the reasons are",
        FactType.CHOICES,
        "t",
        tuple(FactValue(value, value) for value in ("values", "distance", "cost")),
    ),
    Fact("sessions", "?", "sessions held", FactType.COUNT, "t", unit="session"),
)

_ACTIONS = (
    Action("refer", "refer the client", ActionKind.WAY),
    Action("continue", "continue", ActionKind.WAY),
    Action("terminate", "end the service", ActionKind.WAY, available=AGREES),
    Action("consult", "consult a supervisor", ActionKind.STEP),
    Action("document", "document it", ActionKind.STEP),
    Action("cover", "see that the client is cared for", ActionKind.STEP, met_by=("refer", "continue")),
)


@pytest.fixture
def competent() -> FactTest:
    """That the practitioner is competent."""
    return COMPETENT


@pytest.fixture
def agrees() -> FactTest:
    """That the client agrees; only then can the service be ended."""
    return AGREES


@pytest.fixture
def rule() -> Callable[..., Rule]:
    """Makes a rule from its id, its condition and its norms, each as `(modality, action)`."""

    def make(name: str, when: Condition = ALWAYS, *norms: tuple[str, str], **parts: Any) -> Rule:
        return Rule(
            name, "t", "because", (), when, tuple(Norm(Modality(modality), on) for modality, on in norms), **parts
        )

    return make


@pytest.fixture
def enacted() -> Callable[..., Enactment]:
    """Enacts rules in the small world, as they stand on the first of March 2026."""

    def make(
        *rules: Rule,
        concepts: tuple[Concept, ...] = (),
        constraints: tuple[Constraint, ...] = (),
        name: str = "small",
        day: datetime.date = datetime.date(2026, 3, 1),
    ) -> Enactment:
        return enact(Ruleset(name, "1", "Small", _FACTS, concepts, constraints, _ACTIONS, rules, ()), day)

    return make
