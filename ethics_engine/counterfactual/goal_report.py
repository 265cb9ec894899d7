"""The smallest changes in words: what would bring each outcome about, and what the practitioner can do."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import Selection
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.variables import known_by
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS
from ethics_engine.text.outcomes import outcome_as_change
from ethics_engine.text.values import as_clause, value_in_words

from .edits import Edit, EditSet, Origin
from .goals import Goal, OutcomeGoal, StatusGoal
from .search import MinimalCounterfactuals


@frozen
class EditReport:
    """One fact with another value, in words.

    Attributes:
        says: What would be so, as a clause, or as an infinitive where it is a step.

        before: What is known of it now: a value, `done`, `not done` or `not known`.

        origin: Whether that was stated, or is assumed, or nothing is known.

        deed: What the practitioner can do about it, as an infinitive; None where it is not within reach.

        step: Whether it is a step, done or not.

        judged: Whether it is an appraisal rather than an observation.

        sensitive: Whether redaction leaves it out.
    """

    fact: str
    says: str
    before: str
    origin: Origin
    within_reach: bool
    deed: str | None
    step: bool
    weight: int
    judged: bool
    sensitive: bool


@frozen
class EditSetReport:
    """What would have to be so, all of it together; without any of it the change does not work."""

    edits: tuple[EditReport, ...]
    within_reach: bool
    weight: int


@frozen
class GoalReport:
    """What would bring something about.

    Attributes:
        goal: What it is, in words.

        changes: Any one of these would bring it about, if it were the case: of the smallest changes those that are not
            for the practitioner to make.

        more: Whether there may be others as small.

        proved: Up to how many facts every change was looked at, and none found that is smaller than `changes`.

        next: Any one of these, which the practitioner can honestly make, would bring it about; none where conduct is
            judged.
    """

    goal: str
    changes: tuple[EditSetReport, ...]
    more: bool
    proved: int
    next: tuple[EditSetReport, ...] = ()


def goal_report(
    smallest: MinimalCounterfactuals, next_: Iterable[EditSet], shown: int, enactment: Enactment
) -> GoalReport:
    """What was found for a goal, in words; `next_` are the changes that the practitioner can make."""
    able = tuple(_change(change, enactment) for change in next_)
    others = [change for change in smallest.changes if not (able and change.within_reach)]
    return GoalReport(
        goal=goal_in_words(smallest.goal, enactment.ruleset),
        changes=tuple(_change(change, enactment) for change in others[:shown]),
        more=smallest.more or len(others) > shown,
        proved=smallest.proved,
        next=able,
    )


def goal_in_words(goal: Goal, ruleset: Ruleset) -> str:
    """A goal as a clause, such as `the answer becomes "no"`."""
    match goal:
        case StatusGoal(action, statuses):
            words = listed((STATUS_IN_WORDS[status] for status in STATUS_IN_WORDS if status in statuses), "or")
            return f"to {ruleset.action[action].label} becomes {words}"
        case OutcomeGoal(outcome):
            return outcome_as_change(outcome, ruleset)
        case _:
            raise AssertionError(goal)


def _change(change: EditSet, enactment: Enactment) -> EditSetReport:
    reports = tuple(_edit(edit, enactment) for edit in change.edits)
    return EditSetReport(reports, change.within_reach, change.weight)


def _edit(edit: Edit, enactment: Enactment) -> EditReport:
    fact = enactment.fact[edit.fact]
    step = fact.id.startswith(DONE)
    if step:
        says, before = _step(edit, enactment)
        deed: str | None = enactment.action[fact.id.removeprefix(DONE)].label
    else:
        says, before = _option(edit, fact) if edit.variable.option else _value(edit, fact)
        deed = fact.within_reach
    return EditReport(
        fact.id,
        says,
        "not known" if edit.origin is Origin.UNKNOWN else before,
        edit.origin,
        edit.within_reach,
        deed if edit.within_reach else None,
        step,
        edit.weight,
        fact.judged,
        fact.sensitive,
    )


def _step(edit: Edit, enactment: Enactment) -> tuple[str, str]:
    action = enactment.action[edit.fact.removeprefix(DONE)]
    value, before = str(edit.value), value_in_words(enactment.fact[edit.fact], edit.before)
    by = f", by {action.by}" if action.by else ""
    return f"{_DONE.get(value, value)}{by}: {action.label}", _DONE.get(before, before)


def _option(edit: Edit, fact: Fact) -> tuple[str, str]:
    option = edit.variable.option or ""
    chosen = isinstance(edit.before, Selection) and option in edit.before.included
    verb = "is added" if edit.value == "yes" else "falls away"
    return f'{fact.says}: "{fact.label(option)}" {verb}', "yes" if chosen else "no"


def _value(edit: Edit, fact: Fact) -> tuple[str, str]:
    known = known_by({edit.variable: edit.value})[fact.id]
    return as_clause(fact, known), value_in_words(fact, edit.before)


_DONE = {"yes": "done", "no": "not done"}
