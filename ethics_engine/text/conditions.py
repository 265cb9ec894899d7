"""Conditions in words."""

from __future__ import annotations

from collections.abc import Sequence

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
    Test,
)
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import NO, YES
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status

from .actions import named
from .lists import clauses, listed
from .values import as_clause

_VERBS = {
    Status.REQUIRED: "require",
    Status.ADVISED: "advise",
    Status.PERMITTED: "permit",
    Status.UNREGULATED: "do not cover",
    Status.DISCOURAGED: "advise against",
    Status.PROHIBITED: "forbid",
    Status.DILEMMA: "conflict on",
}

_MANY = 2
"""How many parts of a condition a sentence carries before they are better listed one by one."""


def condition_in_words(condition: Condition, ruleset: Ruleset) -> str:
    """A condition as a clause that may stand after "if"; a part that has parts itself stands in brackets."""
    match condition:
        case AllOf(()) | NoneOf(()):
            return "always"
        case AnyOf(()):
            return "never"
        case AllOf(parts):
            return clauses([_nested(part, ruleset) for part in parts])
        case AnyOf(parts):
            return clauses([_nested(part, ruleset) for part in parts], "or")
        case NoneOf(parts):
            return clauses([_denied(part, ruleset) for part in parts])
        case FactTest() | ConceptTest() | DoneTest() | StatusTest():
            return _test(condition, ruleset)


def listed_condition(condition: Condition, ruleset: Ruleset) -> tuple[str, tuple[str, ...]]:
    """A condition as a lead and the clauses that follow it in a list; no clauses where the lead says it all.

    A list is easier to follow than a sentence once the condition has many parts, or parts that have parts.
    """
    parts = _alike(condition)
    if len(parts) <= _MANY and not (len(parts) > 1 and any(len(_alike(part)) > 1 for part in parts)):
        return condition_in_words(condition, ruleset), ()
    lead = "at least one of these is true" if isinstance(condition, AnyOf) else "all of these are true"
    return lead, tuple(condition_in_words(part, ruleset) for part in parts)


def _alike(condition: Condition) -> tuple[Condition, ...]:
    """The parts of which all, or one, must hold."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return parts
        case NoneOf(parts):
            return tuple(NoneOf((part,)) for part in parts)
        case FactTest() | ConceptTest() | DoneTest() | StatusTest():
            return (condition,)


def _nested(condition: Condition, ruleset: Ruleset) -> str:
    words = condition_in_words(condition, ruleset)
    return f"({words})" if isinstance(condition, AllOf | AnyOf | NoneOf) and len(condition.parts) > 1 else words


def _denied(condition: Condition, ruleset: Ruleset) -> str:
    match condition:
        case NoneOf((part,)):
            return _nested(part, ruleset)
        case DoneTest(step, tried):
            return f"{named(ruleset.action[step])} is {'neither done nor tried' if tried else 'not done'}"
        case StatusTest(action, statuses):
            verbs = [_VERBS[status] for status in statuses]
            neither = f"neither {listed(verbs, 'nor')}" if len(verbs) > 1 else f"do not {verbs[0]}"
            return f"the rules {neither} {named(ruleset.action[action])}"
        case FactTest(fact) if opposite := _opposite(condition, ruleset.fact[fact]):
            return _test(opposite, ruleset)
        case FactTest() | ConceptTest() | AllOf() | AnyOf() | NoneOf():
            return f"it is not true that {_nested(condition, ruleset)}"


def _opposite(test: FactTest, fact: Fact) -> FactTest | None:
    """The test that passes where this one does not; None where no single one does, or none can pass."""
    match fact.type, test.operator:
        case FactType.YES_NO | FactType.CHOICE, _:
            accepted = _accepted(test, fact)
            others = tuple(value for value in fact.value_ids if value not in accepted)
            return FactTest(fact.id, Operator.ONE_OF if len(others) > 1 else Operator.IS, others) if others else None
        case FactType.COUNT, Operator.AT_LEAST if int(test.operands[0]) > 0:
            return FactTest(fact.id, Operator.AT_MOST, (int(test.operands[0]) - 1,))
        case FactType.COUNT, Operator.AT_MOST:
            return FactTest(fact.id, Operator.AT_LEAST, (int(test.operands[0]) + 1,))
        case FactType.CHOICES, Operator.INCLUDES_ANY:
            return FactTest(fact.id, Operator.NONE_OF, test.operands)
        case FactType.CHOICES, Operator.NONE_OF:
            return FactTest(fact.id, Operator.INCLUDES_ANY, test.operands)
        case FactType.CHOICES, Operator.INCLUDES if len(test.operands) == 1:
            return FactTest(fact.id, Operator.NONE_OF, test.operands)
        case ((FactType.COUNT | FactType.CHOICES), _):
            return None


def _test(test: Test, ruleset: Ruleset) -> str:
    match test:
        case ConceptTest(concept):
            return ruleset.concept[concept].says
        case DoneTest(step, tried):
            return f"{named(ruleset.action[step])} is {'done or tried' if tried else 'done'}"
        case StatusTest(action, statuses):
            verbs = listed([_VERBS[status] for status in statuses], "or")
            return f"the rules {verbs} {named(ruleset.action[action])}"
        case FactTest(fact):
            return _fact_test(test, ruleset.fact[fact])


def _fact_test(test: FactTest, fact: Fact) -> str:
    match fact.type:
        case FactType.YES_NO if len(test.operands) > 1:
            return "always"  # every answer passes
        case FactType.YES_NO:
            return as_clause(fact, YES if test.operands == ("yes",) else NO)
        case FactType.COUNT:
            value = _amount(test, fact)
            return fact.clause.replace("{}", value) if fact.clause else f"{fact.says} is {value}"
        case FactType.CHOICE:
            accepted = _accepted(test, fact)
            if fact.clause is None and None not in (each := [fact.value_clause(value) for value in accepted]):
                return listed(filter(None, each), "or")
            values = [fact.label(value) for value in accepted]
            return fact.clause.replace("{}", listed(values, "or")) if fact.clause else f"{fact.says} is {_or(values)}"
        case FactType.CHOICES:
            return f"{fact.says} {_chosen(test, [fact.label(str(operand)) for operand in test.operands])}"


def _amount(test: FactTest, fact: Fact) -> str:
    number = listed([str(operand) for operand in test.operands], "or")
    amount = f"{number} {fact.unit}" if fact.unit else number
    return {Operator.AT_LEAST: f"at least {amount}", Operator.AT_MOST: f"at most {amount}"}.get(test.operator, amount)


def _accepted(test: FactTest, fact: Fact) -> Sequence[str]:
    """The values that pass; of ordered ones a sentence names all rather than "or more"."""
    operands = [str(operand) for operand in test.operands]
    match test.operator:
        case Operator.AT_LEAST:
            return fact.value_ids[fact.value_ids.index(operands[0]) :]
        case Operator.AT_MOST:
            return fact.value_ids[: fact.value_ids.index(operands[0]) + 1]
        case (
            Operator.INCLUDES | Operator.INCLUDES_ANY | Operator.IS | Operator.NONE_OF | Operator.ONE_OF | Operator.ONLY
        ):
            return operands


def _chosen(test: FactTest, values: Sequence[str]) -> str:
    match test.operator:
        case Operator.INCLUDES:
            return f"include {_and(values)}"
        case Operator.ONLY:
            return f"are nothing but {_or(values)}"
        case Operator.NONE_OF:
            return f"do not include {_or(values)}"
        case Operator.AT_LEAST | Operator.AT_MOST | Operator.INCLUDES_ANY | Operator.IS | Operator.ONE_OF:
            return f"include {_or(values)}"


def _and(values: Sequence[str]) -> str:
    return listed([f'"{value}"' for value in values])


def _or(values: Sequence[str]) -> str:
    return listed([f'"{value}"' for value in values], "or")
