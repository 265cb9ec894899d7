"""Why: the rules that decide, the sides of a dilemma, and law and ethics, as a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest

from ethics_engine.model.answer_page import PageFact, PageLawAndEthics, PageReason, PageSide, Stance
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.conditions import StatusTest, tests_in
from ethics_engine.model.determination import Collision, ContributingNorm, Firmness, Reason
from ethics_engine.model.record import evolve, frozen_record
from ethics_engine.model.sources import Authority, Confidence
from ethics_engine.model.status import DUTIES, Status
from ethics_engine.model.truth import Truth

from .law_and_ethics import where_law_and_ethics_differ
from .page_nearness import is_about_the_case
from .page_subject import PageSubject
from .reasons import reason_as_written

_AS_USUAL = 2
"""How many judgements that are as usual are named."""

_SPEAKS_FOR = frozenset(answer.value for answer in (Answer.YES, Answer.NOT_YET, Answer.ADVISED, Answer.DILEMMA))
"""The answers that a rule for what is asked about can bring; to `must`, "no" can be that it may be done."""

_WITHOUT_A_REASON = frozenset(
    {Answer.RULES_SAY_NOTHING.value, Answer.NOT_POSSIBLE.value, Answer.DILEMMA.value, Verdict.NO_VERDICT.value}
)
"""The answers that no one rule explains."""

_SIDES = 2
"""How many rules that may apply are shown where the answer is open."""


@frozen_record
class PageReasons:
    """The rules behind the answer of a page."""

    subject: PageSubject

    def decisive(self) -> tuple[Reason, ...]:
        """The rules that decide what is asked, what comes first, and the course, one of each in turn.

        The foremost leads; of the others those that rest on what was stated stand before those that do not. If the
        answer is that a step comes first, the rules behind that lead. If no rule decides, or none speaks of a step that
        is asked about, those behind what is to be done now say why.
        """
        ways = () if self.subject.determination.ask is Ask.RIGHT else self.subject.determination.disposition.ways
        ways = () if self._no_rule_on_step and not self._is_to_be_done else ways
        leading = self._leading
        groups = [sorted(self.deciding(actions), key=self._rank) for actions in (*leading, ways)]
        if any(groups):
            groups.insert(len(leading), [*self.deciding(self._due_in_danger)])
        rules = dict.fromkeys(_in_turn(groups)) or self.deciding(
            step.action for step in self.subject.determination.plan if not step.if_
        )
        if self.subject.determination.answer.firmness is not Firmness.OPEN:
            rules = rules or self.deciding(step.action for step in self.subject.determination.plan if step.before)
        rules = {**rules, **self.deciding(act for rule in rules for act in self._statuses_read(rule))}
        sides = {reason.rule for side in self.sides() for reason in side.reasons}
        decisive = [self.subject.reasons[rule] for rule in rules if rule not in sides]
        foremost = self.foremost
        return tuple(sorted(decisive, key=lambda reason: (reason.rule != foremost, not self._is_about_it(reason.rule))))

    @cached_property
    def foremost(self) -> str | None:
        """The rule that tells before all others why the answer is what it is; None where none does, or more than one.

        It is one behind what comes first, or what is asked; for `what`, behind what comes first in a danger, or the
        course. One that rests on what was stated comes before others.
        """
        determination = self.subject.determination
        if determination.answer.firmness is Firmness.OPEN or determination.answer.value in _WITHOUT_A_REASON:
            return None
        ways = determination.disposition.ways
        groups = (self._first_steps, ways) if determination.ask is Ask.WHAT else self._leading
        rules = next(filter(None, map(self.deciding, groups)), ())
        return min(rules, key=lambda rule: (not self._is_about_it(rule), *self._rank(rule)), default=None)

    def _is_about_it(self, rule: str) -> bool:
        return is_about_the_case(self.subject.reasons[rule], self.subject.known)

    @property
    def _leading(self) -> tuple[Sequence[str | None], Sequence[str | None]]:
        """What comes first, and what is asked or was done; that comes before which the answer tells foremost."""
        asked = [self.subject.asked, *(report.action for report in self.subject.determination.conduct)]
        first = [*self._first_steps]
        danger = any(report.stated for report in self.subject.determination.safety)
        return (asked, first) if self._is_to_be_done and not danger else (first, asked)

    def shown(self, reason: Reason) -> PageReason:
        """A rule as the page shows it, passages of a code that was chosen before those of others."""
        shown = page_reason(reason, self._chosen)
        codes = {_document(each) for authority, cited in shown.sources if authority is Authority.CODE for each in cited}
        return evolve(
            shown,
            other_code=bool(self._chosen_codes and codes) and self._chosen_codes.isdisjoint(codes),
            foremost=reason.rule == self.foremost,
        )

    def undecided(self) -> Iterator[PageReason]:
        """Where the answer is open: a rule for what is asked about and one against it; each may or may not apply.

        Where there is none on one side, the first that would put a step before it.
        """
        asked, enactment = self.subject.asked, self.subject.enactment
        if asked is None or self.subject.determination.answer.firmness is not Firmness.OPEN:
            return
        unknown = self._not_known_to_apply
        rules = [*enactment.norms_on[asked]]
        rules.sort(key=lambda each: (-each[1].modality.strength, self._cites_no_chosen_code(each[0].id)))
        for_it, against = (
            [rule for rule, norm in rules if norm.modality.positive is positive and rule.id in unknown]
            for positive in (True, False)
        )
        before = [rule for rule, _ in enactment.awaited_by[asked] if rule.id in unknown]
        if _SPEAKS_FOR.isdisjoint(self.subject.determination.answer.possible):
            for_it = []
        sides = ((Stance.FOR, for_it), (Stance.AGAINST, against), (Stance.FIRST, before))
        for stance, found in [(stance, found) for stance, found in sides if found][:_SIDES]:
            yield evolve(self.shown(reason_as_written(enactment, found[0])), would=stance)

    @cached_property
    def _not_known_to_apply(self) -> frozenset[str]:
        """The rules that may or may not apply, by id."""
        effective = self.subject.known.evaluation.effective
        return frozenset(rule for rule, truth in effective.items() if truth is Truth.UNKNOWN)

    @cached_property
    def _chosen(self) -> frozenset[str]:
        """The documents of the codes, laws and policies that were chosen, by id.

        These are the documents that an overlay declares, and the one of the base that has its name.
        """
        ruleset = self.subject.enactment.ruleset
        parts = {part.name for part in self.subject.determination.provenance.parts[1:]}
        return frozenset(
            document.id
            for document in ruleset.documents
            if document.id.lower() in parts or not parts.isdisjoint(ruleset.parts_of("source", document.id))
        )

    @cached_property
    def _chosen_codes(self) -> frozenset[str]:
        """The codes among them."""
        documents = self.subject.enactment.ruleset.document
        return frozenset(each for each in self._chosen if documents[each].authority is Authority.CODE)

    @property
    def _due_in_danger(self) -> tuple[str, ...]:
        """Where a danger was stated, what must be done first whatever the course; else nothing."""
        determination = self.subject.determination
        if not any(report.stated for report in determination.safety):
            return ()
        must = [step.action for step in determination.plan if step.status is Status.REQUIRED and not step.if_]
        return tuple(must[:1])

    @property
    def _first_steps(self) -> tuple[str, ...]:
        """The steps that come first, if the answer names any."""
        answer = self.subject.determination.answer
        if self.subject.first_in_danger:
            return self.subject.first_in_danger
        if self.subject.determination.ask is Ask.FIRST and not self.subject.asked:
            return (answer.value,) if answer.value in self.subject.statuses else ()
        return answer.first if answer.then or self.subject.determination.ask is Ask.FIRST else ()

    @property
    def _no_rule_on_step(self) -> bool:
        """Whether a step is asked about, and no rule speaks of it."""
        asked = self.subject.asked
        return asked is not None and asked not in self.subject.ways and not self.deciding([asked])

    def _rank(self, rule: str) -> tuple[bool, bool]:
        """What a rule is sorted by among those that decide the same: what it puts first, and whose code it cites."""
        return self._puts_nothing_before(rule), self._cites_no_chosen_code(rule)

    def _cites_no_chosen_code(self, rule: str) -> bool:
        """Whether a code was chosen, and a rule cites no passage of it."""
        cited = self.subject.enactment.rule[rule].sources
        return bool(self._chosen_codes) and self._chosen_codes.isdisjoint(map(_document, cited))

    def _puts_nothing_before(self, rule: str) -> bool:
        """Whether a rule puts no step before what is asked about; those that do say why a step comes first."""
        return all(
            norm.before is None or norm.before != self.subject.asked for norm in self.subject.enactment.rule[rule].norms
        )

    @property
    def _is_to_be_done(self) -> bool:
        """Whether what is asked about is required or advised."""
        asked = self.subject.asked
        return asked is not None and self.subject.statuses[asked].status in DUTIES

    def _statuses_read(self, rule: str) -> Iterator[str]:
        """The actions whose statuses a rule asks about and finds as it wants them."""
        for test in tests_in(self.subject.enactment.rule[rule].when):
            if isinstance(test, StatusTest) and self.subject.statuses[test.action].status in test.statuses:
                yield test.action

    def deciding(self, actions: Iterable[str | None]) -> Mapping[str, None]:
        """The rules that give some actions their statuses, each once; of a course set aside those of its rivals."""
        asked_actions = dict.fromkeys(action for action in actions if action)
        norms = [norm for act in asked_actions for norm in self.subject.statuses[act].decided_by]
        rivals = [norm.derived_from for norm in norms if norm.derived_from]
        return dict.fromkeys(
            rules_of([*norms, *(norm for act in rivals for norm in self.subject.statuses[act].decided_by)])
        )

    def judgements(self, decisive: Iterable[Reason]) -> Iterator[PageFact]:
        """What was stated of the facts that the decisive rules rest on, and is an appraisal.

        What is as usual is only named if nothing else is, and only the first of it.
        """
        rules = [*decisive, *(self.subject.reasons[each.rule] for side in self.sides() for each in side.reasons)]
        facts, stated = self.subject.enactment.fact, self.subject.known.stated
        judged = dict.fromkeys(
            fact.fact for reason in rules for fact in reason.facts if fact.judged and not fact.assumed
        )
        unusual = [fact for fact in judged if stated.get(fact) != facts[fact].presumed]
        yield from map(self.subject.fact, unusual or [*judged][:_AS_USUAL])

    def sides(self) -> Iterator[PageSide]:
        """The sides of the dilemmas that the question, or the course, is about."""
        at_issue = {self.subject.asked, *self.subject.determination.disposition.ways, *self.subject.did}
        for dilemma in self.subject.determination.dilemmas:
            if dilemma.action in at_issue:
                yield from self._sides_of(dilemma)

    def law_and_ethics(self) -> Iterator[PageLawAndEthics]:
        """Where the law says one thing, and ethics another."""
        for found in where_law_and_ethics_differ(self.subject.determination):
            law, ethics = (
                tuple(self.shown(self.subject.reasons[rule]) for rule in rules)
                for rules in (found.law_rules, found.ethics_rules)
            )
            yield PageLawAndEthics(found.action, found.label, found.law, found.ethics, law, ethics, found.follows)

    def _sides_of(self, dilemma: Collision) -> Iterator[PageSide]:
        for norms, against in ((dilemma.positive, False), (dilemma.negative, True)):
            reasons = tuple(self.shown(self.subject.reasons[rule]) for rule in rules_of(norms))
            if reasons:
                yield PageSide(dilemma.action, dilemma.label, against, reasons)


def _in_turn(groups: Iterable[Iterable[str]]) -> Iterator[str]:
    """The first of each group, then the second of each, and so on."""
    for row in zip_longest(*groups):
        yield from filter(None, row)


def rules_of(norms: Iterable[ContributingNorm]) -> Iterator[str]:
    """The rules that norms come from, each once."""
    yield from dict.fromkeys(norm.rule for norm in norms if norm.rule is not None)


def page_reason(reason: Reason, chosen: frozenset[str] = frozenset()) -> PageReason:
    """A rule with its reason and sources, as a page shows it; first those of the documents that were `chosen`."""
    sources = sorted(reason.sources, key=lambda source: _document(source.reference) not in chosen)
    by_authority = {
        authority: tuple(source.reference for source in sources if source.authority is authority)
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


def _document(reference: str) -> str:
    """The document of a reference, by id."""
    return reference.split(" ", maxsplit=1)[0]
