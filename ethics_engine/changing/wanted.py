"""Goals in the words of the command line."""

from __future__ import annotations

from collections.abc import Sequence

from ethics_engine.errors import CaseError, Finding, Place, nearest
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force, Status

from .goals import WAY_ON, Goal, OutcomeGoal, StatusGoal
from .smallest import WORDS

_PLACE = Place("--to")
_FORCES = tuple(force.value for force in Force)
_STATUSES = tuple(status.value for status in Status)


def goal_from_words(words: str, question: Question, ruleset: Ruleset) -> Goal:
    """A goal such as `no`, `advised:refer` or `refer=permitted,advised`.

    Raises:
        CaseError: There is no such outcome of the question, no such action, way or status.
    """
    text = words.strip()
    if "=" in text:
        action, _, statuses = text.partition("=")
        named = [_one_of(status.strip(), _STATUSES, "status") for status in statuses.split(",")]
        return StatusGoal(_one_of(action.strip(), tuple(ruleset.action), "action"), frozenset(map(Status, named)))
    answers = WORDS.get(question.ask, (*ruleset.action, "none") if question.ask is Ask.FIRST else ())
    if text in answers:
        return OutcomeGoal((text,))
    force, _, ways = text.partition(":")
    if force in _FORCES:
        known = tuple(way.id for way in ruleset.ways)
        named = [_one_of(way.strip(), known, "way on") for way in ways.split(",") if way.strip()]
        _require_ways(force, named)
        ordered = [way for way in known if way in named]
        return OutcomeGoal((force, *ordered), None if question.ask is Ask.WHAT else WAY_ON)
    _one_of(text, (*answers, *_FORCES), "outcome")
    raise AssertionError(text)


def _require_ways(force: str, ways: Sequence[str]) -> None:
    if ways and force == Force.NONE.value:
        raise CaseError([Finding(_PLACE, "`none` names no way on")])
    if not ways and force not in (Force.NONE.value, Force.DILEMMA.value):
        raise CaseError([Finding(_PLACE, f"`{force}` needs the ways that it names", f"write `{force}:refer`")])


def _one_of(name: str, known: Sequence[str], kind: str) -> str:
    if name in known:
        return name
    hint = nearest(name[:80], known) or (f"one of {', '.join(known)}" if len(known) < 24 else None)
    raise CaseError([Finding(_PLACE, f"unknown {kind} `{name[:80]}`", hint)])
