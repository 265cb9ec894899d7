"""What many cases may turn out to be: what constraints leave to each fact, and single completions, as columns.

`constraint_propagation.py` and `sampled_completions.py` have this for one case.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property, lru_cache
from zlib import crc32

from ethics_engine.engines.bitset import PossibleColumns, constraint_pairs, variables_constrained
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import union
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.record import frozen_record
from ethics_engine.model.variables import Variable, variables_of

_SHARES = (1.0, 0.5, 0.25, 0.12)
_GROUPS = 16

FAR = tuple(range(12))
"""Completions that depart from what is usual in many facts, drawn anew each time: all, half, a quarter, an eighth."""

NEAR = (0, 1, *range(len(FAR), len(FAR) + _GROUPS))
"""Completions each of which departs in one of several groups of facts; between them, every fact departs once."""

Marks = Mapping[Hashable, CaseSet]
"""What tells results of complete cases apart: two cases that are in the same columns have the same result."""


def narrowed_columns(enactment: Enactment, possible: PossibleColumns, everyone: CaseSet) -> PossibleColumns:
    """The values that remain possible: one goes from the cases in which stating it surely breaks a constraint.

    Every completion that keeps the constraints is among what remains. The constraints are gone through once. A case in
    which a variable is left no value has no such completion.
    """
    left = dict(possible)
    read = variables_constrained(enactment)
    for constraint in enactment.constraints:
        for variable in read[constraint.id]:
            columns = list(left[variable])
            for index, column in enumerate(columns):
                stated = tuple(everyone if place == index else NO_CASES for place in range(len(columns)))
                tried = constraint_pairs(enactment, {**left, variable: stated}, everyone, [constraint])
                columns[index] = column & ~tried[constraint.id][0]
            left[variable] = tuple(columns)
    return left


@frozen_record
class Completions:
    """Single completions of each case, by number; which values a case gets depends only on what is possible of it.

    Attributes:
        possible: What is possible of each case; variables that are not in it are in no completion.
    """

    enactment: Enactment
    possible: PossibleColumns

    @cached_property
    def _chosen(self) -> dict[tuple[int, tuple[int, ...]], tuple[CaseSet, ...]]:
        return {}

    def numbered(self, number: int) -> PossibleColumns:
        """One completion: of the values that are possible, the first in an order that depends on the number.

        Numbers 0 and 1 take what is usually assumed, and else the first or the last value; others depart from it
        (`FAR`, `NEAR`).
        """
        orders = _orders(self.enactment, number)
        return {
            variable: self._first(place, columns, orders[variable])
            for place, (variable, columns) in enumerate(self.possible.items())
        }

    def _first(self, place: int, possible: Sequence[CaseSet], order: tuple[int, ...]) -> tuple[CaseSet, ...]:
        found = self._chosen.get((place, order))
        if found is None:
            columns, taken = list(possible), NO_CASES
            for value in order:
                columns[value], taken = columns[value] & ~taken, taken | columns[value]
            found = self._chosen[place, order] = tuple(columns)
        return found


@lru_cache(maxsize=256)
def _orders(enactment: Enactment, number: int) -> Mapping[Variable, tuple[int, ...]]:
    """For each variable its values, by index, in the order in which they are taken."""
    usual = {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None}
    orders = {}
    for variable in variables_of(enactment):
        usually = [variable.allows(value, usual) for value in variable.values]
        places = sorted(range(len(usually)), reverse=(number == 1) is (variable.option is None))
        if _departs(variable, number):
            name = f"{number} {variable.fact} {variable.option}"
            drawn = [crc32(f"{place} {name}".encode()) for place in places]
            places = [place for _, place in sorted(zip(drawn, places, strict=True))]
            last = usually  # what is usual comes last
        else:
            last = [not each for each in usually]
        orders[variable] = tuple(sorted(places, key=last.__getitem__))
    return orders


def _departs(variable: Variable, number: int) -> bool:
    """Whether a variable departs from what is usual in a completion."""
    if number in FAR:
        drawn = crc32(f"{number} {variable.fact} {variable.option}".encode())
        return number > 1 and drawn < _SHARES[number % len(_SHARES)] * (1 << 32)
    return crc32(variable.fact.encode()) % _GROUPS == number - len(FAR)


def lawful(enactment: Enactment, chosen: PossibleColumns, everyone: CaseSet) -> CaseSet:
    """The cases in which a completion is one, and keeps every constraint."""
    kept = everyone
    for _, surely_kept in constraint_pairs(enactment, chosen, everyone).values():
        kept &= surely_kept
    for variables in variables_constrained(enactment).values():
        for variable in variables:
            kept &= union(chosen[variable])
    return kept


def differing(among: CaseSet, completed: Callable[[int], tuple[CaseSet, Marks]], numbers: Sequence[int]) -> CaseSet:
    """Of some cases those of which two lawful completions are found that have different results.

    Args:
        among: The cases.

        completed: Gives for the completions of a number the cases in which they are lawful, and the marks of their
            results.

        numbers: The completions that are tried: `FAR` or `NEAR`.
    """
    seen = found = NO_CASES
    marks: dict[Hashable, CaseSet] = {}
    for number in numbers:
        left = among & ~found
        if not left:
            break
        kept, now = completed(number)
        kept &= left
        again, new = kept & seen, kept & ~seen
        for mark, column in now.items():
            before = marks.get(mark, NO_CASES)
            found |= again & ((before & ~column) | (column & ~before))
            marks[mark] = before | (column & new)
        seen |= kept
    return found
