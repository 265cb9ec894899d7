"""The parts of an item in words, and which of them are written otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

import attrs

from ethics_engine.model.actions import Action
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, DoneTest, FactTest, NoneOf, StatusTest
from ethics_engine.model.facts import Concept, Constraint, Fact, FactValue
from ethics_engine.model.knowledge import Possible
from ethics_engine.model.period import Period
from ethics_engine.model.rules import Norm, Rule
from ethics_engine.model.ruleset import AcceptedFinding, Ruleset, SafetyLine
from ethics_engine.model.sources import Document, Passage
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.lists import sentence
from ethics_engine.text.rules import norm_in_words, rule_in_words
from ethics_engine.text.values import value_in_words

from .result import RulesetPart

_CONDITIONS = AllOf | AnyOf | NoneOf | FactTest | ConceptTest | DoneTest | StatusTest

_NAMES = {
    "when": "condition",
    "never": "condition",
    "means": "meaning",
    "available": "when it is possible",
    "unless": "exception",
    "unless_because": "reason for the exception",
    "only_until": "until when it holds",
    "because": "reason",
    "in_force": "dates",
    "ask": "question",
    "says": "wording",
    "clause": "wording of an answer",
    "presumed": "assumption",
    "unpresumed": "reason for assuming nothing",
    "judged": "whether it is a judgement",
    "sensitive": "whether it is sensitive",
    "immutable": "whether it is a fixed fact",
    "within_reach": "what the practitioner can do about it",
    "ask_early_for": "actions about which it is asked early",
    "pretext": "whether it would be a pretext",
    "pretext_if": "when it would be a pretext",
    "withholds": "what is not offered while it is so",
    "also": "synonyms",
    "support": "whether it is offered first",
    "meaning": "what tells it from other courses",
    "weight": "how hard it is to change",
    "base_rate": "how often it occurs",
    "ordered": "whether its values rise",
    "of": "courses it is a step of",
    "by": "who acts",
    "after": "what comes before it",
    "met_by": "means",
    "compatible": "courses it can be combined with",
    "danger": "what is said of the danger",
    "meanwhile": "what protects until it is known",
    "matters_for": "actions for which it matters",
    "instead_of": "what it is said instead of",
    "said": "strength of its own words",
    "strength_from": "where its strength comes from",
    "strength_because": "reason for its strength",
    "not_encoded": "why nothing rests on it",
    "complete": "whether every passage is accounted for",
}
"""What parts are called where the name of the field does not do."""


def words_of(item: Any, ruleset: Ruleset) -> str:
    """An item in a sentence."""
    match item:
        case Rule():
            return rule_in_words(item, ruleset)
        case Concept():
            return sentence(f"{item.says}: {condition_in_words(item.means, ruleset)}")
        case Constraint():
            return sentence(f"it is impossible that {condition_in_words(item.never, ruleset)}")
        case Fact():
            return item.ask
        case Action():
            return sentence(item.label)
        case SafetyLine():
            return item.danger
        case Document():
            return sentence(item.title)
        case Passage():
            return item.says
        case AcceptedFinding():
            return item.because
        case _:
            raise AssertionError(item)


def parts_of(old: Any, new: Any, before: Ruleset, after: Ruleset) -> tuple[RulesetPart, ...]:
    """The parts that are written otherwise, the old beside the new; `before` and `after` are what they are part of."""
    found: list[RulesetPart] = []
    for item in attrs.fields(type(new)):
        one, other = getattr(old, item.name), getattr(new, item.name)
        if one == other:
            continue
        if item.name == "norms":
            found += _norms(one, other, before, after)
            continue
        texts = _of_fact(old, one, before), _of_fact(new, other, after)
        name = _NAMES.get(item.name, item.name)
        if texts[0] == texts[1]:
            texts = f"{texts[0]} (written differently)", texts[1]
        found.append(RulesetPart(name, *texts))
    return tuple(found)


def _of_fact(item: Any, value: Any, ruleset: Ruleset) -> str:
    """A part in words; what is presumed is said in the words of the fact."""
    if isinstance(item, Fact) and isinstance(value, Possible):
        return value_in_words(item, value)
    return _said(value, ruleset)


def _said(value: Any, ruleset: Ruleset) -> str:
    match value:
        case None | ():
            return ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value).replace("_", " ")
        case Period(since, until):
            return f"from {since or 'the beginning'} until {until or 'further notice'}"
        case FactValue(id_, label, also, clause):
            synonyms = f" (also: {', '.join(also)})" if also else ""
            return f'{id_} "{label}"{f" ({clause})" if clause else ""}{synonyms}'
        case tuple():
            return "; ".join(_said(part, ruleset) for part in value)
        case _ if isinstance(value, _CONDITIONS):
            return condition_in_words(value, ruleset)
        case _:
            return str(value)


def _norms(old: tuple[Norm, ...], new: tuple[Norm, ...], before: Ruleset, after: Ruleset) -> Iterator[RulesetPart]:
    """Norms that only changed in strength stand side by side; of the others, what went and what came."""
    gone = [norm for norm in old if norm not in new]
    come = [norm for norm in new if norm not in old]
    for norm in tuple(gone):
        stronger = next((other for other in come if _same_but_strength(norm, other)), None)
        if stronger is not None:
            gone.remove(norm)
            come.remove(stronger)
            yield RulesetPart("strength", norm_in_words(norm, before), norm_in_words(stronger, after))
    if gone or come:
        yield RulesetPart(
            "norms",
            "; ".join(norm_in_words(norm, before) for norm in gone),
            "; ".join(norm_in_words(norm, after) for norm in come),
        )
    elif set(old) == set(new):
        yield RulesetPart(
            "order of norms",
            "; ".join(norm_in_words(norm, before) for norm in old),
            "; ".join(norm_in_words(norm, after) for norm in new),
        )


def _same_but_strength(one: Norm, other: Norm) -> bool:
    return (one.action, one.before, one.instead_of, one.modality.positive) == (
        other.action,
        other.before,
        other.instead_of,
        other.modality.positive,
    )


__all__ = ["parts_of", "words_of"]
