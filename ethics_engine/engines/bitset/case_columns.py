"""Very many cases at once, given by columns instead of one by one.

Where cases are made rather than met (samples, all completions of a few facts, all small changes of a case), what is
known of them is best said as columns from the start: for each value of each variable, the cases in which it is
possible. A quarter of a million cases then take a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import (
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    Operator,
    StatusTest,
    Test,
    tests_in,
)
from ethics_engine.model.enactment import Enactment, worked_out_once
from ethics_engine.model.facts import Constraint
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import frozen_record
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import Variable, known_by, variables_of

from .batch import Batch, finish, worth
from .case_set import NO_CASES, CaseSet, all_cases
from .column_program import ColumnProgram, compiled
from .machine import Columns, Pair, every, negated, some
from .program_slice import program_for

PossibleColumns = Mapping[Variable, Sequence[CaseSet]]
"""For each variable, for each of its values in order: the cases in which it may have that value, as a column.

In every case at least one value is possible. Of a variable that is left out, every value is possible everywhere.
"""


def run_columns(
    enactment: Enactment, possible: PossibleColumns, count: int, queries: Collection[PossibilityQuery] = ()
) -> Batch:
    """Evaluate `count` cases of which is known what `possible` says; given questions, as far as their answers go."""
    program = program_for(enactment, queries) if queries else compiled(enactment)
    return _run(program, enactment, possible, all_cases(count))


def run_possible(enactment: Enactment, possible: PossibleColumns, everyone: CaseSet) -> Batch:
    """The same for the cases of a column, which may be a recorded one (see `kernel`)."""
    return _run(compiled(enactment), enactment, possible, everyone)


def _run(program: ColumnProgram, enactment: Enactment, possible: PossibleColumns, everyone: CaseSet) -> Batch:
    memory, readings = Columns(everyone, [], []), reading_of(enactment)
    for test in program.literals:
        true, false = readings[test].columns(possible, everyone)
        memory.true.append(true)
        memory.false.append(false)
    return finish(program, memory)


def broken(enactment: Enactment, possible: PossibleColumns, count: int) -> Mapping[str, CaseSet]:
    """For each constraint, the cases in which it is surely broken, as a column; far quicker than evaluating them."""
    return {name: pair[0] for name, pair in constraint_pairs(enactment, possible, all_cases(count)).items()}


def constraint_pairs(
    enactment: Enactment, possible: PossibleColumns, everyone: CaseSet, constraints: Iterable[Constraint] | None = None
) -> Mapping[str, Pair]:
    """For each constraint, or each of some, the cases in which it surely is broken, and those in which it is kept."""
    wanted = enactment.constraints if constraints is None else constraints
    return condition_pairs(enactment, possible, everyone, {each.id: each.never for each in wanted})


def condition_pairs(
    enactment: Enactment, possible: PossibleColumns, everyone: CaseSet, conditions: Mapping[str, Condition]
) -> Mapping[str, Pair]:
    """For each condition about facts, the cases in which it surely holds, and those in which it surely does not.

    A test of facts that no rule makes is not decided in any case.
    """
    readings = reading_of(enactment)
    concepts: dict[str, Pair] = {}

    def of_test(test: Test) -> Pair:
        match test:
            case ConceptTest(concept):
                if concept not in concepts:
                    concepts[concept] = worth(enactment.concept[concept].means, everyone, of_test)
                return concepts[concept]
            case FactTest():
                reading = readings.get(test)
                return (NO_CASES, NO_CASES) if reading is None else reading.columns(possible, everyone)
            case DoneTest() | StatusTest():
                raise AssertionError(test)  # such a condition is not about what the rules make of facts

    return {name: worth(condition, everyone, of_test) for name, condition in conditions.items()}


@worked_out_once
def variables_constrained(enactment: Enactment) -> Mapping[str, tuple[Variable, ...]]:
    """The variables that each constraint reads, directly or through concepts."""
    readings = reading_of(enactment)
    concepts: dict[str, tuple[Variable, ...]] = {}

    def read(condition: Condition) -> Iterator[Variable]:
        for test in tests_in(condition):
            match test:
                case ConceptTest(concept):
                    if concept not in concepts:
                        concepts[concept] = tuple(dict.fromkeys(read(enactment.concept[concept].means)))
                    yield from concepts[concept]
                case FactTest():
                    yield from readings[test].variables
                case DoneTest() | StatusTest():
                    raise AssertionError(test)  # constraints are about facts

    return {constraint.id: tuple(dict.fromkeys(read(constraint.never))) for constraint in enactment.constraints}


@frozen_record
class _OfValue:
    """A test of one variable: the values that pass, and those that do not, by index."""

    variable: Variable
    passing: tuple[int, ...]
    failing: tuple[int, ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        return (self.variable,)

    def columns(self, possible: PossibleColumns, everyone: CaseSet) -> Pair:
        columns = possible.get(self.variable)
        if columns is None:
            return (NO_CASES if self.failing else everyone), (NO_CASES if self.passing else everyone)
        may_pass = may_fail = NO_CASES
        for index in self.passing:
            may_pass |= columns[index]
        for index in self.failing:
            may_fail |= columns[index]
        return everyone & ~may_fail, everyone & ~may_pass


@frozen_record
class _OfOptions:
    """A test of the options of a `choices` fact: those it names, and the others."""

    operator: Operator
    named: tuple[_OfValue, ...]
    others: tuple[_OfValue, ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        read = (*self.named, *self.others) if self.operator is Operator.ONLY else self.named
        return tuple(option.variable for option in read)

    def columns(self, possible: PossibleColumns, everyone: CaseSet) -> Pair:
        if self.operator is Operator.INCLUDES:
            return every((option.columns(possible, everyone) for option in self.named), everyone)
        named = some((option.columns(possible, everyone) for option in self.named), everyone)
        if self.operator is Operator.INCLUDES_ANY:
            return named
        if self.operator is Operator.NONE_OF:
            return negated(named)
        other = some((option.columns(possible, everyone) for option in self.others), everyone)
        return every([named, negated(other)], everyone)


@worked_out_once
def reading_of(enactment: Enactment) -> Mapping[FactTest, _OfValue | _OfOptions]:
    """How each literal of the program is read off the variables, in the order of the program."""
    of_fact: dict[str, list[Variable]] = {}
    for variable in variables_of(enactment):
        of_fact.setdefault(variable.fact, []).append(variable)
    chosen = {
        fact: [_OfValue(variable, passing=(1,), failing=(0,)) for variable in variables if variable.option is not None]
        for fact, variables in of_fact.items()
    }

    def reading(test: FactTest) -> _OfValue | _OfOptions:
        options = chosen[test.fact]
        return _of_options(test, options) if options else _of_value(test, of_fact[test.fact], enactment)

    return {test: reading(test) for test in compiled(enactment).literals}


def _of_options(test: FactTest, chosen: Sequence[_OfValue]) -> _OfOptions:
    return _OfOptions(
        test.operator,
        named=tuple(each for each in chosen if each.variable.option in test.operands),
        others=tuple(each for each in chosen if each.variable.option not in test.operands),
    )


def _of_value(test: FactTest, variables: Sequence[Variable], enactment: Enactment) -> _OfValue:
    (variable,) = variables
    fact = enactment.fact[test.fact]
    passing = tuple(
        index
        for index, value in enumerate(variable.values)
        if truth_of_test(test, fact, known_by({variable: value})[fact.id]) is Truth.TRUE
    )
    return _OfValue(variable, passing, tuple(index for index in range(len(variable.values)) if index not in passing))
