"""In how many of the simplest cases a fact decides: which facts are often the key to an action, and which never are."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.engines.bitset import run
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.possibilities import PossibilityQuery

from .single_changes import simplest

_CONTEXTS = 100
_LEAST = 0.1
"""The weight of what never decides."""


@lru_cache(maxsize=512)
def breadth(enactment: Enactment, action: str) -> Mapping[str, float]:
    """For each fact the share of simple cases in which it changes the answer.

    In a simple case one thing is out of the ordinary; the answer is to whether the action may be taken. The shares
    depend on the rules alone, not on any case that was decided.
    """
    speaking = {rule.id for rule, _ in enactment.norms_on[action]}
    read = frozenset().union(*(facts_read(rule.when, enactment) for rule in enactment.rules if rule.id in speaking))
    usual = assumptions(enactment)
    variants = [variant for variant in simplest(enactment, usual) if variant.fact in read]
    if not variants:
        return {}
    contexts = [*variants[:: max(1, math.ceil(len(variants) / _CONTEXTS))]]
    cases: list[Knowledge] = [
        {context.fact: context.known, **({variant.fact: variant.known} if variant else {})}
        for context in contexts
        for variant in (None, *variants)
    ]
    batch = run(enactment, cases, usual)
    possible = outcomes(enactment, batch, PossibilityQuery(Question(Ask.MAY, action)))
    sure = decided(possible, batch.memory.everyone) & batch.lawful()
    changing: Counter[str] = Counter()
    counted = 0
    for number, context in enumerate(contexts):
        start = number * (len(variants) + 1)
        column = next((column for column in possible.values() if column & sure & 1 << start), None)
        if column is None:
            continue
        counted += 1
        changed = (sure & ~column) >> start + 1
        turning = {variant.fact for place, variant in enumerate(variants) if changed >> place & 1}
        changing.update(turning - {context.fact})
    return {name: count / counted for name, count in changing.items()}


def weighed(name: str, weight: float) -> float:
    """A place in a line that is the same in every run; who has more weight stands further ahead more often."""
    chance = (int.from_bytes(hashlib.sha256(name.encode()).digest()[:6]) + 1) / (1 << 48)
    return -math.log(chance) / max(weight, _LEAST)


def as_key(name: str, share: float) -> float:
    """A place among keys: what decides often seldom comes first, for there are so many cases for it."""
    return weighed(name, (1 - share) ** 2)


def as_distractor(name: str, share: float) -> float:
    """A place among distractors: what decides often comes first wherever it does not decide."""
    return weighed(name, _LEAST + share)
