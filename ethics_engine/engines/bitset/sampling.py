"""Complete cases drawn at random, held as columns."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import TypeVar

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Variable, variables_of

from .case_set import NO_CASES, CaseSet, all_cases

_Value = TypeVar("_Value", bound=Hashable)

Rates = Mapping[Variable, Sequence[float]]
"""For a variable, how often each of its values occurs, in order; only their proportions count."""

_FINENESS = 16
"""A chance is met to within one in two to the power of this."""


def completions(
    enactment: Enactment, knowledge: Knowledge, count: int, *, seed: int = 0, rates: Rates | None = None
) -> dict[Variable, tuple[CaseSet, ...]]:
    """`count` cases that agree with what is known, as `run_columns` takes them; each fact is drawn for itself.

    Some may break constraints: `Batch.lawful` tells which. The same seed draws the same cases. Where no rate is given,
    or none of the values that remain has one, these are equally likely.
    """
    random = Random(seed)
    return {
        variable: tuple(_drawn(variable, knowledge, (rates or {}).get(variable), count, random))
        for variable in variables_of(enactment)
    }


def scattered(scatter: Iterable[int], size: int, random: Random) -> CaseSet:
    """For each block of so many cases, one in two to the power of a number of them."""
    column = NO_CASES
    for block, halvings in enumerate(scatter):
        chosen = all_cases(size)
        for _halving in range(halvings):
            chosen &= random.getrandbits(size)
        column |= chosen << block * size
    return column


def shared(column: CaseSet, values: Sequence[_Value], count: int, random: Random) -> Mapping[_Value, CaseSet]:
    """Share cases out among values, about as many to each."""
    if len(values) < 2:
        return dict.fromkeys(values, column)
    half = len(values) // 2
    here = column & random.getrandbits(count)
    return {**shared(here, values[:half], count, random), **shared(column & ~here, values[half:], count, random)}


def _drawn(
    variable: Variable, knowledge: Knowledge, rates: Sequence[float] | None, count: int, random: Random
) -> Iterator[CaseSet]:
    """For each value, the cases in which it is drawn."""
    allowed = [variable.allows(value, knowledge) for value in variable.values]
    usual = rates or [1.0] * len(allowed)
    weights = [rate if value else 0.0 for value, rate in zip(allowed, usual, strict=True)]
    if not any(weights):
        weights = [float(value) for value in allowed]
    left, total = all_cases(count), sum(weights)
    for weight in weights:
        here = left & _chance(weight / total, count, random) if weight else NO_CASES
        left, total = left & ~here, total - weight
        yield here


def _chance(share: float, count: int, random: Random) -> CaseSet:
    """A column in which each bit is set with the given chance.

    The share is read from its last binary digit to its first: fair coins OR what came before for a one, AND what came
    before for a zero, halve the distance to one or to zero.
    """
    digits = round(share * (1 << _FINENESS))
    if digits >> _FINENESS:
        return all_cases(count)
    column = NO_CASES
    for place in range(_FINENESS):
        if digits >> place & 1:
            column |= random.getrandbits(count)
        elif column:
            column &= random.getrandbits(count)
    return column
