"""Why: the rules that apply, what they rest on, and how they stand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from ethics_engine.model.case import Statement
from ethics_engine.model.conditions import ALWAYS, ConceptTest, FactTest, tests_in
from ethics_engine.model.determination import Collision, ContributingNorm, FactReport, NormReport, Reason, SourceReport
from ethics_engine.model.enactment import EXCEPTION, Enactment
from ethics_engine.model.knowledge import Possible
from ethics_engine.model.record import evolve, frozen_record
from ethics_engine.model.rules import DERIVED, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import POSITIVE, Status
from ethics_engine.model.truth import Truth
from ethics_engine.text.values import as_clause, value_in_words

from .evaluation_view import EvaluationView


@frozen_record
class Explainer:
    """Explains what a view shows; `statements` says who said what."""

    view: EvaluationView
    statements: Mapping[str, Statement]

    @cached_property
    def _facts(self) -> dict[str, FactReport]:
        return {}

    def fact(self, name: str) -> FactReport:
        """What is known of a fact, and from whom."""
        if name not in self._facts:
            self._facts[name] = self._fact(name)
        return self._facts[name]

    def _fact(self, name: str) -> FactReport:
        enactment = self.view.enactment
        known = self.view.knowledge.get(name)
        statement = self.statements.get(name)
        if statement is None:
            return fact_report(enactment, name, known, presumed=known is not None)
        report = fact_report(enactment, name, known)
        if statement.reported_by is None and statement.note is None:
            return report
        return evolve(report, reported_by=statement.reported_by, note=statement.note)

    def reasons(self) -> tuple[Reason, ...]:
        """Every applicable rule and exception: the effective ones, the strongest first, then the defeated."""
        evaluation, enactment = self.view.evaluation, self.view.enactment
        applicable = [enactment.rule[name] for name, truth in evaluation.applicable.items() if truth is Truth.TRUE]
        applicable.sort(key=lambda rule: (not self._effective(rule.id), -_strength(rule), rule.id))
        return tuple(self._reason(rule) for rule in applicable)

    def _effective(self, rule: str) -> bool:
        return self.view.evaluation.effective[rule] is Truth.TRUE

    def _reason(self, rule: Rule) -> Reason:
        enactment = self.view.enactment
        support = self.view.support(rule.when)
        written = _written(enactment, rule.id)
        concepts = [
            enactment.concept[test.concept]
            for test in support
            if isinstance(test, ConceptTest) and test.concept in written.concepts
        ]
        evaluation = self.view.evaluation
        holds, effective = evaluation.concepts, self._effective(rule.id)
        return Reason(
            rule=rule.id,
            because=rule.because,
            effective=effective,
            norms=written.norms,
            sources=written.sources,
            facts=tuple(self.fact(name) for name in dict.fromkeys(t.fact for t in support if isinstance(t, FactTest))),
            concepts=tuple(item.says if holds[item.id] is Truth.TRUE else f"not: {item.says}" for item in concepts),
            unconditional=rule.when == ALWAYS,
            strength_from=rule.strength_from,
            strength_because=rule.strength_because,
            parts=_overlays(rule, enactment.ruleset),
            defeats=tuple(
                other for other in rule.overrides if effective and evaluation.applicable.get(other) is Truth.TRUE
            ),
            defeated_by=tuple(other for other in enactment.overridden_by[rule.id] if self._effective(other)),
        )

    def contributing_norms(self, action: str) -> tuple[ContributingNorm, ...]:
        """The norms that count on an action, own and derived."""
        enactment, evaluation = self.view.enactment, self.view.evaluation
        if evaluation.available[action] is not Truth.TRUE:
            return ()
        effective = evaluation.effective
        # a norm counts once, however many acts it comes before
        own = dict.fromkeys(
            ContributingNorm(norm.modality, rule.id)
            for rule, norm in enactment.norms_on[action]
            if effective[rule.id] is Truth.TRUE
        )
        derived = [
            ContributingNorm(modality, derived_from=rival)
            for rival in enactment.rivals.get(action, ())
            for modality, status in DERIVED.items()
            if evaluation.base[rival] == {status}
            and not (status is Status.ADVISED and evaluation.instead.get((action, rival)) is Truth.TRUE)
        ]
        return (*own, *derived)

    def weighed(self, action: str, status: Status) -> tuple[tuple[ContributingNorm, ...], tuple[ContributingNorm, ...]]:
        """The strongest norms on the side that gives an action its status, and the norms on the other side."""
        if status is Status.UNREGULATED:
            return (), ()
        norms = self.contributing_norms(action)
        if status is Status.DILEMMA:
            greatest = max((voice.modality.strength for voice in norms), default=0)
            return tuple(voice for voice in norms if voice.modality.strength == greatest), ()
        side = [voice for voice in norms if voice.modality.positive == (status in POSITIVE)]
        greatest = max((voice.modality.strength for voice in side), default=0)
        deciding = tuple(voice for voice in side if voice.modality.strength == greatest)
        return deciding, tuple(voice for voice in norms if voice not in side)

    def collision(self, action: str, unmet_means: tuple[str, ...]) -> Collision:
        """What collides in a dilemma."""
        deciding, _ = self.weighed(action, Status.DILEMMA)
        return Collision(
            action=action,
            label=self.view.enactment.action[action].label,
            positive=tuple(voice for voice in deciding if voice.modality.positive),
            negative=tuple(voice for voice in deciding if not voice.modality.positive),
            unmet_means=unmet_means,
        )


def reason_as_written(enactment: Enactment, rule: Rule) -> Reason:
    """A rule that may or may not apply, with what it says in every case."""
    written = _written(enactment, rule.id)
    return Reason(
        rule=rule.id,
        because=rule.because,
        effective=False,
        norms=written.norms,
        sources=written.sources,
        facts=(),
        concepts=(),
        unconditional=rule.when == ALWAYS,
        strength_from=rule.strength_from,
        strength_because=rule.strength_because,
        parts=_overlays(rule, enactment.ruleset),
    )


@lru_cache(maxsize=4096)
def fact_report(enactment: Enactment, name: str, known: Possible | None, *, presumed: bool = False) -> FactReport:
    """What is known of a fact, nobody in particular having said so."""
    fact = enactment.fact[name]
    possible = fact.anything if known is None else known
    return FactReport(
        fact=name,
        topic=fact.topic,
        says=fact.says,
        value=value_in_words(fact, possible),
        clause=as_clause(fact, possible),
        assumed=presumed,
        judged=fact.judged,
        sensitive=fact.sensitive,
    )


@frozen_record
class _Written:
    """What a rule says in every case."""

    norms: tuple[NormReport, ...]
    sources: tuple[SourceReport, ...]
    concepts: frozenset[str]


@lru_cache(maxsize=4096)
def _written(enactment: Enactment, name: str) -> _Written:
    rule, ruleset = enactment.rule[name], enactment.ruleset
    return _Written(
        norms=tuple(
            NormReport(norm.modality, norm.action, enactment.action[norm.action].label, norm.before, norm.instead_of)
            for norm in rule.norms
        ),
        sources=tuple(source_report(reference, ruleset) for reference in rule.sources),
        concepts=frozenset(test.concept for test in tests_in(rule.when) if isinstance(test, ConceptTest)),
    )


def source_report(reference: str, ruleset: Ruleset) -> SourceReport:
    """A passage that is cited, with what a reader needs to judge it."""
    passage = ruleset.passage[reference]
    return SourceReport(
        reference=reference,
        document=ruleset.document[passage.document].title,
        says=passage.says,
        confidence=passage.confidence,
        authority=passage.authority,
        said=passage.said,
    )


def _overlays(rule: Rule, ruleset: Ruleset) -> tuple[str, ...]:
    """The overlays that a rule, as it stands on the day, comes from."""
    if not ruleset.overlays:
        return ()
    if rule.restatements:
        return tuple(each.part for each in rule.restatements)
    written = ruleset.rule.get(rule.id.removesuffix(EXCEPTION))
    if written is None or written.in_base is not None:
        return ()
    return tuple(part for part in ruleset.parts_of("rule", written.id) if part in ruleset.overlays)


def _strength(rule: Rule) -> int:
    return max((norm.modality.strength for norm in rule.norms), default=-1)
