"""What comes first, in very many cases at once: the order of the plan as columns, in the words of `consulting`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from attrs import define, field

from ethics_engine.columns import Batch, Possible
from ethics_engine.columns.machine import STATUSES, Operand
from ethics_engine.consulting.outcomes import UNDECIDED, Outcome
from ethics_engine.consulting.planning import DUTIES
from ethics_engine.model.actions import Action
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.status import Status
from ethics_engine.model.variables import Variable

NOTHING_FIRST: Outcome = ("none",)


def firsts(enactment: Enactment, batch: Batch, possible: Possible, action: str | None) -> Mapping[Outcome, int]:
    """For each step, the cases in which it comes first, before an action or before all else.

    Cases in which that is not decided are under `UNDECIDED`.
    """
    order = _Order(enactment, batch, possible)
    found = order.of_awaited(action) if action else order.of_plan()
    decided = batch.memory.everyone & ~order.unknown
    told = {outcome: column & decided for outcome, column in found.items()}
    return {outcome: column for outcome, column in {**told, UNDECIDED: order.unknown}.items() if column}


_Members = Mapping[str, int]
"""For each step the cases in which it is among those to be put in order."""


@define(eq=False)
class _Order:
    enactment: Enactment
    batch: Batch
    possible: Possible
    unknown: int = field(default=0, init=False)
    _before: dict[str, Mapping[str, int]] = field(factory=dict, init=False)

    def of_awaited(self, action: str) -> dict[Outcome, int]:
        """The first of the steps that an action awaits."""
        awaited: dict[str, int] = {}
        for (waiting, step), operand in self.batch.program.awaits.items():
            if waiting == action:
                awaited[step] = self._surely(operand)
        return self._first(awaited, [{step.id: awaited.get(step.id, 0) for step in self.enactment.actions}])

    def of_plan(self) -> dict[Outcome, int]:
        """The first of the practitioner's own duties that are not done."""
        ranks: list[dict[str, int]] = [{}, {}]
        for step in self.enactment.actions:
            if not step.is_way and not step.by:
                here = self._not_done(step) & self._chosen(step)
                for members, column in zip(ranks, self._duty(step), strict=True):
                    members[step.id] = column & here
        both = {step: column | ranks[1][step] for step, column in ranks[0].items()}
        return self._first(both, ranks)

    def _first(self, members: _Members, ranks: Sequence[_Members]) -> dict[Outcome, int]:
        """Of the members that no other member precedes the first by rank, and then as declared."""
        members = {step: column for step, column in members.items() if column}
        found: dict[Outcome, int] = {}
        left = self.batch.memory.everyone
        for ranked in ranks:
            for step, column in ranked.items():
                if column & left:
                    after = _union(self._preceding(step).get(other, 0) & here for other, here in members.items())
                    found[step,] = found.get((step,), 0) | (column & left & ~after)
                    left &= ~(column & ~after)
        return {**found, NOTHING_FIRST: left}

    def _preceding(self, action: str) -> Mapping[str, int]:
        """The actions that precede one, each with the cases in which it does."""
        if action not in self._before:
            closed: dict[str, int] = {}
            for other, column in self._directly_before(action).items():
                closed[other] = closed.get(other, 0) | column
                for earlier, also in self._preceding(other).items():
                    closed[earlier] = closed.get(earlier, 0) | (column & also)
            self._before[action] = closed
        return self._before[action]

    def _directly_before(self, action: str) -> Mapping[str, int]:
        direct = dict.fromkeys(self.enactment.action[action].after, self.batch.memory.everyone)
        program = self.batch.program
        for rule in self.enactment.rules:
            for norm in rule.norms:
                if norm.before == action and norm.modality.positive:
                    counts = self._surely(program.effective[rule.id]) & self._surely(program.available[norm.action])
                    direct[norm.action] = direct.get(norm.action, 0) | counts
        return direct

    def _duty(self, step: Action) -> tuple[int, ...]:
        """The cases in which a step is required, and those in which it is advised."""
        columns = dict(zip(STATUSES, self.batch.memory.statuses[self.batch.program.statuses[step.id]], strict=True))
        duty = tuple(columns[status] for status in DUTIES)
        kinds = (*duty, _union(columns[status] for status in Status if status not in DUTIES))
        self._doubt(kinds)
        return duty

    def _not_done(self, step: Action) -> int:
        columns = self.possible.get(Variable(done_fact(step.id), ("yes", "no")))
        if columns is None:
            return self.batch.memory.everyone if not self.enactment.norms_on[step.id] else self._doubt_of(step)
        return columns[1]

    def _doubt_of(self, step: Action) -> int:
        """Note the cases in which a step may be a duty, and nobody knows whether it is done."""
        columns = self.batch.memory.statuses[self.batch.program.statuses[step.id]]
        maybe = _union(column for status, column in zip(STATUSES, columns, strict=True) if status in DUTIES)
        self._doubt((maybe, maybe))
        return self.batch.memory.everyone

    def _chosen(self, step: Action) -> int:
        """The cases in which a step belongs to the plan: all, or for a manner those whose way is named."""
        if not step.of:
            return self.batch.memory.everyone
        disposed = self.batch.program.disposed.items()
        return _union(self._surely(operand) for (_, way), operand in disposed if way in step.of)

    def _surely(self, operand: Operand) -> int:
        true, false = self.batch.memory.read(operand)
        self._doubt((self.batch.memory.everyone & ~true, self.batch.memory.everyone & ~false))
        return true

    def _doubt(self, kinds: Iterable[int]) -> None:
        """Note the cases that are of more than one kind."""
        seen = 0
        for column in kinds:
            self.unknown |= seen & column
            seen |= column


def _union(columns: Iterable[int]) -> int:
    return reduce(or_, columns, 0)
