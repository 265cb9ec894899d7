"""Pick the answer on one page from a determination, by the rules that docs/page.md states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest

import attrs
from attrs import frozen

from ethics_engine.argument_types import checked
from ethics_engine.errors import EthicsError
from ethics_engine.model.answer_page import (
    AnswerPage,
    NotToDo,
    PageAnswer,
    PageFact,
    PageLawAndEthics,
    PageReason,
    PageSafety,
    PageSide,
    PageStep,
    When,
)
from ethics_engine.model.case import Answer, Ask, Statement
from ethics_engine.model.conditions import StatusTest, tests_in
from ethics_engine.model.determination import (
    Collision,
    ContributingNorm,
    Determination,
    Firmness,
    PlanStep,
    Reason,
    StatusReport,
)
from ethics_engine.model.enactment import Enactment, is_seen_to
from ethics_engine.model.knowledge import Possible
from ethics_engine.model.rules import NOT_TO_DO, TO_DO, Modality
from ethics_engine.model.sources import Authority, Confidence
from ethics_engine.model.status import DUTIES, Force, Status
from ethics_engine.model.truth import Truth
from ethics_engine.text import page as words
from ethics_engine.text.answers import (
    EVERY_OTHER_IS_CLOSED,
    NO_OTHER_COURSE,
    STEPS_ANYWAY,
    STEPS_MAY_BE_ADDED,
    WEIGH_THE_SIDES,
    Standing,
    before_course_in_words,
    course_beside_answer,
    no_way_out_in_words,
    nothing_instead_in_words,
    standing_in_words,
)
from ethics_engine.text.lists import sentence, unsaid
from ethics_engine.text.norms import PRACTITIONER
from ethics_engine.text.values import as_clause

from .consult import EngineInput, consult, engine_input_of
from .default_assumptions import CaseKnowledge, case_knowledge, facts_read
from .law_and_ethics import where_law_and_ethics_differ
from .page_prospects import PressingAssumption, Prospects, rests_on_what_was_stated

SHOWN = 5
"""How many questions a page shows; the others are counted."""

ASSUMPTIONS = 3
"""How many assumptions a page shows one by one; that there is no danger stands in one line besides."""

SHOWN_OF_COURSE = 2
"""How many of these assumptions may change nothing but the course."""

REASONS = 3
"""How many of the rules that decide a page shows; the others are counted."""

_AGAINST: Mapping[Status, Modality] = {each.status: each for each in NOT_TO_DO}
_FOR: Mapping[Status, Modality] = {each.status: each for each in TO_DO}


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
    return _builder(determination).page()


def _builder(determination: Determination) -> _PageBuilder:
    basis = determination.basis
    if basis is None:
        raise EthicsError(
            "answer_page: this determination was read back from JSON, and the page needs its ruleset and case; "
            "consult again, or keep the page that `ethics consult --format json` prints"
        )
    engine_input = engine_input_of(basis.ruleset, basis.case, as_of=determination.provenance.as_of)
    known = case_knowledge(
        engine_input.enactment, engine_input.stated, presume=determination.provenance.assumptions, places={}
    )
    return _PageBuilder(determination, engine_input, known)


@frozen(slots=False, eq=False, repr=False)
class _PageBuilder:
    determination: Determination
    engine_input: EngineInput
    known: CaseKnowledge

    def page(self) -> AnswerPage:
        determination, prospects = self.determination, self.prospects
        assumptions, questions = prospects.assumptions(), prospects.questions(self._duties)
        shown = _nearest(assumptions)
        general = tuple(each.shown.fact for each in assumptions if each.general)
        decisive, law_and_ethics = self._decisive(), tuple(self._law_and_ethics())
        said = {reason.rule for each in law_and_ethics for reason in (*each.law_reasons, *each.ethics_reasons)}
        reasons = [reason for reason in decisive if reason.rule not in said][:REASONS]
        not_to_do, standing = self._not_to_do()
        return AnswerPage(
            provenance=determination.provenance,
            case=determination.case,
            title=determination.title,
            ask=determination.ask,
            action=determination.action,
            question=determination.question,
            safety=tuple(self._safety()),
            not_stated=self._not_stated(relevant=any(each.shown.danger for each in assumptions)),
            answer=self._answer(assumptions, len(shown) + len(general)),
            judgements=tuple(self._judgements(decisive)),
            assumptions=tuple(each.shown for each in shown),
            more_assumptions=len(assumptions) - len(shown) - len(general),
            safety_assumptions=general,
            sides=tuple(self._sides()),
            conduct=determination.conduct,
            steps=tuple(step for step in self.steps if not self._is_aside(step)),
            more_steps=sum(map(self._is_aside, self.steps)),
            not_to_do=not_to_do,
            more_not_to_do=standing,
            reasons=tuple(map(_reason, reasons)),
            more_reasons=sum(1 for reason in determination.reasons if reason.effective and reason.norms) - len(reasons),
            questions=questions[:SHOWN],
            more_questions=max(0, len(questions) - SHOWN),
            similar=(),
            ways=tuple((way.id, way.label) for way in self.enactment.ways if self._is_named(way.id)),
            more=words.MORE,
            redacted=determination.redacted,
            law_and_ethics=law_and_ethics,
            of_law=self.enactment.ruleset.has_law,
        )

    @property
    def enactment(self) -> Enactment:
        return self.engine_input.enactment

    @cached_property
    def prospects(self) -> Prospects:
        """What comes of it if one thing is otherwise."""
        return Prospects(self.determination, self.known, self.engine_input.query, self._stated_as_unknown)

    @property
    def _stated_as_unknown(self) -> Mapping[str, str | None]:
        """The remark with which each fact was stated; none is shown where redacted."""
        if self.determination.redacted:
            return {}
        return {fact.fact: fact.note for fact in self.determination.stated if fact.note}

    @cached_property
    def _ways(self) -> frozenset[str]:
        """The courses of action, by id."""
        return frozenset(way.id for way in self.enactment.ways)

    @cached_property
    def _shown_ways(self) -> tuple[str, ...]:
        """The courses of action that the page is about: asked about, done, or named by the disposition."""
        named = [self.determination.action, *self.engine_input.query.did, *self.determination.disposition.ways]
        return tuple(dict.fromkeys(way for way in named if way in self._ways))

    def _is_named(self, way: str) -> bool:
        """Whether a course of action is possible, or the page is about it."""
        return self._statuses[way].available is not False or way in self._shown_ways

    # Safety and the answer.

    def _safety(self) -> Iterator[PageSafety]:
        lines, said = {line.id: line for line in self.enactment.safety}, set[str]()
        for report in self.determination.safety:
            withheld = report.id not in lines
            if report.stated or report.meanwhile or withheld:
                read = () if withheld else dict.fromkeys(facts_read(lines[report.id].when, self.enactment))
                facts = tuple(self._fact(name) for name in read if name in self.known.stated)
                new, meanwhile = (unsaid(text, said) for text in (report.sentence, report.meanwhile))
                if report.stated and (done := self._seen_to(read)):
                    new = f"{new} {words.seen_to_in_words(done)}"
                yield PageSafety(report.id, report.stated, new, meanwhile, facts)

    def _seen_to(self, danger: Iterable[str]) -> tuple[str, ...]:
        """The labels of steps that some facts about danger call for before all else, and that are stated as done."""
        called_for = dict.fromkeys(
            norm.action
            for reason in self.determination.reasons
            if not {fact.fact for fact in reason.facts}.isdisjoint(danger)
            for norm in self.enactment.rule[reason.rule].norms
            if norm.modality is Modality.MUST and norm.action not in self._ways
        )
        known, action = self.known.stated, self.enactment.action
        return tuple(action[step].label for step in called_for if is_seen_to(step, known) is Truth.TRUE)

    def _not_stated(self, *, relevant: bool) -> str:
        """One line if something was left unsaid of danger that the question is about, or that bears on the result."""
        lines = {line.id for line in self.enactment.safety}
        known = [report.stated or bool(report.meanwhile) for report in self.determination.safety if report.id in lines]
        if all(known) and not relevant:
            return ""
        return words.NO_OTHER_DANGER if any(known) else words.NO_DANGER

    def _fact(self, name: str) -> PageFact:
        fact = self.enactment.fact[name]
        return PageFact(name, sentence(as_clause(fact, self.known.known.get(name) or fact.anything)))

    def _answer(self, assumptions: Sequence[PressingAssumption], shown: int) -> PageAnswer:
        answer, disposition = self.determination.answer, self.determination.disposition
        resting = sum(1 for report in self.determination.assumed if report.bears and report.fell is None)
        how_firm = words.how_firm(
            answer.firmness,
            shown=shown,
            total=len(assumptions),
            answer=sum(each.answer for each in assumptions),
            resting_on=resting,
            more_steps=answer.standing == STEPS_MAY_BE_ADDED,
        )
        return PageAnswer(
            value=answer.value,
            sentence=self._in_brief() if self.determination.ask is Ask.HOW else answer.sentence,
            firmness=answer.firmness,
            how_firm=how_firm,
            then=answer.then,
            first=answer.first,
            possible=answer.possible,
            force=None if disposition.force is None else disposition.force.value,
            ways=disposition.ways,
            instead=disposition.instead,
            course=" ".join(filter(None, self._course_in_words())),
        )

    def _course_in_words(self) -> Iterator[str]:
        """What the page says of the course besides the answer."""
        determination = self.determination
        if self._closed_in:
            yield no_way_out_in_words([way for way in self.enactment.ways if way.id in self._discouraged_ways])
            return
        if determination.ask is Ask.WHAT:
            yield self._what_first()
        elif determination.ask is not Ask.RIGHT and determination.disposition.sentence != determination.answer.sentence:
            yield self._course()
        if determination.ask is not Ask.RIGHT and determination.disposition.force is Force.PERMITTED:
            others = self._possible_ways - {*determination.disposition.ways}
            if others and others <= self._closed_ways:
                yield EVERY_OTHER_IS_CLOSED
        if any(self._sides()) and determination.ask is not Ask.RIGHT:
            yield WEIGH_THE_SIDES

    @cached_property
    def _possible_ways(self) -> frozenset[str]:
        """The courses of action that may be possible here."""
        return frozenset(way for way in self._ways if self._statuses[way].available is not False)

    @cached_property
    def _closed_ways(self) -> frozenset[str]:
        """Those that are forbidden or advised against."""
        return frozenset(way for way in self._possible_ways if self._statuses[way].status in _AGAINST)

    @property
    def _discouraged_ways(self) -> frozenset[str]:
        return frozenset(way for way in self._closed_ways if self._statuses[way].status is Status.DISCOURAGED)

    @property
    def _closed_in(self) -> bool:
        """Whether the question is about a course, and every course that is possible is forbidden or advised against."""
        of_course = self.determination.ask is Ask.WHAT or self.determination.action in self._ways
        of_course = of_course and self.determination.ask is not Ask.RIGHT
        return of_course and bool(self._possible_ways) and self._closed_ways == self._possible_ways

    def _what_first(self) -> str:
        """For `what`: what must come before every course that is named, or that there is something to do anyway."""
        disposition = self.determination.disposition
        if disposition.force is None or disposition.force is Force.NONE:
            return STEPS_ANYWAY if any(step.when is When.NOW and step.by is None for step in self.steps) else ""
        awaited = [self._statuses[way].awaits for way in disposition.ways if way not in disposition.instead]
        first = [step for step in next(iter(awaited), ()) if all(step in steps for steps in awaited)]
        return before_course_in_words([self.enactment.ruleset.action[step] for step in first]) if first else ""

    def _course(self) -> str:
        """What the disposition adds to the answer."""
        answer, disposition = self.determination.answer, self.determination.disposition
        asked = self.determination.action
        if disposition.force is None or (disposition.force is Force.NONE and asked and asked not in self._ways):
            return ""
        if disposition.force is Force.NONE and asked and self.determination.ask is not Ask.FIRST:
            against = self._statuses[asked].status in _AGAINST
            steps = any(step.by is None and step.when is When.NOW for step in self.steps)
            return nothing_instead_in_words(steps=steps) if against else NO_OTHER_COURSE
        if asked not in disposition.ways or self.determination.ask is Ask.FIRST:
            return _unsaid(disposition.sentence, answer.sentence)
        action = self.enactment.ruleset.action
        ways, instead = ([action[way] for way in named] for named in (disposition.ways, disposition.instead))
        return course_beside_answer(disposition.force, action[asked], ways, instead, barred=bool(answer.barred))

    def _in_brief(self) -> str:
        """The answer to `how` without the steps, which the page lists apart."""
        action, ruleset = self.enactment.ruleset.action, self.enactment.ruleset
        report, first = self._statuses[self.determination.action or ""], self.determination.answer.first
        possible = report.available is not False
        standing = Standing(action[report.action], report.status, possible, [action[step] for step in first], ())
        return standing_in_words(standing, ruleset)

    # What decides.

    @cached_property
    def _reasons(self) -> Mapping[str, Reason]:
        return {reason.rule: reason for reason in self.determination.reasons}

    @cached_property
    def _statuses(self) -> Mapping[str, StatusReport]:
        return {report.action: report for report in self.determination.statuses}

    def _decisive(self) -> tuple[Reason, ...]:
        """The rules that decide what is asked, what comes first, and the course, one of each in turn.

        Those that rest on what was stated stand before those that do not. If the answer is that a step comes first, the
        rules behind that lead. If no rule decides, those behind what is to be done now say why.
        """
        asked = [self.determination.action, *(report.action for report in self.determination.conduct)]
        ways = () if self.determination.ask is Ask.RIGHT else self.determination.disposition.ways
        first = self._first_steps
        at_issue = (asked, first, ways) if self._is_to_be_done else (first, asked, ways)
        rules = dict.fromkeys(_in_turn([self._deciding(actions) for actions in at_issue])) or self._deciding(
            step.action for step in self.determination.plan if not step.if_
        )
        rules = {**rules, **self._deciding(act for rule in rules for act in self._statuses_read(rule))}
        sides = {reason.rule for side in self._sides() for reason in side.reasons}
        decisive = [self._reasons[rule] for rule in rules if rule not in sides]
        return tuple(sorted(decisive, key=lambda reason: not rests_on_what_was_stated(reason)))

    @property
    def _first_steps(self) -> tuple[str, ...]:
        """The steps that come first, if the answer names any."""
        answer = self.determination.answer
        if self.determination.ask is Ask.FIRST and not self.determination.action:
            return (answer.value,) if answer.value in self._statuses else ()
        return answer.first if answer.then or self.determination.ask is Ask.FIRST else ()

    @property
    def _is_to_be_done(self) -> bool:
        """Whether what is asked about is required or advised."""
        asked = self.determination.action
        return asked is not None and self._statuses[asked].status in DUTIES

    def _statuses_read(self, rule: str) -> Iterator[str]:
        """The actions whose statuses a rule asks about and finds as it wants them."""
        for test in tests_in(self.enactment.rule[rule].when):
            if isinstance(test, StatusTest) and self._statuses[test.action].status in test.statuses:
                yield test.action

    def _deciding(self, actions: Iterable[str | None]) -> Mapping[str, None]:
        """The rules that give some actions their statuses, each once; of a course set aside those of its rivals."""
        asked_actions = dict.fromkeys(action for action in actions if action)
        norms = [norm for act in asked_actions for norm in self._statuses[act].decided_by]
        rivals = [norm.derived_from for norm in norms if norm.derived_from]
        return dict.fromkeys(_rules([*norms, *(norm for act in rivals for norm in self._statuses[act].decided_by)]))

    def _judgements(self, decisive: Iterable[Reason]) -> Iterator[PageFact]:
        """What was stated of the facts that the decisive rules rest on, and is an appraisal."""
        rules = [*decisive, *(self._reasons[each.rule] for side in self._sides() for each in side.reasons)]
        judged = (fact.fact for reason in rules for fact in reason.facts if fact.judged and not fact.assumed)
        yield from map(self._fact, dict.fromkeys(judged))

    def _sides(self) -> Iterator[PageSide]:
        """The sides of the dilemmas that the question, or the course, is about."""
        at_issue = {self.determination.action, *self.determination.disposition.ways, *self.engine_input.query.did}
        for dilemma in self.determination.dilemmas:
            if dilemma.action in at_issue:
                yield from self._sides_of(dilemma)

    def _law_and_ethics(self) -> Iterator[PageLawAndEthics]:
        for found in where_law_and_ethics_differ(self.determination):
            law, ethics = (
                tuple(_reason(self._reasons[rule]) for rule in rules) for rules in (found.law_rules, found.ethics_rules)
            )
            yield PageLawAndEthics(found.action, found.label, found.law, found.ethics, law, ethics, found.follows)

    def _sides_of(self, dilemma: Collision) -> Iterator[PageSide]:
        for norms, against in ((dilemma.positive, False), (dilemma.negative, True)):
            reasons = tuple(_reason(self._reasons[rule]) for rule in _rules(norms))
            if reasons:
                yield PageSide(dilemma.action, dilemma.label, against, reasons)

    # What to do.

    def _duties(self, fact: str, known: Possible) -> tuple[PageStep, ...]:
        """What the practitioner has to do whatever comes of it, or before, if a fact is stated of an open answer."""
        basis, provenance = self.determination.basis, self.determination.provenance
        if basis is None or self.determination.answer.firmness is not Firmness.OPEN:
            return ()
        case = attrs.evolve(basis.case, facts={**basis.case.facts, fact: Statement(known)})
        then = consult(basis.ruleset, case, as_of=provenance.as_of, assumptions=provenance.assumptions)
        listed = {*self._ways, self.determination.action, *(step.action for step in self.steps)}
        return tuple(
            step
            for step in _builder(then).steps
            if step.by is None and step.when in (When.NOW, When.BEFORE) and step.action not in listed
        )

    @cached_property
    def steps(self) -> tuple[PageStep, ...]:
        """What to do, in order."""
        return tuple(self._planned_steps())

    def _is_aside(self, step: PageStep) -> bool:
        """Whether a step is only counted: as part of another course than is asked about, or advised beside duties."""
        ask = self.determination.ask
        if step.by is not None or step.when is not When.IF or ask is Ask.HOW:
            return False
        other = ask in (Ask.MAY, Ask.MUST) and self.determination.action not in step.ways
        return other or (step.strength is Modality.SHOULD and not self._ways_with_duties.isdisjoint(step.ways))

    @cached_property
    def _ways_with_duties(self) -> frozenset[str]:
        """The courses of action as part of which something must be done."""
        duties = (step for step in self.steps if step.when is When.IF and step.strength is Modality.MUST)
        return frozenset(way for step in duties if step.by is None for way in step.ways)

    def _planned_steps(self) -> Iterator[PageStep]:
        plan = [*self.determination.plan, *self.determination.if_chosen]
        planned = {step.action for step in plan}
        for action in self._named_first:
            # part of another course than the one that awaits it
            strength = _strength(self._statuses[action].status, _FOR)
            if strength and action not in planned:
                yield PageStep(action, self._statuses[action].label, strength, None, When.BEFORE)
        for step in plan:
            if step.status in _FOR:
                when, ways = self._due(step)
                yield PageStep(step.action, step.label, _FOR[step.status], None, when, ways)
        for report in self.determination.statuses:
            at_issue = not report.of or not {*report.of}.isdisjoint(self._shown_ways)
            seen_to = is_seen_to(report.action, self.known.known) is Truth.TRUE
            strength = _strength(report.status, _FOR)
            if report.by != PRACTITIONER and strength and at_issue and not seen_to:
                ways = tuple(way for way in report.of if way in self._shown_ways)
                when = When.IF if ways else When.NOW
                yield PageStep(report.action, report.label, strength, report.by, when, ways)

    @property
    def _named_first(self) -> tuple[str, ...]:
        """The steps that the answer says come first."""
        answer = self.determination.answer
        return answer.first if answer.value == Answer.NOT_YET.value else ()

    def _due(self, step: PlanStep) -> tuple[When, tuple[str, ...]]:
        """When a step is due, and the courses of action that this has to do with."""
        did = self.engine_input.query.did
        wrong = {way for way in (self.determination.action, *did) if way and self._statuses[way].status in _AGAINST}
        ways = step.if_ or tuple(way for way in self.enactment.action[step.action].of if way in did)
        if ways and wrong.issuperset(ways):
            return When.ANYWAY, ways
        before = tuple(way for way in self._shown_ways if way in step.before and way not in did)
        if before:
            return When.BEFORE, before
        if step.action in self._named_first:
            return When.BEFORE, ()
        manner_of = step.if_ or tuple(way for way in self.enactment.action[step.action].of if way in self._shown_ways)
        return (When.IF, manner_of) if manner_of else (When.NOW, ())

    def _not_to_do(self) -> tuple[tuple[NotToDo, ...], int]:
        """What not to do as far as it bears on the case, and how many standing prohibitions there are besides."""
        against = [
            (report, strength)
            for report in self.determination.statuses
            if (strength := _strength(report.status, _AGAINST))
            and report.by == PRACTITIONER
            and report.available is not False
        ]
        relevant = [(report, strength) for report, strength in against if self._is_relevant(report)]
        return tuple(_to_avoid(report, strength) for report, strength in relevant), len(against) - len(relevant)

    def _is_relevant(self, report: StatusReport) -> bool:
        """Whether it is a course of action, or asked about, or rests on something unusual that was stated.

        It does, too, if a decisive rule of its topic rests on that: who speaks of romance is told what never may be.
        """
        if report.way or report.action in (self.determination.action, *self.engine_input.query.did):
            return True
        if report.of and {*report.of}.isdisjoint(self._shown_ways):
            return False
        rules = [self._reasons[rule] for rule in _rules(report.decided_by)]
        return any(map(self._is_about_the_case, rules)) or any(
            not reason.facts and self.enactment.rule[reason.rule].topic in self._topics for reason in rules
        )

    def _is_about_the_case(self, reason: Reason) -> bool:
        """Whether a rule rests on something that was stated and is other than would be assumed anyway."""
        stated, facts = self.known.stated, self.enactment.fact
        return any(
            fact.fact in stated and stated[fact.fact] != facts[fact.fact].presumed
            for fact in reason.facts
            if not fact.assumed
        )

    @cached_property
    def _topics(self) -> frozenset[str]:
        """The topics of the rules that decide on what is asked, or the course, because of something unusual."""
        rules = self._deciding([self.determination.action, *self.determination.disposition.ways])
        return frozenset(
            self.enactment.rule[rule].topic for rule in rules if self._is_about_the_case(self._reasons[rule])
        )


def _nearest(assumptions: Sequence[PressingAssumption]) -> tuple[PressingAssumption, ...]:
    """The assumptions that the page shows one by one, the nearest to the case first."""
    of_the_case = [each for each in assumptions if not each.general]
    course_alone = [each for each in of_the_case if each.course_alone and each.near][:SHOWN_OF_COURSE]
    return tuple(each for each in of_the_case if not each.course_alone or each in course_alone)[:ASSUMPTIONS]


def _to_avoid(report: StatusReport, strength: Modality) -> NotToDo:
    derived = tuple(dict.fromkeys(norm.derived_from for norm in report.decided_by if norm.derived_from))
    own = any(norm.rule for norm in report.decided_by)
    return NotToDo(report.action, report.label, strength, () if own else derived)


def _in_turn(groups: Iterable[Iterable[str]]) -> Iterator[str]:
    """The first of each group, then the second of each, and so on."""
    for row in zip_longest(*groups):
        yield from filter(None, row)


def _strength(status: Status | None, of: Mapping[Status, Modality]) -> Modality | None:
    return None if status is None else of.get(status)


def _rules(norms: Iterable[ContributingNorm]) -> Iterator[str]:
    yield from dict.fromkeys(norm.rule for norm in norms if norm.rule is not None)


def _unsaid(course: str, answer: str) -> str:
    """What the sentence of the course adds to that of the answer, which may say its beginning already."""
    lead, _, rest = course.partition(". ")
    return rest if lead.removesuffix(".").lower() in answer.lower() else course


def _reason(reason: Reason) -> PageReason:
    by_authority = {
        authority: tuple(source.reference for source in reason.sources if source.authority is authority)
        for authority in (*Authority, None)
    }
    return PageReason(
        rule=reason.rule,
        because=reason.because,
        sources=tuple((authority, references) for authority, references in by_authority.items() if references),
        binding=any(source.authority is not None and source.authority.binds for source in reason.sources),
        doubtful=tuple(
            (source.reference, source.confidence)
            for source in reason.sources
            if source.confidence not in (None, Confidence.VERIFIED)
        ),
        restated_by=tuple(part for part in reason.parts if not reason.rule.startswith(f"{part}.")),
    )
