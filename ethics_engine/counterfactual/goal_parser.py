"""Goals in the words of the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.outcome import WayOn, answer_value
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force, Status
from ethics_engine.suggestions import FIND_ACTIONS, nearest
from ethics_engine.text.answers import word_in_words
from ethics_engine.text.courses import force_in_words
from ethics_engine.text.lists import as_typed
from ethics_engine.text.norms import STATUSES_AS_TYPED

from .finder import WORDS
from .goals import WAY_ON, Goal, OutcomeGoal, StatusGoal

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
        named = [
            _one_of(status.strip(), _STATUSES, "status", f"use {STATUSES_AS_TYPED}") for status in statuses.split(",")
        ]
        known = tuple(ruleset.action)
        return StatusGoal(_one_of(action.strip(), known, "action", FIND_ACTIONS), frozenset(map(Status, named)))
    answers = _answers(question.ask, ruleset)
    if text in answers:
        return OutcomeGoal(answer_value(text, question.ask))
    force, _, ways = text.partition(":")
    if force in _FORCES:
        known = tuple(way.id for way in ruleset.ways)
        hint = f"use {', '.join(f'`{way}`' for way in known)}"
        named = [_one_of(way.strip(), known, "course of action", hint) for way in ways.split(",") if way.strip()]
        _require_ways(force, named, known)
        ordered = [way for way in known if way in named]
        return OutcomeGoal(WayOn(Force(force), tuple(ordered)), None if question.ask is Ask.WHAT else WAY_ON)
    _one_of(text, (*answers, *_FORCES), "outcome", "\n".join(_outcomes(question, ruleset)))
    raise AssertionError(text)


def _answers(ask: Ask, ruleset: Ruleset) -> tuple[str, ...]:
    if ask is Ask.FIRST:
        return (*ruleset.action, "none")
    return tuple(answer.value for answer in WORDS.get(ask, ()))


def _outcomes(question: Question, ruleset: Ruleset) -> Iterator[str]:
    """What a goal can be, as one types it, a line for each kind."""
    if question.ask is Ask.FIRST:
        yield f"an answer: an action, or `none`; {FIND_ACTIONS}"
    elif question.ask in WORDS:
        yield f"an answer: {as_typed({word: word_in_words(word, ruleset) for word in _answers(question.ask, ruleset)})}"
    ways = [way.id for way in ruleset.ways]
    if ways:
        forces = as_typed({force.value: force_in_words(force, ()) for force in Force})
        yield f"a course of action, such as `{Force.ADVISED.value}:{ways[0]}`: {forces}"
    if ruleset.actions:
        action = question.action or ruleset.actions[0].id
        yield f"a status, such as `{action}={Status.PERMITTED.value}`: {STATUSES_AS_TYPED}"


def _require_ways(force: str, named: Sequence[str], known: Sequence[str]) -> None:
    if named and force == Force.NONE.value:
        raise CaseError([Finding(_PLACE, "`none` cannot name a course of action", "write `none` alone")])
    if not named and force not in (Force.NONE.value, Force.DILEMMA.value):
        hint = f"write `{force}:{known[0]}`" if known else None
        raise CaseError([Finding(_PLACE, f"`{force}` needs a course of action", hint)])


def _one_of(name: str, known: Sequence[str], kind: str, hint: str) -> str:
    if name in known:
        return name
    raise CaseError([Finding(_PLACE, f"no {kind} `{name[:80]}`", nearest(name[:80], known) or hint)])
