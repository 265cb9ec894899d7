"""The faults that a condition can have."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ethics_engine.audit.condition_ids import shorthand
from ethics_engine.audit.stuck_at import replaced
from ethics_engine.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
    Test,
)
from ethics_engine.model.facts import FactType
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status
from ethics_engine.text.conditions import condition_in_words

from .mutant import MutationOperator

_ORDERED = (Operator.AT_LEAST, Operator.AT_MOST)
_LISTING = (Operator.ONE_OF, Operator.INCLUDES, Operator.INCLUDES_ANY, Operator.NONE_OF, Operator.ONLY)


@frozen
class ConditionFault:
    """A condition with one fault.

    Attributes:
        part: The part that is changed, in short.

        keys: The words of the file that lead to the part.

        words: What was changed, as a clause in the past tense.
    """

    operator: MutationOperator
    condition: Condition
    part: str
    keys: tuple[str, ...]
    words: str


def condition_faults(condition: Condition, ruleset: Ruleset, *, may_be_dropped: bool) -> Iterator[ConditionFault]:
    """Every fault of a condition; the whole of it is only dropped where that is asked for."""
    if may_be_dropped and condition != ALWAYS and not isinstance(condition, AllOf):
        words = f"the only condition, that {condition_in_words(condition, ruleset)}, was dropped"
        yield ConditionFault(MutationOperator.DROP_CONDITION, ALWAYS, "", (), words)
    for path, part in _parts(condition, ()):
        yield from _faults_at(condition, path, part, ruleset)


def _parts(condition: Condition, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Condition]]:
    yield path, condition
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        for number, part in enumerate(condition.parts):
            yield from _parts(part, (*path, number))


def _faults_at(
    condition: Condition, path: tuple[int, ...], part: Condition, ruleset: Ruleset
) -> Iterator[ConditionFault]:
    short, keys = shorthand(part), tuple(_keys(part))
    clause = condition_in_words(part, ruleset)
    above = _at(condition, path[:-1]) if path else None

    def fault(operator: MutationOperator, by: Condition, words: str, more: str = "") -> ConditionFault:
        return ConditionFault(operator, replaced(condition, path, by), short + more, keys, words)

    if isinstance(above, AllOf | AnyOf | NoneOf) and len(above.parts) > 1:
        rest = above.parts[: path[-1]] + above.parts[path[-1] + 1 :]
        smaller = rest[0] if len(rest) == 1 and not isinstance(above, NoneOf) else type(above)(rest)
        yield ConditionFault(
            MutationOperator.DROP_PART,
            replaced(condition, path[:-1], smaller),
            short,
            keys,
            f"the part that {clause} was dropped",
        )
    match part:
        case AllOf(parts) if len(parts) > 1:
            yield fault(MutationOperator.SWAP_GROUP, AnyOf(parts), f"all of this was made any of it: {clause}")
        case AnyOf(parts) if len(parts) > 1:
            yield fault(MutationOperator.SWAP_GROUP, AllOf(parts), f"any of this was made all of it: {clause}")
        case NoneOf((only,)):
            yield fault(MutationOperator.NEGATE_PART, only, f"the part that {clause} was turned into its opposite")
        case FactTest() | ConceptTest() | DoneTest() | StatusTest():
            if not (isinstance(above, NoneOf) and len(above.parts) == 1):
                words = f"the part that {clause} was turned into its opposite"
                yield fault(MutationOperator.NEGATE_PART, NoneOf((part,)), words)
            for operator, by, more in _changed_tests(part, ruleset):
                new = condition_in_words(by, ruleset)
                yield fault(operator, by, f"the part that {clause} was changed: {new}", f">{more}")
        case AllOf() | AnyOf() | NoneOf():
            pass


def _changed_tests(test: Test, ruleset: Ruleset) -> Iterator[tuple[MutationOperator, Test, str]]:
    """The test with another value, each with what is new in short."""
    match test:
        case FactTest(fact, operator, operands):
            yield from _changed_fact_tests(fact, operator, operands, ruleset)
        case DoneTest(step, tried) if ruleset.action[step].needs_client:
            yield MutationOperator.SWAP_CHOICE, DoneTest(step, not tried), "done" if tried else "tried"
        case StatusTest(action, statuses):
            for status in statuses if len(statuses) > 1 else ():
                rest = tuple(other for other in statuses if other is not status)
                yield MutationOperator.CHANGE_STATUS_TEST, StatusTest(action, rest), f"not-{status.value}"
            if len(statuses) == 1:
                known = list(Status)
                other = known[(known.index(statuses[0]) + 1) % len(known)]
                yield MutationOperator.CHANGE_STATUS_TEST, StatusTest(action, (other,)), other.value
        case ConceptTest() | DoneTest():
            pass


def _changed_fact_tests(
    name: str, operator: Operator, operands: tuple[str | int, ...], ruleset: Ruleset
) -> Iterator[tuple[MutationOperator, FactTest, str]]:
    fact = ruleset.fact[name]
    values = fact.value_ids
    if operator in _LISTING and len(operands) > 1:
        for operand in operands:
            rest = tuple(other for other in operands if other != operand)
            yield MutationOperator.DROP_OPTION, FactTest(name, operator, rest), f"not-{operand}"
    first = operands[0]
    if operator in _ORDERED and isinstance(first, int):
        for number in (first - 1, first + 1):
            if number > 0 or (number == 0 and operator is Operator.AT_MOST):
                yield MutationOperator.MOVE_THRESHOLD, FactTest(name, operator, (number,)), str(number)
    elif operator in _ORDERED:
        at = values.index(str(first))
        trivial = 0 if operator is Operator.AT_LEAST else len(values) - 1
        for index in (at - 1, at + 1):
            if 0 <= index < len(values) and index != trivial:
                yield MutationOperator.MOVE_THRESHOLD, FactTest(name, operator, (values[index],)), values[index]
    elif fact.type is FactType.COUNT:
        yield MutationOperator.SWAP_CHOICE, FactTest(name, operator, (*operands[:-1], int(operands[-1]) + 1)), "more"
    elif fact.type is not FactType.YES_NO and len(operands) == 1:
        sibling = next(
            (value for value in (*values[values.index(str(first)) + 1 :], *values) if value not in operands), None
        )
        if sibling is not None:
            yield MutationOperator.SWAP_CHOICE, FactTest(name, operator, (sibling,)), sibling


def _at(condition: Condition, path: tuple[int, ...]) -> Condition:
    for number in path:
        if isinstance(condition, AllOf | AnyOf | NoneOf):
            condition = condition.parts[number]
    return condition


def _keys(part: Condition) -> Iterator[str]:
    """The first word of the part as it stands in the file."""
    match part:
        case AllOf((first, *_)) | AnyOf((first, *_)) | NoneOf((first, *_)):
            yield from _keys(first)
        case FactTest(fact):
            yield fact
        case ConceptTest(concept):
            yield concept
        case DoneTest(step):
            yield step
        case StatusTest(action):
            yield action
        case AllOf() | AnyOf() | NoneOf():
            pass
