"""What to do and not to do, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ethics_engine.model.answer_page import NotToDo, PageStep, When
from ethics_engine.model.case import Answer, Ask, Statement
from ethics_engine.model.determination import Determination, PlanStep, StatusReport
from ethics_engine.model.enactment import is_seen_to
from ethics_engine.model.knowledge import Possible
from ethics_engine.model.record import evolve, frozen_record
from ethics_engine.model.rules import MODALITY_OF, Modality, Rule
from ethics_engine.model.status import DUTIES, NEGATIVE, Status
from ethics_engine.model.truth import Truth
from ethics_engine.text.actions import with_a_note
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import PRACTITIONER

from .consult import suppose
from .page_nearness import Nearness, is_about_the_case
from .page_reasons import PageReasons, rules_of
from .page_subject import PageSubject, is_undecided, subject_of

_ALWAYS = 1
"""How many prohibitions are shown that always hold in a topic of the case; the others are standing ones."""


@frozen_record
class PageSteps:
    """What the rules ask for, and warn of, in the case of a page."""

    subject: PageSubject

    @cached_property
    def all(self) -> tuple[PageStep, ...]:
        """What to do, in order."""
        return (*self._as_named(self._named_first_alone(), self._planned()), *self._of_others())

    def _as_named(self, *steps: Iterable[PageStep]) -> Iterator[PageStep]:
        """Steps in order; those that the answer names first in the order in which it names them."""
        all_steps = [step for group in steps for step in group]
        here = {step.action for step in all_steps}
        to_come = [action for action in self._said_first if action in here]
        held: dict[str, PageStep] = {}
        for step in all_steps:
            if step.action not in to_come:
                yield step
                continue
            held[step.action] = step
            while to_come and to_come[0] in held:
                yield held.pop(to_come.pop(0))

    @property
    def _said_first(self) -> tuple[str, ...]:
        """The steps that come first, in the order in which the answer, or for `what` the course, names them."""
        determination = self.subject.determination
        ways = determination.disposition.ways if determination.ask is Ask.WHAT else ()
        awaited = [self.subject.statuses[way].awaits for way in ways]
        return determination.answer.first or next(iter(awaited), ())

    def is_aside(self, step: PageStep) -> bool:
        """Whether a step is only counted: as part of another course than is asked about, or advised beside duties."""
        ask = self.subject.determination.ask
        if step.by is not None or step.when is not When.IF or ask is Ask.HOW:
            return False
        other = ask in (Ask.MAY, Ask.MUST) and self.subject.asked not in step.ways
        return other or (step.strength is Modality.SHOULD and not self._ways_with_duties.isdisjoint(step.ways))

    @cached_property
    def _ways_with_duties(self) -> frozenset[str]:
        """The courses of action as part of which something must be done."""
        duties = (step for step in self.all if step.when is When.IF and step.strength is Modality.MUST)
        return frozenset(way for step in duties if step.by is None for way in step.ways)

    @property
    def _named_first(self) -> tuple[str, ...]:
        """The steps that the answer says come first."""
        answer = self.subject.determination.answer
        return answer.first if answer.value == Answer.NOT_YET.value else self.subject.first_in_danger

    def _named_first_alone(self) -> Iterator[PageStep]:
        """Those of them that are not planned, as they are part of another course than the one that awaits them."""
        determination = self.subject.determination
        planned = {step.action for step in (*determination.plan, *determination.if_chosen)}
        for report in (self.subject.statuses[action] for action in self._named_first if action not in planned):
            if report.status in DUTIES:
                yield PageStep(report.action, report.label, MODALITY_OF[report.status], None, When.BEFORE)

    def _planned(self) -> Iterator[PageStep]:
        for step in (*self.subject.determination.plan, *self.subject.determination.if_chosen):
            if step.status in DUTIES:
                yield PageStep(step.action, step.label, MODALITY_OF[step.status], None, *self._due(step))

    def _of_others(self) -> Iterator[PageStep]:
        """What others than the practitioner have to do."""
        shown_ways = self.subject.shown_ways
        for report in self.subject.determination.statuses:
            at_issue = not report.of or not {*report.of}.isdisjoint(shown_ways)
            seen_to = is_seen_to(report.action, self.subject.known.known) is Truth.TRUE
            if report.by != PRACTITIONER and report.status in DUTIES and at_issue and not seen_to:
                ways = tuple(way for way in report.of if way in shown_ways)
                when = When.IF if ways else When.NOW
                yield PageStep(report.action, report.label, MODALITY_OF[report.status], report.by, when, ways)

    def _due(self, step: PlanStep) -> tuple[When, tuple[str, ...]]:
        """When a step is due, and the courses of action that this has to do with."""
        did, shown_ways = self.subject.did, self.subject.shown_ways
        part_of = self.subject.enactment.action[step.action].of
        wrong = {way for way in (self.subject.asked, *did) if way and self.subject.statuses[way].status in NEGATIVE}
        ways = step.if_ or tuple(way for way in part_of if way in did)
        if ways and wrong.issuperset(ways):
            return When.ANYWAY, ways
        before = tuple(way for way in shown_ways if way in step.before and way not in did)
        if before and wrong.issuperset(before) and self._is_beside_the_danger(step.action):
            return When.ANYWAY, before
        if before:
            return When.IF if self.subject.belongs_to_a_course(step.action) else When.BEFORE, before
        if step.action in self._named_first:
            return When.BEFORE, ()
        manner_of = step.if_ or tuple(way for way in part_of if way in shown_ways)
        return (When.IF, manner_of) if manner_of else (When.NOW, ())

    def _is_beside_the_danger(self, action: str) -> bool:
        """Whether a danger was stated, and no rule that asks for a step rests on it, or on what is tied to it.

        To get help, as from a supervisor, never is beside it.
        """
        danger = any(report.stated for report in self.subject.determination.safety)
        beside = danger and self._stated_behind(action).isdisjoint(self._tied_to_danger)
        return beside and not self.subject.enactment.action[action].support

    def rests_on_danger(self, action: str) -> bool:
        """Whether a danger that was stated is among what the rules on an action rest on."""
        return not self._stated_behind(action).isdisjoint(self._dangers)

    def _stated_behind(self, action: str) -> frozenset[str]:
        """What was stated, as far as the rules that ask for a step rest on it."""
        reasons = (self.subject.reasons[rule] for rule in rules_of(self.subject.statuses[action].decided_by))
        return frozenset(fact.fact for reason in reasons for fact in reason.facts if not fact.assumed)

    @cached_property
    def _dangers(self) -> frozenset[str]:
        return Nearness(self.subject.determination, self.subject.known).dangers

    @cached_property
    def _tied_to_danger(self) -> frozenset[str]:
        """The dangers, and what was stated on which a rule rests that asks for a step because of a danger.

        So where a client at risk cannot be reached, to try to reach them has to do with the danger.
        """
        dangers = self._dangers
        behind = [self._stated_behind(step.action) for step in self.subject.determination.plan]
        return dangers.union(*(facts for facts in behind if not facts.isdisjoint(dangers)))

    def after_reply(self, fact: str, known: Possible) -> tuple[Determination, tuple[PageStep, ...]] | None:
        """What comes of an undecided answer if a fact is stated, and what has to be done then in any case."""
        basis, provenance = self.subject.determination.basis, self.subject.determination.provenance
        if basis is None or not is_undecided(self.subject.determination.answer):
            return None
        case = evolve(basis.case, facts={**basis.case.facts, fact: Statement(known)})
        then = suppose(basis.ruleset, case, as_of=provenance.as_of, assumptions=provenance.assumptions)
        listed = {*self.subject.ways, self.subject.asked, *(step.action for step in self.all)}
        return then, tuple(
            step
            for step in PageSteps(subject_of(then)).all
            if step.by is None and step.when in (When.NOW, When.BEFORE) and step.action not in listed
        )

    def not_to_do(self) -> tuple[tuple[NotToDo, ...], int]:
        """What not to do as far as it bears on the case, and how many standing prohibitions there are besides."""
        against = [
            report
            for report in self.subject.determination.statuses
            if report.status in NEGATIVE and report.by == PRACTITIONER and report.available is not False
        ]
        always = [report.action for report in against if self._is_always_so_of_its_topic(report)][:_ALWAYS]
        relevant = [
            self._to_avoid(report, MODALITY_OF[status])
            for report in against
            if (status := report.status) and (self._is_relevant(report) or report.action in always)
        ]
        return tuple(relevant), len(against) - len(relevant)

    def _to_avoid(self, report: StatusReport, strength: Modality) -> NotToDo:
        """What not to do; where every rule that speaks against it says until when it does, with a note of that."""
        derived = tuple(dict.fromkeys(norm.derived_from for norm in report.decided_by if norm.derived_from))
        rule = self.subject.enactment.ruleset.rule
        own = [rule[norm.rule] for norm in report.decided_by if norm.rule]
        ends = [each.only_until for each in own if each.only_until]
        lasting = not ends or len(ends) < len(report.decided_by)
        label = report.label if lasting else with_a_note(report.label, f"until {listed(dict.fromkeys(ends))}")
        return NotToDo(report.action, label, strength, () if own else derived)

    def _is_relevant(self, report: StatusReport) -> bool:
        """Whether it is a course of action, or asked about, or rests on something unusual that was stated."""
        subject = self.subject
        if report.way or report.action in (subject.asked, *subject.did):
            return True
        if report.of and {*report.of}.isdisjoint(subject.shown_ways):
            return False
        return any(is_about_the_case(subject.reasons[rule], subject.known) for rule in rules_of(report.decided_by))

    def _is_always_so_of_its_topic(self, report: StatusReport) -> bool:
        """Whether a rule that always holds forbids it, and another of its topic decides because of the case.

        Whoever speaks of romance is told what never may be.
        """
        subject = self.subject
        if report.status is not Status.PROHIBITED or (report.of and {*report.of}.isdisjoint(subject.shown_ways)):
            return False
        rules = [subject.reasons[rule] for rule in rules_of(report.decided_by)]
        return any(
            not reason.facts and _of_topic(subject.enactment.rule[reason.rule]) in self._topics for reason in rules
        )

    @cached_property
    def _topics(self) -> frozenset[tuple[str, str]]:
        """The topics of the rules that decide on what is asked, or the course, because of something unusual."""
        subject = self.subject
        rules = PageReasons(subject).deciding([subject.asked, *subject.determination.disposition.ways])
        return frozenset(
            _of_topic(subject.enactment.rule[rule])
            for rule in rules
            if is_about_the_case(subject.reasons[rule], subject.known)
        )


def _of_topic(rule: Rule) -> tuple[str, str]:
    """What a rule is about: its topic, and the group of rules of that topic that its name begins with."""
    return rule.topic, rule.id.partition(".")[0]
