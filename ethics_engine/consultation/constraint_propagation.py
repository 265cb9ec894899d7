"""The values that the constraints, taken one by one, leave to each fact."""

from __future__ import annotations

from collections.abc import Mapping

from ethics_engine.engines.bitset import PossibleColumns, broken, variables_constrained
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases, one_case
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Value, Variable, variables_of

Left = Mapping[Variable, tuple[Value, ...]]
"""For each variable the values that it can still have; none only where what is known breaks a constraint."""


def narrowed(enactment: Enactment, knowledge: Knowledge) -> Left:
    """The values that remain possible of each variable: a value goes if stating it surely breaks a constraint.

    This is unit propagation, until nothing more goes. Every completion that keeps the constraints is among what
    remains; not all that remains need be part of one.
    """
    left = {variable: variable.possible(knowledge) for variable in variables_of(enactment)}
    constrained = dict.fromkeys(variable for read in variables_constrained(enactment).values() for variable in read)
    while True:
        read = {variable: left[variable] for variable in constrained}
        tried = [(variable, value) for variable, values in read.items() if len(values) > 1 for value in values]
        gone = 0
        for column in broken(enactment, _each_stated(read, tried), len(tried)).values():
            gone |= column
        if not gone:
            return left
        for index, (variable, value) in enumerate(tried):
            if gone >> index & 1:
                left[variable] = tuple(other for other in left[variable] if other != value)


def _each_stated(left: Left, tried: list[tuple[Variable, Value]]) -> PossibleColumns:
    """One case for each value to be tried: what remains, and that value stated."""
    everyone = all_cases(len(tried))
    own: dict[Variable, CaseSet] = {}
    columns: dict[tuple[Variable, Value], CaseSet] = {}
    for index, (variable, value) in enumerate(tried):
        own[variable] = own.get(variable, NO_CASES) | one_case(index)
        columns[variable, value] = one_case(index)
    return {
        variable: tuple(
            (everyone & ~own.get(variable, NO_CASES) if value in values else NO_CASES)
            | columns.get((variable, value), NO_CASES)
            for value in variable.values
        )
        for variable, values in left.items()
    }
