"""Engines compared on every ruleset of a small scope and every case of it, for as long as there is time."""

from __future__ import annotations

import time

from attrs import define

from ethics_engine.engines import bitset

from .engines import ENGINES, assert_same
from .small_scope import Scope, cases_of

SAMPLED = 10
"""One ruleset in so many is given to chaining too, which takes long to compile a ruleset."""


@define
class Compared:
    """How much of a scope was compared."""

    rulesets: int = 0
    sampled: int = 0
    cases: int = 0
    complete: bool = False

    def __str__(self) -> str:
        return (
            f"{'all' if self.complete else 'the first'} {self.rulesets:,} rulesets on all their {self.cases:,} cases:"
            f" columns = reasoning{f'; = chaining on {self.sampled:,} rulesets' if 'chaining' in ENGINES else ''}"
        )


def compare(scope: Scope, seconds: float) -> Compared:
    """Compares the engines on the rulesets of a scope, in its order, until all are done or time is up.

    Raises:
        AssertionError: They differ; it says in what.
    """
    compared = Compared()
    end = time.monotonic() + seconds
    for number, enactment in enumerate(scope.enactments()):
        if time.monotonic() > end:
            return compared
        cases = cases_of(enactment)
        sampled = number % SAMPLED == 0 and "chaining" in ENGINES
        for knowledge, evaluation in zip(cases, bitset.evaluate_all(enactment, cases), strict=True):
            said = {"columns": evaluation, "reasoning": ENGINES["reasoning"](enactment, knowledge)}
            if sampled:
                said["chaining"] = ENGINES["chaining"](enactment, knowledge)
            assert_same(said, enactment, knowledge)
        compared.rulesets += 1
        compared.sampled += sampled
        compared.cases += len(cases)
    compared.complete = True
    return compared
