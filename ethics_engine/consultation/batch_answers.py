"""The outcome of very many cases at once: for each outcome of a question, the cases in which it is possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ethics_engine.engines.bitset import Batch
from ethics_engine.engines.bitset.machine import Pair, every, exactly_one, negated, some, union
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.status import Force, Status

from .answers import counts

Outcome = tuple[str, ...]
"""What comes of a question: the word of the answer; for `what` the force and the ways that it names; for `how` the
statuses of the way and of its manner steps."""

UNDECIDED: Outcome = ()
"""Stands for an outcome that the columns do not tell: of `first`, and of `how` in a case that is not told in full."""


def outcomes(enactment: Enactment, batch: Batch, inquiry: PossibilityQuery) -> Mapping[Outcome, int]:
    """For each outcome, the cases in which it is possible, as a column; outcomes possible in no case are left out.

    In a case told in full exactly one is possible. In others more may be shown than really are, as the three-valued
    evaluation works, but never fewer.
    """
    found = _Outcomes(enactment, batch, batch.memory.everyone)
    action = inquiry.question.action
    match inquiry.question.ask:
        case Ask.MAY if action:
            possible = found.of_lines(found.may(action))
        case Ask.MUST if action:
            possible = found.of_lines(found.must(action))
        case Ask.RIGHT:
            possible = found.verdicts(inquiry)
        case Ask.WHAT:
            possible = found.dispositions()
        case Ask.HOW if action:
            possible = found.manners(action)
        case Ask.FIRST | Ask.MAY | Ask.MUST | Ask.HOW:
            possible = {UNDECIDED: found.everyone}
    return {outcome: column for outcome, column in possible.items() if column}


def decided(possible: Mapping[Outcome, int], everyone: int) -> int:
    """The cases in which a single outcome is possible, as a column."""
    return everyone & exactly_one(possible.values()) & ~possible.get(UNDECIDED, 0)


Line = tuple[Pair, str]
"""A word, and when it is the answer, unless an earlier line's is."""


@frozen(eq=False, repr=False)
class _Outcomes:
    enactment: Enactment
    batch: Batch
    everyone: int

    # The lines of an answer, in the order of consulting/outcome.py.

    def may(self, action: str) -> Iterator[Line]:
        yield from self._torn(action)
        yield self._is(action, Status.PROHIBITED), Answer.NO.value
        yield self._is(action, Status.DISCOURAGED), Answer.ADVISED_AGAINST.value
        yield self._awaits(action), Answer.NOT_YET.value
        yield self._is(action, Status.UNREGULATED), Answer.RULES_SAY_NOTHING.value
        yield self._always, Answer.YES.value

    def must(self, action: str) -> Iterator[Line]:
        yield from self._torn(action)
        yield every([self._is(action, Status.REQUIRED), self._awaits(action)], self.everyone), Answer.NOT_YET.value
        yield self._is(action, Status.REQUIRED), Answer.YES.value
        yield self._is(action, Status.ADVISED), Answer.ADVISED.value
        yield self._is(action, Status.UNREGULATED), Answer.RULES_SAY_NOTHING.value
        yield self._always, Answer.NO.value

    def _torn(self, action: str) -> Iterator[Line]:
        available = self.batch.program.available[action]
        yield negated(self.batch.memory.read(available)), Answer.NOT_POSSIBLE.value
        yield self._is(action, Status.DILEMMA), Answer.DILEMMA.value
        yield self._unmet(action), Answer.DILEMMA.value

    def of_act(self, action: str, stated_not_done: frozenset[str]) -> Iterator[Line]:
        yield self._is(action, Status.PROHIBITED), Verdict.BREACH.value
        yield self._awaits(action, stated_not_done), Verdict.PREMATURE.value
        yield self._is(action, Status.DISCOURAGED), Verdict.DEPARTURE.value
        for line, _ in self._torn(action):
            yield line, Verdict.NO_VERDICT.value
        yield self._awaits(action), Verdict.NO_VERDICT.value
        if self.enactment.action[action].is_way:
            yield self._is(action, Status.UNREGULATED), Verdict.NO_RULE.value
        yield self._always, Verdict.CONSISTENT.value

    def of_omission(self, action: str, done: tuple[str, ...] = ()) -> Iterator[Line]:
        for line, _ in self._torn(action):
            yield line, Verdict.NO_VERDICT.value
        yield self._is(action, Status.REQUIRED), Verdict.BREACH.value
        forgone = every([self._is(action, Status.ADVISED), negated(self._replaced(action, done))], self.everyone)
        yield forgone, Verdict.DEPARTURE.value
        yield self._always, Verdict.CONSISTENT.value

    def of_lines(self, lines: Iterable[Line]) -> dict[Outcome, int]:
        """The words that may apply: each where its line may, and no earlier line surely does."""
        possible: dict[Outcome, int] = {}
        left = self.everyone
        for (surely, surely_not), word in lines:
            possible[word,] = possible.get((word,), 0) | (left & ~surely_not)
            left &= ~surely
        return possible

    def verdicts(self, inquiry: PossibilityQuery) -> dict[Outcome, int]:
        """The worst of the verdicts on all that was done and omitted."""
        each: list[dict[Outcome, int]] = [
            {(Verdict.CONSISTENT.value,): self.everyone},
            *(self.of_lines(self.of_act(act, inquiry.stated_not_done)) for act in inquiry.did),
            *(
                self.of_lines(self.of_omission(act, inquiry.all_done))
                for act in inquiry.omitted
                if counts(self.enactment, inquiry, act)
            ),
        ]
        verdicts = tuple(Verdict)
        possible: dict[Outcome, int] = {}
        for rank, verdict in enumerate(verdicts):
            here, none_worse = 0, self.everyone
            for one in each:
                here |= one.get((verdict.value,), 0)
                none_worse &= union(one.get((other.value,), 0) for other in verdicts[rank:])
            possible[verdict.value,] = here & none_worse
        return possible

    # Questions whose outcome is made of several things.

    def dispositions(self) -> dict[Outcome, int]:
        """The forces, each with the ways that it may name."""
        program, memory = self.batch.program, self.batch.memory
        possible: dict[Outcome, int] = {}
        for force, operand in program.forces.items():
            _, surely_not = memory.read(operand)
            columns: dict[Outcome, int] = {(force.value,): self.everyone & ~surely_not}
            if force is not Force.NONE:
                for way in self.enactment.ways:
                    columns = dict(_split(columns, way.id, memory.read(program.disposed[force, way.id])))
            possible |= columns
        return possible

    def manners(self, way: str) -> dict[Outcome, int]:
        """The statuses of a way and of its manner steps; undecided where one of them is open."""
        known = self.everyone
        columns: dict[Outcome, int] = {(): self.everyone}
        for step in self.enactment.how(way):
            statuses = self.batch.statuses(step)
            known &= exactly_one(statuses.values())
            columns = {
                (*outcome, f"{step}={status.value}"): column & here
                for outcome, column in columns.items()
                for status, here in statuses.items()
                if column & here & known
            }
        settled = {outcome: column & known for outcome, column in columns.items()}
        return {**settled, UNDECIDED: self.everyone & ~known}

    # Columns of single things.

    @property
    def _always(self) -> Pair:
        return self.everyone, 0

    def _is(self, action: str, status: Status) -> Pair:
        return self.batch.has(action, (status,))

    def _awaits(self, action: str, steps: frozenset[str] | None = None) -> Pair:
        """Whether it awaits any step, or any of those named."""
        awaited = [
            self.batch.memory.read(operand)
            for (waiting, step), operand in self.batch.program.awaits.items()
            if waiting == action and (steps is None or step in steps)
        ]
        return some(awaited, self.everyone)

    def _replaced(self, way: str, done: tuple[str, ...]) -> Pair:
        """Whether something was done that may be done instead of a way."""
        instead = self.batch.program.instead
        return some((self.batch.memory.read(instead[act, way]) for act in done if (act, way) in instead), self.everyone)

    def _unmet(self, action: str) -> Pair:
        operand = self.batch.program.unmet.get(action)
        return (0, self.everyone) if operand is None else self.batch.memory.read(operand)


def _split(columns: Mapping[Outcome, int], way: str, named: Pair) -> Iterator[tuple[Outcome, int]]:
    """Each disposition, with and without a further way, where either is possible."""
    surely, surely_not = named
    for outcome, column in columns.items():
        if column & ~surely_not:
            yield (*outcome, way), column & ~surely_not
        if column & ~surely:
            yield outcome, column & ~surely
