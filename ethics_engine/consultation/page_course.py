"""The answer of a page, and what it says of the course besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ethics_engine.errors import ContradictionError
from ethics_engine.model.actions import Action
from ethics_engine.model.answer_page import PageAnswer, When
from ethics_engine.model.case import Answer, Ask, Statement
from ethics_engine.model.determination import Determination, StatusReport
from ethics_engine.model.enactment import done_fact
from ethics_engine.model.knowledge import YES
from ethics_engine.model.record import evolve, frozen_record
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import NEGATIVE, Force, Status
from ethics_engine.text.answers import (
    SAFETY_COMES_FIRST,
    Standing,
    afterwards_in_words,
    itself_not_required_in_words,
    once_done_in_words,
    put_off_in_words,
    safety_first_in_words,
    said_in_danger,
    standing_in_words,
)
from ethics_engine.text.courses import (
    EVERY_OTHER_IS_CLOSED,
    NO_OTHER_COURSE,
    ONLY_COURSE_LEFT,
    OR_INSTEAD,
    STEPS_ANYWAY,
    WEIGH_THE_SIDES,
    advised_in_its_place_in_words,
    after_what_comes_first_in_words,
    before_course_in_words,
    course_beside_answer,
    no_rule_speaks_of,
    no_way_out_in_words,
    nothing_instead_in_words,
    permitted_instead_in_words,
)

from .consult import suppose
from .default_assumptions import facts_read
from .page_steps import PageSteps
from .page_subject import PageSubject

_AGAINST = (Answer.NO.value, Answer.ADVISED_AGAINST.value)


def course_beside(determination: Determination) -> str:
    """The course in words; of a course that is asked about, and that it names, only what it adds to the answer."""
    answer, disposition, basis = determination.answer, determination.disposition, determination.basis
    asked = determination.action
    of_course = determination.ask in (Ask.MAY, Ask.MUST, Ask.HOW) and asked in disposition.ways
    if basis is None or asked is None or disposition.force is None or not of_course:
        return disposition.sentence
    action = basis.ruleset.action
    ways, instead = ([action[way] for way in named] for named in (disposition.ways, disposition.instead))
    until = {way: ends for way in disposition.ways if (ends := _only_until(determination.status(way), basis.ruleset))}
    return course_beside_answer(disposition.force, action[asked], ways, instead, until, barred=bool(answer.barred))


def _only_until(report: StatusReport, ruleset: Ruleset) -> tuple[str, ...]:
    """Until when a permitted course is permitted; nothing, where a rule permits it without an end."""
    if report.status is not Status.PERMITTED:
        return ()
    ends = [ruleset.rule[norm.rule].only_until for norm in report.decided_by if norm.rule]
    return tuple(dict.fromkeys(end for end in ends if end)) if all(ends) else ()


@frozen_record
class PageCourse:
    """The answer, and the course of action.

    Attributes:
        dilemma: Whether the page shows the sides of a dilemma.
    """

    subject: PageSubject
    steps: PageSteps
    dilemma: bool

    def answer(self, how_firm: str, find_out: str) -> PageAnswer:
        """The answer, with how firm it is in words, and what to find out first if no rule decides."""
        answer, disposition = self.subject.determination.answer, self.subject.determination.disposition
        brief = self.subject.determination.ask is Ask.HOW
        said = itself_not_required_in_words(self._asked) if self._is_not_required else answer.sentence
        said, then = self._afterwards(said)
        said = f"{said} {self._once_done}".rstrip()
        sentence = self._in_brief() if brief else f"{said} {find_out}".rstrip()
        course = " ".join(filter(None, self._course_in_words()))
        if any(report.stated for report in self.subject.determination.safety):
            permitted = disposition.force is Force.PERMITTED
            sentence, course = said_in_danger(sentence), said_in_danger(course)
            if self.subject.determination.ask is Ask.WHAT:
                first = [self.subject.enactment.ruleset.action[step] for step in self.subject.first_in_danger]
                sentence, course, permitted = safety_first_in_words(first), f"{sentence} {course}".strip(), False
            if self.subject.asked and not self.steps.rests_on_danger(self.subject.asked):
                sentence = put_off_in_words(sentence)
            course = f"{course} {SAFETY_COMES_FIRST if permitted else ''}".strip()
        return PageAnswer(
            value=answer.value,
            sentence=sentence,
            firmness=answer.firmness,
            how_firm=how_firm,
            then=then,
            first=answer.first or self.subject.first_in_danger,
            possible=answer.possible,
            force=None if disposition.force is None else disposition.force.value,
            ways=disposition.ways,
            instead=disposition.instead,
            course=course,
        )

    @property
    def _asked(self) -> Action:
        return self.subject.enactment.ruleset.action[self.subject.asked or ""]

    @property
    def _is_not_required(self) -> bool:
        """Whether it is asked if a course must be taken of which no rule speaks, while another may be taken."""
        determination = self.subject.determination
        silent = determination.ask is Ask.MUST and determination.answer.value == Answer.RULES_SAY_NOTHING.value
        other = determination.disposition.force is Force.PERMITTED and bool(determination.disposition.ways)
        return silent and other and self.subject.asked in self.subject.ways

    def _afterwards(self, said: str) -> tuple[str, str | None]:
        """The answer, and what it is after the steps that come first.

        If no rule would speak of it then, but one asks if they were done, a consult with these steps done tells.
        """
        determination, asked = self.subject.determination, self.subject.asked
        first = determination.answer.first
        silent = determination.answer.then == Answer.RULES_SAY_NOTHING.value
        if not silent or asked is None or not self._reads_done(asked, first):
            return said, determination.answer.then
        after = self._after(first)
        if after is None:
            return said, determination.answer.then
        status, value = after.status(asked).status, after.answer.value
        if status is None or value == Answer.OPEN.value:
            return said, determination.answer.then
        return afterwards_in_words(said, self._asked, status), value

    @property
    def _once_done(self) -> str:
        """What a no to a course turns into once the steps are done that must come before it; empty if into nothing new.

        What comes of it if somebody else is consulted first is not foreseen.
        """
        determination, asked, basis = self.subject.determination, self.subject.asked, self.subject.determination.basis
        against = determination.ask is Ask.MAY and determination.answer.value in _AGAINST
        if not against or basis is None or asked not in self.subject.ways or self.subject.known.guards_pretexts:
            return ""
        must = [step for step in determination.plan if step.status is Status.REQUIRED and not step.if_]
        steps = must[: max((place for place, step in enumerate(must, start=1) if asked in step.before), default=0)]
        if not steps or any(self.subject.enactment.action[step.action].support for step in steps):
            return ""
        after = self._after([step.action for step in steps])
        if after is None or after.answer.value not in (*_AGAINST, Answer.YES.value, Answer.NOT_YET.value):
            return ""
        changes = after.answer.value != determination.answer.value
        return once_done_in_words(Answer(after.answer.value)) if changes else ""

    def _after(self, steps: Iterable[str]) -> Determination | None:
        """A consult on the same case with some steps done; None if it contradicts what is known."""
        basis, made = self.subject.determination.basis, self.subject.determination.provenance
        if basis is None:
            return None
        case = evolve(basis.case, facts={**basis.case.facts, **{done_fact(step): Statement(YES) for step in steps}})
        try:
            return suppose(basis.ruleset, case, as_of=made.as_of, assumptions=made.assumptions)
        except ContradictionError:
            return None

    def _reads_done(self, asked: str, steps: Iterable[str]) -> bool:
        """Whether a rule that speaks for something asks if one of some steps was done."""
        enactment, wanted = self.subject.enactment, set(map(done_fact, steps))
        rules = (rule for rule, norm in enactment.norms_on[asked] if norm.modality.positive)
        return any(not wanted.isdisjoint(facts_read(rule.when, enactment)) for rule in rules)

    def _course_in_words(self) -> Iterator[str]:
        """What the page says of the course besides the answer."""
        determination = self.subject.determination
        if self._closed_in:
            yield no_way_out_in_words([way for way in self.subject.enactment.ways if way.id in self._discouraged_ways])
            return
        if determination.ask is Ask.WHAT:
            yield self._what_first()
        elif determination.ask is not Ask.RIGHT and determination.disposition.sentence != determination.answer.sentence:
            yield self._course()
        if determination.ask is not Ask.RIGHT and determination.disposition.force is Force.PERMITTED:
            others = self.subject.possible_ways - {*determination.disposition.ways}
            if others and others <= self._closed_ways:
                yield ONLY_COURSE_LEFT if len(determination.disposition.ways) == 1 else EVERY_OTHER_IS_CLOSED
            elif silent := [
                way for way in self.subject.enactment.ways if way.id in others and self._is_silent_on(way.id)
            ]:
                yield no_rule_speaks_of(silent, alone=len(silent) == len(others))
        if self.dilemma and determination.ask is not Ask.RIGHT:
            yield WEIGH_THE_SIDES

    def _is_silent_on(self, way: str) -> bool:
        """Whether a course is asked about, or what to do, there is no danger, and no rule speaks of another course."""
        report, asked = self.subject.statuses[way], self.subject.asked
        if any(danger.stated for danger in self.subject.determination.safety):
            return False
        return report.status is Status.UNREGULATED and (asked is None or asked in self.subject.ways) and way != asked

    @cached_property
    def _closed_ways(self) -> frozenset[str]:
        """Those that are forbidden or advised against."""
        return frozenset(way for way in self.subject.possible_ways if self.subject.statuses[way].status in NEGATIVE)

    @property
    def _permitted_ways(self) -> frozenset[str]:
        return frozenset(way for way in self.subject.ways if self.subject.statuses[way].status is Status.PERMITTED)

    @property
    def _discouraged_ways(self) -> frozenset[str]:
        return frozenset(way for way in self._closed_ways if self.subject.statuses[way].status is Status.DISCOURAGED)

    @property
    def _closed_in(self) -> bool:
        """Whether the question is about a course, and every course that is possible is forbidden or advised against."""
        of_course = self.subject.determination.ask is Ask.WHAT or self.subject.asked in self.subject.ways
        of_course = of_course and self.subject.determination.ask is not Ask.RIGHT
        return of_course and bool(self.subject.possible_ways) and self._closed_ways == self.subject.possible_ways

    def _what_first(self) -> str:
        """For `what`: what must come before every course that is named, or that there is something to do anyway."""
        disposition = self.subject.determination.disposition
        if disposition.force is None or disposition.force is Force.NONE:
            return STEPS_ANYWAY if any(step.when is When.NOW and step.by is None for step in self.steps.all) else ""
        return "" if self.subject.first_in_danger else self._before_the_course

    @property
    def _before_the_course(self) -> str:
        """What must come before every course that is named, in words."""
        first = self._awaited_by_every_course
        return before_course_in_words([self.subject.enactment.ruleset.action[step] for step in first]) if first else ""

    @cached_property
    def _awaited_by_every_course(self) -> tuple[str, ...]:
        """The steps that every course that is named awaits."""
        disposition = self.subject.determination.disposition
        awaited = [self.subject.statuses[way].awaits for way in disposition.ways if way not in disposition.instead]
        return tuple(step for step in next(iter(awaited), ()) if all(step in steps for steps in awaited))

    def _course(self) -> str:
        """What the disposition adds to the answer."""
        answer, disposition = self.subject.determination.answer, self.subject.determination.disposition
        asked = self.subject.asked
        of_step = asked is not None and asked not in self.subject.ways
        if disposition.force is None or (of_step and disposition.force in (Force.NONE, Force.PERMITTED)):
            return ""
        if disposition.force is Force.NONE and asked and self.subject.determination.ask is not Ask.FIRST:
            against = self.subject.statuses[asked].status in NEGATIVE
            steps = any(step.by is None and step.when is When.NOW for step in self.steps.all)
            return nothing_instead_in_words(steps=steps) if against else NO_OTHER_COURSE
        if asked not in disposition.ways or self.subject.determination.ask is Ask.FIRST:
            if disposition.force is Force.ADVISED and asked in self._permitted_ways:
                named = [way for way in disposition.ways if way not in disposition.instead]
                return advised_in_its_place_in_words([self.subject.enactment.ruleset.action[way] for way in named])
            course, danger = _unsaid(disposition.sentence, answer.sentence), self.subject.determination.safety
            if disposition.force is Force.PERMITTED and not {*answer.first}.isdisjoint(self._awaited_by_every_course):
                return after_what_comes_first_in_words(course)
            beside = answer.first or of_step or any(report.stated for report in danger)
            return course if beside else f"{course} {self._before_the_course}".strip()
        alone = course_beside(self.subject.determination)
        waits = self.subject.statuses[asked].awaits if asked else ()
        if self.subject.determination.ask is Ask.MUST and waits and answer.value != Answer.NOT_YET.value:
            first = before_course_in_words([self.subject.enactment.ruleset.action[step] for step in waits])
            return f"{first} {alone}".rstrip()
        return alone

    def _in_brief(self) -> str:
        """The answer to `how` without the steps, which the page lists apart."""
        action, ruleset = self.subject.enactment.ruleset.action, self.subject.enactment.ruleset
        report, first = self.subject.statuses[self.subject.asked or ""], self.subject.determination.answer.first
        possible = report.available is not False
        standing = Standing(action[report.action], report.status, possible, [action[step] for step in first], ())
        return standing_in_words(standing, ruleset)


def _unsaid(course: str, answer: str) -> str:
    """What the sentence of the course adds to that of the answer, which may say its beginning already."""
    lead, _, rest = course.partition(". ")
    if lead.removesuffix(".").lower() in answer.lower():
        return rest
    advised, _, permitted = course.partition(OR_INSTEAD)
    return permitted_instead_in_words(permitted) if permitted and advised.lower() in answer.lower() else course
