"""Facts, and changes of them, in the words of the vocabulary."""

from __future__ import annotations

from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import EITHER, NO, TRIED, YES, Possible, Selection
from ethics_engine.text.norms import PRACTITIONER, actor
from ethics_engine.text.values import as_clause, stated_clause, value_in_words

from .variants import Variant


def fact_clause(fact: Fact, known: Possible) -> str:
    """What is known of a fact, as a clause; of a step, see `step_clause`."""
    if fact.type is FactType.YES_NO:
        return f"it is not known whether {fact.says}" if known == EITHER else as_clause(fact, known)
    if known == fact.anything:
        return f"not known: {fact.says}"
    return stated_clause(fact, known, _value(fact, known))


def step_clause(step: str, known: Possible, enactment: Enactment) -> str:
    """Whether a step has been taken, as a clause."""
    named = _step(step, enactment)
    if known == TRIED:
        return f"{named} was offered, but the client would not"
    if known not in (YES, NO):
        return f"it is not known whether {named} has been taken"
    return f"{named} has {'' if known == YES else 'not '}been taken"


def fact_or_step(name: str, known: Possible, enactment: Enactment) -> str:
    """What is known of a fact, or of whether a step has been taken, as a clause."""
    if name.startswith(DONE):
        return step_clause(name.removeprefix(DONE), known, enactment)
    return fact_clause(enactment.fact[name], known)


def changed(variant: Variant, enactment: Enactment) -> str:
    """What is true in a variant, as a clause; of a choice with what it was before."""
    fact = enactment.fact[variant.fact]
    if fact.type is FactType.YES_NO or variant.fact.startswith(DONE):
        return fact_or_step(variant.fact, variant.known, enactment)
    if isinstance(variant.known, Selection) and variant.variable.option is not None:
        label = fact.label(variant.variable.option)
        return f"{fact.says}: {'also' if variant.value == 'yes' else 'no longer'} “{label}”"
    now = fact_clause(fact, variant.known)
    return now if variant.before == fact.anything else f"{now} (instead of: {_value(fact, variant.before)})"


def matter(name: str, enactment: Enactment) -> str:
    """What a fact is about, without its value."""
    fact = enactment.fact[name]
    if name.startswith(DONE):
        return f"whether {_step(name.removeprefix(DONE), enactment)} has been taken"
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
    by = "" if actor(action) == PRACTITIONER else f" (by {action.by})"
    return f"the step “{action.label}”{by}"
