"""Where a step may be the one that comes first: a bound by columns, for the order of a plan is not in them."""

from __future__ import annotations

from ethics_engine.columns import Batch
from ethics_engine.columns.machine import STATUSES
from ethics_engine.consulting.outcomes import Outcome
from ethics_engine.consulting.planning import DUTIES
from ethics_engine.model.conditions import FactTest, Operator
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.possibilities import Inquiry


def may_be_first(enactment: Enactment, batch: Batch, inquiry: Inquiry, outcome: Outcome) -> int:
    """The cases in which the outcome of the question `first` may be this; none that has it is left out."""
    (word,), asked = outcome, inquiry.question.action
    if asked is not None:
        standing = {
            step: batch.memory.read(operand) for (act, step), operand in batch.program.awaits.items() if act == asked
        }
    else:
        own = [action for action in enactment.actions if not action.by]
        # Whether a manner step is in the plan depends on the way on, so that it is never sure to be.
        duties = {action.id: _undone_duty(batch, action.id) for action in own}
        standing = {action.id: (0 if action.of else duties[action.id][0], duties[action.id][1]) for action in own}
    if word in standing:
        return batch.memory.everyone & ~standing[word][1]
    column = batch.memory.everyone if word == "none" else 0
    for surely, _ in standing.values():
        column &= ~surely
    return column


def _undone_duty(batch: Batch, action: str) -> tuple[int, int]:
    """The cases in which an action surely is a duty that is not done, and those in which it surely is not."""
    duty = other = 0
    for status, column in zip(STATUSES, batch.memory.statuses[batch.program.statuses[action]], strict=True):
        if status in DUTIES:
            duty |= column
        else:
            other |= column
    done = FactTest(done_fact(action), Operator.IS, ("yes",))
    if done not in batch.program.literals:
        return 0, batch.memory.everyone & ~duty
    register = batch.program.literals.index(done)
    return duty & ~other & batch.memory.false[register], batch.memory.everyone & ~duty | batch.memory.true[register]
