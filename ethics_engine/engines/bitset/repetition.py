"""The cases of a batch, many times over with a few facts otherwise: only what rests on those is worked out anew."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from ethics_engine.model.enactment import Enactment

from .batch import Batch
from .case_columns import PossibleColumns, reading_of
from .case_set import NO_CASES, all_cases, repeated
from .column_program import ColumnProgram
from .machine import Columns, Conjunction, Pair, Resolution, StatusMembership, register_of
from .program_slice import operands_of, told_by


def run_again(
    enactment: Enactment, batch: Batch, possible: PossibleColumns, told: PossibleColumns, times: int
) -> Batch:
    """Evaluate the cases of a batch `times` over, in as many blocks.

    Args:
        enactment: The rules, as they stand on the day.

        batch: The cases, evaluated.

        possible: What is known of them.

        told: What is known instead, over all blocks; of other variables the same is known in each block.

        times: How many blocks there are.
    """
    program, before = batch.program, batch.memory
    size = before.everyone.bit_length()
    reading = reading_of(enactment)
    anew = {place for place, test in enumerate(program.literals) if not told.keys().isdisjoint(reading[test].variables)}
    beside = {variable for place in anew for variable in reading[program.literals[place]].variables} - told.keys()
    read = _spread(program, anew)

    def again(place: int) -> Pair:
        if place not in read:
            return NO_CASES, NO_CASES
        return repeated(before.true[place], size, times), repeated(before.false[place], size, times)

    known = {
        variable: [repeated(column, size, times) for column in possible[variable]]
        for variable in beside & possible.keys()
    }
    known.update({variable: list(columns) for variable, columns in told.items()})
    memory = Columns(all_cases(size * times), [], [])
    for place, test in enumerate(program.literals):
        true, false = reading[test].columns(known, memory.everyone) if place in anew else again(place)
        memory.true.append(true)
        memory.false.append(false)
    for instruction in program.instructions:
        place = len(memory.true)
        if isinstance(instruction, Conjunction) and place not in anew:
            true, false = again(place)
            memory.true.append(true)
            memory.false.append(false)
        else:
            instruction.run(memory)
    return Batch(program, memory)


def _spread(program: ColumnProgram, anew: set[int]) -> Collection[int]:
    """Add to the registers that are worked out anew those that rest on them; the registers that are then read.

    Statuses are few, and are all worked out anew.
    """
    always, steps = _reads(program)
    read = set(always)
    for place, registers in steps:
        if registers is None:
            anew.add(place)
        elif not anew.isdisjoint(registers):
            anew.add(place)
            read.update(registers)
    return read


@lru_cache(maxsize=64)
def _reads(program: ColumnProgram) -> tuple[frozenset[int], Sequence[tuple[int, tuple[int, ...] | None]]]:
    """The registers that are read in any case; and for each that an instruction fills, those that it reads.

    None of a register that is read off a slot.
    """
    always = set(map(register_of, told_by(program)))
    steps: list[tuple[int, tuple[int, ...] | None]] = []
    for instruction in program.instructions:
        registers = tuple(map(register_of, operands_of(instruction)))
        if isinstance(instruction, Resolution):
            always.update(registers)
        else:
            place = len(program.literals) + len(steps)
            steps.append((place, None if isinstance(instruction, StatusMembership) else registers))
    return frozenset(always), steps
