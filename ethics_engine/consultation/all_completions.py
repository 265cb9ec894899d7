"""Every completion of a few unknown facts at once, and which of them differ in some of the facts alone."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from math import prod
from typing import TypeVar

from ethics_engine.engines.bitset.case_set import CaseSet, all_cases
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import Status
from ethics_engine.model.variables import Assignment, Variable

from .batch_first_steps import outcome_columns
from .constraint_propagation import Left
from .sampled_completions import SampledCompletions, enumerated

MOST = 1 << 14
"""How many completions are looked at one by one."""

_Result = TypeVar("_Result", bound=Hashable)


@frozen_record
class Axis:
    """Where the values of a variable are found: the completions come in blocks of `stride`, one for each value."""

    variable: Variable
    values: tuple[int, ...]
    stride: int
    first: CaseSet
    """The completions in which the variable has the first of its values, as a column."""

    def folded(self, column: CaseSet) -> CaseSet:
        """The completions with the first value that are in the column with some value of the variable."""
        found = column
        for place in range(1, len(self.values)):
            found |= column >> self.stride * place
        return found & self.first


@frozen_record
class Completed:
    """Every completion of some facts; all others stay as far open as they are.

    Attributes:
        axes: The variables of those facts, in declared order.
    """

    enactment: Enactment
    left: Left
    axes: tuple[Axis, ...]
    witnesses: SampledCompletions

    def answers(self, query: PossibilityQuery) -> Mapping[Outcome, CaseSet] | None:
        """The lawful completions parted by what comes of a question; None where one of them leaves it open."""
        witnesses = self.witnesses
        parted = self._parted(outcome_columns(self.enactment, witnesses.batch, witnesses.possible, query))
        return None if parted is None or UNDECIDED in parted else parted

    def statuses(self, action: str) -> Mapping[Status, CaseSet] | None:
        """The same by the status of an action."""
        return self._parted(self.witnesses.batch.statuses(action))

    def _parted(self, columns: Mapping[_Result, CaseSet]) -> Mapping[_Result, CaseSet] | None:
        lawful = {result: column & self.witnesses.lawful for result, column in columns.items()}
        return None if overlap(lawful.values()) else {result: column for result, column in lawful.items() if column}

    def folded(self, column: CaseSet, axes: Iterable[Axis]) -> CaseSet:
        """The completions of the other variables that are in the column with some values of these."""
        for axis in axes:
            column = axis.folded(column)
        return column

    def differ(self, results: Iterable[CaseSet], facts: Collection[str]) -> bool:
        """Whether two completions with different results differ in some of these facts and in no other."""
        axes = [axis for axis in self.axes if axis.variable.fact in facts]
        return overlap([self.folded(column, axes) for column in results])

    def assignment(self, index: int, axes: Iterable[Axis]) -> Assignment:
        """The values that some variables have in a completion."""
        return {
            axis.variable: axis.variable.values[axis.values[index // axis.stride % len(axis.values)]] for axis in axes
        }


def completed(enactment: Enactment, left: Left, facts: Collection[str], most: int = MOST) -> Completed | None:
    """Every completion of some facts; None where there are more than `most`."""
    varied = [variable for variable, values in left.items() if len(values) > 1 and variable.fact in facts]
    count = prod(len(left[variable]) for variable in varied)
    return (
        Completed(enactment, left, tuple(_axes(left, varied, count)), enumerated(enactment, left, varied, count))
        if (count <= most)
        else None
    )


def _axes(left: Left, varied: Iterable[Variable], count: int) -> Iterable[Axis]:
    """The axes of the completions that `enumerated` makes."""
    stride = count
    for variable in varied:
        size = len(left[variable])
        stride //= size
        blocks = sum(1 << start for start in range(0, count, stride * size))
        places = tuple(variable.values.index(value) for value in left[variable])
        yield Axis(variable, places, stride, all_cases(stride) * blocks)


def overlap(columns: Iterable[CaseSet]) -> bool:
    """Whether some case is in more than one column."""
    seen = 0
    for column in columns:
        if seen & column:
            return True
        seen |= column
    return False
