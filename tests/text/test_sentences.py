"""Conditions and rules as sentences."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

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
from ethics_engine.model.facts import YES_NO_VALUES, Concept, Fact, FactType, FactValue
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status
from ethics_engine.text.conditions import condition_in_words, listed_condition
from ethics_engine.text.lists import clauses
from ethics_engine.text.rules import norm_in_words, rule_in_words

COLOURS = (FactValue("r", "red"), FactValue("g", "green"), FactValue("b", "blue"))


def fact(name: str, kind: FactType, says: str, **parts: Any) -> Fact:
    values = {FactType.YES_NO: YES_NO_VALUES, FactType.COUNT: ()}.get(kind, COLOURS)
    return attrs.evolve(Fact(name, "?", says, kind, "t", values, ordered=True, unit="visits"), **parts)


WORLD = Ruleset(
    name="small",
    version="1",
    title="Small",
    facts=(
        fact("angry", FactType.YES_NO, "the client is angry"),
        fact("tired", FactType.YES_NO, "the practitioner is tired", denies="the practitioner is rested"),
        fact("door", FactType.CHOICE, "the door", clause="the door is painted {}"),
        fact("wall", FactType.CHOICE, "the colour of the wall"),
        attrs.evolve(
            fact("roof", FactType.CHOICE, "the roof"),
            values=tuple(attrs.evolve(colour, clause=f"the roof shines {colour.label}") for colour in COLOURS),
        ),
        fact("flags", FactType.CHOICES, "the flags"),
        fact("visits", FactType.COUNT, "the number of visits", clause="there were {}"),
        fact("calls", FactType.COUNT, "the number of calls"),
    ),
    concepts=(Concept("ready", FactTest("tired", Operator.IS, ("no",)), "everything is ready", "t"),),
    constraints=(),
    actions=(
        Action("refer", "refer the client", ActionKind.WAY),
        Action("decline", "not take the client on", ActionKind.WAY),
        Action("ask", "ask, and listen", ActionKind.STEP),
        Action("tell", "tell the client", ActionKind.STEP),
        Action("watch", "watch over it", ActionKind.STEP, by="the supervisor"),
    ),
    rules=(),
    documents=(),
)
ANGRY, CALM = (FactTest("angry", Operator.IS, (answer,)) for answer in ("yes", "no"))
TIRED, READY, ASKED = FactTest("tired", Operator.IS, ("yes",)), ConceptTest("ready"), DoneTest("ask")
FORBIDDEN = StatusTest("refer", (Status.PROHIBITED, Status.DISCOURAGED))


def asks(name: str, operator: Operator, *operands: str | int) -> FactTest:
    return FactTest(name, operator, operands)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (ANGRY, "the client is angry"),
        (CALM, "it is not true that the client is angry"),
        (asks("angry", Operator.ONE_OF, "yes", "no"), "always"),
        (READY, "everything is ready"),
        (ASKED, 'the step "ask, and listen" is done'),
        (FORBIDDEN, 'the rules forbid or advise against the course "refer the client"'),
        (asks("door", Operator.IS, "r"), "the door is painted red"),
        (asks("door", Operator.AT_LEAST, "g"), "the door is painted green or blue"),
        (asks("wall", Operator.IS, "r"), 'the colour of the wall is "red"'),
        (asks("wall", Operator.AT_MOST, "g"), 'the colour of the wall is "red" or "green"'),
        (asks("wall", Operator.ONE_OF, "r", "b"), 'the colour of the wall is "red" or "blue"'),
        (asks("flags", Operator.INCLUDES, "r", "b"), 'the flags include "red" and "blue"'),
        (asks("flags", Operator.INCLUDES_ANY, "r", "b"), 'the flags include "red" or "blue"'),
        (asks("flags", Operator.ONLY, "r"), 'the flags are nothing but "red"'),
        (asks("flags", Operator.NONE_OF, "r", "b"), 'the flags do not include "red" or "blue"'),
        (asks("visits", Operator.AT_LEAST, 3), "there were at least 3 visits"),
        (asks("visits", Operator.ONE_OF, 3, 5), "there were 3 or 5 visits"),
        (asks("calls", Operator.AT_MOST, 3), "the number of calls is at most 3 visits"),
        (ALWAYS, "always"),
        (NoneOf(()), "always"),
        (AnyOf(()), "never"),
        (AllOf((ANGRY, TIRED)), "the client is angry and the practitioner is tired"),
        (AllOf((ANGRY, TIRED, READY)), "the client is angry, the practitioner is tired, and everything is ready"),
        (AnyOf((ANGRY, READY)), "the client is angry or everything is ready"),
        (
            AllOf((TIRED, AnyOf((ANGRY, READY)))),
            "the practitioner is tired and (the client is angry or everything is ready)",
        ),
        (NoneOf((READY,)), "it is not true that everything is ready"),
        (NoneOf((ANGRY,)), "it is not true that the client is angry"),
        (NoneOf((CALM,)), "the client is angry"),
        (NoneOf((TIRED,)), "the practitioner is rested"),
        (asks("tired", Operator.IS, "no"), "the practitioner is rested"),
        (NoneOf((ASKED,)), 'the step "ask, and listen" is not done'),
        (NoneOf((FORBIDDEN,)), 'the rules neither forbid nor advise against the course "refer the client"'),
        (NoneOf((StatusTest("ask", (Status.REQUIRED,)),)), 'the rules do not require the step "ask, and listen"'),
        (NoneOf((AllOf((ANGRY, TIRED)),)), "it is not true that (the client is angry and the practitioner is tired)"),
        (NoneOf((NoneOf((READY,)),)), "everything is ready"),
        (NoneOf((asks("door", Operator.IS, "r"),)), "the door is painted green or blue"),
        (asks("roof", Operator.IS, "r"), "the roof shines red"),
        (NoneOf((asks("roof", Operator.IS, "r"),)), "the roof shines green or the roof shines blue"),
        (NoneOf((asks("visits", Operator.AT_LEAST, 3),)), "there were at most 2 visits"),
        (NoneOf((asks("visits", Operator.AT_MOST, 3),)), "there were at least 4 visits"),
        (NoneOf((asks("flags", Operator.INCLUDES_ANY, "r"),)), 'the flags do not include "red"'),
        (NoneOf((asks("flags", Operator.NONE_OF, "r"),)), 'the flags include "red"'),
        (NoneOf((asks("flags", Operator.ONLY, "r"),)), 'it is not true that the flags are nothing but "red"'),
        (
            NoneOf((ANGRY, READY)),
            "it is not true that the client is angry and it is not true that everything is ready",
        ),
    ],
)
def test_a_condition_reads_as_a_clause(condition: Condition, words: str) -> None:
    assert condition_in_words(condition, WORLD) == words


@pytest.mark.parametrize(
    ("condition", "lead", "parts"),
    [
        (AllOf((ANGRY, TIRED)), "the client is angry and the practitioner is tired", 0),
        (AllOf((ANGRY, TIRED, READY)), "all of these are true", 3),
        (AnyOf((ANGRY, TIRED, READY)), "at least one of these is true", 3),
        (NoneOf((ANGRY, TIRED, READY)), "all of these are true", 3),
        (AnyOf((AllOf((ANGRY, TIRED)), READY)), "at least one of these is true", 2),
    ],
)
def test_a_condition_of_many_parts_is_better_read_as_a_list(condition: Condition, lead: str, parts: int) -> None:
    said, listed = listed_condition(condition, WORLD)

    assert (said, len(listed)) == (lead, parts)
    assert not any(part.startswith("(") for part in listed)


def rule(*norms: Norm, when: Condition = ALWAYS, **parts: Any) -> Rule:
    return attrs.evolve(Rule("r", "t", "So.", (), when, norms), **parts)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (rule(Norm(Modality.MUST, "tell")), "The practitioner must tell the client."),
        (
            rule(Norm(Modality.MUST, "tell"), Norm(Modality.MUST_NOT, "refer"), when=ANGRY),
            "If the client is angry, the practitioner must tell the client and must not refer the client.",
        ),
        (
            rule(Norm(Modality.SHOULD, "ask"), Norm(Modality.MAY, "watch"), unless=TIRED),
            (
                "The practitioner should ask, and listen, and the supervisor may watch over it, "
                "unless the practitioner is tired."
            ),
        ),
        (
            rule(Norm(Modality.MUST, "tell", "refer"), Norm(Modality.MUST, "tell", "decline")),
            "The practitioner must tell the client before they may refer the client or refuse to take the client on.",
        ),
        (
            rule(Norm(Modality.SHOULD, "ask", "watch")),
            "The practitioner should ask, and listen, before going on for the supervisor to watch over it.",
        ),
        (rule(Norm(Modality.MUST_NOT, "decline")), "The practitioner must not refuse to take the client on."),
        (
            rule(when=ANGRY, overrides=("a", "b#unless")),
            "If the client is angry, rule a is overridden and the exception to rule b is overridden.",
        ),
    ],
)
def test_a_rule_reads_as_a_sentence(written: Rule, words: str) -> None:
    assert rule_in_words(written, WORLD) == words


def test_a_norm_reads_as_a_clause() -> None:
    norm = Norm(Modality.MUST, "tell", before="refer")

    assert norm_in_words(norm, WORLD) == "the practitioner must tell the client before they may refer the client"


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a, b", "c"], "a, b, and c"), (["a", "b", "c"], "a, b, and c")],
)
def test_clauses_are_parted_by_a_comma_where_they_need_one(items: list[str], words: str) -> None:
    assert clauses(items) == words
