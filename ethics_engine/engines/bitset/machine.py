"""The machine that column programs run on.

A column is a whole number with one bit for each case. A register is a pair of columns, "true" and "false" (dual rail):
a case with neither bit set is one for which the value is unknown. A slot holds, for one action, seven columns: the
statuses still possible. Each instruction works on all cases at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Protocol

from attrs import Factory

from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import NO_NORM, STRENGTHS_AGAINST, STRENGTHS_FOR, Status, status_of

from .case_set import NO_CASES, CaseSet

STATUSES = tuple(Status)
_COLUMN_OF = {
    (p, n): STATUSES.index(status_of(p, n)) for p in (NO_NORM, *STRENGTHS_FOR) for n in (NO_NORM, *STRENGTHS_AGAINST)
}

Pair = tuple[CaseSet, CaseSet]
"""The cases in which something surely is so, and those in which it surely is not, as columns."""


def negated(pair: Pair) -> Pair:
    """The same of its opposite."""
    return pair[1], pair[0]


def every(pairs: Iterable[Pair], everyone: CaseSet) -> Pair:
    """The same of several things together; of none, it always is so."""
    true, false = everyone, NO_CASES
    for one_true, one_false in pairs:
        true &= one_true
        false |= one_false
    return true, false


def some(pairs: Iterable[Pair], everyone: CaseSet) -> Pair:
    """The same of at least one of several things; of none, it never is so."""
    true, false = NO_CASES, everyone
    for one_true, one_false in pairs:
        true |= one_true
        false &= one_false
    return true, false


def union(columns: Iterable[CaseSet]) -> CaseSet:
    """The cases that are in any of several columns."""
    return reduce(or_, columns, NO_CASES)


def exactly_one(columns: Iterable[CaseSet]) -> CaseSet:
    """The cases that are in one column and no other."""
    once = twice = NO_CASES
    for column in columns:
        twice |= once & column
        once |= column
    return once & ~twice


def bits(column: CaseSet) -> Iterator[int]:
    """The numbers of the cases that are in a column, rising."""
    for place, byte in enumerate(column.to_bytes((column.bit_length() + 7) // 8, "little")):
        if byte:
            yield from (place * 8 + bit for bit in range(8) if byte >> bit & 1)


Operand = int
"""A register, by its number; or its negation, by that number inverted (`~`). To negate is to exchange the columns."""


def register_of(operand: Operand) -> int:
    """The register that an operand reads, negated or not."""
    return operand if operand >= 0 else ~operand


@frozen_record
class Columns:
    """The memory of one run.

    Attributes:
        everyone: One bit for each case.

        true: For each register, the cases in which it is true.

        false: For each register, the cases in which it is false.

        slots: For each slot, its columns, or what works them out: few are ever read.
    """

    everyone: CaseSet
    true: list[CaseSet]
    false: list[CaseSet]
    slots: list[tuple[CaseSet, ...] | Resolution] = Factory(list)

    def read(self, operand: Operand) -> Pair:
        """The columns "true" and "false" of an operand."""
        if operand < 0:
            return self.false[~operand], self.true[~operand]
        return self.true[operand], self.false[operand]

    def statuses(self, slot: int) -> tuple[CaseSet, ...]:
        """For each status, in the order of `Status`, the cases in which it is possible of a slot."""
        found = self.slots[slot]
        if isinstance(found, Resolution):
            found = self.slots[slot] = found.columns(self)
        return found

    def has(self, slot: int, statuses: Collection[Status]) -> Pair:
        """The cases in which every status still possible of a slot is listed, and those in which none is."""
        listed = unlisted = NO_CASES
        for status, possible in zip(STATUSES, self.statuses(slot), strict=True):
            if status in statuses:
                listed |= possible
            else:
                unlisted |= possible
        return self.everyone & ~unlisted, self.everyone & ~listed


class Instruction(Protocol):
    """One step of a program."""

    def run(self, memory: Columns) -> None:
        """Append the result to the memory."""


class Conjunction(tuple[Operand, ...]):
    """True where all of its operands are true, false where any is false; of no operands, true.

    Nothing but its operands: there are many, and a consult takes up all of them.
    """

    __slots__ = ()

    def run(self, memory: Columns) -> None:
        """Append a register."""
        run_all((self,), memory)


@frozen_record
class Resolution:
    """The statuses that the norms on an action leave possible.

    Attributes:
        positive: For each strength from 0, the operands that say whether a positive norm of that strength counts.

        negative: Likewise for negative norms.
    """

    positive: tuple[tuple[Operand, ...], ...]
    negative: tuple[tuple[Operand, ...], ...]

    def run(self, memory: Columns) -> None:
        """Append a slot, to be worked out when it is read."""
        memory.slots.append(self)

    def columns(self, memory: Columns) -> tuple[CaseSet, ...]:
        """The columns of the slot."""
        positive = _possible_strengths(self.positive, memory)
        negative = _possible_strengths(self.negative, memory)
        possible = [NO_CASES] * len(STATUSES)
        for p, may_be_p in positive.items():
            for n, may_be_n in negative.items():
                possible[_COLUMN_OF[p, n]] |= may_be_p & may_be_n
        return tuple(possible)


def _possible_strengths(norms: Sequence[Sequence[Operand]], memory: Columns) -> dict[int, CaseSet]:
    """The cases in which each strength can be the greatest that counts."""
    possible = {}
    not_outdone = memory.everyone
    for strength in range(len(norms) - 1, -1, -1):
        if not norms[strength]:
            continue
        certain, inconceivable = NO_CASES, memory.everyone
        for operand in norms[strength]:
            true, false = memory.read(operand)
            certain |= true
            inconceivable &= false
        if conceivable := not_outdone & ~inconceivable:
            possible[strength] = conceivable
            not_outdone &= ~certain
    possible[NO_NORM] = not_outdone
    return possible


@frozen_record
class StatusMembership:
    """True where every status still possible of a slot is listed, false where none is."""

    slot: int
    statuses: frozenset[Status]

    def run(self, memory: Columns) -> None:
        """Append a register."""
        true, false = memory.has(self.slot, self.statuses)
        memory.true.append(true)
        memory.false.append(false)


def run_all(instructions: Iterable[Instruction], memory: Columns) -> None:
    """Run some instructions, in order."""
    # what `every` does for a conjunction is written out: most of the time of a run is spent here
    everyone, when_true, when_false = memory.everyone, memory.true, memory.false
    for instruction in instructions:
        if not isinstance(instruction, Conjunction):
            instruction.run(memory)
            continue
        true, false = everyone, NO_CASES
        for operand in instruction:
            if operand < 0:
                true &= when_false[~operand]
                false |= when_true[~operand]
            else:
                true &= when_true[operand]
                false |= when_false[operand]
        when_true.append(true)
        when_false.append(false)
