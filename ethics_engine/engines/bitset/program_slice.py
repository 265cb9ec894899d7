"""The slice of a program that the answers to some questions rest on: the same columns, in half of the time.

Source: M. Weiser, Program Slicing, Proceedings of the 5th International Conference on Software Engineering (1981).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

import attrs

from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.possibilities import PossibilityQuery, actions_asked_about

from .column_program import ColumnProgram, compiled
from .machine import Conjunction, Instruction, Operand, Resolution, StatusMembership, register_of

_Key = TypeVar("_Key")


def program_for(enactment: Enactment, queries: Iterable[PossibilityQuery]) -> ColumnProgram:
    """The program of an enactment as far as the answers to these questions, and the constraints, rest on it.

    What it leaves out is not among its `statuses`, `available` and the like, so that nobody reads it by mistake.
    For the question what comes first it is the whole program.
    """
    asked = list(queries)
    if any(query.question.ask is Ask.FIRST for query in asked):
        return compiled(enactment)
    actions = frozenset(action for query in asked for action in actions_asked_about(enactment, query))
    return _slice(enactment, actions, dispositions=any(query.question.ask is Ask.WHAT for query in asked))


@lru_cache(maxsize=64)
def _slice(enactment: Enactment, actions: frozenset[str], *, dispositions: bool) -> ColumnProgram:
    whole = compiled(enactment)
    kept = attrs.evolve(
        whole,
        concepts={},
        applicable={},
        effective={},
        base={},
        available=_of(whole.available, actions),
        statuses=_of(whole.statuses, actions),
        unmet=_of(whole.unmet, actions),
        awaits={pair: operand for pair, operand in whole.awaits.items() if pair[0] in actions},
        instead={pair: operand for pair, operand in whole.instead.items() if pair[1] in actions},
        forces=whole.forces if dispositions else {},
        disposed=whole.disposed if dispositions else {},
    )
    return _renumbered(kept)


def _of(found: Mapping[str, int], actions: frozenset[str]) -> dict[str, int]:
    return {action: place for action, place in found.items() if action in actions}


def _renumbered(program: ColumnProgram) -> ColumnProgram:
    """The program without the literals and instructions that nothing it tells rests on."""
    literals = len(program.literals)
    places = list(_places(program))
    registers = {register_of(operand) for operand in told_by(program)}
    slots = set(program.statuses.values())
    for instruction, place in zip(reversed(program.instructions), reversed(places), strict=True):
        if isinstance(instruction, Resolution):
            if place in slots:
                registers.update(map(register_of, operands_of(instruction)))
        elif place in registers:
            if isinstance(instruction, StatusMembership):
                slots.add(instruction.slot)
            else:
                registers.update(map(register_of, operands_of(instruction)))
    register = {old: new for new, old in enumerate(sorted(registers))}
    slot = {old: new for new, old in enumerate(sorted(slots))}

    def moved(operand: Operand) -> Operand:
        return register[operand] if operand >= 0 else ~register[~operand]

    def all_moved(found: Mapping[_Key, Operand]) -> dict[_Key, Operand]:
        return {key: moved(operand) for key, operand in found.items()}

    def rewritten(instruction: Instruction) -> Instruction:
        if isinstance(instruction, Resolution):
            sides = (instruction.positive, instruction.negative)
            return Resolution(*(tuple(tuple(map(moved, norms)) for norms in side) for side in sides))
        if isinstance(instruction, StatusMembership):
            return StatusMembership(slot[instruction.slot], instruction.statuses)
        return Conjunction(map(moved, operands_of(instruction)))

    return attrs.evolve(
        program,
        literals=tuple(program.literals[old] for old in sorted(registers) if old < literals),
        instructions=tuple(
            rewritten(instruction)
            for instruction, place in zip(program.instructions, places, strict=True)
            if place in (slots if isinstance(instruction, Resolution) else registers)
        ),
        constraints=all_moved(program.constraints),
        available=all_moved(program.available),
        instead=all_moved(program.instead),
        awaits=all_moved(program.awaits),
        forces=all_moved(program.forces),
        disposed=all_moved(program.disposed),
        unmet=all_moved(program.unmet),
        statuses={action: slot[old] for action, old in program.statuses.items()},
    )


def _places(program: ColumnProgram) -> Iterator[int]:
    """The register or the slot that each instruction fills."""
    registers, slots = len(program.literals), 0
    for instruction in program.instructions:
        if isinstance(instruction, Resolution):
            yield slots
            slots += 1
        else:
            yield registers
            registers += 1


def told_by(program: ColumnProgram) -> Iterator[Operand]:
    """Every operand that the program says the place of."""
    yield from program.constraints.values()
    yield from program.available.values()
    yield from program.instead.values()
    yield from program.awaits.values()
    yield from program.forces.values()
    yield from program.disposed.values()
    yield from program.unmet.values()


def operands_of(instruction: Instruction) -> Iterator[Operand]:
    """The operands that an instruction reads; those of a slot are read by the one that fills it."""
    if isinstance(instruction, Conjunction):
        yield from instruction
    elif isinstance(instruction, Resolution):
        for side in (instruction.positive, instruction.negative):
            for norms in side:
                yield from norms
