"""Small models to test the model on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.conditions import DoneTest, FactTest, NoneOf, Operator
from ethics_engine.model.facts import YES_NO_VALUES, Concept, Constraint, Fact, FactType
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset

CLIENT_AGREES = FactTest("client_agrees", Operator.IS, ("yes",))


@pytest.fixture
def rule() -> Callable[..., Rule]:
    """Makes a rule of an id and what else matters; unless asked otherwise it says that one must refer."""

    def make(name: str, **parts: Any) -> Rule:
        plain = Rule(name, "topic", "because it is so", ("S-1",), norms=(Norm(Modality.MUST, "refer"),))
        return attrs.evolve(plain, **parts)

    return make


@pytest.fixture
def ruleset() -> Ruleset:
    """One fact, two concepts, a constraint, three ways, two steps and two rules."""
    return Ruleset(
        name="small",
        version="1.0",
        title="A small ruleset",
        facts=(
            Fact("client_agrees", "Does the client agree?", "the client agrees", FactType.YES_NO, "c", YES_NO_VALUES),
        ),
        concepts=(
            Concept("prepared", DoneTest("consult"), "the practitioner is prepared", "c"),
            Concept("agreed", CLIENT_AGREES, "it is agreed", "c"),
        ),
        constraints=(Constraint("never-unprepared", NoneOf((DoneTest("consult"), CLIENT_AGREES)), "it cannot be"),),
        actions=(
            Action("refer", "refer the client", ActionKind.WAY, available=DoneTest("consult"), compatible=("pause",)),
            Action("pause", "pause", ActionKind.WAY),
            Action("continue", "continue", ActionKind.WAY),
            Action("consult", "consult a supervisor", ActionKind.STEP),
            Action("document", "document it", ActionKind.STEP),
        ),
        rules=(
            Rule("b.refer", "b", "because", (), when=CLIENT_AGREES, norms=(Norm(Modality.MUST, "refer"),)),
            Rule("a.consult", "a", "because", (), norms=(Norm(Modality.MUST, "consult", before="refer"),)),
        ),
        documents=(),
    )
