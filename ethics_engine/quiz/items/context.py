"""A case as items see it: what the rules make of it, why, and what they would make of its variants."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TypeVar

import attrs
from attrs import field, frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.consultation.evaluation_view import EvaluationView
from ethics_engine.consultation.plan import declared_rank, in_order, predecessors
from ethics_engine.consultation.reasons import Explainer
from ethics_engine.model.actions import Action
from ethics_engine.model.case import Answer, Ask, Case, Verdict
from ethics_engine.model.conditions import FactTest, tests_in
from ethics_engine.model.determination import ContributingNorm
from ethics_engine.model.enactment import DONE, Enactment, done_fact
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import EITHER, NO, Knowledge
from ethics_engine.model.outcome import Outcome, WayOn
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import NEGATIVE, Force, Status
from ethics_engine.model.truth import Truth

from .single_changes import Nearby, Readings, Variant

_Result = TypeVar("_Result")


@frozen(slots=False, eq=False)
class ItemContext:
    """A case that does not contradict itself.

    Attributes:
        family: What it shares with the cases of its minimal pairs.

        number: Its place in the corpus.
    """

    entry: ReportedCase
    ruling: CaseEvaluation
    nearby: Nearby
    family: str
    number: int
    _voices: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(factory=dict, init=False, repr=False)

    @property
    def case(self) -> Case:
        """The case as stated."""
        return self.entry.case

    @property
    def ruleset(self) -> Ruleset:
        """The rules as written."""
        return self.enactment.ruleset

    @property
    def enactment(self) -> Enactment:
        """The rules as they stand on the day of the case."""
        return self.ruling.enactment

    @property
    def inquiry(self) -> PossibilityQuery:
        """What is asked."""
        return self.ruling.inquiry

    @property
    def ask(self) -> Ask:
        """The kind of the question."""
        return self.inquiry.question.ask

    @property
    def action(self) -> Action | None:
        """The action that is asked about."""
        asked = self.inquiry.question.action
        return self.enactment.action[asked] if asked else None

    @cached_property
    def stated(self) -> Knowledge:
        """What was said."""
        return {name: statement.known for name, statement in self.case.facts.items()}

    # What the rules make of it.

    @cached_property
    def outcome(self) -> Outcome | None:
        """What comes of the question, decided exactly; None where it is open, and for `how`."""
        return self.outcome_of(self.inquiry)

    def outcome_of(self, inquiry: PossibilityQuery) -> Outcome | None:
        """What comes of another question about the same case."""
        ruling = self.ruling if inquiry == self.inquiry else attrs.evolve(self.ruling, inquiry=inquiry)
        if inquiry.question.ask is Ask.HOW:
            return None
        if inquiry.question.ask is Ask.WHAT:
            possible = ruling.dispositions()
            if len(possible) > 1:
                return None
            ((force, ways),) = possible
            return WayOn(force, tuple(way.id for way in self.enactment.ways if way.id in ways))
        answers = ruling.answers()
        return next(iter(answers)) if len(answers) == 1 else None

    @property
    def is_open(self) -> bool:
        """Whether what is known leaves the outcome open."""
        return self.outcome is None and self.ask is not Ask.HOW

    def status(self, action: str) -> Status | None:
        """The status of an action, decided exactly; None where it is open."""
        possible = self.ruling.statuses(action)
        return next(iter(possible)) if len(possible) == 1 else None

    def is_available(self, action: str) -> bool:
        """Whether it is known that an action is possible."""
        return self.ruling.evaluation.available[action] is Truth.TRUE

    @cached_property
    def before(self) -> Mapping[str, frozenset[str]]:
        """For each action, all that precede it."""
        return predecessors(self.enactment, self.ruling.evaluation)

    def awaited(self, action: str) -> tuple[str, ...]:
        """The steps that an action awaits for certain, in order."""
        waiting = self.ruling.evaluation.awaits.items()
        steps = [step for (act, step), truth in waiting if act == action and truth is Truth.TRUE]
        return in_order(steps, self.before, declared_rank(self.enactment)) if len(steps) > 1 else tuple(steps)

    # Why.

    @cached_property
    def view(self) -> EvaluationView:
        """The evaluation, to be looked into."""
        return EvaluationView(self.enactment, self.ruling.known, self.ruling.evaluation)

    @cached_property
    def explainer(self) -> Explainer:
        """Explains the evaluation."""
        return Explainer(self.view, self.case.facts)

    def effective(self, rule: str) -> bool:
        """Whether a rule holds for certain."""
        return self.ruling.evaluation.effective[rule] is Truth.TRUE

    @cached_property
    def defeated(self) -> tuple[str, ...]:
        """The rules that apply and give way to others."""
        evaluation = self.ruling.evaluation
        beaten = [rule for rule, over in self.enactment.overridden_by.items() if over and not self.effective(rule)]
        return tuple(
            rule
            for rule in beaten
            if evaluation.applicable[rule] is Truth.TRUE and evaluation.effective[rule] is Truth.FALSE
        )

    def defeater(self, rule: str) -> str | None:
        """A rule that a rule gives way to."""
        return next((other for other in self.enactment.overridden_by[rule] if self.effective(other)), None)

    def deciding(self, action: str) -> tuple[str, ...]:
        """The rules that give an action its status, those that make a rival way what it is among them."""
        return self._weighed(action)[0]

    def outweighed(self, action: str) -> tuple[str, ...]:
        """The rules that speak to the contrary, with less weight."""
        return self._weighed(action)[1]

    def _weighed(self, action: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if action not in self._voices:
            status = self.status(action)
            on_top, below = self.explainer.weighed(action, status) if status else ((), ())
            self._voices[action] = (self._behind(on_top), self._behind(below))
        return self._voices[action]

    def _behind(self, voices: Sequence[ContributingNorm]) -> tuple[str, ...]:
        rules: dict[str, None] = {}
        for voice in voices:
            if voice.rule is not None:
                rules[voice.rule] = None
            elif voice.derived_from is not None:
                for rule, norm in self.enactment.norms_on[voice.derived_from]:
                    positive = norm.modality.positive and norm.modality.strength == voice.modality.strength
                    if positive and self.effective(rule.id):
                        rules[rule.id] = None
        return tuple(rules)

    def putting_first(self, action: str, steps: Collection[str]) -> tuple[str, ...]:
        """The rules that put steps before an action."""
        pairs = self.enactment.awaited_by[action]
        return tuple(dict.fromkeys(rule.id for rule, step in pairs if step in steps and self.effective(rule.id)))

    def because(self, rule: str) -> str:
        """The reason that a rule gives."""
        return self.enactment.rule[rule].because

    def sources(self, rules: Collection[str]) -> tuple[str, ...]:
        """The sources of rules."""
        return tuple(dict.fromkeys(source for rule in rules for source in self.enactment.rule[rule].sources))

    # What would change it.

    @cached_property
    def readings(self) -> Readings[Outcome]:
        """The outcome in each variant."""
        return self.nearby.outcomes(self.with_steps(self.inquiry))

    def told(self, known: Knowledge, evaluation: Evaluation) -> ItemContext:
        """The case told otherwise; of it only what the rules make of it, and why, may be asked."""
        inquiry = self.with_steps(self.inquiry)
        ruling = attrs.evolve(self.ruling, known=known, evaluation=evaluation, inquiry=inquiry, ask_solver=False)
        return attrs.evolve(self, ruling=ruling)

    @cached_property
    def live(self) -> frozenset[str]:
        """The facts that make a difference to some action in this case, whether or not to what is asked."""
        return self.nearby.changing(self.ruling.evaluation)

    def with_steps(self, inquiry: PossibilityQuery) -> PossibilityQuery:
        """A question of variants, in which a step told as done may be told as not done."""
        if inquiry.question.ask is not Ask.RIGHT:
            return inquiry
        told = {name.removeprefix(DONE) for name in self.stated if name.startswith(DONE)}
        return attrs.evolve(inquiry, stated_not_done=inquiry.stated_not_done | told)

    def hypothetical(self, inquiry: PossibilityQuery) -> PossibilityQuery:
        """A question of conduct that is only thought of, after no step but those that are told."""
        undone = {step.id for step in self.ruleset.steps if self.ruling.known.get(done_fact(step.id), EITHER) == NO}
        return attrs.evolve(inquiry, stated_not_done=frozenset(undone))

    def assumed_behind(self, readings: Readings[_Result], now: _Result | None) -> tuple[str, ...]:
        """The assumed facts, except steps, any one of which would change a result if it were different."""
        found: dict[str, None] = {}
        for result in readings.otherwise(now):
            for variant in readings.where(result):
                if self.is_assumed(variant.fact) and not variant.fact.startswith(DONE):
                    found[variant.fact] = None
        return tuple(fact.id for fact in self.enactment.facts if fact.id in found)

    def is_assumed(self, fact: str) -> bool:
        """Whether it is assumed: not stated, and given its ordinary value."""
        return fact not in self.stated and fact in self.ruling.known

    @cached_property
    def speaking(self) -> frozenset[str]:
        """The facts that rules on the actions at issue read: what somebody who half knows the rules would look at."""
        read = facts_by_rule(self.enactment)
        speaking = {rule.id for action in self.at_issue for rule, _ in self.enactment.norms_on[action]}
        return frozenset().union(*(read[rule] for rule in speaking))

    @cached_property
    def usual(self) -> frozenset[str]:
        """The facts that come up in cases like this: of its topics, or read by rules on these or on several topics."""
        read = topics_reading(self.enactment)
        return frozenset(
            fact.id
            for fact in self.enactment.facts
            if fact.topic in self.topics or self.topics & read[fact.id] or len(read[fact.id]) >= _MANY
        )

    @cached_property
    def topics(self) -> frozenset[str]:
        """The topics of what was said, and of the case itself."""
        return self.told_topics | {self.entry.topic}

    @cached_property
    def told_topics(self) -> frozenset[str]:
        """The topics of what was said, steps apart."""
        return frozenset(self.enactment.fact[name].topic for name in self.stated if not name.startswith(DONE))

    @cached_property
    def rule_topics(self) -> frozenset[str]:
        """The topics of the case itself and of the rules that decide what it is about."""
        deciding = [rule for action in self.at_issue for rule in self.deciding(action)]
        return frozenset({self.entry.topic, *(self.enactment.rule[rule].topic for rule in deciding)})

    @cached_property
    def load(self) -> int:
        """How much has to be kept in mind for the case, from 0: what difficulty is counted from."""
        issue = self.at_issue
        parts = [
            any(norm.action in issue for rule in self.defeated for norm in self.enactment.rule[rule].norms),
            any(self.outweighed(action) for action in issue),
            len({rule for action in issue for rule in self.deciding(action)}) > 1,
            self.outcome in _HARD or self.is_open,
            self.ask in (Ask.FIRST, Ask.HOW) or len(self.readings.otherwise(self.outcome)) > 2,
            len(self.stated) > 4,
        ]
        return sum(parts)

    @cached_property
    def at_issue(self) -> tuple[str, ...]:
        """The actions that the question is about."""
        asked = [self.inquiry.question.action, *self.inquiry.did, *self.inquiry.omitted]
        named = tuple(act for act in asked if act)
        return named or tuple(way.id for way in self.enactment.ways if self.is_available(way.id))

    def offers(self, variant: Variant) -> bool:
        """Whether a variant can be named as a change: no given, no pretext, no step that the rules speak against."""
        fact = self.enactment.fact[variant.fact]
        if not fact.id.startswith(DONE) or variant.value != "yes":
            return fact.is_offered
        wrong = {*NEGATIVE, Status.DILEMMA}
        return not wrong & set(self.ruling.statuses(fact.id.removeprefix(DONE)))

    def shift(self, readings: Readings[Outcome], outcome: Outcome) -> Variant | None:
        """The variant that most simply leads to an outcome: what was stated first, then what is easily changed."""
        found = [v for v in readings.where(outcome) if self.offers(v)]
        return min(found, key=self._ease, default=None)

    def _ease(self, variant: Variant) -> tuple[bool, bool, int, int]:
        fact = self.enactment.fact[variant.fact]
        return variant.fact not in self.stated, variant.fact not in self.speaking, fact.weight, variant.index


@lru_cache(maxsize=8)
def facts_by_rule(enactment: Enactment) -> Mapping[str, frozenset[str]]:
    """The facts that each rule reads, directly or through concepts."""
    return {rule.id: frozenset(facts_read(rule.when, enactment)) for rule in enactment.rules}


@lru_cache(maxsize=8)
def topics_reading(enactment: Enactment) -> Mapping[str, frozenset[str]]:
    """For each fact the topics of the rules that test it themselves."""
    read: dict[str, set[str]] = {fact.id: set() for fact in enactment.facts}
    for rule in enactment.rules:
        for test in tests_in(rule.when):
            if isinstance(test, FactTest):
                read[test.fact].add(rule.topic)
    return {name: frozenset(topics) for name, topics in read.items()}


_MANY = 2
"""A fact that rules on so many topics test may come up anywhere."""

_HARD = (
    Answer.NOT_YET,
    Answer.DILEMMA,
    Answer.ADVISED_AGAINST,
    Verdict.PREMATURE,
    Verdict.DEPARTURE,
    Verdict.NO_VERDICT,
    WayOn(Force.DILEMMA),
)
"""Outcomes that are easily missed."""


def rules_in_words(subject: ItemContext, rules: Collection[str]) -> Iterator[str]:
    """The reasons of rules, each once."""
    yield from dict.fromkeys(subject.because(rule) for rule in rules)
