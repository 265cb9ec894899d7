"""Outcomes of questions in words: by themselves, as what becomes of a case, and several in brief."""

from __future__ import annotations

from collections.abc import Iterable

from ethics_engine.model.case import Answer, Verdict
from ethics_engine.model.outcome import UNDECIDED, FirstStep, Manner, Outcome, Undetermined, WayOn
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force

from .answers import force_in_words, possible_course_in_words, word_in_words
from .lists import listed
from .norms import STATUS_IN_WORDS

_MANY = 3
"""How many possible outcomes are named in brief; of more it is said that it is open."""


def outcome_in_words(outcome: Outcome, ruleset: Ruleset) -> str:
    """Say one outcome by itself, such as `refer the client is advised` or `no`."""
    match outcome:
        case WayOn(force, ways):
            return possible_course_in_words(force, ways, ruleset)
        case Manner(statuses):
            return listed([f"{ruleset.action[step].label}: {status.value}" for step, status in statuses])
        case Answer() | Verdict() | FirstStep():
            return word_in_words(outcome.value, ruleset)
        case Undetermined():
            raise AssertionError(outcome)


def outcome_as_change(outcome: Outcome, ruleset: Ruleset) -> str:
    """Say one outcome as a change, such as `the course becomes advised: refer the client`."""
    match outcome:
        case WayOn(Force.DILEMMA, ()):
            return "no course is acceptable"
        case WayOn(force, ways):
            return f"the course becomes {possible_course_in_words(force, ways, ruleset)}"
        case Manner(statuses):
            return "; ".join(
                f"to {ruleset.action[step].label} becomes {STATUS_IN_WORDS[status]}" for step, status in statuses
            )
        case Verdict():
            return f'the verdict becomes "{word_in_words(outcome.value, ruleset)}"'
        case Answer() | FirstStep():
            return f'the answer becomes "{word_in_words(outcome.value, ruleset)}"'
        case Undetermined():
            raise AssertionError(outcome)


def outcomes_in_brief(outcomes: Iterable[Outcome], ruleset: Ruleset, *, certain: bool) -> str:
    """Say in a few words what comes of a question; `open` with what remains possible if that is not one thing."""
    texts = sorted({_outcome_in_brief(outcome, ruleset) for outcome in outcomes if outcome is not UNDECIDED})
    if len(texts) == 1 and certain:
        return texts[0]
    return f"open: {listed(texts, 'or')}" if certain and len(texts) <= _MANY else "open"


def _outcome_in_brief(outcome: Outcome, ruleset: Ruleset) -> str:
    match outcome:
        case WayOn(force, ways):
            return force_in_words(force, [ruleset.action[way].label for way in ways])
        case Manner():
            return "other steps are owed"
        case Answer() | Verdict() | FirstStep():
            return word_in_words(outcome.value, ruleset)
        case Undetermined():
            raise AssertionError(outcome)
