"""The parts of conditions, and what a condition would be worth if one of them were always so, or never."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import field, frozen

from ethics_engine.columns import Batch
from ethics_engine.columns.machine import STATUSES
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, Condition, FactTest, NoneOf, StatusTest

Pair = tuple[int, int]
"""The cases in which something is true, and those in which it is false, as columns."""


@frozen
class Stuck:
    """A part of a condition held true, or false.

    Attributes:
        path: Where the part stands: the first number says which part of the whole, the next which part of that.

        part: The part.

        at: What it is held at.
    """

    path: tuple[int, ...]
    part: Condition
    at: bool


def stuck_parts(condition: Condition) -> Iterator[Stuck]:
    """Every way to hold a part true or false that is not the same as holding a larger part so; the larger come first.

    Of `all`, a part that is false makes the whole false; of `any`, one that is true makes it true: only the other way
    says something of the part.
    """
    constant = isinstance(condition, AllOf | AnyOf | NoneOf) and not condition.parts
    for at in (True, False):
        if not constant or at is isinstance(condition, AnyOf):
            yield Stuck((), condition, at)
    yield from _inner(condition, ())


def _inner(condition: Condition, path: tuple[int, ...]) -> Iterator[Stuck]:
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        only = len(condition.parts) == 1
        for number, part in enumerate(condition.parts):
            if not only:
                yield Stuck((*path, number), part, at=isinstance(condition, AllOf))
            yield from _inner(part, (*path, number))


def replaced(condition: Condition, path: tuple[int, ...], by: Condition) -> Condition:
    """The condition with another part in a place."""
    if not path or not isinstance(condition, AllOf | AnyOf | NoneOf):
        return by
    parts = list(condition.parts)
    parts[path[0]] = replaced(parts[path[0]], path[1:], by)
    return type(condition)(tuple(parts))


@frozen(eq=False)
class Worth:
    """Reads off a batch what conditions are worth, also with a part held true or false."""

    batch: Batch
    _literals: Mapping[FactTest, int] = field(init=False, repr=False)

    @_literals.default
    def _number(self) -> Mapping[FactTest, int]:
        return {test: register for register, test in enumerate(self.batch.program.literals)}

    def of(self, condition: Condition) -> Pair:
        """The cases in which a condition holds, and those in which it does not."""
        memory, program = self.batch.memory, self.batch.program
        match condition:
            case AllOf(parts):
                return self._all([self.of(part) for part in parts])
            case AnyOf(parts):
                return _not(self._all([_not(self.of(part)) for part in parts]))
            case NoneOf(parts):
                return self._all([_not(self.of(part)) for part in parts])
            case FactTest():
                register = self._literals[condition]
                return memory.true[register], memory.false[register]
            case ConceptTest(concept):
                return memory.read(program.concepts[concept])
            case StatusTest(action, statuses):
                listed = unlisted = 0
                for status, column in zip(STATUSES, memory.statuses[program.statuses[action]], strict=True):
                    if status in statuses:
                        listed |= column
                    else:
                        unlisted |= column
                return memory.everyone & ~unlisted, memory.everyone & ~listed
            case _:
                raise AssertionError(condition)  # an enactment has lowered all others

    def stuck(self, condition: Condition) -> Iterator[tuple[Stuck, Pair]]:
        """Each way to hold a part, with what the whole is then worth."""
        everyone = self.batch.memory.everyone
        whole: dict[tuple[int, ...], Callable[[Pair], Pair]] = {(): lambda pair: pair}
        self._around(condition, (), whole)
        for stuck in stuck_parts(condition):
            yield stuck, whole[stuck.path]((everyone, 0) if stuck.at else (0, everyone))

    def _around(
        self, condition: Condition, path: tuple[int, ...], whole: dict[tuple[int, ...], Callable[[Pair], Pair]]
    ) -> None:
        """For each part, the worth of the whole as a function of the worth of the part."""
        if not isinstance(condition, AllOf | AnyOf | NoneOf):
            return
        turned = not isinstance(condition, AllOf)
        pairs = [_not(self.of(part)) if turned else self.of(part) for part in condition.parts]
        for number, part in enumerate(condition.parts):
            beside = self._all(pairs[:number] + pairs[number + 1 :])

            def around(
                pair: Pair,
                beside: Pair = beside,
                outside: Callable[[Pair], Pair] = whole[path],
                turn: bool = turned,  # noqa: FBT001 - bound for the loop
                turn_back: bool = isinstance(condition, AnyOf),  # noqa: FBT001 - bound for the loop
            ) -> Pair:
                joined = self._all([_not(pair) if turn else pair, beside])
                return outside(_not(joined) if turn_back else joined)

            whole[(*path, number)] = around
            self._around(part, (*path, number), whole)

    def _all(self, pairs: list[Pair]) -> Pair:
        every, broken = self.batch.memory.everyone, 0
        for true, false in pairs:
            every &= true
            broken |= false
        return every, broken


def _not(pair: Pair) -> Pair:
    return pair[1], pair[0]
