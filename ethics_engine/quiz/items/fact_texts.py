"""Facts, and changes of them, in the words of the vocabulary."""

from __future__ import annotations

from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import EITHER, NO, TRIED, YES, Possible, Selection
from ethics_engine.text.norms import PRACTITIONER, actor
from ethics_engine.text.values import as_clause, value_in_words

from .single_changes import Variant


def as_told(fact: Fact, known: Possible) -> str:
    """What is known of a fact, as a clause; a step is told by `step_told`."""
    if fact.type is FactType.YES_NO:
        return f"nobody knows whether {fact.says}" if known == EITHER else as_clause(fact, known)
    if known == fact.anything:
        return f"not known: {fact.says}"
    value = _value(fact, known)
    return fact.clause.replace("{}", value) if fact.clause else f"{fact.says}: {value}"


def step_told(step: str, known: Possible, enactment: Enactment) -> str:
    """Whether a step has been taken, as a clause."""
    done = f"has been done: {_step(step, enactment)}"
    if known == TRIED:
        return f"this has been offered, and the client prevented it: {_step(step, enactment)}"
    if known not in (YES, NO):
        return f"nobody knows whether this {done}"
    return f"this {done}" if known == YES else f"this has not been done: {_step(step, enactment)}"


def fact_or_step(name: str, known: Possible, enactment: Enactment) -> str:
    """What is known of a fact, or of whether a step has been taken, as a clause."""
    if name.startswith(DONE):
        return step_told(name.removeprefix(DONE), known, enactment)
    return as_told(enactment.fact[name], known)


def changed(variant: Variant, enactment: Enactment) -> str:
    """What is so in a variant, and was not, as a clause."""
    fact = enactment.fact[variant.fact]
    if fact.type is FactType.YES_NO or variant.fact.startswith(DONE):
        return fact_or_step(variant.fact, variant.known, enactment)
    if isinstance(variant.known, Selection) and variant.variable.option is not None:
        label = fact.label(variant.variable.option)
        return f'{fact.says} ({"also" if variant.value == "yes" else "no longer"} "{label}")'
    now = _value(fact, variant.known)
    if variant.before == fact.anything:
        return f'{fact.says} ("{now}")'
    return f'{fact.says} ("{now}" instead of "{_value(fact, variant.before)}")'


def matter(name: str, enactment: Enactment) -> str:
    """What a fact is about, without its value."""
    fact = enactment.fact[name]
    if name.startswith(DONE):
        return f"whether this has been done: {_step(name.removeprefix(DONE), enactment)}"
    return f"whether {fact.says}" if fact.type is FactType.YES_NO else fact.says


def is_ordinary(known: Possible) -> bool:
    """Whether it is a denial, as most assumptions are: no, none, nothing chosen."""
    if isinstance(known, Selection):
        return not known.included
    return known == NO or any(value.split("_")[0] in ("no", "none") for value in getattr(known, "possible", ()))


def _value(fact: Fact, known: Possible) -> str:
    if known == Selection(frozenset(), frozenset(fact.value_ids)):
        return "none"
    return value_in_words(fact, known).replace("; ", ", ")


def _step(step: str, enactment: Enactment) -> str:
    action = enactment.action[step]
    return action.label if actor(action) == PRACTITIONER else f"{action.label} (by {action.by})"
