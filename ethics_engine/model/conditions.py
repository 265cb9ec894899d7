"""Conditions: what a rule, a concept or a constraint asks of a case."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from .record import Key, Record, frozen_record
from .status import Status


class Operator(Enum):
    """How a fact is tested; the words are those of the rule language."""

    IS = "is"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    INCLUDES = "includes"
    INCLUDES_ANY = "includes_any"
    ONLY = "only"
    NONE_OF = "none_of"


@frozen_record
class FactTest(Key):
    """Whether a fact has a value.

    Attributes:
        fact: The id of the fact.

        operator: How it is tested. `ONLY` asks for at least one chosen value and none beside the operands.

        operands: One operand for `IS`, `AT_LEAST` and `AT_MOST`; an integer where the fact is a count, else the
            name of a value (`yes` or `no` for a yes-or-no fact).
    """

    fact: str
    operator: Operator
    operands: tuple[str | int, ...]


@frozen_record
class ConceptTest(Key):
    """Whether a concept holds."""

    concept: str


@frozen_record
class DoneTest(Record):
    """Whether a step is done; with `tried`, whether it is done or tried."""

    step: str
    tried: bool = False


@frozen_record
class StatusTest(Key):
    """Whether an action has one of several statuses; only rules may ask this."""

    action: str
    statuses: tuple[Status, ...]


@frozen_record
class AllOf(Record):
    """Every part holds; of no parts, true."""

    parts: tuple[Condition, ...]


@frozen_record
class AnyOf(Record):
    """At least one part holds; of no parts, false."""

    parts: tuple[Condition, ...]


@frozen_record
class NoneOf(Record):
    """No part holds; of no parts, true."""

    parts: tuple[Condition, ...]


Test = FactTest | ConceptTest | DoneTest | StatusTest
Condition = Test | AllOf | AnyOf | NoneOf

ALWAYS = AllOf(())


@lru_cache(maxsize=4096)
def fact_test(fact: str, operator: Operator, operands: tuple[str | int, ...]) -> FactTest:
    """A test of a fact; the same object wherever rules make the same test, so that what is kept of them holds it once.

    They make four times as many tests as there are different ones.
    """
    return FactTest(fact, operator, operands)


@lru_cache(maxsize=4096)
def concept_test(concept: str) -> ConceptTest:
    """A test of a concept; the same object likewise."""
    return ConceptTest(concept)


def tests_in(condition: Condition) -> Iterator[Test]:
    """Every test that a condition makes, in reading order."""
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        for part in condition.parts:
            yield from tests_in(part)
    else:
        yield condition
