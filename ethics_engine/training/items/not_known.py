"""Cases of which something is not known, or is supposed not to be, with every way in which it could turn out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from ethics_engine.consulting.outcomes import Outcome
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import Knowledge

from .fair import idle, lot, telling
from .subject import Subject
from .vignette import unknown_behind
from .worlds import completions, is_simple, matters, outcomes_of

_IDLE = 3
_TRIED = 8
_OPEN = 3
"""With more facts unknown there is no telling them apart in an item."""


@frozen(eq=False)
class Plan:
    """Facts of a case, and every way to tell them.

    Attributes:
        open: The facts of which nothing is known as the case is told.
    """

    subject: Subject
    facts: tuple[str, ...]
    tellings: tuple[Knowledge, ...]
    open: tuple[str, ...] = ()


def supposed(subject: Subject, *, deciding: int) -> Plan | None:
    """Facts that are only presumed, some that decide and some that do not; None where there are too few."""
    keys: dict[str, None] = {}
    for outcome in subject.readings.otherwise(subject.outcome):
        for variant in telling(subject, outcome):
            if subject.is_presumed(variant.fact) and is_simple(subject, variant.fact):
                keys[variant.fact] = None
                break
    for outcome in subject.readings.otherwise(subject.outcome):
        for variant in telling(subject, outcome)[:_TRIED]:
            if subject.is_presumed(variant.fact) and is_simple(subject, variant.fact):
                keys[variant.fact] = None
    wrong = [v.fact for v in idle(subject, steps=False) if subject.is_presumed(v.fact) and is_simple(subject, v.fact)]
    wrong = [name for name in wrong if name not in keys][:_IDLE]
    chosen = [name for name in keys if deciding > 1 or not name.startswith(DONE)][:deciding]
    if len(chosen) < deciding or len(wrong) < 2:
        return None
    facts = (*chosen, *wrong)
    return Plan(subject, facts, completions(subject, facts))


def open_plans(subjects: Sequence[Subject]) -> Iterator[tuple[Plan, tuple[Outcome | None, ...]]]:
    """The open cases, with some presumed facts that do not matter, and the outcome of each way to tell them."""
    asked = [s for s in subjects if s.is_open and s.ask in (Ask.MAY, Ask.MUST, Ask.WHAT, Ask.RIGHT)]
    trials = []
    for subject in asked:
        unknown = tuple(unknown_behind(subject))
        if 0 < len(unknown) <= _OPEN and all(is_simple(subject, name) for name in unknown):
            trials += [(subject, unknown, name) for name in _candidates(subject)]
    results = outcomes_of([(s, completions(s, (*unknown, name))) for s, unknown, name in trials])
    found: dict[int, list[str]] = {}
    open_facts: dict[int, tuple[str, ...]] = {}
    for (subject, unknown, name), outcome in zip(trials, results, strict=True):
        if None not in outcome and not matters(name, completions(subject, (*unknown, name)), outcome):
            found.setdefault(subject.number, []).append(name)
            open_facts[subject.number] = unknown
    plans = []
    for subject in asked:
        if len(found.get(subject.number, ())) >= 2:
            unknown = open_facts[subject.number]
            facts = (*unknown, *found[subject.number][:_IDLE])
            plans.append(Plan(subject, facts, completions(subject, facts), unknown))
    for plan, outcome in zip(plans, outcomes_of([(plan.subject, plan.tellings) for plan in plans]), strict=True):
        if None not in outcome:
            yield plan, outcome


def _candidates(subject: Subject) -> list[str]:
    """Presumed facts that one might think of, those that rules on the actions at issue read first."""
    topics = subject.topics
    names = [
        fact.id
        for fact in subject.enactment.facts
        if subject.is_presumed(fact.id)
        and is_simple(subject, fact.id)
        and not fact.id.startswith(DONE)
        and not fact.immutable
    ]
    names.sort(
        key=lambda name: (
            name not in subject.usual,
            name not in subject.speaking,
            subject.enactment.fact[name].topic not in topics,
            lot(subject, name),
        )
    )
    return names[:_TRIED]
