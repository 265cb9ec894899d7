"""The values that a result can have, to check a filter by."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.outcome import FirstStep
from ethics_engine.model.status import Force, Status

from .bulk_results import ANSWERED, OPEN, STATUS, BulkFirmness, BulkPart, BulkQuery, InBulk


def values_of_result(asked: BulkQuery, result: str) -> tuple[str, ...]:
    """The values that a row can have of a result, such as `answer` or `status:refer`."""
    return tuple(word if isinstance(word, str) else word.value for word in _words(asked, result))


def _words(asked: BulkQuery, result: str) -> Iterable[str | Enum]:
    if result.startswith(STATUS):
        return Status
    law = asked.enactment
    match BulkPart(result):
        case BulkPart.IN_BULK:
            return InBulk
        case BulkPart.ANSWER:
            return (*_answers(asked), OPEN)
        case BulkPart.FIRMNESS:
            return BulkFirmness
        case BulkPart.FORCE:
            return Force
        case BulkPart.COURSE:
            return law.action
        case BulkPart.FIRST:
            return _steps(asked)
        case BulkPart.RULES:
            return [rule.id for rule in law.rules]
        case BulkPart.TO_ASK:
            return law.fact


def _answers(asked: BulkQuery) -> Iterable[str | Enum]:
    match asked.query.question.ask:
        case Ask.MAY | Ask.MUST:
            return Answer
        case Ask.RIGHT:
            return Verdict
        case Ask.FIRST:
            return _steps(asked)
        case Ask.WHAT:
            return Force
        case Ask.HOW:
            return (ANSWERED,)


def _steps(asked: BulkQuery) -> tuple[str, ...]:
    return (*asked.enactment.action, FirstStep(None).value)
