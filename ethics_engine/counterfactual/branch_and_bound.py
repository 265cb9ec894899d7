"""The search for changes of one size that may reach something.

To look at every three edits of several hundred would take too long. So blocks of edits are freed together:
what is then not possible by the three-valued evaluation is not possible by any choice from those blocks, and they are
left; the others are split. Nothing is missed, unless the search is cut off, which it tells.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, islice, pairwise, product
from typing import TypeVar

from attrs import frozen

from ethics_engine.deadline import Deadline
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, one_case
from ethics_engine.engines.bitset.machine import bits, union
from ethics_engine.model.variables import Variable

from .edit_space import EditSpace
from .goals import Goal, Sought
from .refutation_samples import completed

_T = TypeVar("_T", bound=Hashable)

BLOCK, PARTS = 16, 4
"""How many edits are freed together at first, and into how many parts such a block is split."""

CHUNK, MOST = 1 << 13, 3 << 13
"""How many combinations are looked at at once, and how many of one size before the search is cut off."""

TRIES, MOST_TRIED = (8, 64, 512), 1 << 17
"""In how many ways what is not sure is completed, one time after another, before a solver is asked; and how many
completions of one chunk are looked at at most."""

Block = tuple[int, int]
"""Edits from a number up to, but without, another."""
Choice = tuple[int, ...]
"""The numbers of the edits that make up a change, rising."""


@frozen
class Candidates:
    """The changes of one size that may reach something.

    Attributes:
        reaching: For each goal that may be reached, the choices that may reach it.

        complete: Whether no change of this size was left out.
    """

    reaching: Mapping[Goal, Sequence[Choice]]
    complete: bool


@frozen
class Bounding:
    """What the changes of one size are looked at for.

    Attributes:
        space: The ways in which the case could be changed.

        sought: What is looked for.

        reached: The goals that are looked for no longer.

        deadline: When to stop.
    """

    space: EditSpace
    sought: Sought
    reached: frozenset[Goal]
    deadline: Deadline

    def candidates(self, size: int) -> Candidates:
        """All changes of one size that may reach something that is sought."""
        width = BLOCK if size > 1 else 1
        blocks = _cut((0, len(self.space.edits)), width)
        nodes, left = _first(combinations_with_replacement(blocks, size), MOST)
        in_time = True
        while width > 1:
            surviving, in_time_here = self._surviving(nodes)
            in_time = in_time and in_time_here
            width //= PARTS
            nodes, left = _first((child for node in surviving for child in _split(node, width)), left)
        variables = {variable: number for number, variable in enumerate(dict.fromkeys(_variables(self.space)))}
        of = [variables[variable] for variable in _variables(self.space)]
        choices = [tuple(start for start, _ in node) for node in nodes]
        # No change gives the same variable two values.
        choices = [choice for choice in choices if len({of[number] for number in choice}) == size]
        reaching, in_time_here = self._reaching(choices)
        return Candidates(reaching, complete=left >= 0 and in_time and in_time_here)

    def _surviving(self, nodes: Sequence[tuple[Block, ...]]) -> tuple[list[tuple[Block, ...]], bool]:
        """The nodes from which something may be reached, and whether there was time for all of them."""
        surviving: list[tuple[Block, ...]] = []
        for chunk in _chunks(nodes):
            if self.deadline.passed:
                return surviving, False
            columns = _columns(chunk)
            altered = {number: column for (start, end), column in columns.items() for number in range(start, end)}
            edited = self.space.freed(altered, len(chunk))
            column = union(
                reach.perhaps
                for batch in edited.batches
                for reach in self.sought.read(batch, edited.undone, self.reached).values()
            )
            surviving += (chunk[index] for index in bits(column & ~edited.contradictory))
        return surviving, True

    def _reaching(self, choices: Sequence[Choice]) -> tuple[Mapping[Goal, Sequence[Choice]], bool]:
        """For each goal the choices that may reach it, and whether there was time for all of them."""
        reaching: dict[Goal, list[Choice]] = {}
        for chunk in _chunks(choices):
            if self.deadline.passed:
                return reaching, False
            for goal, column in self._tested(chunk).items():
                reaching.setdefault(goal, []).extend(chunk[index] for index in bits(column))
        return reaching, True

    def _tested(self, choices: Sequence[Choice]) -> Mapping[Goal, CaseSet]:
        """For each goal the choices that reach it, or may: no way of completing them that was tried misses it."""
        edited = self.space.edited(_columns(choices), len(choices))
        reaching: dict[Goal, CaseSet] = {}
        for batch in edited.batches:
            for goal, reach in self.sought.read(batch, edited.undone, self.reached).items():
                reaching[goal] = reaching.get(goal, NO_CASES) | reach.perhaps & ~edited.contradictory
        sure = self.sought.read(edited.batches[0], edited.undone, self.reached)
        unsure = {goal: reaching[goal] & ~(reach.surely & ~edited.doubtful) for goal, reach in sure.items()}
        for tries in TRIES:
            indices = list(bits(union(unsure.values())))
            if not indices or len(indices) * tries > MOST_TRIED or self.deadline.passed:
                break
            for goal, missed in self._missed(choices, indices, unsure, tries).items():
                reaching[goal] &= ~missed
                unsure[goal] &= ~missed
        return {goal: column for goal, column in reaching.items() if column}

    def _missed(
        self, choices: Sequence[Choice], indices: Sequence[int], goals: Iterable[Goal], tries: int
    ) -> Mapping[Goal, CaseSet]:
        """For each goal the choices that can be completed, without breaking a constraint, so that it is missed."""
        missed = dict.fromkeys(goals, NO_CASES)
        at_once = max(1, CHUNK // tries)
        for start in range(0, len(indices), at_once):
            here = indices[start : start + at_once]
            part = [choices[index] for index in here]
            edited = self.space.edited(_columns(part), len(part))
            ways = completed(edited, self.space.engine_input.enactment, tries)
            reached = self.sought.read(ways.batch, ways.undone, self.reached)
            for goal in missed:
                column = ways.of_any(ways.lawful & ~(reached[goal].perhaps if goal in reached else NO_CASES))
                missed[goal] |= union(one_case(here[place]) for place in bits(column))
        return missed


def _first(nodes: Iterable[tuple[Block, ...]], most: int) -> tuple[list[tuple[Block, ...]], int]:
    """The first of some combinations, and how many more may be looked at; less than none if any were left out."""
    first = list(islice(nodes, max(most, 0) + 1))
    return first[: max(most, 0)], most - len(first)


def _cut(block: Block, width: int) -> list[Block]:
    start, end = block
    return [(at, min(at + width, end)) for at in range(start, end, width)]


def _split(node: tuple[Block, ...], width: int) -> Iterator[tuple[Block, ...]]:
    """The combinations of the parts of some blocks; of the same block taken twice each pair of parts but once."""
    for parts in product(*(_cut(block, width) for block in node)):
        if all(one <= other for one, other in pairwise(parts)):
            yield parts


def _variables(space: EditSpace) -> Iterator[Variable]:
    return (edit.variable for edit in space.edits)


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _columns(combinations: Sequence[tuple[_T, ...]]) -> dict[_T, CaseSet]:
    """For each part, the combinations that it is part of, as a column."""
    size = len(combinations) // 8 + 1
    columns: dict[_T, bytearray] = {}
    for index, combination in enumerate(combinations):
        place, bit = index >> 3, 1 << (index & 7)
        for part in combination:
            column = columns.get(part)
            if column is None:
                column = columns[part] = bytearray(size)
            column[place] |= bit
    return {part: CaseSet.from_bytes(column, "little") for part, column in columns.items()}
