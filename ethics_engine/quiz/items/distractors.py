"""Single facts that do and that do not change what comes of a case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

from attrs import frozen

from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import Selection
from ethics_engine.model.outcome import Outcome, WayOn
from ethics_engine.model.status import Force

from .context import ItemContext
from .variants import Variant


def asks_for_outcome(context: ItemContext) -> bool:
    """Whether the case asks for something that is settled and that its variants can be read for."""
    return context.ask in (Ask.MAY, Ask.MUST, Ask.WHAT, Ask.RIGHT) and context.outcome is not None


def teaches(outcome: Outcome | None) -> bool:
    """Whether rules stand behind an outcome; that none speaks of an act, or that it cannot be done, teaches nothing."""
    return outcome not in SILENT


def is_decided(context: ItemContext) -> bool:
    """Whether a rule decides the outcome in a way that a fact can be named for; that nothing asks for it does not."""
    asks_for_nothing = context.ask is Ask.MUST and context.outcome is Answer.NO
    return teaches(context.outcome) and not asks_for_nothing


FREE = (Answer.YES, Verdict.CONSISTENT)
"""Nothing stands in the way; whoever has only the story cannot know which of the steps taken it rests on."""

SILENT = (None, Answer.RULES_SAY_NOTHING, Answer.NOT_POSSIBLE, Answer.OPEN, Verdict.NO_RULE, WayOn(Force.NONE))


@frozen(eq=False)
class FactOption:
    """Something stated of a case: a fact, or one option that is chosen; and what else it could have been.

    Attributes:
        decides: Whether the outcome is another whatever else it is, does not change at all, or neither (None).
    """

    name: str
    fact: str
    option: str | None
    variants: tuple[Variant, ...]
    decides: bool | None


def statements(context: ItemContext) -> Iterator[FactOption]:
    """Everything that is stated for certain, and whether the outcome depends on it."""
    alike: dict[tuple[str, str | None], list[Variant]] = {}
    for variant in context.nearby.variants:
        dropped = isinstance(variant.before, Selection)
        if variant.fact not in context.stated or (dropped and variant.value == "yes"):
            continue
        if variant.before != context.enactment.fact[variant.fact].anything:
            alike.setdefault((variant.fact, variant.variable.option), []).append(variant)
    for (fact, option), variants in alike.items():
        known = context.evaluated.known[fact]
        if not isinstance(known, Selection) and len(getattr(known, "possible", (1,))) != 1:
            continue
        if isinstance(known, Selection) and option not in known.included:
            continue
        name = f"{fact}={option}" if option else fact
        yield FactOption(name, fact, option, tuple(variants), _decides(context, variants))


def _decides(context: ItemContext, variants: Sequence[Variant]) -> bool | None:
    results: set[bool | None] = set()
    for variant in variants:
        outcome = context.variations.readings.of(variant)
        if outcome is None and context.nearby.is_impossible(variant):
            continue
        results.add(None if outcome is None else outcome != context.outcome)
    return results.pop() if len(results) == 1 else None


def idle(context: ItemContext, *, steps: bool = True) -> tuple[Variant, ...]:
    """Variants of which the same comes as of the case, one of each fact, the most tempting first."""
    found = _idle(context)
    return tuple(variant for variant in found if steps or not variant.fact.startswith(DONE))


@lru_cache(maxsize=512)
def _idle(context: ItemContext) -> tuple[Variant, ...]:
    if context.outcome is None:
        return ()
    found: dict[str, Variant] = {}
    for variant in sorted(
        context.variations.readings.where(context.outcome), key=lambda variant: stable_hash(context, variant.name)
    ):
        if not context.enactment.fact[variant.fact].immutable:
            found.setdefault(variant.fact, variant)
    return tuple(sorted(found.values(), key=lambda variant: (*temptation(context, variant.name), variant.index)))


def pivotal(context: ItemContext, outcome: Outcome) -> list[Variant]:
    """Variants that lead to another outcome, what was stated first, and otherwise another in every case."""
    found = [v for v in context.variations.readings.where(outcome) if not context.enactment.fact[v.fact].immutable]
    return sorted(
        found,
        key=lambda variant: (
            variant.fact not in context.stated,
            variant.fact.startswith(DONE),
            stable_hash(context, variant.name),
        ),
    )


def temptation(context: ItemContext, name: str) -> tuple[bool, bool, bytes]:
    """What somebody who half knows the rules would think of first; among alike ones, another in every case.

    The name is that of a fact, or of a variant.
    """
    fact = name.split(".", maxsplit=1)[0]
    known = fact in context.variations.live or fact in context.salience.usual or fact in context.salience.speaking
    return fact.startswith(DONE), not known, stable_hash(context, name)


def stable_hash(context: ItemContext, name: str) -> bytes:
    """A place in a line that is the same in every run and another in every case."""
    return hashlib.sha256(f"{context.case.id} {name}".encode()).digest()
