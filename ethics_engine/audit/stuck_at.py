"""The parts of conditions, and what a condition would be worth if one of them were always so, or never."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from ethics_engine.engines.bitset import Batch
from ethics_engine.engines.bitset.batch import joined
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import Pair
from ethics_engine.model.conditions import AllOf, AnyOf, Condition, NoneOf


@frozen
class StuckAt:
    """A part of a condition held true, or false.

    Attributes:
        path: Where the part stands: the first number says which part of the whole, the next which part of that.

        part: The part.

        at: What it is held at.
    """

    path: tuple[int, ...]
    part: Condition
    at: bool


def stuck_parts(condition: Condition) -> Iterator[StuckAt]:
    """Every way to hold a part true or false that is not the same as holding a larger part so; the larger come first.

    Of `all`, a part that is false makes the whole false; of `any`, one that is true makes it true: only the other way
    says something of the part.
    """
    constant = isinstance(condition, AllOf | AnyOf | NoneOf) and not condition.parts
    for at in (True, False):
        if not constant or at is isinstance(condition, AnyOf):
            yield StuckAt((), condition, at)
    yield from _inner(condition, ())


def _inner(condition: Condition, path: tuple[int, ...]) -> Iterator[StuckAt]:
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        only = len(condition.parts) == 1
        for number, part in enumerate(condition.parts):
            if not only:
                yield StuckAt((*path, number), part, at=isinstance(condition, AllOf))
            yield from _inner(part, (*path, number))


def replaced(condition: Condition, path: tuple[int, ...], by: Condition) -> Condition:
    """The condition with another part in a place."""
    if not path or not isinstance(condition, AllOf | AnyOf | NoneOf):
        return by
    parts = list(condition.parts)
    parts[path[0]] = replaced(parts[path[0]], path[1:], by)
    return type(condition)(tuple(parts))


def stuck_worth(condition: Condition, batch: Batch) -> Iterator[tuple[StuckAt, Pair]]:
    """Each way to hold a part, with the cases in which the whole then holds, and those in which it does not."""
    everyone = batch.memory.everyone
    whole: dict[tuple[int, ...], _Around] = {(): lambda pair: pair}
    _surround(condition, (), whole, batch)
    for stuck in stuck_parts(condition):
        yield stuck, whole[stuck.path]((everyone, NO_CASES) if stuck.at else (NO_CASES, everyone))


_Around = Callable[[Pair], Pair]
"""The worth of the whole, by that of a part."""


def _surround(condition: Condition, path: tuple[int, ...], whole: dict[tuple[int, ...], _Around], batch: Batch) -> None:
    """Find the worth of the whole by that of each part of a part."""
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        pairs = [batch.worth(part) for part in condition.parts]
        for number, part in enumerate(condition.parts):
            beside = pairs[:number] + pairs[number + 1 :]
            whole[*path, number] = _around(condition, beside, whole[path], batch.memory.everyone)
            _surround(part, (*path, number), whole, batch)


def _around(condition: AllOf | AnyOf | NoneOf, beside: list[Pair], outside: _Around, everyone: CaseSet) -> _Around:
    return lambda pair: outside(joined(condition, [pair, *beside], everyone))
