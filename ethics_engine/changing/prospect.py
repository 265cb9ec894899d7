"""The smallest changes in words: what would bring each outcome about, and what the practitioner can do next."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ethics_engine.consulting.outcomes import Outcome
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.knowledge import Selection
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force
from ethics_engine.model.variables import known_by
from ethics_engine.model.vocabulary import FactType
from ethics_engine.wording.answers import force_in_words, word_in_words
from ethics_engine.wording.lists import listed
from ethics_engine.wording.norms import STATUS_IN_WORDS
from ethics_engine.wording.values import as_clause, value_in_words

from .alterations import Alteration, Change, Origin
from .goals import Goal, OutcomeGoal, StatusGoal
from .search import Smallest


@frozen
class AlterationReport:
    """One fact told otherwise, in words.

    Attributes:
        value: What it would be.

        before: What is known of it so far.

        clause: For a yes-or-no fact, what would be so.

        sensitive: Whether redaction leaves it out.
    """

    fact: str
    says: str
    value: str
    before: str
    origin: Origin
    within_reach: bool
    weight: int
    sensitive: bool
    clause: str | None = None


@frozen
class ChangeReport:
    """What would have to be otherwise, all of it together."""

    alterations: tuple[AlterationReport, ...]
    within_reach: bool
    weight: int


@frozen
class Prospect:
    """What would bring something about.

    Attributes:
        goal: What it is, in words.

        changes: The smallest changes that bring it about, the best first.

        more: Whether there may be others as small.

        proved: Up to how many facts every change was looked at, and none found that is smaller than `changes`.

        next: The smallest change that the practitioner can bring about, where there is one and it is not too late.
    """

    goal: str
    changes: tuple[ChangeReport, ...]
    more: bool
    proved: int
    next: tuple[ChangeReport, ...] = ()


def prospect(smallest: Smallest, next_: Iterable[Change], enactment: Enactment, question: Question) -> Prospect:
    """What was found for a goal, in words; `next_` are the changes that the practitioner can bring about."""
    return Prospect(
        goal=goal_in_words(smallest.goal, question, enactment.ruleset),
        changes=tuple(_change(change, enactment) for change in smallest.changes),
        more=smallest.more,
        proved=smallest.proved,
        next=tuple(_change(change, enactment) for change in next_),
    )


def goal_in_words(goal: Goal, question: Question, ruleset: Ruleset) -> str:
    """A goal as a clause, such as `the answer would be "no"`."""
    match goal:
        case StatusGoal(action, statuses):
            words = listed((STATUS_IN_WORDS[status] for status in STATUS_IN_WORDS if status in statuses), "or")
            return f"to {ruleset.action[action].label} would be {words}"
        case OutcomeGoal(outcome, other):
            return outcome_in_words(outcome, other or question, ruleset)
        case _:
            raise AssertionError(goal)


def outcome_in_words(outcome: Outcome, question: Question, ruleset: Ruleset) -> str:
    """An outcome as a clause, such as `the way on would be advised: refer the client`."""
    first, *rest = outcome
    if question.ask is Ask.WHAT:
        ways = [ruleset.action[way].label for way in rest]
        if Force(first) is Force.DILEMMA and not ways:
            return "no way on would be acceptable"
        return f"the way on would be {force_in_words(Force(first), ways)}"
    if question.ask is Ask.HOW:
        steps = (step.partition("=") for step in outcome)
        return "; ".join(f"to {ruleset.action[step].label} would be {status}" for step, _, status in steps)
    verb = "it would have been" if question.ask is Ask.RIGHT else "the answer would be"
    return f'{verb} "{word_in_words(first, ruleset)}"'


def _change(change: Change, enactment: Enactment) -> ChangeReport:
    reports = tuple(_alteration(alteration, enactment) for alteration in change.alterations)
    return ChangeReport(reports, change.within_reach, change.weight)


def _alteration(alteration: Alteration, enactment: Enactment) -> AlterationReport:
    fact = enactment.fact[alteration.fact]
    option, clause = alteration.variable.option, None
    if option is not None:
        value = f'{"also" if alteration.value == "yes" else "not"} "{fact.label(option)}"'
        chosen = isinstance(alteration.before, Selection) and option in alteration.before.included
        before = "among them" if chosen else "not among them"
        before = "not known" if alteration.origin is Origin.UNKNOWN else before
    else:
        known = known_by({alteration.variable: alteration.value})[fact.id]
        value, before = value_in_words(fact, known), value_in_words(fact, alteration.before)
        clause = as_clause(fact, known) if fact.type is FactType.YES_NO and not fact.id.startswith(DONE) else None
    if fact.id.startswith(DONE):
        value, before = (_DONE.get(word, word) for word in (value, before))
    says = enactment.action[fact.id.removeprefix(DONE)].label if fact.id.startswith(DONE) else fact.says
    return AlterationReport(
        fact.id,
        says,
        value,
        before,
        alteration.origin,
        alteration.within_reach,
        alteration.weight,
        fact.sensitive,
        clause,
    )


_DONE = {"yes": "done", "no": "not done"}
