"""The answer on one page: what whoever asks has to know, picked from a determination by the rules of docs/page.md."""

from __future__ import annotations

from enum import Enum
from typing import Any

from .case import Ask
from .determination import FORMAT, ConductReport, Firmness, Provenance
from .json_values import plain
from .record import Record, frozen_record
from .rules import Modality
from .sources import Authority, Confidence


class When(Enum):
    """When a step of the page is due.

    `NOW`: whatever course is taken. `BEFORE`: before a course may be taken. `IF`: if a course is taken, as part of it.
    `ANYWAY`: if the course that was asked about goes ahead although the rules speak against it.
    """

    NOW = "now"
    BEFORE = "before"
    IF = "if"
    ANYWAY = "anyway"


class ResultPart(Enum):
    """What of a result can change: the answer, the step that comes first, or the course of action."""

    ANSWER = "answer"
    FIRST = "first"
    COURSE = "course"

    __hash__ = object.__hash__  # there is one of each


@frozen_record
class PageFact(Record):
    """A fact, by its id, as a sentence."""

    fact: str
    sentence: str


@frozen_record
class PageSafety(Record):
    """A word on danger: one that was stated, or stated as not known.

    Attributes:
        id: The id of the safety line.

        stated: Whether the danger was stated; else it is not known.

        sentence: What to do, or what is not known.

        meanwhile: What protects until it is known; empty where it is stated.

        facts: What was stated of it.

        seen_to: Whether something that it calls for is stated as done.
    """

    id: str
    stated: bool
    sentence: str
    meanwhile: str
    facts: tuple[PageFact, ...]
    seen_to: bool = False


@frozen_record
class PageAnswer(Record):
    """The answer.

    Attributes:
        value: Its word, as in `AnswerReport.value`.

        sentence: The answer in words.

        firmness: How far it depends on what was not stated.

        how_firm: The same in words; empty where there is no verdict.

        then: For an action that steps must come before: what the answer would be without them.

        first: The steps that must come first, in order.

        possible: The words that remain possible; one unless it is open.

        force: The force of the disposition; None while that is open.

        ways: The courses of action that the disposition names.

        instead: Those of them that are permitted instead of one that is advised.

        course: The disposition in words; empty where the answer says it already.
    """

    value: str
    sentence: str
    firmness: Firmness
    how_firm: str
    then: str | None
    first: tuple[str, ...]
    possible: tuple[str, ...]
    force: str | None
    ways: tuple[str, ...]
    instead: tuple[str, ...]
    course: str


@frozen_record
class PageResult(Record):
    """What comes of the question if one thing is other than it is known to be.

    Attributes:
        answers: The answers that are possible then; for `what` the forces. One, if it is not open.

        changes: What of the result is then another than it is now.

        sentence: The answer, and what else changes, in words.

        find_out: Of a result that is open, a question that it then depends on; empty where that was not looked up.
    """

    answers: tuple[str, ...]
    changes: tuple[ResultPart, ...]
    sentence: str
    find_out: str = ""


@frozen_record
class IfWrong(Record):
    """What comes of it if an assumption is wrong, and nothing else is.

    Attributes:
        values: The values that the fact may have instead, all with this result; of a `choices` fact its options.

        sentence: The values as a condition, such as `if wrong`.
    """

    values: tuple[str, ...]
    sentence: str
    result: PageResult


@frozen_record
class PageAssumption(Record):
    """An assumption that would, if it alone were wrong, change the answer, the first step or the course.

    Attributes:
        fact: The id of the fact.

        sentence: What is assumed.

        if_wrong: The results if it is wrong; empty for a fact that would be a pretext if it were stated for the sake of
            the answer.

        danger: Whether it is about a danger.
    """

    fact: str
    sentence: str
    if_wrong: tuple[IfWrong, ...]
    danger: bool = False


class Stance(Enum):
    """What a rule would say of what is asked about: speak for it, speak against it, or put a step before it."""

    FOR = "for"
    AGAINST = "against"
    FIRST = "first"


@frozen_record
class PageReason(Record):
    """A rule that decides, with its reason and what it rests on.

    Attributes:
        rule: Its id.

        because: Its reason.

        sources: The references it cites, by authority, the most binding first; None where no authority is stated.

        binding: Whether a law or a code is among them.

        doubtful: The references whose wording was not, or only partly, checked, and how far it was.

        restated_by: For a rule of the base, the overlays that have it say this.

        would: What a rule that may or may not apply would say if it did; else None.

        other_code: Whether a code was chosen, and the rule cites another, and not that.

        foremost: Whether it decides the answer before all others, so that its reason stands beside the answer.
    """

    rule: str
    because: str
    sources: tuple[tuple[Authority | None, tuple[str, ...]], ...]
    binding: bool
    doubtful: tuple[tuple[str, Confidence], ...] = ()
    restated_by: tuple[str, ...] = ()
    would: Stance | None = None
    other_code: bool = False
    foremost: bool = False


@frozen_record
class PageSide(Record):
    """One side of a dilemma.

    Attributes:
        action: The course of action, or step, on this side, or which this side speaks against.

        against: Whether this side speaks against it.
    """

    action: str
    label: str
    against: bool
    reasons: tuple[PageReason, ...]


@frozen_record
class PageLawAndEthics(Record):
    """An action on which the law says one thing, and ethics another.

    Attributes:
        law: How the law speaks of it.

        ethics: How ethics speaks of it; None where no rule of ethics does.

        law_reasons: The rules that rest on law alone.

        ethics_reasons: The other rules, which speak on the other side.

        follows: What follows from both.
    """

    action: str
    label: str
    law: Modality
    ethics: Modality | None
    law_reasons: tuple[PageReason, ...]
    ethics_reasons: tuple[PageReason, ...]
    follows: str


@frozen_record
class PageStep(Record):
    """A thing to do, with its condition.

    Attributes:
        strength: `must` or `should`.

        by: Who acts, if it is not the practitioner.

        when: When it is due.

        ways: The courses of action that it comes before, or that it is part of.
    """

    action: str
    label: str
    strength: Modality
    by: str | None
    when: When
    ways: tuple[str, ...] = ()


@frozen_record
class NotToDo(Record):
    """A thing not to do.

    Attributes:
        strength: `must not` or `should not`.

        instead: The courses of action that are required or advised instead, where nothing else speaks against it.
    """

    action: str
    label: str
    strength: Modality
    instead: tuple[str, ...] = ()


@frozen_record
class PageReply(Record):
    """A reply to a question, and what then comes of it.

    Attributes:
        values: The values with which this comes of it; of a `choices` fact options, each if it is chosen.

        sentence: The values in words.

        steps: If the answer is open: what is then to be done besides what the page lists already; not the courses.
    """

    values: tuple[str, ...]
    sentence: str
    result: PageResult
    steps: tuple[PageStep, ...] = ()


@frozen_record
class PageQuestion(Record):
    """Something to find out, because the answer or the course depends on it.

    Attributes:
        fact: The id of the fact.

        ask: The question.

        note: The remark with which it was stated as not known.

        possibly: Whether it is only possible that something depends on it.
    """

    fact: str
    ask: str
    note: str | None
    possibly: bool
    replies: tuple[PageReply, ...]


@frozen_record
class SimilarCase(Record):
    """A decided case like this one.

    Attributes:
        relation: `same` or `different`, by what was decided.

        decided: What was decided, in words.
    """

    case: str
    title: str
    relation: str
    decided: str


@frozen_record
class AnswerPage(Record):
    """The answer to the question of one case on one page. Where there is more, it is counted.

    Attributes:
        case: The id of the case.

        question: The question in words.

        safety: The dangers that were stated, or stated as not known, the stated ones first.

        not_stated: One sentence on the dangers that were not stated; empty if there is none.

        judgements: What was stated, is a judgement, and decides.

        assumptions: The assumptions on which it depends, those nearest to the case first.

        more_assumptions: How many more there are, not counting those of `safety_assumptions`.

        safety_assumptions: The facts, by id, of the assumptions on which it depends that there is no danger of a kind
            that the case does not speak of.

        sides: The two sides of a dilemma, or more.

        conduct: How what was done and omitted stands to the rules.

        steps: What to do, in order.

        more_steps: How many more there are, as part of courses that are not asked about, or advised beside duties.

        not_to_do: What not to do, as far as it bears on the case.

        more_not_to_do: How many standing prohibitions there are besides.

        reasons: The rules that decide, the decisive ones first.

        more_reasons: How many more rules apply.

        questions: What to find out, the most pressing first.

        more_questions: How many more questions bear on something.

        similar: Decided cases like this one; none until precedents exist.

        ways: The courses of action that are possible here, and those that the page is about, each with its label.

        more: How to see more.

        redacted: Whether title, notes and sensitive facts were left out.

        law_and_ethics: Where the law says one thing, and ethics another.

        of_law: Whether an overlay is one of law, so that the page says that it gives no legal advice.

        unused: What was stated, is not as usual or not known, and no rule that applies, or may apply, rests on.
    """

    provenance: Provenance
    case: str
    title: str
    ask: Ask
    action: str | None
    question: str
    safety: tuple[PageSafety, ...]
    not_stated: str
    answer: PageAnswer
    judgements: tuple[PageFact, ...]
    assumptions: tuple[PageAssumption, ...]
    more_assumptions: int
    sides: tuple[PageSide, ...]
    conduct: tuple[ConductReport, ...]
    steps: tuple[PageStep, ...]
    not_to_do: tuple[NotToDo, ...]
    more_not_to_do: int
    reasons: tuple[PageReason, ...]
    more_reasons: int
    questions: tuple[PageQuestion, ...]
    more_questions: int
    similar: tuple[SimilarCase, ...]
    ways: tuple[tuple[str, str], ...]
    more: str
    redacted: bool = False
    more_steps: int = 0
    law_and_ethics: tuple[PageLawAndEthics, ...] = ()
    of_law: bool = False
    safety_assumptions: tuple[str, ...] = ()
    unused: tuple[PageFact, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the whole page as JSON knows values, with the version of the determination's format."""
        return {"format": FORMAT, **plain(self)}
