"""Conditions in short, for ids that stay the same as long as the condition does."""

from __future__ import annotations

from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
)

_SIGNS = {Operator.IS: "=", Operator.ONE_OF: "=", Operator.AT_LEAST: ">=", Operator.AT_MOST: "<="}


def shorthand(condition: Condition) -> str:
    """A condition such as `all(progress<=stalled,changes_made=no)`."""
    match condition:
        case AllOf(parts):
            return f"all({_joined(parts)})"
        case AnyOf(parts):
            return f"any({_joined(parts)})"
        case NoneOf(parts):
            return f"none({_joined(parts)})"
        case ConceptTest(concept):
            return concept
        case StatusTest(action, statuses):
            return f"{action}={'|'.join(status.value for status in statuses)}"
        case FactTest(fact, operator, operands):
            return f"{fact}{_SIGNS.get(operator, f' {operator.value} ')}{'|'.join(map(str, operands))}"
        case DoneTest(step, tried):
            return f"{'tried' if tried else 'done'}:{step}"


def _joined(parts: tuple[Condition, ...]) -> str:
    return ",".join(shorthand(part) for part in parts)
