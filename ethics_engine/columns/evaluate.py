"""Run a program on what is known of cases, and read the evaluations off the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.passing import truth_of_test
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth

from .machine import STATUSES, Columns, Operand
from .program import Program, compiled

_Key = TypeVar("_Key")


def evaluate(enactment: Enactment, knowledge: Knowledge) -> Evaluation:
    """The evaluation of one case."""
    return evaluate_all(enactment, [knowledge])[0]


def evaluate_all(enactment: Enactment, cases: Sequence[Knowledge]) -> tuple[Evaluation, ...]:
    """The evaluation of each case, worked out for all of them at once."""
    program = compiled(enactment)
    memory = _run(program, enactment, cases)
    return tuple(_evaluation(program, memory, 1 << index) for index in range(len(cases)))


def _run(program: Program, enactment: Enactment, cases: Sequence[Knowledge]) -> Columns:
    memory = Columns((1 << len(cases)) - 1, [], [])
    for test in program.literals:
        fact = enactment.fact[test.fact]
        true = false = 0
        for index, knowledge in enumerate(cases):
            known = knowledge.get(test.fact)
            truth = truth_of_test(test, fact, fact.anything if known is None else known)
            true |= (truth is Truth.TRUE) << index
            false |= (truth is Truth.FALSE) << index
        memory.true.append(true)
        memory.false.append(false)
    for instruction in program.instructions:
        instruction.run(memory)
    return memory


def _evaluation(program: Program, memory: Columns, bit: int) -> Evaluation:
    def truths(operands: Mapping[_Key, Operand]) -> dict[_Key, Truth]:
        return {key: truth(operand) for key, operand in operands.items()}

    def truth(operand: Operand) -> Truth:
        true, false = memory.read(operand)
        if true & bit:
            return Truth.TRUE
        return Truth.FALSE if false & bit else Truth.UNKNOWN

    def statuses(slots: Mapping[str, int]) -> dict[str, frozenset[Status]]:
        return {
            action: frozenset(
                status for status, column in zip(STATUSES, memory.statuses[slot], strict=True) if column & bit
            )
            for action, slot in slots.items()
        }

    return Evaluation(
        concepts=truths(program.concepts),
        constraints=truths(program.constraints),
        applicable=truths(program.applicable),
        effective=truths(program.effective),
        available=truths(program.available),
        base=statuses(program.base),
        statuses=statuses(program.statuses),
        awaits=truths(program.awaits),
        forces=truths(program.forces),
        disposed=truths(program.disposed),
        unmet=truths(program.unmet),
    )
