"""What the compiler makes of an enactment.

It is kept with a bundled ruleset, so that a consult takes it up without the compiler.
"""

from __future__ import annotations

from collections.abc import Mapping

from ethics_engine.model.conditions import FactTest
from ethics_engine.model.enactment import Enactment, worked_out_once
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import Force

from .machine import Instruction, Operand


@frozen_record
class ColumnProgram:
    """A compiled enactment.

    Registers 0 to `len(literals) - 1` are filled from what is known of each case before the instructions run, in order.

    Attributes:
        literals: The fact tests that are the input.

        instructions: What to run.

        concepts, constraints, applicable, effective, available, instead, awaits, forces, disposed, unmet: Where each
            value of an `Evaluation` is found.

        base, statuses: The slots of the base statuses of ways and of the statuses of actions.
    """

    literals: tuple[FactTest, ...]
    instructions: tuple[Instruction, ...]
    concepts: Mapping[str, Operand]
    constraints: Mapping[str, Operand]
    applicable: Mapping[str, Operand]
    effective: Mapping[str, Operand]
    available: Mapping[str, Operand]
    base: Mapping[str, int]
    instead: Mapping[tuple[str, str], Operand]
    statuses: Mapping[str, int]
    awaits: Mapping[tuple[str, str], Operand]
    forces: Mapping[Force, Operand]
    disposed: Mapping[tuple[Force, str], Operand]
    unmet: Mapping[str, Operand]


@worked_out_once
def compiled(enactment: Enactment) -> ColumnProgram:
    """The program of an enactment."""
    from .compiler import compile_enactment

    return compile_enactment(enactment)
