"""Many cases through the columns at once, each evaluation read only as far as somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    StatusTest,
    Test,
)
from ethics_engine.model.enactment import Enactment, worked_out_once
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge, Possible
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth

from .case_set import NO_CASES, CaseSet, all_cases, one_case
from .column_program import ColumnProgram, compiled
from .machine import STATUSES, Columns, Operand, Pair, every, negated, run_all, some, union

_Key = TypeVar("_Key")
_NOTHING: Knowledge = {}
_TRUTHS = {(True, False): Truth.TRUE, (False, True): Truth.FALSE, (False, False): Truth.UNKNOWN}
_SETS = tuple(
    frozenset(status for place, status in enumerate(STATUSES) if number >> place & 1)
    for number in range(1 << len(STATUSES))
)
"""Every set of statuses; the binary digits of its place say which are in it."""


@frozen_record
class Batch:
    """A program that has run."""

    program: ColumnProgram
    memory: Columns

    @cached_property
    def registers(self) -> Mapping[FactTest, int]:
        """Where each test of facts that the enactment makes is found."""
        return {test: register for register, test in enumerate(self.program.literals)}

    def evaluation(self, index: int) -> Evaluation:
        """The evaluation of one case."""
        program, memory, bit = self.program, self.memory, one_case(index)
        return Evaluation(
            concepts=_Truths(program.concepts, memory, bit),
            constraints=_Truths(program.constraints, memory, bit),
            applicable=_Truths(program.applicable, memory, bit),
            effective=_Truths(program.effective, memory, bit),
            available=_Truths(program.available, memory, bit),
            base=_Statuses(program.base, memory, bit),
            instead=_Truths(program.instead, memory, bit),
            statuses=_Statuses(program.statuses, memory, bit),
            awaits=_Truths(program.awaits, memory, bit),
            forces=_Truths(program.forces, memory, bit),
            disposed=_Truths(program.disposed, memory, bit),
            unmet=_Truths(program.unmet, memory, bit),
        )

    def whole_evaluation(self, index: int) -> Evaluation:
        """The same, read at once: all of it is looked at."""
        program, memory, bit = self.program, self.memory, one_case(index)
        true, false = memory.true, memory.false

        def truths(operands: Mapping[_Key, Operand]) -> dict[_Key, Truth]:
            return {
                key: _TRUTHS[true[operand] & bit != 0, false[operand] & bit != 0]
                if operand >= 0
                else _TRUTHS[false[~operand] & bit != 0, true[~operand] & bit != 0]
                for key, operand in operands.items()
            }

        def statuses(slots: Mapping[str, int]) -> dict[str, frozenset[Status]]:
            return dict(_Statuses(slots, memory, bit))

        return Evaluation(
            concepts=truths(program.concepts),
            constraints=truths(program.constraints),
            applicable=truths(program.applicable),
            effective=truths(program.effective),
            available=truths(program.available),
            base=statuses(program.base),
            instead=truths(program.instead),
            statuses=statuses(program.statuses),
            awaits=truths(program.awaits),
            forces=truths(program.forces),
            disposed=truths(program.disposed),
            unmet=truths(program.unmet),
        )

    def statuses(self, action: str) -> Mapping[Status, CaseSet]:
        """For each status the cases in which an action may have it, as columns."""
        return dict(zip(STATUSES, self.memory.statuses(self.program.statuses[action]), strict=True))

    def has(self, action: str, statuses: Collection[Status]) -> Pair:
        """The cases in which an action surely has one of some statuses, and those in which it surely has none."""
        return self.memory.has(self.program.statuses[action], statuses)

    def lawful(self) -> CaseSet:
        """The cases in which every constraint is kept, as a column."""
        column = self.memory.everyone
        for operand in self.program.constraints.values():
            column &= self.memory.read(operand)[1]
        return column

    def unlawful(self) -> CaseSet:
        """The cases in which some constraint is surely broken, as a column."""
        return union(self.memory.read(operand)[0] for operand in self.program.constraints.values())

    def worth(self, condition: Condition) -> Pair:
        """The cases in which a condition surely holds, and those in which it surely does not.

        Raises KeyError for a test of a fact that the enactment does not make.
        """
        return worth(condition, self.memory.everyone, self._worth_of_test)

    def _worth_of_test(self, test: Test) -> Pair:
        memory, program = self.memory, self.program
        match test:
            case FactTest():
                register = self.registers[test]
                return memory.true[register], memory.false[register]
            case ConceptTest(concept):
                return memory.read(program.concepts[concept])
            case StatusTest(action, statuses):
                return self.has(action, statuses)
            case DoneTest():
                raise AssertionError(test)  # an enactment has lowered all others


def worth(condition: Condition, everyone: CaseSet, of_test: Callable[[Test], Pair]) -> Pair:
    """The cases in which a condition holds, and those in which it does not, by those of its tests."""
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        return joined(condition, (worth(part, everyone, of_test) for part in condition.parts), everyone)
    return of_test(condition)


def joined(whole: AllOf | AnyOf | NoneOf, parts: Iterable[Pair], everyone: CaseSet) -> Pair:
    """The same for a condition of that kind, by those of its parts."""
    match whole:
        case AllOf():
            return every(parts, everyone)
        case AnyOf():
            return some(parts, everyone)
        case NoneOf():
            return negated(some(parts, everyone))


@worked_out_once
def assumptions(enactment: Enactment) -> Knowledge:
    """What is presumed of a case that states nothing."""
    return {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None}


@worked_out_once
def _truths_of_unsaid(enactment: Enactment) -> Mapping[FactTest, tuple[Truth, Truth]]:
    """Whether each test passes where nothing is known of its fact, and where that is as is presumed, if it is."""
    return {
        test: (truth_of_test(test, fact, fact.anything), truth_of_test(test, fact, fact.presumed or fact.anything))
        for test in compiled(enactment).literals
        for fact in (enactment.fact[test.fact],)
    }


def run(enactment: Enactment, stated: Sequence[Knowledge], assumed: Knowledge = _NOTHING) -> Batch:
    """Evaluate cases by what is `stated`, and `assumed` of every fact that is not stated."""
    program = compiled(enactment)
    memory = Columns(all_cases(len(stated)), [], [])
    fill(memory, program, enactment, stated, assumed)
    return finish(program, memory)


def fill(
    memory: Columns, program: ColumnProgram, enactment: Enactment, stated: Sequence[Knowledge], assumed: Knowledge
) -> None:
    """Work out the tests of facts; a test is made once for each different thing that is known of its fact."""
    cases: dict[str, dict[Possible, CaseSet]] = {}
    for index, knowledge in enumerate(stated):
        for name, known in knowledge.items():
            of_fact = cases.setdefault(name, {})
            of_fact[known] = of_fact.get(known, NO_CASES) | one_case(index)
    for name, fact in enactment.fact.items():
        of_fact = cases.setdefault(name, {})
        if rest := memory.everyone & ~union(of_fact.values()):
            known = assumed.get(name) or fact.anything
            of_fact[known] = of_fact.get(known, NO_CASES) | rest
    of_unsaid = _truths_of_unsaid(enactment)
    for test in program.literals:
        fact, true, false = enactment.fact[test.fact], NO_CASES, NO_CASES
        unknown, presumed = of_unsaid[test]
        for known, column in cases[test.fact].items():
            if known is fact.anything:
                truth = unknown
            elif known is fact.presumed:
                truth = presumed
            else:
                truth = truth_of_test(test, fact, known)
            if truth is Truth.TRUE:
                true |= column
            elif truth is Truth.FALSE:
                false |= column
        memory.true.append(true)
        memory.false.append(false)


def finish(program: ColumnProgram, memory: Columns) -> Batch:
    """Run the program on memory in which the tests of facts are filled in."""
    run_all(program.instructions, memory)
    return Batch(program, memory)


class _Truths(Mapping[_Key, Truth]):
    """The truths that stand at one bit of the columns."""

    __slots__ = ("_bit", "_memory", "_operands")

    def __init__(self, operands: Mapping[_Key, Operand], memory: Columns, bit: CaseSet) -> None:
        self._operands, self._memory, self._bit = operands, memory, bit

    def __getitem__(self, key: _Key) -> Truth:
        true, false = self._memory.read(self._operands[key])
        if true & self._bit:
            return Truth.TRUE
        return Truth.FALSE if false & self._bit else Truth.UNKNOWN

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._operands)

    def __len__(self) -> int:
        return len(self._operands)


class _Statuses(Mapping[str, frozenset[Status]]):
    """The possible statuses that stand at one bit of the columns."""

    __slots__ = ("_bit", "_memory", "_slots")

    def __init__(self, slots: Mapping[str, int], memory: Columns, bit: CaseSet) -> None:
        self._slots, self._memory, self._bit = slots, memory, bit

    def __getitem__(self, key: str) -> frozenset[Status]:
        possible = 0
        for place, column in enumerate(self._memory.statuses(self._slots[key])):
            if column & self._bit:
                possible |= 1 << place
        return _SETS[possible]

    def __iter__(self) -> Iterator[str]:
        return iter(self._slots)

    def __len__(self) -> int:
        return len(self._slots)
