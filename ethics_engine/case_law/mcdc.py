"""Modified condition/decision coverage: which tests of a condition have been seen to decide it, either way.

A test decides a condition in a case where nothing else in the condition hides its worth: beside it all parts of an
`all` hold, and none of an `any` or a `none`. It is covered when it decided once by passing and once by failing.

Source: J. J. Chilenski, An investigation of three forms of the modified condition decision coverage (MCDC) criterion,
DOT/FAA/AR-01/18 (2001), the masking form; here with a third worth, for what is not known decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ethics_engine.engines.bitset.batch import Batch
from ethics_engine.model.conditions import AllOf, AnyOf, Condition, NoneOf, Test


@frozen
class Deciding:
    """One test where it stands in a condition.

    Attributes:
        needed: The parts beside it, with the truth that each must have for the test to decide.

        passing: The cases in which it decided by passing, as a column.

        failing: The cases in which it decided by failing, as a column.
    """

    test: Test
    needed: tuple[tuple[Condition, bool], ...]
    passing: int
    failing: int


def deciding(condition: Condition, batch: Batch) -> Iterator[Deciding]:
    """Every test of a condition, in reading order."""
    return _deciding(condition, batch, batch.memory.everyone, ())


def _deciding(
    condition: Condition, batch: Batch, unhidden: int, needed: tuple[tuple[Condition, bool], ...]
) -> Iterator[Deciding]:
    if not isinstance(condition, AllOf | AnyOf | NoneOf):
        true, false = batch.worth(condition)
        yield Deciding(condition, needed, true & unhidden, false & unhidden)
        return
    wanted = isinstance(condition, AllOf)
    pairs = [batch.worth(part) for part in condition.parts]
    for index, part in enumerate(condition.parts):
        rest = unhidden
        for other, (true, false) in enumerate(pairs):
            if other != index:
                rest &= true if wanted else false
        beside = tuple((other, wanted) for at, other in enumerate(condition.parts) if at != index)
        yield from _deciding(part, batch, rest, (*needed, *beside))
