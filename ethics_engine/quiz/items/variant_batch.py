"""What comes of cases changed in several respects at once; many variants of many cases in one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.engines.bitset import run
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import FactType
from ethics_engine.model.knowledge import Knowledge, Possible, Values
from ethics_engine.model.outcome import Outcome
from ethics_engine.model.possibilities import PossibilityQuery

from .context import ItemContext
from .single_changes import stated_with_retracted

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


def completions(context: ItemContext, facts: Sequence[str]) -> tuple[Knowledge, ...]:
    """Every way to tell some facts for certain."""
    values = [[(name, Values(frozenset({value}))) for value in _values(context, name)] for name in facts]
    return tuple(dict(chosen) for chosen in product(*values))


def is_simple(context: ItemContext, name: str) -> bool:
    """Whether a fact takes one of a few values."""
    fact = context.enactment.fact[name]
    return fact.type is FactType.YES_NO or (fact.type is FactType.CHOICE and len(fact.values) <= 4)


def settles(fact: str, scenarios: Sequence[Knowledge], results: Sequence[Outcome | None]) -> bool:
    """Whether to know a fact is to know the outcome, whatever else is so, and it does make a difference."""
    by_value: dict[Possible, set[Outcome | None]] = {}
    for scenario, result in zip(scenarios, results, strict=True):
        by_value.setdefault(scenario[fact], set()).add(result)
    return all(len(found) == 1 for found in by_value.values()) and len(set.union(*by_value.values())) > 1


def matters(fact: str, scenarios: Sequence[Knowledge], results: Sequence[Outcome | None]) -> bool:
    """Whether the outcome is ever another for this fact alone."""
    by_rest: dict[tuple[tuple[str, Possible], ...], set[Outcome | None]] = {}
    for scenario, result in zip(scenarios, results, strict=True):
        by_rest.setdefault(tuple((k, v) for k, v in scenario.items() if k != fact), set()).add(result)
    return any(len(found) > 1 for found in by_rest.values())


def stated_differently(pairs: Mapping[str, Possible]) -> tuple[Knowledge, ...]:
    """Every way to tell some of these facts so, and leave the others as they are."""
    names = list(pairs)
    chosen = product((False, True), repeat=len(names))
    return tuple({name: pairs[name] for name, taken in zip(names, each, strict=True) if taken} for each in chosen)


def _values(context: ItemContext, name: str) -> tuple[str, ...]:
    return context.enactment.fact[name].value_ids
