"""What comes first, in very many cases at once: the order of the plan as columns; planning.py has it for one case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from ethics_engine.engines.bitset import Batch, PossibleColumns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import Pair, every, negated, some, union
from ethics_engine.model.actions import Action
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.outcome import UNDECIDED, FirstStep, Outcome
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import DUTIES
from ethics_engine.model.variables import Variable

from .batch_answers import outcomes
from .plan import TAKEN, may_lead, put_before

NOTHING = FirstStep(None)
"""The outcome where no step is left."""


def outcome_columns(
    enactment: Enactment,
    batch: Batch,
    possible: PossibleColumns,
    query: PossibilityQuery,
    not_done: Mapping[str, CaseSet] | None = None,
) -> Mapping[Outcome, CaseSet]:
    """For each outcome of a question, the cases in which it is possible; what comes first is possible where certain.

    `not_done` is that of `outcomes`.
    """
    if query.question.ask is Ask.FIRST:
        return firsts(enactment, batch, possible, query.question.action)
    return outcomes(enactment, batch, query, not_done)


def firsts(
    enactment: Enactment, batch: Batch, possible: PossibleColumns, action: str | None
) -> Mapping[Outcome, CaseSet]:
    """For each step, the cases in which it surely comes first, before an action or before all else.

    Cases in which that is not decided are under `UNDECIDED`; outcomes of no case are left out. `possible` tells what is
    known of the cases, for a batch does not hold of every step whether it is done.
    """
    everyone = batch.memory.everyone
    listed = list(standing(enactment, batch, possible, action))
    members: dict[str, Pair] = {}
    for step, stands in listed:
        members[step] = some([members.get(step, (NO_CASES, everyone)), stands], everyone)
    order = _PlanOrder(enactment, batch)
    found: dict[Outcome, CaseSet] = {}
    left: Pair = everyone, NO_CASES
    for step, stands in listed if action is not None else _in_two_parts(listed, members, order):
        here = every([left, stands], everyone)
        if here[1] != everyone:
            before = order.before(step)
            earlier = [every([members[other], before[other]], everyone) for other in before.keys() & members]
            here = every([here, negated(some(earlier, everyone))], everyone)
            found[FirstStep(step)] = found.get(FirstStep(step), NO_CASES) | here[0]
            left = every([left, negated(here)], everyone)
    found[NOTHING] = left[0]
    found[UNDECIDED] = everyone & ~union(found.values())
    return {outcome: column for outcome, column in found.items() if column}


def standing(
    enactment: Enactment, batch: Batch, possible: PossibleColumns, action: str | None
) -> Iterator[tuple[str, Pair]]:
    """The steps among which the first is sought, by rank, with the cases in which each is one of them, and is not.

    Before an action these are the steps that it awaits; before all else, the practitioner's own duties that are not
    done: a step stands in this list once as required, and once as advised.
    """
    program, memory = batch.program, batch.memory
    if action is not None:
        for step in enactment.action:
            if (action, step) in program.awaits:
                yield step, memory.read(program.awaits[action, step])
        return
    for status in DUTIES:
        for own in (each for each in enactment.actions if not each.by):
            duty = batch.has(own.id, (status,))
            if duty[1] != memory.everyone:
                not_done = _not_done(enactment, batch, possible, own.id)
                yield own.id, every([duty, not_done, _chosen(batch, own)], memory.everyone)


def _in_two_parts(
    listed: Sequence[tuple[str, Pair]], members: Mapping[str, Pair], order: _PlanOrder
) -> Iterator[tuple[str, Pair]]:
    """The list with the first part of the plan before the second; see `planning.plan`."""
    everyone = order.batch.memory.everyone
    early = {step: every([stands, order.leads(step)], everyone) for step, stands in members.items()}
    for step, leading in list(early.items()):
        if leading[1] != everyone:
            for other, precedes in order.before(step).items():
                if other in early:
                    early[other] = some([early[other], every([leading, precedes], everyone)], everyone)
    for step, stands in listed:
        yield step, every([stands, early[step]], everyone)
    for step, stands in listed:
        yield step, every([stands, negated(early[step])], everyone)


def _not_done(enactment: Enactment, batch: Batch, possible: PossibleColumns, step: str) -> Pair:
    done = done_fact(step)
    if done not in enactment.fact:
        return batch.memory.everyone, NO_CASES
    variable = Variable(done, enactment.fact[done].value_ids)
    if variable in possible:
        columns = dict(zip(variable.values, possible[variable], strict=True))
        seen_to = union(column for value, column in columns.items() if value != "no")
        return columns["no"] & ~seen_to, seen_to & ~columns["no"]
    test = enactment.seen_to(step)
    return negated(batch.worth(test)) if test in batch.registers else (NO_CASES, NO_CASES)


def _chosen(batch: Batch, step: Action) -> Pair:
    """Whether the plan goes by a way of which the step is the manner; another step needs none."""
    if not step.of:
        return batch.memory.everyone, NO_CASES
    naming = [
        batch.memory.read(operand)
        for (force, way), operand in batch.program.disposed.items()
        if force in TAKEN and way in step.of
    ]
    return some(naming, batch.memory.everyone)


@frozen_record
class _PlanOrder:
    enactment: Enactment
    batch: Batch

    @cached_property
    def _before(self) -> dict[str, Mapping[str, Pair]]:
        return {}

    def leads(self, step: str) -> Pair:
        """The cases in which a step leads the plan if it is a duty: where some way awaits it, or always."""
        program, memory = self.batch.program, self.batch.memory
        if may_lead(self.enactment.action[step]):
            return memory.everyone, NO_CASES
        awaits = [program.awaits.get((way.id, step)) for way in self.enactment.ways]
        return some([memory.read(operand) for operand in awaits if operand is not None], memory.everyone)

    def before(self, action: str) -> Mapping[str, Pair]:
        """The actions that may precede one, each with the cases in which it does, and does not."""
        if action not in self._before:
            everyone = self.batch.memory.everyone
            closed: dict[str, Pair] = {}
            for other, pair in self._directly_before(action):
                earlier = {step: every([pair, also], everyone) for step, also in self.before(other).items()}
                for step, precedes in {**earlier, other: pair}.items():
                    closed[step] = some([closed.get(step, (NO_CASES, everyone)), precedes], everyone)
            self._before[action] = closed
        return self._before[action]

    def _directly_before(self, action: str) -> Iterator[tuple[str, Pair]]:
        program, memory = self.batch.program, self.batch.memory
        for other in self.enactment.action[action].after:
            yield other, (memory.everyone, NO_CASES)
        for rule, other in put_before(self.enactment).get(action, ()):
            counts = [memory.read(program.effective[rule]), memory.read(program.available[other])]
            yield other, every(counts, memory.everyone)
