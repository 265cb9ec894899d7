"""Modified condition/decision coverage: which tests of a condition have been seen to decide it, either way.

A test decides a condition in a case where nothing else in the condition hides its worth: beside it all parts of an
`all` hold, and none of an `any` or a `none`. It is covered when it decided once by passing and once by failing.

Source: J. J. Chilenski, An investigation of three forms of the modified condition decision coverage (MCDC) criterion,
DOT/FAA/AR-01/18 (2001), the masking form; here with a third worth, for what is not known decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from ethics_engine.columns.batch import Batch
from ethics_engine.columns.machine import STATUSES
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    FactTest,
    NoneOf,
    StatusTest,
    Test,
)

Pair = tuple[int, int]
"""The cases in which something is true, and those in which it is false, as columns."""


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


@frozen(eq=False)
class Conditions:
    """Reads the worth of conditions off a batch."""

    batch: Batch
    _literals: Mapping[FactTest, int] = field(init=False, repr=False)

    @_literals.default
    def _number(self) -> Mapping[FactTest, int]:
        return {test: register for register, test in enumerate(self.batch.program.literals)}

    def deciding(self, condition: Condition) -> tuple[Deciding, ...]:
        """Every test of a condition, in reading order."""
        return tuple(self._deciding(condition, self.batch.memory.everyone, ()))

    def _deciding(
        self, condition: Condition, unhidden: int, needed: tuple[tuple[Condition, bool], ...]
    ) -> Iterator[Deciding]:
        if not isinstance(condition, AllOf | AnyOf | NoneOf):
            true, false = self._pair(condition)
            yield Deciding(condition, needed, true & unhidden, false & unhidden)
            return
        wanted = isinstance(condition, AllOf)
        pairs = [self._pair(part) for part in condition.parts]
        for index, part in enumerate(condition.parts):
            rest = unhidden
            for other, (true, false) in enumerate(pairs):
                if other != index:
                    rest &= true if wanted else false
            beside = tuple((other, wanted) for at, other in enumerate(condition.parts) if at != index)
            yield from self._deciding(part, rest, (*needed, *beside))

    def _pair(self, condition: Condition) -> Pair:
        memory, program = self.batch.memory, self.batch.program
        match condition:
            case AllOf(parts):
                return self._all(parts)
            case AnyOf(parts) | NoneOf(parts):
                none, some = memory.everyone, 0
                for part in parts:
                    true, false = self._pair(part)
                    none, some = none & false, some | true
                return (some, none) if isinstance(condition, AnyOf) else (none, some)
            case FactTest():
                register = self._literals[condition]
                return memory.true[register], memory.false[register]
            case ConceptTest(concept):
                return memory.read(program.concepts[concept])
            case StatusTest(action, statuses):
                listed = unlisted = 0
                for status, column in zip(STATUSES, memory.statuses[program.statuses[action]], strict=True):
                    listed, unlisted = (
                        (listed | column, unlisted) if status in statuses else (listed, unlisted | column)
                    )
                return memory.everyone & ~unlisted, memory.everyone & ~listed
            case _:
                raise AssertionError(condition)  # an enactment has lowered all others

    def _all(self, parts: tuple[Condition, ...]) -> Pair:
        every, broken = self.batch.memory.everyone, 0
        for part in parts:
            true, false = self._pair(part)
            every, broken = every & true, broken | false
        return every, broken
