"""A case: one person for whom service is asked, one practitioner, one request; decided or not."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any

from attrs import Factory

from ethics_engine.argument_types import checked, checked_fields

from .json_values import from_plain, plain
from .knowledge import Possible
from .record import Record, frozen_record
from .status import Status


class Ask(Enum):
    """The kinds of question."""

    MAY = "may"
    MUST = "must"
    FIRST = "first"
    WHAT = "what"
    HOW = "how"
    RIGHT = "right"


class Answer(Enum):
    """What a question can be answered with, besides a step, a way or a verdict."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"
    ADVISED_AGAINST = "advised_against"
    ADVISED = "advised"
    RULES_SAY_NOTHING = "rules_say_nothing"
    NOT_POSSIBLE = "not_possible"
    DILEMMA = "dilemma"
    OPEN = "open"

    __hash__ = object.__hash__  # there is one of each


class Verdict(Enum):
    """How conduct stands to the rules, from worst to best; `NO_RULE` of a step counts if nothing else is judged."""

    BREACH = "breach"
    PREMATURE = "premature"
    DEPARTURE = "departure"
    NO_VERDICT = "no_verdict"
    NO_RULE = "no_rule"
    CONSISTENT = "consistent"


@checked_fields
@frozen_record
class Question(Record):
    """What is asked, and of which action; `what` and `right` ask of no one action, `first` may."""

    ask: Ask
    action: str | None = None


@checked_fields
@frozen_record
class Statement(Record):
    """What was said of one fact.

    Attributes:
        known: The values still possible; all of them where it was said that nobody knows.

        note: A remark, as private as the narrative.

        reported_by: Who said so, where it was not the practitioner.
    """

    known: Possible
    note: str | None = None
    reported_by: str | None = None


@frozen_record
class Held(Record):
    """What was decided of a case. Statuses not named are not asserted.

    Attributes:
        answer: The answer's word, or the id of a step for `first`.

        disposition: The courses of action that were held, or `dilemma`, `none` or `open`.

        statuses: Action to status; `open` where it must stay open.

        denied: Action to a status that it must not have.

        first: The step that comes before anything else.

        verdict: How the conduct stands to the rules.

        must_ask: The facts that an open answer names as those that matter.

        norms: For a dilemma, the rules that collide.

        constraint: The constraint that the stated facts cannot keep; such a case has no outcome.

        ratio: Rules that must be effective.
    """

    answer: str | None = None
    disposition: tuple[str, ...] = ()
    statuses: Mapping[str, Status | None] = Factory(dict)
    denied: Mapping[str, Status] = Factory(dict)
    first: str | None = None
    verdict: Verdict | None = None
    must_ask: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    constraint: str | None = None
    ratio: tuple[str, ...] = ()


@frozen_record
class Dissent(Record):
    """What somebody who decided with the others held instead.

    Attributes:
        by: Who; empty where the case does not say.

        rationale: Why.

        held: What they held, if they give it; it is not tested.
    """

    by: str
    rationale: str
    held: Held | None = None


@frozen_record
class Decided(Record):
    """Who decided a case, when, and under which ruleset."""

    by: str
    date: datetime.date
    under: str


@checked_fields
@frozen_record
class Case(Record):
    """A case as stated.

    Attributes:
        id: Its name.

        question: What is asked of it.

        facts: What was said, by fact id; done steps are among them under their fact ids, and so are, in a case that
            was read, the steps of `did` as done and those of `omitted` as not done.

        did: Actions the practitioner took, for the question `right`.

        omitted: Actions the practitioner left out, for the question `right`.

        under: The overlays that it is judged under, beside the base.

        as_of: The day it is judged by, where it is not today or the day it was decided.

        held: What was decided under the base and the overlays of `under`.

        held_under: What was decided under other overlays, by their names with `+` between; only those of the ruleset
            that it was read for.

        dissent: What was held instead by somebody who decided with the others.

        follows: The cases that it decides alike, for the same reason.

        distinguishes: The cases that it decides otherwise, for a difference in the facts.

        overrules: The cases that it holds to have been decided wrongly.
    """

    id: str
    question: Question
    facts: Mapping[str, Statement]
    title: str = ""
    narrative: str = ""
    did: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    as_of: datetime.date | None = None
    held: Held | None = None
    rationale: str = ""
    decided: Decided | None = None
    dissent: Dissent | None = None
    follows: tuple[str, ...] = ()
    distinguishes: tuple[str, ...] = ()
    overrules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    held_under: Mapping[str, Held] = Factory(dict)

    def held_in(self, overlays: Collection[str]) -> Held | None:
        """Give what was decided under these overlays; None if it was decided only under others, or under none."""
        if {*self.under} == {*overlays}:
            return self.held
        return self.held_under.get("+".join(sorted(overlays)))

    def to_dict(self) -> dict[str, Any]:
        """Give the whole case as JSON knows values, narrative and notes included, to be kept and read back."""
        written: dict[str, Any] = plain(self)
        return written

    @classmethod
    @checked
    def from_dict(cls, content: Mapping[str, Any]) -> Case:
        """Read back a case from what `to_dict` gave. Whether it fits a ruleset, `consult` says.

        Raises:
            InputError: It is no such content.
        """
        case: Case = from_plain(cls, content, "case")
        return case
