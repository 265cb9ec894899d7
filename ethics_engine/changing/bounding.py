"""The search for changes of one size that may reach something.

To look at every three alterations of several hundred would take too long. So blocks of alterations are freed together:
what is then not possible by the three-valued evaluation is not possible by any choice from those blocks, and they are
left; the others are split. Nothing is missed, unless the search is cut off, which it says.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, islice, pairwise, product
from typing import TypeVar

from attrs import frozen

from ethics_engine.columns import Batch
from ethics_engine.columns.machine import bits
from ethics_engine.model.variables import Variable

from .completing import completed
from .goals import Goal, Reach
from .space import Space

_T = TypeVar("_T", bound=Hashable)

BLOCK, PARTS = 16, 4
"""How many alterations are freed together at first, and into how many parts such a block is split."""

CHUNK, MOST = 1 << 14, 3 << 13
"""How many combinations are looked at at once, and how many of one size before the search is cut off."""

TRIES, MOST_TRIED = (8, 64, 512), 1 << 17
"""In how many ways what is not sure is completed, one time after another, before a solver is asked; and how many
completions are looked at at once at most."""

Block = tuple[int, int]
"""Alterations from a number up to, but without, another."""
Choice = tuple[int, ...]
"""The numbers of the alterations that make up a change, rising."""
Reading = Callable[[Batch, int], Mapping[Goal, Reach]]
"""Where each goal looked for is reached; the column tells which tellings say that steps are not done."""


@frozen
class Candidates:
    """The changes of one size that may reach something.

    Attributes:
        reaching: For each goal that may be reached, the choices that may reach it.

        complete: Whether no change of this size was left out.
    """

    reaching: Mapping[Goal, Sequence[Choice]]
    complete: bool


def candidates(space: Space, size: int, reading: Reading) -> Candidates:
    """All changes of one size that may reach something that `reading` looks for."""
    width = BLOCK if size > 1 else 1
    blocks = _cut((0, len(space.alterations)), width)
    nodes, left = _first(combinations_with_replacement(blocks, size), MOST)
    while width > 1:
        surviving = list(_surviving(space, nodes, reading))
        width //= PARTS
        nodes, left = _first((child for node in surviving for child in _split(node, width)), left)
    variables = {variable: number for number, variable in enumerate(dict.fromkeys(_variables(space)))}
    of = [variables[variable] for variable in _variables(space)]
    choices = [tuple(start for start, _ in node) for node in nodes]
    # No change tells the same variable twice.
    choices = [choice for choice in choices if len({of[number] for number in choice}) == size]
    reaching = _reaching(space, choices, reading)
    return Candidates(reaching, complete=left >= 0)


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


def _variables(space: Space) -> Iterator[Variable]:
    return (alteration.variable for alteration in space.alterations)


def _surviving(space: Space, nodes: Sequence[tuple[Block, ...]], reading: Reading) -> Iterator[tuple[Block, ...]]:
    for chunk in _chunks(nodes):
        columns = _columns(chunk)
        altered = {number: column for (start, end), column in columns.items() for number in range(start, end)}
        worlds = space.freed(altered, len(chunk))
        column = 0
        for batch in worlds.batches:
            for reach in reading(batch, worlds.undone).values():
                column |= reach.perhaps
        yield from (chunk[index] for index in bits(column & ~worlds.contradictory))


def _reaching(space: Space, choices: Sequence[Choice], reading: Reading) -> Mapping[Goal, Sequence[Choice]]:
    reaching: dict[Goal, list[Choice]] = {}
    for chunk in _chunks(choices):
        for goal, found in _tested(space, chunk, reading).items():
            reaching.setdefault(goal, []).extend(chunk[index] for index in sorted(found))
    return reaching


def _tested(space: Space, choices: Sequence[Choice], reading: Reading) -> Mapping[Goal, set[int]]:
    """For each goal the choices that reach it, or may: no way of completing them that was tried misses it."""
    worlds = space.told(_columns(choices), len(choices))
    reaching: dict[Goal, set[int]] = {}
    unsure: dict[Goal, set[int]] = {}
    for batch in worlds.batches:
        for goal, reach in reading(batch, worlds.undone).items():
            reaching.setdefault(goal, set()).update(bits(reach.perhaps & ~worlds.contradictory))
    for goal, reach in reading(worlds.batches[0], worlds.undone).items():
        unsure[goal] = reaching[goal].difference(bits(reach.surely & ~worlds.doubtful))
    for tries in TRIES:
        indices = sorted(set().union(*unsure.values()))
        if not indices or len(indices) * tries > MOST_TRIED:
            break
        for goal, missed in _missed(space, [choices[index] for index in indices], reading, unsure, tries).items():
            refuted = {indices[place] for place in missed}
            reaching[goal] -= refuted
            unsure[goal] -= refuted
    return reaching


def _missed(
    space: Space, choices: Sequence[Choice], reading: Reading, goals: Iterable[Goal], tries: int
) -> Mapping[Goal, set[int]]:
    """For each goal the choices that can be completed, without breaking a constraint, so that it is missed."""
    worlds = space.told(_columns(choices), len(choices))
    ways = completed(worlds, space.brief.enactment, tries)
    reached = reading(ways.batch, ways.undone)
    return {
        goal: set(bits(ways.of_any(ways.lawful & ~(reached[goal].perhaps if goal in reached else 0)))) for goal in goals
    }


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _columns(combinations: Sequence[tuple[_T, ...]]) -> dict[_T, int]:
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
    return {part: int.from_bytes(column, "little") for part, column in columns.items()}
