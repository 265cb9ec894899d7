"""What follows from a change in one condition, worked out for all cases at once and only as far as it reaches.

Source: the parallel-pattern single-fault propagation of circuit testing: J. A. Waicukauski et al., Fault simulation for
structured VLSI, VLSI Systems Design (1985).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush

from attrs import define, field, frozen

from ethics_engine.engines.bitset import Batch
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.column_program import ColumnProgram
from ethics_engine.engines.bitset.machine import (
    Conjunction,
    Instruction,
    Operand,
    Pair,
    Resolution,
    StatusMembership,
    register_of,
)
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.status import Status

from .precedence import before_pairs
from .selectors import OBSERVED, ConditionPlace


@frozen(eq=False)
class Circuit:
    """A program as a circuit: which instruction reads which register or slot."""

    program: ColumnProgram
    of_register: Mapping[int, tuple[int, ...]]
    of_slot: Mapping[int, tuple[int, ...]]
    results: tuple[int, ...]

    @classmethod
    def of(cls, program: ColumnProgram) -> Circuit:
        """The circuit of a program."""
        of_register: dict[int, list[int]] = {}
        of_slot: dict[int, list[int]] = {}
        results: list[int] = []
        registers, slots = len(program.literals), 0
        for number, instruction in enumerate(program.instructions):
            for register in dict.fromkeys(_registers(instruction)):
                of_register.setdefault(register, []).append(number)
            if isinstance(instruction, StatusMembership):
                of_slot.setdefault(instruction.slot, []).append(number)
            if isinstance(instruction, Resolution):
                results.append(slots)
                slots += 1
            else:
                results.append(registers)
                registers += 1
        return cls(
            program,
            {register: tuple(readers) for register, readers in of_register.items()},
            {slot: tuple(readers) for slot, readers in of_slot.items()},
            tuple(results),
        )


def _registers(instruction: Instruction) -> Iterator[int]:
    if isinstance(instruction, Conjunction):
        yield from map(register_of, instruction)
    elif isinstance(instruction, Resolution):
        for side in (instruction.positive, instruction.negative):
            yield from (register_of(operand) for norms in side for operand in norms)


@define(eq=False)
class Simulation:
    """A batch of a switched enactment, in which switches are turned for a moment to see what changes.

    Attributes:
        counted: The cases that count: those that keep the constraints.
    """

    enactment: Enactment
    circuit: Circuit
    batch: Batch
    counted: CaseSet
    _literals: Mapping[object, int] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._literals = {test: register for register, test in enumerate(self.batch.program.literals)}
        for slot in range(len(self.batch.memory.slots)):  # before any register is changed
            self.batch.memory.statuses(slot)

    def changed(self, place: ConditionPlace, worth: Pair) -> CaseSet:
        """Some of the cases in which an outcome would surely be another if the condition were worth this.

        None only where there is no such case.
        """
        memory = self.batch.memory
        undo: list[tuple[list[CaseSet], int, CaseSet]] = []
        undo_slots: dict[int, tuple[CaseSet, ...]] = {}
        true, false = worth
        switches = {
            self._literals[place.switch(to=True)]: (true, memory.everyone & ~true),
            self._literals[place.switch(to=False)]: (false, memory.everyone & ~false),
        }
        waiting: list[int] = []
        queued: set[int] = set()

        def enqueue(readers: tuple[int, ...]) -> None:
            for reader in readers:
                if reader not in queued:
                    queued.add(reader)
                    heappush(waiting, reader)

        def put(register: int, pair: Pair) -> None:
            for columns, column in ((memory.true, pair[0]), (memory.false, pair[1])):
                undo.append((columns, register, columns[register]))
                columns[register] = column
            enqueue(self.circuit.of_register.get(register, ()))

        before = {register: (memory.true[register], memory.false[register]) for register in switches}
        for register, pair in switches.items():
            put(register, pair)
        while waiting:
            number = heappop(waiting)
            instruction, result = self.circuit.program.instructions[number], self.circuit.results[number]
            if isinstance(instruction, Resolution):
                slot = instruction.columns(memory)
                if slot != memory.statuses(result):
                    undo_slots[result] = memory.statuses(result)
                    memory.slots[result] = slot
                    enqueue(self.circuit.of_slot.get(result, ()))
            else:
                instruction.run(memory)
                new = memory.true.pop(), memory.false.pop()
                old = memory.true[result], memory.false[result]
                if new != old:
                    before[result] = old
                    put(result, new)
        differing = (self.counted & cases for cases in self._differences(before, undo_slots))
        found = next(filter(None, differing), NO_CASES) or self._broken_differently(before)
        for columns, register, column in reversed(undo):
            columns[register] = column
        for result, slot in undo_slots.items():
            memory.slots[result] = slot
        return found

    def _differences(self, before: Mapping[int, Pair], slots: Mapping[int, tuple[CaseSet, ...]]) -> Iterator[CaseSet]:
        """The cases in which something that counts differs, one thing after the other."""
        memory, program = self.batch.memory, self.circuit.program
        for slot in program.statuses.values():
            if slot in slots:
                shared = NO_CASES
                for old, new in zip(slots[slot], memory.statuses(slot), strict=True):
                    shared |= old & new
                yield ~shared
        said = (operand for name, operand in program.concepts.items() if name.startswith(OBSERVED))
        for operand in (*program.available.values(), *program.awaits.values(), *said):
            register = register_of(operand)
            if register in before:
                true, false = before[register]
                yield true & memory.false[register] | false & memory.true[register]
        for (_, rival), operand in program.instead.items():
            register = register_of(operand)
            if register in before:
                was, now = before[register], (memory.true[register], memory.false[register])
                surely_advised, _ = memory.has(program.statuses[rival], (Status.ADVISED,))
                yield surely_advised & (was[0] & now[1] | was[1] & now[0])
        yield from self._reordered(before)

    def _broken_differently(self, before: Mapping[int, Pair]) -> CaseSet:
        """The cases that surely keep the constraints and would surely not, or the other way round."""
        if not any(register_of(operand) in before for operand in self.circuit.program.constraints.values()):
            return NO_CASES
        kept_now, broken_now, broken_before = self.batch.memory.everyone, NO_CASES, NO_CASES
        for operand in self.circuit.program.constraints.values():
            now = self.batch.memory.read(operand)
            kept_now &= now[1]
            broken_now |= now[0]
            broken_before |= self._read(operand, before)[0]
        return self.counted & broken_now | broken_before & kept_now

    def _reordered(self, before: Mapping[int, Pair]) -> Iterator[CaseSet]:
        """The cases in which a step surely comes before another and would surely not, or the other way round.

        Only of steps that a rule orders which is effective in other cases now; where a step is possible in other cases,
        that differs by itself.
        """
        effective = self.circuit.program.effective
        for rules in before_pairs(self.enactment).values():
            if any(register_of(effective[rule]) in before for rule, _ in rules):
                was, was_not = self._any_counts(rules, before)
                now, now_not = self._any_counts(rules, {})
                yield was & now_not | was_not & now

    def _any_counts(self, rules: tuple[tuple[str, str], ...], before: Mapping[int, Pair]) -> Pair:
        program = self.circuit.program
        some, none = NO_CASES, self.batch.memory.everyone
        for rule, action in rules:
            (true, false), (possible, impossible) = (
                self._read(program.effective[rule], before),
                self._read(program.available[action], before),
            )
            some |= true & possible
            none &= false | impossible
        return some, none

    def _read(self, operand: Operand, before: Mapping[int, Pair]) -> Pair:
        """The columns of an operand, or what they were before."""
        register = register_of(operand)
        if register not in before:
            return self.batch.memory.read(operand)
        true, false = before[register]
        return (false, true) if operand < 0 else (true, false)
