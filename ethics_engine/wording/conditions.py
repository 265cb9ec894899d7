"""Conditions in words."""

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
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.vocabulary import Fact, FactType

from .lists import listed
from .norms import STATUS_IN_WORDS


def condition_in_words(condition: Condition, ruleset: Ruleset) -> str:
    """A condition as one clause; nested parts stand in brackets."""
    match condition:
        case AllOf(()):
            return "always"
        case AllOf(parts):
            return " and ".join(_nested(part, ruleset) for part in parts)
        case AnyOf(()):
            return "never"
        case AnyOf(parts):
            return " or ".join(_nested(part, ruleset) for part in parts)
        case NoneOf(()):
            return "always"
        case NoneOf((part,)):
            return f"not: {_nested(part, ruleset)}"
        case NoneOf(parts):
            return "none of these: " + "; ".join(_nested(part, ruleset) for part in parts)
        case ConceptTest(concept):
            return ruleset.concept[concept].says
        case DoneTest(step):
            return f"done: {ruleset.action[step].label}"
        case StatusTest(action, statuses):
            words = listed([STATUS_IN_WORDS[status] for status in statuses], "or")
            return f"to {ruleset.action[action].label} is {words}"
        case FactTest():
            fact = ruleset.fact[condition.fact]
            return f"{fact.says}: {_test_in_words(condition, fact)}"


def _nested(condition: Condition, ruleset: Ruleset) -> str:
    words = condition_in_words(condition, ruleset)
    return f"({words})" if isinstance(condition, AllOf | AnyOf | NoneOf) and len(condition.parts) > 1 else words


def _test_in_words(test: FactTest, fact: Fact) -> str:
    unit = f" {fact.unit}" if fact.type is FactType.COUNT and fact.unit else ""
    words = [fact.label(str(operand)) + unit for operand in test.operands]
    match test.operator:
        case Operator.IS:
            return words[0]
        case Operator.ONE_OF | Operator.INCLUDES_ANY:
            return listed(words, "or")
        case Operator.AT_LEAST:
            return f"{words[0]} or more"
        case Operator.AT_MOST:
            return f"{words[0]} or less"
        case Operator.INCLUDES:
            return listed(words)
        case Operator.ONLY:
            return f"only {listed(words, 'or')}"
        case Operator.NONE_OF:
            return f"not {listed(words, 'or')}"
