"""Single facts that do and that do not change what comes of a case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

from attrs import frozen

from ethics_engine.consulting.outcomes import Outcome
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import Selection

from .subject import Subject
from .variants import Variant

TRIED = 12
"""So many idle variants are looked at for a case at most, the most tempting first."""


def asks_for_outcome(subject: Subject) -> bool:
    """Whether the case asks for something that is settled and that its variants can be read for."""
    return subject.ask in (Ask.MAY, Ask.MUST, Ask.WHAT, Ask.RIGHT) and subject.outcome is not None


@frozen(eq=False)
class Statement:
    """Something told of a case: a fact, or one option that is chosen; and what else it could have been.

    Attributes:
        decides: Whether the outcome is another whatever else it is, does not change at all, or neither (None).
    """

    name: str
    fact: str
    option: str | None
    variants: tuple[Variant, ...]
    decides: bool | None


def statements(subject: Subject) -> Iterator[Statement]:
    """Everything that is known for certain, stated or presumed, with what hangs on it."""
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
        yield Statement(name, fact, option, tuple(variants), _decides(subject, variants))


def _decides(subject: Subject, variants: Sequence[Variant]) -> bool | None:
    results: set[bool | None] = set()
    for variant in variants:
        outcome = subject.readings.of(variant)
        if outcome is None and subject.nearby.is_impossible(variant):
            continue
        results.add(None if outcome is None else outcome != subject.outcome)
    return results.pop() if len(results) == 1 else None


def idle(subject: Subject, *, steps: bool = True) -> tuple[Variant, ...]:
    """Variants of which the same comes as of the case, one of each fact, the most tempting first."""
    found = _idle(subject)
    return tuple(variant for variant in found if steps or not variant.fact.startswith(DONE))[:TRIED]


@lru_cache(maxsize=512)
def _idle(subject: Subject) -> tuple[Variant, ...]:
    if subject.outcome is None:
        return ()
    found: dict[str, Variant] = {}
    for variant in subject.readings.where(subject.outcome):
        if not subject.enactment.fact[variant.fact].immutable:
            found.setdefault(variant.fact, variant)
    return tuple(sorted(found.values(), key=lambda variant: _temptation(subject, variant)))


def telling(subject: Subject, outcome: Outcome) -> list[Variant]:
    """Variants that lead to another outcome, the most natural first."""
    found = [v for v in subject.readings.where(outcome) if not subject.enactment.fact[v.fact].immutable]
    return sorted(found, key=lambda variant: (variant.fact not in subject.stated, _temptation(subject, variant)))


def _temptation(subject: Subject, variant: Variant) -> tuple[bool, bool, bool, bool, bytes, int]:
    """What somebody who half knows the rules would think of first; among alike ones, another in every case."""
    return (
        variant.fact not in subject.usual,
        variant.fact not in subject.speaking,
        variant.fact.startswith(DONE),
        subject.enactment.fact[variant.fact].topic not in subject.topics,
        lot(subject, variant.fact),
        variant.index,
    )


def lot(subject: Subject, name: str) -> bytes:
    """A place in a line that is the same in every run and another in every case."""
    return hashlib.sha256(f"{subject.case.id} {name}".encode()).digest()
