"""For each answer that remains possible, one smallest scenario: values of unknown facts with which it is certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from ethics_engine.engines.bitset import run_columns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases
from ethics_engine.engines.bitset.machine import bits, union
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import Record, frozen_record
from ethics_engine.model.variables import Assignment, Variable

from .all_completions import Axis, Completed
from .batch_first_steps import outcome_columns
from .constraint_propagation import Left
from .default_assumptions import CaseKnowledge
from .relevance import ANSWER, Relevance
from .sampled_completions import SampledCompletions, drawn

_MOST_DRAWN = 8
"""For how many answers a scenario is sought among completions drawn at random: the most frequent."""

_SETS = 1000
"""How many sets of variables are tried for a smallest scenario."""


@frozen_record
class FoundScenario(Record):
    """Values with which an outcome holds whatever else is so; `smallest` if fewer were shown not to do."""

    outcome: Outcome
    values: Assignment
    smallest: bool


def scenarios(relevance: Relevance) -> Mapping[Outcome, FoundScenario]:
    """A scenario for each outcome of an open question.

    Where there are too many completions to look at, none of the values can be spared, but others might be fewer; and
    of an outcome that is very rare there may be none.
    """
    every = relevance.completed(ANSWER)
    results = None if every is None else every.answers(relevance.query)
    if every is None or results is None:
        return _from_drawn(relevance.situation, relevance.left, relevance.query)
    matter = relevance.relevant[ANSWER]
    axes = [axis for axis in every.axes if axis.variable.fact in matter.surely | matter.possibly]
    others = [axis for axis in every.axes if axis not in axes]
    axes.sort(key=lambda axis: relevance.situation.is_pretext(axis.variable.fact))
    columns = {outcome: every.folded(column, others) for outcome, column in results.items()}
    found: dict[Outcome, FoundScenario] = {}
    for some in islice(_subsets(axes), _SETS):
        for outcome in columns.keys() - found.keys():
            holds = _certain(every, columns, outcome, [axis for axis in axes if axis not in some])
            if holds:
                found[outcome] = FoundScenario(outcome, every.assignment(next(bits(holds)), some), smallest=True)
        if len(found) == len(columns):
            break
    for outcome in columns.keys() - found.keys():
        found[outcome] = _without_what_can_be_spared(every, columns, outcome, axes)
    return found


def _subsets(axes: Sequence[Axis]) -> Iterator[tuple[Axis, ...]]:
    """The sets of variables, the smallest first, in declared order."""
    for size in range(len(axes) + 1):
        yield from combinations(axes, size)


def _certain(every: Completed, columns: Mapping[Outcome, CaseSet], outcome: Outcome, rest: Sequence[Axis]) -> CaseSet:
    """The values of the other variables with which an outcome holds whatever `rest` is, where that can be at all."""
    others = union(column for other, column in columns.items() if other != outcome)
    return every.folded(columns[outcome], rest) & ~every.folded(others, rest)


def _without_what_can_be_spared(
    every: Completed, columns: Mapping[Outcome, CaseSet], outcome: Outcome, axes: Sequence[Axis]
) -> FoundScenario:
    """The values of one completion, those left out that can be."""
    values = every.assignment(next(bits(columns[outcome])), axes)
    kept = list(axes)
    for axis in axes:
        fewer = [one for one in kept if one is not axis]
        place = _place(fewer, values)
        if _certain(every, columns, outcome, [one for one in axes if one not in fewer]) >> place & 1:
            kept = fewer
    return FoundScenario(outcome, {axis.variable: values[axis.variable] for axis in kept}, smallest=False)


def _place(axes: Iterable[Axis], values: Assignment) -> int:
    """The number of the completion in which these variables have those values, and all others their first."""
    return sum(axis.stride * axis.values.index(axis.variable.values.index(values[axis.variable])) for axis in axes)


def _from_drawn(situation: CaseKnowledge, left: Left, query: PossibilityQuery) -> Mapping[Outcome, FoundScenario]:
    """From completions drawn at random: of each, the values without which the outcome would not be certain.

    All variables are stated one after the other until the outcome is certain. The last of them is needed; it goes
    first, and the same is done again, until nothing but what is needed is stated.
    """
    witnesses = drawn(situation.enactment, left, situation.known)
    columns: dict[Outcome, CaseSet] = {
        outcome: column & witnesses.lawful
        for outcome, column in outcome_columns(situation.enactment, witnesses.batch, witnesses.possible, query).items()
        if column & witnesses.lawful and outcome != UNDECIDED
    }
    frequent = sorted(columns, key=lambda outcome: -columns[outcome].bit_count())[:_MOST_DRAWN]
    assignments = {outcome: _values(witnesses, left, next(bits(columns[outcome]))) for outcome in frequent}
    needed: dict[Outcome, int] = dict.fromkeys(assignments, 0)
    while assignments:
        lengths = _certain_after(situation, left, query, assignments)
        going = False
        for outcome, length in lengths.items():
            items = list(assignments[outcome].items())
            if length > needed[outcome]:
                assignments[outcome] = dict([items[length - 1], *items[: length - 1]])
                needed[outcome] += 1
                going = True
            else:
                assignments[outcome] = dict(items[:length])
        if not going:
            break
    return {outcome: FoundScenario(outcome, values, smallest=False) for outcome, values in assignments.items()}


def _values(witnesses: SampledCompletions, left: Left, index: int) -> dict[Variable, str | tuple[int, int | None]]:
    """The values that open variables have in a drawn completion."""
    return {
        variable: next(
            value
            for value, column in zip(variable.values, witnesses.possible[variable], strict=True)
            if column >> index & 1
        )
        for variable, values in left.items()
        if len(values) > 1
    }


def _certain_after(
    situation: CaseKnowledge,
    left: Left,
    query: PossibilityQuery,
    assignments: Mapping[Outcome, Assignment],
) -> Mapping[Outcome, int]:
    """For each outcome how many of the values have to be stated, in order, until it is certain."""
    starts: dict[Outcome, int] = {}
    count = 0
    for outcome, values in assignments.items():
        starts[outcome] = count
        count += len(values) + 1
    everyone = all_cases(count)
    possible = {
        variable: [everyone if value in values else NO_CASES for value in variable.values]
        for variable, values in left.items()
    }
    for outcome, assignment in assignments.items():
        end = starts[outcome] + len(assignment) + 1
        for position, (variable, value) in enumerate(assignment.items(), start=1):
            here = all_cases(end) & ~all_cases(starts[outcome] + position)
            place = variable.values.index(value)
            possible[variable] = [
                column if other == place else column & ~here for other, column in enumerate(possible[variable])
            ]
    batch = run_columns(situation.enactment, possible, count)
    found = outcome_columns(situation.enactment, batch, possible, query)
    lengths = {}
    for outcome, assignment in assignments.items():
        others = union(column for other, column in found.items() if other != outcome)
        lengths[outcome] = next(
            length for length in range(len(assignment) + 1) if not others >> starts[outcome] + length & 1
        )
    return lengths
