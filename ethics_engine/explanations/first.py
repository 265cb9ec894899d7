"""What comes first, in very many cases at once: the answer to `first`, wherever the columns decide it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ethics_engine.columns import Batch
from ethics_engine.columns.machine import STATUSES, Operand
from ethics_engine.consulting.planning import predecessors
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.knowledge import NO, YES, Knowledge
from ethics_engine.model.possibilities import Inquiry
from ethics_engine.model.status import Status

Pair = tuple[int, int]
"""The cases in which something surely is so, and those in which it surely is not."""


def first_steps(
    enactment: Enactment, batch: Batch, inquiry: Inquiry, knowledge: Callable[[int], Knowledge]
) -> Mapping[str, int]:
    """For each step, and for `none`, the cases in which it surely is the answer; see planning.py for the order.

    `knowledge` tells what is known of a case.
    """
    asked = inquiry.question.action
    if asked is not None:
        pairs = {
            step: batch.memory.read(operand) for (act, step), operand in batch.program.awaits.items() if act == asked
        }
        ranked = [(step, pairs[step]) for step in enactment.action if step in pairs]
    else:
        undone = _undone(enactment, batch, knowledge)
        ranked = [
            (action.id, _both([_has(batch, action.id, status), undone(action.id), _chosen(batch, action.of)]))
            for status in (Status.REQUIRED, Status.ADVISED)
            for action in enactment.actions
            if not action.by
        ]
    decided = batch.memory.everyone
    standing: dict[str, int] = {}
    for step, (surely, surely_not) in ranked:
        decided &= surely | surely_not
        standing[step] = standing.get(step, 0) | surely
    answers: dict[str, int] = {}
    for alike in _alike(enactment, batch, decided):
        before = predecessors(enactment, batch.evaluation(alike.bit_length() - 1))
        left = alike
        for step, (surely, _) in ranked:
            here = left & surely
            if here:
                for other in before[step]:
                    here &= ~standing.get(other, 0)
                answers[step] = answers.get(step, 0) | here
                left &= ~here
        answers["none"] = answers.get("none", 0) | left
    return answers


def _alike(enactment: Enactment, batch: Batch, column: int) -> Iterator[int]:
    """The cases of a column, those together in which the same comes before the same; without those where it is open."""
    ordering = [(rule.id, norm.action) for rule in enactment.rules for norm in rule.norms if norm.before]
    operands: dict[Operand, None] = {}
    for rule, action in ordering:
        operands |= {batch.program.effective[rule]: None, batch.program.available[action]: None}
    classes = [column] if column else []
    for operand in operands:
        true, false = batch.memory.read(operand)
        classes = [part for one in classes for part in (one & true, one & false) if part]
    yield from classes


def _undone(enactment: Enactment, batch: Batch, knowledge: Callable[[int], Knowledge]) -> Callable[[str], Pair]:
    """For each action the cases in which it is a step that is not done, or no step at all."""
    told: dict[str, list[int]] = {done_fact(step.id): [0, 0] for step in enactment.ruleset.steps}
    for index in range(batch.memory.everyone.bit_length()):
        known = knowledge(index)
        for fact, columns in told.items():
            value = known.get(fact)
            columns[0] |= (value == NO) << index
            columns[1] |= (value == YES) << index

    def undone(action: str) -> Pair:
        not_done, done = told.get(done_fact(action), (batch.memory.everyone, 0))
        return not_done, done

    return undone


def _has(batch: Batch, action: str, status: Status) -> Pair:
    here = others = 0
    for other, column in zip(STATUSES, batch.memory.statuses[batch.program.statuses[action]], strict=True):
        if other is status:
            here |= column
        else:
            others |= column
    return here & ~others, batch.memory.everyone & ~here


def _chosen(batch: Batch, ways: tuple[str, ...]) -> Pair:
    """Whether the disposition names one of the ways; where there are none, it need not."""
    if not ways:
        return batch.memory.everyone, 0
    naming = [batch.memory.read(pair) for (_, way), pair in batch.program.disposed.items() if way in ways]
    surely, surely_not = 0, batch.memory.everyone
    for true, false in naming:
        surely |= true
        surely_not &= false
    return surely, surely_not


def _both(pairs: Iterable[Pair]) -> Pair:
    first, *others = pairs
    surely, surely_not = first
    for true, false in others:
        surely &= true
        surely_not |= false
    return surely, surely_not
