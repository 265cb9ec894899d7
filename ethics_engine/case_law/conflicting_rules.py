"""The rules on either side of a difference: those that speak for what was held, and those for what is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs
from attrs import frozen

from ethics_engine.consultation.evaluation_view import EvaluationView
from ethics_engine.consultation.reasons import Explainer
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.conditions import FactTest
from ethics_engine.model.determination import FactReport
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.rules import DERIVED, Norm, Rule
from ethics_engine.model.status import DUTIES, POSITIVE, Status
from ethics_engine.model.truth import Truth
from ethics_engine.text.lists import listed

from .holdings import DILEMMA, Holding, Point

MOST = 2
"""How many rules that do not even apply are named, those nearest to applying first."""

_MAY = {
    Answer.YES: frozenset(POSITIVE),
    Answer.NO: frozenset({Status.PROHIBITED}),
    Answer.ADVISED_AGAINST: frozenset({Status.DISCOURAGED}),
    Answer.DILEMMA: frozenset({Status.DILEMMA}),
}
_MUST = {
    Answer.YES: frozenset({Status.REQUIRED}),
    Answer.ADVISED: frozenset({Status.ADVISED}),
    Answer.NO: frozenset({Status.PERMITTED, Status.DISCOURAGED, Status.PROHIBITED}),
    Answer.DILEMMA: frozenset({Status.DILEMMA}),
}
_DONE = {
    Verdict.BREACH: frozenset({Status.PROHIBITED}),
    Verdict.DEPARTURE: frozenset({Status.DISCOURAGED}),
    Verdict.NO_VERDICT: frozenset({Status.DILEMMA}),
    Verdict.CONSISTENT: frozenset(POSITIVE),
}
_OMITTED = {
    Verdict.BREACH: frozenset({Status.REQUIRED}),
    Verdict.DEPARTURE: frozenset({Status.ADVISED}),
    Verdict.NO_VERDICT: frozenset({Status.DILEMMA}),
}
_PRESSED = {status: {modality.status, Status.DILEMMA} for modality, status in DERIVED.items()}
"""The statuses that a way may have because a rival has one."""


@frozen
class ConflictingRule:
    """A rule that speaks to a point, or would.

    Attributes:
        says: What it says to the point, such as `must not refer`.

        standing: How it stands in the case, such as `overridden by a.b` or `does not apply`.

        facts: What that rests on.
    """

    rule: str
    says: str
    standing: str
    facts: tuple[FactReport, ...]


@frozen
class ConflictingRules:
    """Finds the rules that speak to a point of one case."""

    view: EvaluationView
    explainer: Explainer
    query: PossibilityQuery
    ratio: frozenset[str]

    def held(self, holding: Holding) -> tuple[ConflictingRule, ...]:
        """The rules that speak, or would, for what was held: of those that do not apply, only the nearest."""
        if holding.point in (Point.RATIO, Point.NORMS):
            return (self._speaker(holding.subject, None),) if holding.subject in self.view.enactment.rule else ()
        if holding.point is Point.DENIED:
            return ()
        found = dict(self._toward(holding, holding.words))
        # The rules of the ratio first, else those that at least apply.
        named = {rule: norm for rule, norm in found.items() if rule in self.ratio}
        apply = {rule: norm for rule, norm in found.items() if self._applies(rule) is not Truth.FALSE}
        chosen = named or apply or dict(sorted(found.items(), key=lambda item: len(self._facts(item[0])))[:MOST])
        return tuple(self._speaker(rule, norm) for rule, norm in chosen.items())

    def said(self, holding: Holding, words: Iterable[str]) -> tuple[ConflictingRule, ...]:
        """The effective rules, and those that may be, that lead to what is said."""
        if holding.point is Point.RATIO:
            found: dict[str, Norm | None] = dict.fromkeys(self.view.enactment.overridden_by.get(holding.subject, ()))
        else:
            found = dict(self._toward(holding, words))
        return tuple(
            self._speaker(rule, norm)
            for rule, norm in found.items()
            if self.view.evaluation.effective[rule] is not Truth.FALSE
        )

    def _toward(self, holding: Holding, words: Iterable[str]) -> Iterator[tuple[str, Norm | None]]:
        for word in words:
            for action, statuses in self._aims(holding, word):
                yield from self._speaking(action, statuses)
            for action in self._waiting(holding, word):
                for rule, step in self.view.enactment.awaited_by[action]:
                    if word in (step, Answer.NOT_YET.value, Verdict.PREMATURE.value):
                        yield rule.id, _norm_on(rule, step)

    def _aims(self, holding: Holding, word: str) -> Iterator[tuple[str, frozenset[Status]]]:
        """The statuses of actions that a word comes from."""
        question = self.query.question
        match holding.point:
            case Point.STATUS | Point.DENIED if word in {status.value for status in Status}:
                yield holding.subject, frozenset({Status(word)})
            case Point.ANSWER if question.action and question.ask in (Ask.MAY, Ask.MUST) and word in _ANSWERS:
                answers = _MAY if question.ask is Ask.MAY else _MUST
                yield question.action, answers.get(Answer(word), frozenset())
            case Point.ANSWER | Point.FIRST | Point.DISPOSITION:
                for action in self.view.enactment.actions:
                    if action.id in word.replace(",", " ").split():
                        yield action.id, frozenset(POSITIVE if action.is_way else DUTIES)
                if word == DILEMMA:
                    yield from ((way.id, frozenset({Status.DILEMMA})) for way in self.view.enactment.ways)
            case Point.VERDICT:
                yield from ((act, _DONE.get(Verdict(word), frozenset())) for act in self.query.did)
                yield from ((act, _OMITTED.get(Verdict(word), frozenset())) for act in self.query.omitted)
            case Point.STATUS | Point.DENIED | Point.RATIO | Point.NORMS | Point.MUST_ASK:
                return

    def _waiting(self, holding: Holding, word: str) -> tuple[str, ...]:
        """The actions of which a word may say that they wait for something."""
        action = self.query.question.action
        if holding.point is Point.VERDICT:
            return self.query.did if word == Verdict.PREMATURE.value else ()
        return (action,) if action and holding.point in (Point.ANSWER, Point.FIRST) else ()

    def _speaking(self, action: str, statuses: frozenset[Status]) -> Iterator[tuple[str, Norm | None]]:
        """The rules with a norm on an action, or on a rival of a way, that leads to one of the statuses."""
        for rule, norm in self.view.enactment.norms_on[action]:
            if Status.DILEMMA in statuses or norm.modality.status in statuses:
                yield rule.id, norm
        for rival in self.view.enactment.rivals.get(action, ()):
            for rule, norm in self.view.enactment.norms_on[rival]:
                applies = self._applies(rule.id) is not Truth.FALSE
                if applies and not statuses.isdisjoint(_PRESSED.get(norm.modality.status, ())):
                    yield rule.id, norm

    def _applies(self, rule: str) -> Truth:
        return self.view.evaluation.applicable[rule]

    def _speaker(self, rule: str, norm: Norm | None) -> ConflictingRule:
        evaluation = self.view.evaluation
        defeaters = [
            other for other in self.view.enactment.overridden_by[rule] if evaluation.effective[other] is Truth.TRUE
        ]
        facts = self._facts(rule)
        match evaluation.applicable[rule], evaluation.effective[rule]:
            case _, Truth.TRUE:
                standing = "is effective"
            case Truth.TRUE, Truth.FALSE:
                standing = f"overridden by {listed(defeaters)}"
                facts = tuple(dict.fromkeys(fact for other in defeaters for fact in self._facts(other)))
            case Truth.FALSE, _:
                standing = "does not apply"
            case Truth.TRUE | Truth.UNKNOWN, Truth.FALSE | Truth.UNKNOWN:
                standing = "may be effective"
        return ConflictingRule(rule, _says(norm, self.view.enactment.rule[rule]), standing, facts)

    def _facts(self, rule: str) -> tuple[FactReport, ...]:
        """What decides whether a rule applies: the facts that make it so, or not so, or leave it open."""
        when = self.view.enactment.rule[rule].when
        tested = (test.fact for test in self.view.support(when) if isinstance(test, FactTest))
        return tuple(self.explainer.fact(name) for name in dict.fromkeys(tested))


_ANSWERS = {answer.value for answer in Answer}


def _norm_on(rule: Rule, step: str) -> Norm:
    return next(norm for norm in rule.norms if norm.action == step)


def _says(norm: Norm | None, rule: Rule) -> str:
    """The norm that matters, else all that the rule says."""
    norms = [norm] if norm else list(dict.fromkeys(attrs.evolve(item, before=None) for item in rule.norms))
    if not norms:
        return f"overrides {listed(rule.overrides)}"
    said = [
        f"{item.modality.value} {item.action}{f' instead of {item.instead_of}' if item.instead_of else ''}"
        for item in norms
    ]
    return f"{listed(said)}{f' before {norm.before}' if norm and norm.before else ''}"
