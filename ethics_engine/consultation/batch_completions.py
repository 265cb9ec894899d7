"""What many cases may turn out to be: what constraints leave to each fact, and single completions, as columns.

`constraint_propagation.py` and `sampled_completions.py` have this for one case.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from zlib import crc32

from ethics_engine.engines.bitset import PossibleColumns, constraint_pairs, variables_constrained
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import union
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.variables import variables_of

TRIES = 12
"""How many completions of a case are tried at most."""

_SHARES = (1.0, 0.5, 0.25, 0.12)
"""In one completion after the other: of how many facts the value is drawn, the others being as usually assumed."""

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


def completion(enactment: Enactment, possible: PossibleColumns, everyone: CaseSet, number: int) -> PossibleColumns:
    """One completion of each case: of the values that are possible, the first in an order that depends on `number`.

    Numbers 0 and 1 take what is usually assumed, and else the first or the last value; further ones depart from it.
    Which values a case gets depends on nothing but what is possible of it.
    """
    chosen = {}
    for variable, order in zip(variables_of(enactment), _orders(enactment, number), strict=True):
        left, columns = everyone, dict.fromkeys(range(len(variable.values)), NO_CASES)
        for place in order:
            columns[place] = left & possible[variable][place]
            left &= ~columns[place]
        chosen[variable] = tuple(columns.values())
    return chosen


@lru_cache(maxsize=256)
def _orders(enactment: Enactment, number: int) -> tuple[tuple[int, ...], ...]:
    """For each variable its values, by index, in the order in which they are taken."""
    usual = {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None}
    orders = []
    for variable in variables_of(enactment):
        last = (number == 1) is (variable.option is None)
        places = sorted(range(len(variable.values)), reverse=last)
        name = f"{number} {variable.fact} {variable.option}"
        if number > 1 and crc32(name.encode()) < _SHARES[number % len(_SHARES)] * (1 << 32):
            places.sort(key=lambda place, name=name: crc32(f"{place} {name}".encode()))
        else:
            places.sort(key=lambda place, of=variable: not of.allows(of.values[place], usual))
        orders.append(tuple(places))
    return tuple(orders)


def lawful(enactment: Enactment, chosen: PossibleColumns, everyone: CaseSet) -> CaseSet:
    """The cases in which a completion is one, and keeps every constraint."""
    kept = everyone
    for _, surely_kept in constraint_pairs(enactment, chosen, everyone).values():
        kept &= surely_kept
    for variables in variables_constrained(enactment).values():
        for variable in variables:
            kept &= union(chosen[variable])
    return kept


def differing(
    enactment: Enactment,
    possible: PossibleColumns,
    among: CaseSet,
    evaluated: Callable[[PossibleColumns], tuple[CaseSet, Marks]],
) -> CaseSet:
    """Of some cases those of which two lawful completions are found that have different results.

    Args:
        enactment: The rules.

        possible: What remains possible of each case.

        among: The cases.

        evaluated: Gives for completions the cases in which they are lawful, and the marks of their results.
    """
    seen = found = NO_CASES
    marks: dict[Hashable, CaseSet] = {}
    for number in range(TRIES):
        left = among & ~found
        if not left:
            break
        kept, now = evaluated(completion(enactment, possible, left, number))
        kept &= left
        again, new = kept & seen, kept & ~seen
        for mark, column in now.items():
            before = marks.get(mark, NO_CASES)
            found |= again & ((before & ~column) | (column & ~before))
            marks[mark] = before | (column & new)
        seen |= kept
    return found
