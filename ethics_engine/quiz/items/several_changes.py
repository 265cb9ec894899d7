"""What comes of cases changed in several respects at once; many variants of many cases in one run."""

from __future__ import annotations

from collections.abc import Sequence

from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.engines.bitset import run
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import Outcome
from ethics_engine.model.possibilities import PossibilityQuery

from .context import ItemContext
from .variants import stated_with_retracted

Scenarios = tuple[ItemContext, Sequence[Knowledge]]
"""A case, and for each variant what is changed."""


def outcomes_of(plans: Sequence[Scenarios], query: PossibilityQuery | None = None) -> list[tuple[Outcome | None, ...]]:
    """For each case the outcome of each variant; None where it is not surely one, or the facts may not go together.

    What is asked is what is asked of the case, unless another inquiry is given.
    """
    results: list[tuple[Outcome | None, ...]] = [()] * len(plans)
    groups: dict[int, tuple[Enactment, list[int]]] = {}
    for number, (context, _) in enumerate(plans):
        groups.setdefault(id(context.enactment), (context.enactment, []))[1].append(number)
    for enactment, numbers in groups.values():
        cases: list[Knowledge] = []
        start: dict[int, int] = {}
        for number in numbers:
            context, scenarios = plans[number]
            usual = stated_with_retracted(context.evaluated, context.stated)
            start[number] = len(cases)
            cases += [{**usual, **scenario} for scenario in scenarios]
        batch = run(enactment, cases, assumptions(enactment))
        lawful = batch.lawful()
        for number in numbers:
            context, scenarios = plans[number]
            found = outcomes(enactment, batch, context.variations.with_steps(query or context.query))
            sure = decided(found, batch.memory.everyone) & lawful
            at, mask = start[number], (1 << len(scenarios)) - 1
            here = {outcome: (column & sure) >> at & mask for outcome, column in found.items()}
            results[number] = tuple(
                next((outcome for outcome, column in here.items() if column >> index & 1), None)
                for index in range(len(scenarios))
            )
    return results
