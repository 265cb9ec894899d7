"""Pick the answer on one page from a determination, by the rules that docs/page.md states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ethics_engine.argument_types import checked
from ethics_engine.loading.ruleset_cache import keep_enactment
from ethics_engine.model.answer_page import AnswerPage, PageAssumption, PageFact, PageQuestion, PageSafety
from ethics_engine.model.case import Answer, Ask
from ethics_engine.model.determination import Determination
from ethics_engine.model.enactment import DONE, is_seen_to
from ethics_engine.model.record import frozen_record
from ethics_engine.model.rules import Modality
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth
from ethics_engine.text import page as words
from ethics_engine.text.actions import briefly
from ethics_engine.text.answers import STEPS_MAY_BE_ADDED
from ethics_engine.text.lists import sentences, unsaid

from .default_assumptions import facts_read
from .page_course import PageCourse
from .page_nearness import Nearness
from .page_prospects import PressingAssumption, Prospects
from .page_reasons import PageReasons
from .page_steps import PageSteps
from .page_subject import PageSubject, subject_of
from .page_turning import PageTurning, TurningPoint
from .safety import by_urgency

SHOWN = 5
"""How many questions a page shows; the others are counted."""

ASSUMPTIONS = 3
"""How many assumptions a page shows one by one; that there is no danger stands in one line besides."""

SHOWN_OF_COURSE = 2
"""How many of these assumptions may change nothing but the course."""

REASONS = 2
"""How many of the rules that decide a page shows; the others are counted."""


@checked
def answer_page(determination: Determination) -> AnswerPage:
    """Put the answer on one page: what to do and not to do, how firm it is, why, and what to find out.

    Use it wherever an answer is shown: `ethics consult`, documents and services all show this page. What it picks, and
    in which order, docs/page.md tells. Of a redacted determination it is redacted.

    Args:
        determination: As `consult` gave it.

    Raises:
        EthicsError: The determination was read back from JSON, and no longer knows its ruleset and case.
    """
    subject = subject_of(determination)
    page = _PageBuilder(subject).page()
    keep_enactment(subject.enactment)
    return page


def page_and_turning_points(
    determination: Determination,
) -> tuple[AnswerPage, tuple[TurningPoint, ...], tuple[str, ...]]:
    """The same page, and beside it what alone would turn the answer: steps, what was stated, and what is assumed.

    Last come the topics of what is assumed and would turn it, also where it is not told by itself.
    """
    builder = _PageBuilder(subject_of(determination))
    page = builder.page()
    return page, builder.turning(page.questions), builder.kinds


def listed_assumptions(determination: Determination) -> tuple[PageAssumption, ...]:
    """The assumptions that the page lists one by one, without the rest of it; far quicker where much is not known."""
    return tuple(each.shown for each in _PageBuilder(subject_of(determination)).pressing.listed)


@frozen_record
class _PressingAssumptions:
    """What presses to be found out or corrected.

    Attributes:
        real: The assumptions that change something if they are wrong.

        deciding: Those that would each decide alone what no rule decides.

        listed: Those that the page lists one by one.
    """

    real: tuple[PressingAssumption, ...]
    deciding: tuple[PressingAssumption, ...]
    listed: tuple[PressingAssumption, ...]


@frozen_record
class _PageBuilder:
    subject: PageSubject

    def page(self) -> AnswerPage:
        determination, enactment = self.subject.determination, self.subject.enactment
        why, steps = PageReasons(self.subject), PageSteps(self.subject)
        assumptions, deciding, shown = self.pressing.real, self.pressing.deciding, self.pressing.listed
        questions = self._prospects.questions(steps.after_reply)
        would_decide = tuple(self._prospects.as_question(each.shown) for each in deciding)
        questions = (*would_decide, *questions)
        general = tuple(each.shown.fact for each in assumptions if each.general)
        alone = tuple(filter(Nearness(determination, self.subject.known).endangers_alone, general))
        decisive, sides, law_and_ethics = why.decisive(), tuple(why.sides()), tuple(why.law_and_ethics())
        said = {reason.rule for each in law_and_ethics for reason in (*each.law_reasons, *each.ethics_reasons)}
        undecided = tuple(why.undecided())
        reasons = [reason for reason in decisive if reason.rule not in said][: REASONS - len(undecided)]
        not_to_do, standing = steps.not_to_do()
        how_firm = self._how_firm(assumptions, len(shown), len(deciding) + len(shown) + len(general))
        find_out = _find_out_first(would_decide) if determination.ask is Ask.MUST else ""
        how_firm = words.UNTIL_FOUND_OUT if deciding and not shown and not general else how_firm
        named = {*self.subject.possible_ways, *self.subject.shown_ways}
        return AnswerPage(
            provenance=determination.provenance,
            case=determination.case,
            title=determination.title,
            ask=determination.ask,
            action=determination.action,
            question=determination.question,
            safety=tuple(self._safety()),
            not_stated=self._not_stated(relevant=any(each.shown.danger for each in assumptions)),
            answer=PageCourse(self.subject, steps, dilemma=bool(sides)).answer(how_firm, find_out),
            judgements=tuple(why.judgements(decisive)),
            assumptions=tuple(each.shown for each in shown),
            more_assumptions=len(assumptions) - len(deciding) - len(shown) - len(general),
            safety_assumptions=alone or general,
            sides=sides,
            conduct=determination.conduct,
            steps=tuple(step for step in steps.all if not steps.is_aside(step)),
            more_steps=sum(map(steps.is_aside, steps.all)),
            not_to_do=not_to_do,
            more_not_to_do=standing,
            reasons=(*undecided, *map(why.shown, reasons)),
            more_reasons=sum(1 for reason in determination.reasons if reason.effective and reason.norms) - len(reasons),
            questions=questions[:SHOWN],
            more_questions=max(0, len(questions) - SHOWN),
            similar=(),
            ways=tuple((way.id, way.label) for way in enactment.ways if way.id in named),
            more=words.MORE,
            redacted=determination.redacted,
            law_and_ethics=law_and_ethics,
            of_law=enactment.ruleset.has_law,
            unused=tuple(self._unused(question.fact for question in questions)),
        )

    def _unused(self, asked: Iterable[str]) -> Iterator[PageFact]:
        """What was stated, is not as usual or not known, and no rule that applies, or may apply, rests on.

        That something was done is left out, and so are dangers, reasons that are only named, and what is asked.
        """
        determination, subject = self.subject.determination, self.subject
        used = {fact.fact for reason in determination.reasons for fact in reason.facts}
        used.update(asked, Nearness(determination, subject.known).dangers)
        used.update(report.fact for report in determination.unknown if report.bears_on)
        for fact in determination.stated:
            known = subject.known.stated.get(fact.fact)
            asked_of = subject.enactment.fact[fact.fact]
            usual = known == asked_of.presumed
            if not (usual or asked_of.pretext or fact.fact in used or fact.fact.startswith(DONE)):
                yield subject.fact(fact.fact)

    @cached_property
    def pressing(self) -> _PressingAssumptions:
        """The assumptions that matter, nearest to the case first."""
        assumptions = self._prospects.assumptions()
        shown, none = self._nearest(assumptions)
        deciding = tuple(each for each in shown if self._would_decide(each))
        return _PressingAssumptions(
            real=tuple(each for each in assumptions if each not in none),
            deciding=deciding,
            listed=tuple(each for each in shown if each not in deciding),
        )

    def turning(self, questions: Sequence[PageQuestion]) -> tuple[TurningPoint, ...]:
        """What alone would turn the answer, the questions that the page lists among it."""
        assumptions = [each.shown for each in self.pressing.listed]
        return PageTurning(self.subject, self._prospects).points(assumptions, questions)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The topics of what would turn the answer if it is not as assumed."""
        return self._prospects.kinds

    def _would_decide(self, assumption: PressingAssumption) -> bool:
        """Whether no rule decides what may or must be done, but one would if a near assumption were wrong.

        Of what must be done only what would ask for it counts.
        """
        determination = self.subject.determination
        no_rule = determination.answer.value == Answer.RULES_SAY_NOTHING.value
        asked = no_rule and determination.ask in (Ask.MAY, Ask.MUST)
        asked = asked and (determination.ask is Ask.MAY or _asks_something(assumption.shown))
        return asked and assumption.answer and assumption.near and bool(assumption.shown.if_wrong)

    @cached_property
    def _prospects(self) -> Prospects:
        """What comes of it if one thing is otherwise."""
        subject = self.subject
        return Prospects(subject.determination, subject.known, subject.engine_input.query, self._stated_as_unknown)

    @property
    def _stated_as_unknown(self) -> Mapping[str, str | None]:
        """The remark with which each fact was stated; none is shown where redacted."""
        if self.subject.determination.redacted:
            return {}
        return {fact.fact: fact.note for fact in self.subject.determination.stated if fact.note}

    def _safety(self) -> Iterator[PageSafety]:
        lines, told = {line.id: line for line in self.subject.enactment.safety}, set[str]()
        said = {*self._said_as_steps}
        for report in by_urgency(self.subject.determination, self.subject.enactment):
            withheld = report.id not in lines
            if report.stated or report.meanwhile or withheld:
                read = () if withheld else dict.fromkeys(facts_read(lines[report.id].when, self.subject.enactment))
                facts = tuple(self.subject.fact(name) for name in read if name in self.subject.known.stated)
                new, meanwhile = (unsaid(text, said) for text in (report.sentence, report.meanwhile))
                seen_to = self._seen_to(read) if report.stated else ()
                done = [step for step in seen_to if step not in told]
                if done:
                    new = f"{new} {words.seen_to_in_words(done)}"
                    if not told and self._may_be_done:
                        new = f"{new} {words.ONLY_IF_SEEN_TO}"
                    told.update(done)
                yield PageSafety(report.id, report.stated, new, meanwhile, facts, bool(seen_to))

    @property
    def _may_be_done(self) -> bool:
        """Whether what is asked about is neither forbidden nor advised against."""
        return self.subject.determination.answer.value not in (Answer.NO.value, Answer.ADVISED_AGAINST.value)

    @property
    def _said_as_steps(self) -> Iterator[str]:
        """The sentences on danger that ask under a condition for what must be done here in any case."""
        must = [step.label for step in self.subject.determination.plan if step.status is Status.REQUIRED]
        for line in self.subject.enactment.safety:
            for text in sentences(line.danger):
                if text.startswith("If ") and any(text.endswith(f", {label}.") for label in must):
                    yield text

    def _seen_to(self, danger: Iterable[str]) -> tuple[str, ...]:
        """Steps, briefly, that some facts about danger call for before all else, and that are stated as done."""
        subject = self.subject
        called_for = dict.fromkeys(
            norm.action
            for reason in subject.determination.reasons
            if not {fact.fact for fact in reason.facts}.isdisjoint(danger)
            for norm in subject.enactment.rule[reason.rule].norms
            if norm.modality is Modality.MUST and norm.action not in subject.ways
        )
        known, action = subject.known.stated, subject.enactment.action
        return tuple(briefly(action[step]) for step in called_for if is_seen_to(step, known) is Truth.TRUE)

    def _not_stated(self, *, relevant: bool) -> str:
        """One line if something was left unsaid of danger that the question is about, or that bears on the result."""
        lines = {line.id for line in self.subject.enactment.safety}
        known = [
            report.stated or bool(report.meanwhile)
            for report in self.subject.determination.safety
            if report.id in lines
        ]
        if all(known) and not relevant:
            return words.DANGER_DENIED if self._denies_danger and not known else ""
        if any(known):
            return words.NO_OTHER_DANGER
        return words.DANGER_DENIED if self._denies_danger else words.NO_DANGER

    @property
    def _denies_danger(self) -> bool:
        """Whether it was stated of some danger that it is not there."""
        known, enactment = self.subject.known, self.subject.enactment
        dangers = Nearness(self.subject.determination, known).dangers
        return any(known.stated[fact] == enactment.fact[fact].presumed for fact in dangers if fact in known.stated)

    def _how_firm(self, assumptions: Sequence[PressingAssumption], near: int, shown: int) -> str:
        determination = self.subject.determination
        said = words.how_firm(
            determination.answer.firmness,
            shown=shown,
            near=near,
            total=len(assumptions),
            answer=sum(each.answer for each in assumptions),
            more_steps=determination.answer.standing == STEPS_MAY_BE_ADDED,
            held_back=self.subject.known.guards_pretexts,
            no_code=len(determination.provenance.parts) < 2,
        )
        is_open = any(report.meanwhile and not report.stated for report in determination.safety)
        return words.danger_first(said) if is_open else said

    def _nearest(
        self, assumptions: Sequence[PressingAssumption]
    ) -> tuple[Sequence[PressingAssumption], Sequence[PressingAssumption]]:
        """The assumptions that the page shows one by one, the nearest to the case first, and those that are none."""
        of_step = self.subject.asked is not None and self.subject.asked not in self.subject.ways
        in_danger = any(report.stated for report in self.subject.determination.safety)
        of_what = self.subject.determination.ask is Ask.WHAT
        of_course, shown, none = 0, list[PressingAssumption](), list[PressingAssumption]()
        for each in assumptions:
            if each.general or not each.near or (each.course_alone and (of_step or of_course == SHOWN_OF_COURSE)):
                continue
            if in_danger and not each.shown.danger and (each.course_alone or of_what):
                continue
            if len(shown) == ASSUMPTIONS:
                break
            if self._is_said_by(each, shown):
                continue
            if (exact := self._prospects.looked_into(each)) is None:
                none.append(each)
            elif not (exact.course_alone and _leaves_all_open(exact.shown)) and not self._is_said_by(exact, shown):
                shown.append(exact)
                of_course += exact.course_alone
        return shown, none

    def _is_said_by(self, assumption: PressingAssumption, shown: Iterable[PressingAssumption]) -> bool:
        """Whether a constraint ties an assumption to one that is shown and has the same results."""
        results = _sentences(assumption.shown)
        alike = [each.shown.fact for each in shown if _sentences(each.shown) == results]
        enactment = self.subject.enactment
        tied = [{*facts_read(each.never, enactment)} for each in enactment.constraints] if alike else []
        return any(assumption.shown.fact in facts and not facts.isdisjoint(alike) for facts in tied)


def _sentences(assumption: PageAssumption) -> set[str]:
    """The results of an assumption."""
    return {wrong.result.sentence for wrong in assumption.if_wrong}


def _leaves_all_open(assumption: PageAssumption) -> bool:
    """Whether nothing more is known of the result, if it is wrong, than that it is open."""
    return bool(assumption.if_wrong) and all(wrong.result.find_out for wrong in assumption.if_wrong)


def _asks_something(assumption: PageAssumption) -> bool:
    """Whether it may come of it, if an assumption is wrong, that what is asked about is to be done."""
    asking = {Answer.YES.value, Answer.ADVISED.value, Answer.NOT_YET.value}
    return any(not asking.isdisjoint(wrong.result.answers) for wrong in assumption.if_wrong)


def _find_out_first(questions: Iterable[PageQuestion]) -> str:
    """What to find out where no rule decides: the replies of the first question that surely bring one answer."""
    return words.find_out_first(
        [
            (reply.sentence, reply.result.sentence.lower())
            for question in [*questions][:1]
            for reply in question.replies
            if len(reply.result.answers) == 1
        ]
    )
