"""How a result follows: from facts to terms, from terms to rules, from rules to statuses, and from those to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import attrs
from attrs import field, frozen

from ethics_engine.consultation.reasons import Explainer
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    StatusTest,
)
from ethics_engine.model.determination import ContributingNorm, Determination
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.rules import DERIVED, Rule
from ethics_engine.model.status import Force, Status
from ethics_engine.model.truth import Truth, negation
from ethics_engine.text.answers import VERDICT_IN_WORDS
from ethics_engine.text.norms import STATUS_IN_WORDS
from ethics_engine.text.values import fact_in_words

from .explained_results import ResultAspect
from .result import Step, StepKind, StepRole

_Test = FactTest | ConceptTest | StatusTest
_WAITING = (Answer.NOT_YET.value, Verdict.PREMATURE.value, Verdict.NO_VERDICT.value)


@frozen
class Prover:
    """Tells how the results of a determination follow.

    Attributes:
        explainer: Explains the evaluation that the determination was made from.

        deciding: The facts of a smallest set that settles the results.
    """

    determination: Determination
    explainer: Explainer
    deciding: Collection[str]
    _shown: dict[tuple[StepKind, str], Step] = field(factory=dict, init=False)

    def proof(self, aspect: ResultAspect, action: str | None) -> Step:
        """How a result follows."""
        made = self.determination
        match aspect:
            case ResultAspect.STATUS:
                return self._status(action or "", StepRole.BECAUSE)
            case ResultAspect.DISPOSITION:
                return self._result("course of action", made.disposition.sentence, self._disposition())
            case ResultAspect.ANSWER:
                return self._result("answer", made.answer.sentence, self._answer())

    def _result(self, name: str, sentence: str, parts: Iterator[Step]) -> Step:
        return Step(StepKind.RESULT, StepRole.BECAUSE, name, sentence, tuple(parts))

    # From statuses to results.

    def _answer(self) -> Iterator[Step]:
        made = self.determination
        if made.ask is Ask.HOW:
            for step in self.explainer.view.enactment.how(made.action):
                if made.status(step).status is not Status.UNREGULATED:
                    yield self._status(step, StepRole.BECAUSE)
            return
        if made.ask is Ask.RIGHT:
            for act in made.conduct:
                if act.verdict.value == made.answer.value:
                    says = f"{'left out: ' if act.omitted else ''}{act.label}: {VERDICT_IN_WORDS[act.verdict]}"
                    yield self._note(says, self._of_action(act.action))
            return
        if made.ask is Ask.FIRST and made.answer.value in self.explainer.view.enactment.action:
            yield self._status(made.answer.value, StepRole.BECAUSE)
            yield from self._awaited(made.action, made.answer.value)
            return
        if made.action is not None:
            yield from self._of_action(made.action)

    def _of_action(self, action: str) -> Iterator[Step]:
        report = self.determination.status(action)
        if report.available is False:
            yield self._unavailable(action)
            return
        yield self._status(action, StepRole.BECAUSE)
        if self.determination.answer.value in _WAITING:
            for step in report.awaits:
                yield from self._awaited(action, step)
        if report.status is Status.REQUIRED and self.determination.answer.value == Answer.DILEMMA.value:
            yield from (self._closed(means) for means in report.met_by)

    def _awaited(self, action: str | None, step: str) -> Iterator[Step]:
        """The rules that put a step before an action."""
        for rule, awaited in self.explainer.view.enactment.awaited_by.get(action or "", ()):
            if awaited == step and self._holds(rule.id):
                label = self.determination.label(step)
                yield self._rule(rule, StepRole.BECAUSE, f"first {label}")

    def _closed(self, means: str) -> Step:
        unavailable = self.determination.status(means).available is False
        return self._unavailable(means) if unavailable else self._status(means, StepRole.BECAUSE)

    def _disposition(self) -> Iterator[Step]:
        disposition, statuses = self.determination.disposition, self.determination.statuses
        ways = [report for report in statuses if report.way]
        if disposition.force is Force.NONE:
            yield self._note(
                "no course is required, advised or permitted; more than one is neither forbidden nor advised against"
            )
        elif disposition.force is Force.LEFT or not disposition.ways:
            yield from (self._closed(report.action) for report in ways if report.action not in disposition.ways)
        else:
            yield from (self._status(way, StepRole.BECAUSE) for way in disposition.ways)

    def _unavailable(self, action: str) -> Step:
        condition = self.explainer.view.enactment.action[action].available
        return self._note(f"{self.determination.label(action)}: not possible here", self._support(condition))

    # From rules to statuses.

    def _status(self, action: str, bearing: StepRole) -> Step:
        report = self.determination.status(action)
        status = "open" if report.status is None else STATUS_IN_WORDS[report.status]
        return self._once(Step(StepKind.STATUS, bearing, action, f"{report.label}: {status}"), self._norms(action))

    def _norms(self, action: str) -> Iterator[Step]:
        report = self.determination.status(action)
        enactment = self.explainer.view.enactment
        if report.available is False:
            yield self._unavailable(action)
            return
        yield from (self._voice(voice, StepRole.BECAUSE) for voice in dict.fromkeys(report.decided_by))
        yield from (self._voice(voice, StepRole.OUTWEIGHED) for voice in dict.fromkeys(report.outweighed))
        effective = [rule for rule, _ in enactment.norms_on[action] if self._holds(rule.id)]
        if report.status is not None and report.status is not Status.UNREGULATED and not report.decided_by:
            yield self._note("whatever the unknown facts are, one rule or another makes it so")
        elif report.status is Status.UNREGULATED and not effective:
            yield self._note("no rule speaks of it here")
        for rule, norm in enactment.norms_on[action]:
            defeated = any(self._holds(other.id) for other in self._overriders(rule))
            if defeated and self.explainer.view.evaluation.applicable[rule.id] is Truth.TRUE:
                yield self._rule(rule, StepRole.DEFEATED, norm.modality.value)

    def _voice(self, voice: ContributingNorm, bearing: StepRole) -> Step:
        if voice.rule is not None:
            rule = self.explainer.view.enactment.rule[voice.rule]
            return self._rule(rule, bearing, voice.modality.value)
        rival = voice.derived_from or ""
        status = DERIVED[voice.modality]
        says = f'{voice.modality.value}: "{self.determination.label(rival)}" is {STATUS_IN_WORDS[status]} instead'
        parts = (
            self._rule(rule, StepRole.BECAUSE, norm.modality.value)
            for rule, norm in self.explainer.view.enactment.norms_on[rival]
            if norm.modality.status is status and self._holds(rule.id)
        )
        return Step(StepKind.NOTE, bearing, rival, says, tuple(parts))

    # From facts and terms to rules.

    def _rule(self, rule: Rule, bearing: StepRole, norm: str = "") -> Step:
        spoken = f"{norm}, in every case" if norm and rule.when == ALWAYS else norm
        says = f"{spoken}: {rule.because}" if spoken else rule.because
        step = Step(StepKind.RULE, bearing, rule.id, says, sources=rule.sources)
        return self._once(step, self._under_defeated(rule) if bearing is StepRole.DEFEATED else self._under(rule))

    def _under(self, rule: Rule) -> Iterator[Step]:
        yield from self._support(rule.when)
        for other in self._overriders(rule):
            yield self._spared(other)

    def _under_defeated(self, rule: Rule) -> Iterator[Step]:
        yield from (self._rule(other, StepRole.DEFEATS) for other in self._overriders(rule) if self._holds(other.id))

    def _overriders(self, rule: Rule) -> list[Rule]:
        enactment = self.explainer.view.enactment
        return [enactment.rule[other] for other in enactment.overridden_by[rule.id]]

    def _spared(self, other: Rule) -> Step:
        """Why a rule that would defeat another does not."""
        name = "its exception" if other.id.endswith(EXCEPTION) else f"{other.id}, which would override it,"
        stronger = tuple(self._under_defeated(other))
        if stronger:
            return Step(StepKind.NOTE, StepRole.SPARED, other.id, f"{name} is overridden itself", stronger)
        return Step(StepKind.NOTE, StepRole.SPARED, other.id, f"{name} does not apply", self._support(other.when))

    def _holds(self, rule: str) -> bool:
        return self.explainer.view.evaluation.effective[rule] is Truth.TRUE

    def _support(self, condition: Condition) -> tuple[Step, ...]:
        """The steps by which a condition holds, or does not hold; of several ways to tell it, the shortest."""
        shown: dict[tuple[StepKind, str], Step] = {}
        for test in self._tests(condition):
            step = self._test(test)
            shown.setdefault((step.kind, step.id), step)
        return tuple(shown.values())

    def _tests(self, condition: Condition) -> tuple[_Test, ...]:
        """Tests that suffice to make a condition what it is: all parts where all are needed, else the best part."""
        truth = self.explainer.view.truth
        match condition:
            case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
                each = Truth.TRUE if isinstance(condition, AllOf) else Truth.FALSE
                together = Truth.FALSE if isinstance(condition, AnyOf) else Truth.TRUE
                whole = truth(condition)
                if whole is together:
                    return tuple(test for part in parts for test in self._tests(part))
                wanted = Truth.UNKNOWN if whole is Truth.UNKNOWN else negation(each)
                return min((self._tests(part) for part in parts if truth(part) is wanted), key=self._length)
            case FactTest() | ConceptTest() | StatusTest():
                return (condition,)
            case DoneTest():
                raise AssertionError(condition)  # an enactment has lowered all others

    def _length(self, tests: Collection[_Test]) -> tuple[int, int]:
        """How much there is to tell: the facts that are not among the deciding ones, then all facts."""
        support = (below for test in tests for below in self.explainer.view.support(test))
        facts = {test.fact for test in support if isinstance(test, FactTest)}
        return len(facts - set(self.deciding)), len(facts)

    def _test(self, test: _Test) -> Step:
        view = self.explainer.view
        match test:
            case StatusTest(action):
                return self._status(action, StepRole.BECAUSE)
            case ConceptTest(name):
                concept = view.enactment.concept[name]
                says = (
                    concept.says
                    if view.evaluation.concepts[name] is Truth.TRUE
                    else f"it is not true that {concept.says}"
                )
                step = self._once(Step(StepKind.CONCEPT, StepRole.BECAUSE, name, says), self._support(concept.means))
                return attrs.evolve(step, sensitive=any(part.sensitive for part in step.walk()))
            case FactTest(name):
                fact = self.explainer.fact(name)
                deciding = name in self.deciding
                return Step(
                    StepKind.FACT,
                    StepRole.BECAUSE,
                    name,
                    fact_in_words(fact),
                    fact=fact,
                    deciding=deciding,
                    sensitive=fact.sensitive,
                )

    def _once(self, step: Step, parts: Iterable[Step]) -> Step:
        """The step with its parts, where it occurs for the first time; else it refers to there."""
        shown = self._shown.get((step.kind, step.id))
        if shown is not None:
            return attrs.evolve(step, above=bool(shown.parts), sensitive=shown.sensitive)
        whole = attrs.evolve(step, parts=tuple(parts))
        self._shown[step.kind, step.id] = attrs.evolve(whole, sensitive=any(part.sensitive for part in whole.parts))
        return whole

    def _note(self, says: str, parts: Iterable[Step] = ()) -> Step:
        return Step(StepKind.NOTE, StepRole.BECAUSE, "", says, tuple(parts))
