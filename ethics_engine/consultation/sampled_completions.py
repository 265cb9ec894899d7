"""Cases that stand for what a case may turn out to be, and show what is possible of it without the solver.

That something is not settled is shown by two completions in which it differs. Most are found by drawing some thousands
of completions near what is presumed, all at once; those that break a constraint draw its facts anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from random import Random

from ethics_engine.engines.bitset import Batch, PossibleColumns, broken, run_columns
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases, one_case
from ethics_engine.engines.bitset.machine import STATUSES, Operand, bits, union
from ethics_engine.engines.bitset.sampling import scattered, shared
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment, done_fact, worked_out_once
from ethics_engine.model.knowledge import Knowledge, Values
from ethics_engine.model.outcome import AnswerValue
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import Force, Status
from ethics_engine.model.variables import Value, Variable, variables_of

from .answers import definite
from .batch_answers import outcomes
from .constraint_propagation import Left
from .default_assumptions import facts_read

_SCATTER = (5, 3, 2)
"""For each block of cases: a fact departs from what is usual once in two to the power of this."""
_BLOCK = 512
_DRAWN = _BLOCK * len(_SCATTER)
_REPAIRS = 2
_LOOKED_AT = 16


_Columns = tuple[CaseSet, ...]


@frozen_record
class SampledCompletions:
    """What a case may turn out to be, evaluated; complete or in part.

    Attributes:
        possible: The cases, as columns.

        batch: Their evaluation.

        lawful: Those that break no constraint for certain, as a column.
    """

    enactment: Enactment
    possible: PossibleColumns
    batch: Batch
    lawful: CaseSet

    @cached_property
    def statuses(self) -> Mapping[str, frozenset[Status]]:
        """The statuses that each action may have in at least one of the cases."""
        return {action: self.statuses_of(action) for action in self.batch.program.statuses}

    def statuses_of(self, action: str) -> frozenset[Status]:
        """The statuses that an action may have in at least one of them."""
        columns = self.batch.memory.statuses(self.batch.program.statuses[action])
        return frozenset(status for status, column in zip(STATUSES, columns, strict=True) if column & self.lawful)

    def possibilities(self, query: PossibilityQuery) -> Possibilities:
        """What may be so in at least one of the cases: exact where all that matters is stated in each of them."""
        program, memory = self.batch.program, self.batch.memory
        forces = {force: self.lawful & ~memory.read(operand)[1] for force, operand in program.forces.items()}
        return Possibilities(
            statuses=self.statuses,
            forces=frozenset(force for force, column in forces.items() if column),
            named={
                (force, way): self._truths(operand, forces[force])
                for (force, way), operand in program.disposed.items()
                if forces[force] and force is not Force.NONE
            },
            unmet={duty: self._truths(operand, self.lawful) for duty, operand in program.unmet.items()},
            awaits={pair: self._truths(operand, self.lawful) for pair, operand in program.awaits.items()},
            answers=frozenset(self._answers(query)),
        )

    def in_part(self, part: Left) -> SampledCompletions:
        """The completions that were drawn, with other values in place of those that a part of the case rules out.

        Few completions of the case show what there is in a part of it. Constraints are broken more often here.
        """
        random, everyone = Random(0), all_cases(_DRAWN)
        possible = dict(self.possible)
        for variable, values in part.items():
            columns = dict(zip(variable.values, possible[variable], strict=True))
            ruled_out = everyone & ~union(columns[value] for value in values)
            anew = shared(ruled_out, values, _DRAWN, random)
            possible[variable] = tuple(columns[value] | anew[value] if value in anew else NO_CASES for value in columns)
        return _evaluated(self.enactment, possible, _DRAWN)

    def _truths(self, operand: Operand, among: CaseSet) -> frozenset[bool]:
        true, false = self.batch.memory.read(operand)
        return frozenset(truth for truth, never in ((True, false), (False, true)) if among & ~never)

    def _answers(self, query: PossibilityQuery) -> Iterator[AnswerValue]:
        if query.question.ask in (Ask.WHAT, Ask.HOW):
            return
        if query.question.ask is not Ask.FIRST:
            for outcome, column in outcomes(self.enactment, self.batch, query).items():
                if column & self.lawful and isinstance(outcome, AnswerValue):
                    yield outcome
            return
        answers = set[AnswerValue]()
        for index in islice(bits(self.lawful), _LOOKED_AT):
            evaluated = definite(self.enactment, self.batch.evaluation(index), self._steps(index), query)
            answers.update(evaluated.answers if evaluated is not None else ())
            if len(answers) > 1:  # which shows that the answer is not settled
                break
        yield from answers

    def _steps(self, index: int) -> Knowledge:
        """Which steps are done, or tried, in a case."""
        done = {done_fact(step.id) for step in self.enactment.ruleset.steps}
        return {
            variable.fact: Values(
                frozenset(
                    str(value) for value, column in zip(variable.values, columns, strict=True) if column >> index & 1
                )
            )
            for variable, columns in self.possible.items()
            if variable.fact in done
        }


def drawn(enactment: Enactment, left: Left, usual: Knowledge) -> SampledCompletions:
    """Completions drawn near what is usual, always the same for the same case."""
    return _evaluated(enactment, _drawn_near(enactment, left, usual), _DRAWN)


def drawn_and_as_left(
    enactment: Enactment, left: Left, usual: Knowledge
) -> tuple[SampledCompletions, SampledCompletions]:
    """Completions drawn near what is usual, always the same for the same case, and the one case that stays open.

    It stays as far open as it is left. They are evaluated together.
    """
    completions, last = _drawn_near(enactment, left, usual), one_case(_DRAWN)
    possible = {
        variable: tuple(
            column | last if value in left[variable] else column
            for value, column in zip(variable.values, columns, strict=True)
        )
        for variable, columns in completions.items()
    }
    batch, lawful = _run(enactment, possible, _DRAWN + 1)
    return (
        SampledCompletions(enactment, possible, batch, lawful & ~last),
        SampledCompletions(enactment, possible, batch, lawful & last),
    )


def _drawn_near(enactment: Enactment, left: Left, usual: Knowledge) -> PossibleColumns:
    """Completions drawn near what is usual; of most facts as where nothing is said."""
    random = Random(0)
    possible: dict[Variable, _Columns] = {}
    homes: dict[Variable, Value] = {}
    for variable, (assumed, columns) in zip(variables_of(enactment), _drawn_of_unsaid(enactment), strict=True):
        values = left[variable]
        home = homes[variable] = _home(variable, values, usual)
        as_unsaid = home == assumed and values == variable.values
        possible[variable] = columns if as_unsaid else _drawn(variable, values, home, random)
    _repair(enactment, possible, left, homes, random)
    return possible


def _home(variable: Variable, values: Sequence[Value], usual: Knowledge) -> Value:
    """The value that is usual of a variable, among those left."""
    return next((value for value in variable.possible(usual) if value in values), values[0])


def _drawn(variable: Variable, values: Sequence[Value], home: Value, random: Random) -> _Columns:
    """For each value of a variable, the completions that have it: most the usual one, others any that is left."""
    departing = scattered(_SCATTER, _BLOCK, random) if len(values) > 1 else NO_CASES
    columns = dict.fromkeys(variable.values, NO_CASES)
    columns[home] = all_cases(_DRAWN) & ~departing
    if departing:
        columns.update(shared(departing, [value for value in values if value != home], _DRAWN, random))
    return tuple(columns.values())


@worked_out_once
def _drawn_of_unsaid(enactment: Enactment) -> tuple[tuple[Value, _Columns], ...]:
    """For each variable that a case does not state, what is assumed, and what is drawn near that."""
    random, usual = Random(0), assumptions(enactment)
    homes = [(variable, _home(variable, variable.values, usual)) for variable in variables_of(enactment)]
    return tuple((home, _drawn(variable, variable.values, home, random)) for variable, home in homes)


def enumerated(enactment: Enactment, left: Left, varied: Collection[Variable], count: int) -> SampledCompletions:
    """All `count` ways of setting some variables; the others stay as far open as they are left."""
    everyone = all_cases(count)
    possible = {
        variable: tuple(everyone if value in values else NO_CASES for value in variable.values)
        for variable, values in left.items()
    }
    run = count
    for variable in varied:
        values = left[variable]
        run //= len(values)
        once = all_cases(run)
        cycles = sum(1 << start for start in range(0, count, run * len(values)))
        possible[variable] = tuple(
            (once << run * values.index(value)) * cycles if value in values else NO_CASES for value in variable.values
        )
    return _evaluated(enactment, possible, count)


def _evaluated(enactment: Enactment, possible: PossibleColumns, count: int) -> SampledCompletions:
    return SampledCompletions(enactment, possible, *_run(enactment, possible, count))


def _run(enactment: Enactment, possible: PossibleColumns, count: int) -> tuple[Batch, CaseSet]:
    """The cases evaluated, and those that break no constraint for certain."""
    batch = run_columns(enactment, possible, count)
    return batch, batch.memory.everyone & ~batch.unlawful()


def _repair(
    enactment: Enactment,
    possible: dict[Variable, tuple[CaseSet, ...]],
    left: Left,
    homes: Mapping[Variable, Value],
    random: Random,
) -> None:
    """Where a constraint is broken, draw about half of its facts anew; a few times over, and then as usual."""
    for turn in range(_REPAIRS):
        bad = {name: column for name, column in broken(enactment, possible, _DRAWN).items() if column}
        for name, column in bad.items():
            for variable in _variables_of_constraint(enactment).get(name, ()):
                anew = column & random.getrandbits(_DRAWN)
                values = left[variable] if turn < _REPAIRS // 2 else (homes[variable],)
                fresh = shared(anew, values, _DRAWN, random)
                possible[variable] = tuple(
                    before & ~anew | fresh.get(value, NO_CASES)
                    for value, before in zip(variable.values, possible[variable], strict=True)
                )
        if not bad:
            return


@worked_out_once
def _variables_of_constraint(enactment: Enactment) -> Mapping[str, tuple[Variable, ...]]:
    return {
        constraint.id: tuple(variable for variable in variables_of(enactment) if variable.fact in facts)
        for constraint in enactment.constraints
        if (facts := set(facts_read(constraint.never, enactment)))
    }
