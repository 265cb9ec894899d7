"""Outcomes of questions in words: by themselves, as what becomes of a case, and several in brief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ethics_engine.model.actions import Action
from ethics_engine.model.case import Answer, Verdict
from ethics_engine.model.outcome import UNDECIDED, FirstStep, Manner, Outcome, Undetermined, WayOn
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force

from .answers import word_in_words
from .courses import FORCE_IN_WORDS, course_clause, possible_course_in_words
from .lists import listed, quoted
from .norms import STATUS_IN_WORDS

NOT_REQUIRED = "not required"
"""What the answer `no` means, if it is asked what must be done."""

IT_COULD_BE = "it could be"
"""Before the outcomes that are possible."""

_MANY = 3
"""How many possible outcomes are named in brief; of more it is said that it is open."""

_MANY_COURSES = 2
"""How many courses are named in brief; of more one is named, and the others are counted."""


def outcome_in_words(outcome: Outcome, ruleset: Ruleset) -> str:
    """Say one outcome by itself, such as `refer the client (advised)` or `no`."""
    match outcome:
        case WayOn(force, ways):
            return possible_course_in_words(force, ways, ruleset)
        case Manner(statuses):
            label = {step: ruleset.action[step].label for step, _ in statuses}
            return "; ".join(f"to {label[step]} is {STATUS_IN_WORDS[status]}" for step, status in statuses)
        case Answer() | Verdict() | FirstStep():
            return word_in_words(outcome.value, ruleset)
        case Undetermined():
            raise AssertionError(outcome)


def outcome_as_change(outcome: Outcome, ruleset: Ruleset) -> str:
    """Say one outcome as a change, such as `the course becomes "refer the client (advised)"`."""
    match outcome:
        case WayOn(Force.DILEMMA, ()):
            return "no course is acceptable"
        case WayOn(force, ways):
            return f'the course becomes "{possible_course_in_words(force, ways, ruleset)}"'
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


def outcomes_in_brief(
    outcomes: Iterable[Outcome], ruleset: Ruleset, *, certain: bool, lead: str | None = None, must: bool = False
) -> str:
    """Say in a few words what comes of a question; if that is not one thing, what it could be, or that it is open.

    `lead` stands before what it could be, be that one thing. Of a question with `must`, `no` is said to be that it is
    not required.
    """
    found = {outcome for outcome in outcomes if outcome is not UNDECIDED}
    texts = sorted({NOT_REQUIRED if must and each is Answer.NO else _outcome_in_brief(each, ruleset) for each in found})
    if len(texts) == 1 and certain and lead is None:
        return texts[0]
    if any(isinstance(outcome, WayOn) for outcome in found):
        return "the course is open"
    return (
        f"{lead or IT_COULD_BE} {listed(map(quoted, texts), 'or')}"
        if certain and len(texts) <= _MANY
        else "the answer is open"
    )


_SPOKEN_FOR = (Force.REQUIRED, Force.ADVISED, Force.PERMITTED)
"""The forces of which a course may name one way more, or one fewer."""


def course_change_in_words(now: Outcome | None, then: Outcome | None, ruleset: Ruleset) -> str:
    """How one course of action differs from another of the same force; nothing if their forces differ or are open."""
    if not (isinstance(now, WayOn) and isinstance(then, WayOn)) or now.force is not then.force:
        return ""
    if then.force not in _SPOKEN_FOR:
        return ""
    word, changes = FORCE_IN_WORDS[then.force], list[str]()
    before, after = ([way for way in each.ways if way not in each.instead] for each in (now, then))
    for lead, ways in ((f"it is also {word}", set(after) - {*before}), (f"no longer {word}", set(before) - {*after})):
        if ways:
            changes.append(f"{lead} to {listed([way.label for way in ruleset.actions if way.id in ways], 'or')}")
    return "; ".join(changes)


def _permitted_instead(ways: Sequence[Action]) -> str:
    if len(ways) > _MANY_COURSES:
        return f", and permitted to take one of {len(ways)} other courses instead"
    return f", and permitted to {listed([way.label for way in ways], 'or')} instead" if ways else ""


def _outcome_in_brief(outcome: Outcome, ruleset: Ruleset) -> str:
    match outcome:
        case WayOn(force, ways, instead):
            own = [ruleset.action[way] for way in ways if way not in instead]
            named = own[:1] if len(own) > _MANY_COURSES else own
            others = f" or to take one of {len(own) - 1} other courses" if len(own) > _MANY_COURSES else ""
            return course_clause(force, named) + others + _permitted_instead([ruleset.action[way] for way in instead])
        case Manner():
            return "other steps are owed"
        case Answer() | Verdict() | FirstStep():
            return word_in_words(outcome.value, ruleset)
        case Undetermined():
            raise AssertionError(outcome)
