"""Single facts that do and that do not change what comes of a case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

from attrs import frozen

from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import Selection
from ethics_engine.model.outcome import Outcome

from .context import ItemContext
from .counterfactuals import turn
from .key_frequency import as_distractor, as_key, breadth
from .single_changes import Variant

_COMMON = 0.2
"""What decides in a greater share of simple cases is the right option too often."""


def asks_for_outcome(subject: ItemContext) -> bool:
    """Whether the case asks for something that is settled and that its variants can be read for."""
    return subject.ask in (Ask.MAY, Ask.MUST, Ask.WHAT, Ask.RIGHT) and subject.outcome is not None


@frozen(eq=False)
class FactOption:
    """Something told of a case: a fact, or one option that is chosen; and what else it could have been.

    Attributes:
        decides: Whether the outcome is another whatever else it is, does not change at all, or neither (None).
    """

    name: str
    fact: str
    option: str | None
    variants: tuple[Variant, ...]
    decides: bool | None


def statements(subject: ItemContext) -> Iterator[FactOption]:
    """Everything that is known for certain, stated or assumed, and whether the outcome depends on it."""
    alike: dict[tuple[str, str | None], list[Variant]] = {}
    for variant in subject.nearby.variants:
        dropped = isinstance(variant.before, Selection)
        if dropped and variant.value == "yes":
            continue
        if variant.before != subject.enactment.fact[variant.fact].anything:
            alike.setdefault((variant.fact, variant.variable.option), []).append(variant)
    for (fact, option), variants in alike.items():
        known = subject.ruling.known[fact]
        if not isinstance(known, Selection) and len(getattr(known, "possible", (1,))) != 1:
            continue
        if isinstance(known, Selection) and option not in known.included:
            continue
        name = f"{fact}={option}" if option else fact
        yield FactOption(name, fact, option, tuple(variants), _decides(subject, variants))


def _decides(subject: ItemContext, variants: Sequence[Variant]) -> bool | None:
    results: set[bool | None] = set()
    for variant in variants:
        outcome = subject.variations.readings.of(variant)
        if outcome is None and subject.nearby.is_impossible(variant):
            continue
        results.add(None if outcome is None else outcome != subject.outcome)
    return results.pop() if len(results) == 1 else None


def idle(subject: ItemContext, *, steps: bool = True) -> tuple[Variant, ...]:
    """Variants of which the same comes as of the case, one of each fact, the most tempting first."""
    found = _idle(subject)
    return tuple(variant for variant in found if steps or not variant.fact.startswith(DONE))


@lru_cache(maxsize=512)
def _idle(subject: ItemContext) -> tuple[Variant, ...]:
    if subject.outcome is None:
        return ()
    found: dict[str, Variant] = {}
    for variant in sorted(
        subject.variations.readings.where(subject.outcome), key=lambda variant: stable_hash(subject, variant.name)
    ):
        if not subject.enactment.fact[variant.fact].immutable:
            found.setdefault(variant.fact, variant)
    return tuple(sorted(found.values(), key=lambda variant: (*temptation(subject, variant.name), variant.index)))


def pivotal(subject: ItemContext, outcome: Outcome) -> list[Variant]:
    """Variants that lead to another outcome, what was stated first, and otherwise another in every case."""
    found = [v for v in subject.variations.readings.where(outcome) if not subject.enactment.fact[v.fact].immutable]
    return sorted(
        found,
        key=lambda variant: (
            variant.fact not in subject.stated,
            variant.fact.startswith(DONE),
            likely(subject, variant.fact, variant.name),
        ),
    )


def is_related(subject: ItemContext, variant: Variant, outcome: Outcome) -> bool:
    """Whether a change has to do with the case: by its fact, or by what the rules say that then decide.

    An answer may change for reasons that nobody would look for in a case: what is advised against for another reason
    altogether is no longer merely awaiting a step.
    """
    fact = subject.enactment.fact[variant.fact]
    if fact.id in subject.stated or fact.topic in subject.salience.stated_topics:
        return True
    rules = turn(subject, variant, outcome).rules
    return any(subject.enactment.rule[rule].topic in subject.salience.rule_topics for rule in rules)


def temptation(subject: ItemContext, name: str) -> tuple[bool, bool, bytes]:
    """What somebody who half knows the rules would think of first; among alike ones, another in every case.

    The name is that of a fact, or of a variant.
    """
    fact = name.split(".", maxsplit=1)[0]
    known = fact in subject.variations.live or fact in subject.salience.usual or fact in subject.salience.speaking
    return fact.startswith(DONE), not known, stable_hash(subject, name)


def doubtful(subject: ItemContext, fact: str) -> tuple[bool, bool, bool, float]:
    """What somebody would ask for first although it does not matter; what often decides comes before what never does.

    So a question that is the right one in many cases is a wrong one in others.
    """
    share = _breadth(subject, fact)
    aside = not share and fact not in subject.variations.live and fact not in subject.salience.usual
    return (
        fact.startswith(DONE),
        aside,
        is_passed_over(subject, fact),
        as_distractor(f"{subject.case.id} {fact}", share),
    )


def is_commonplace(subject: ItemContext, fact: str) -> bool:
    """Whether a fact that decides is left aside in this case, because it decides in so many others."""
    return _breadth(subject, fact) > _COMMON and is_passed_over(subject, f"key {fact}")


def is_passed_over(subject: ItemContext, name: str) -> bool:
    """By lot, in every other case."""
    return bool(stable_hash(subject, name)[-1] % 2)


def likely(subject: ItemContext, fact: str, about: str = "") -> float:
    """A place among the facts that decide; what decides in almost every case seldom comes first."""
    return as_key(f"{subject.case.id} {about} {fact}", _breadth(subject, fact))


def _breadth(subject: ItemContext, name: str) -> float:
    return max((breadth(subject.enactment, action).get(name, 0.0) for action in subject.salience.at_issue), default=0.0)


def stable_hash(subject: ItemContext, name: str) -> bytes:
    """A place in a line that is the same in every run and another in every case."""
    return hashlib.sha256(f"{subject.case.id} {name}".encode()).digest()
