"""How much an answer can be expected to tell, in bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log2

from ethics_engine.engines.bitset import PossibleColumns
from ethics_engine.model.variables import Variable

_MOST_RESULTS = 12
_MOST_OPTIONS = 3
_WORTH_A_SPLIT = 0.001


def entropy(cases: int, results: Iterable[int]) -> float:
    """How uncertain the result is among some cases, each of which has one of the results."""
    left = total = cases.bit_count()
    bits = 0.0
    for column in results:
        if not left:  # the rarest results come last, and few cases have any of them
            break
        if count := (cases & column).bit_count():
            left -= count
            share = count / total
            bits -= share * log2(share)
    return bits


def top_outcomes(results: Sequence[int]) -> Sequence[int]:
    """The results, those beyond the dozen most frequent taken together, which tells them apart well enough."""
    rest = 0
    for column in results[_MOST_RESULTS:]:
        rest |= column
    return [*results[:_MOST_RESULTS], rest] if rest else results


def expected_information_gain(
    variables: Sequence[Variable], possible: PossibleColumns, cases: int, results: Sequence[int], before: float
) -> float:
    """By how much the uncertainty among `cases`, which was `before`, shrinks on average once a fact is stated.

    Of a fact with many options only the few that tell most are counted: of more, chance would seem to tell something.
    Source: J. R. Quinlan, Induction of Decision Trees, Machine Learning 1 (1986).
    """
    parts, gain = [cases], 0.0
    left = [variable for variable in variables if variable in possible and _differs(cases, possible[variable])]
    for _ in range(_MOST_OPTIONS):
        found = {variable: _split(parts, possible[variable]) for variable in left}
        gains = {variable: before - _left(split, cases, results) for variable, split in found.items()}
        best = max(left, key=gains.__getitem__, default=None)
        if best is None or gains[best] < gain + _WORTH_A_SPLIT:
            break
        parts, gain = found[best], gains[best]
        left.remove(best)
    return gain


def _differs(cases: int, values: Iterable[int]) -> bool:
    """Whether not all of some cases have the same value of a variable, each but one."""
    return all(cases & ~value for value in values)


def _split(parts: Iterable[int], values: Iterable[int]) -> list[int]:
    values = list(values)
    return [part & value for part in parts for value in values if part & value]


def _left(parts: Iterable[int], cases: int, results: Sequence[int]) -> float:
    total = cases.bit_count()
    return sum(part.bit_count() / total * entropy(part, results) for part in parts)


Gains = Mapping[str, float]
"""For each fact that could be asked the bits that its answer can be expected to tell."""
