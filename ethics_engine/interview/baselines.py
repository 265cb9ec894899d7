"""Other orders of asking, beside which the interview is measured."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from ethics_engine.model.case import Ask
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, Condition, DoneTest, FactTest, NoneOf, StatusTest
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.knowledge import Possible
from ethics_engine.model.possibilities import PossibilityQuery, actions_asked_about
from ethics_engine.model.truth import Truth, conjunction, disjunction, negation

from .relevant_facts import relevant_facts

Asking = Iterator[str]
"""Facts to ask about; what is answered is put into the knowledge that was given before the next is taken."""


def fixed(enactment: Enactment, query: PossibilityQuery) -> Asking:
    """Every fact that can bear on what is asked, in the order of the vocabulary, whatever the answers."""
    facts = frozenset(relevant_facts(enactment, query))
    yield from (fact.id for fact in enactment.facts if fact.id in facts)


def backward(enactment: Enactment, query: PossibilityQuery, known: dict[str, Possible]) -> Asking:
    """Depth first from what is asked: each rule with a norm on it, each condition from left to right, as far as needed.

    Source: E. H. Shortliffe, Computer-Based Medical Consultations: MYCIN (1976).
    """
    chaining = _Chaining(enactment, known)
    for action in actions_asked_about(enactment, query):
        yield from chaining.status(action)
    if query.question.ask is Ask.FIRST:
        for step, norms in enactment.norms_on.items():
            if norms and not enactment.action[step].is_way:
                yield from chaining.needed(done_fact(step))


_Finding = Iterator[str]


@define
class _Chaining:
    enactment: Enactment
    known: dict[str, Possible]
    asked: set[str] = field(factory=set)
    done: set[tuple[str, str]] = field(factory=set)
    rules: dict[str, Truth] = field(factory=dict)

    def needed(self, fact: str) -> _Finding:
        if fact not in self.asked and fact not in self.known:
            self.asked.add(fact)
            yield fact

    def status(self, action: str) -> _Finding:
        if ("status", action) in self.done:
            return
        self.done.add(("status", action))
        yield from self._own(action)
        for rival in self.enactment.rivals.get(action, ()):
            yield from self._own(rival)
        for rule, step in self.enactment.awaited_by[action]:
            yield from self._rule(rule.id)
            if self.rules[rule.id] is not Truth.FALSE:
                yield from self.needed(done_fact(step))
        for means in self.enactment.action[action].met_by:
            yield from self.status(means)

    def _own(self, action: str) -> _Finding:
        if ("norms", action) in self.done:
            return
        self.done.add(("norms", action))
        available = self.enactment.action[action].available
        yield from self._ask(available)
        if self._truth(available) is not Truth.FALSE:
            for rule, _ in self.enactment.norms_on[action]:
                yield from self._rule(rule.id)

    def _rule(self, rule: str) -> _Finding:
        if rule in self.rules:
            return
        condition = self.enactment.rule[rule].when
        yield from self._ask(condition)
        truth = self._truth(condition)
        for other in self.enactment.overridden_by[rule]:
            if truth is not Truth.FALSE:
                yield from self._rule(other)
                truth = conjunction([truth, negation(self.rules[other])])
        self.rules[rule] = truth

    def _ask(self, condition: Condition) -> _Finding:
        match condition:
            case AllOf(parts):
                yield from self._each(parts, until=Truth.FALSE)
            case AnyOf(parts) | NoneOf(parts):
                yield from self._each(parts, until=Truth.TRUE)
            case ConceptTest(concept):
                yield from self._ask(self.enactment.concept[concept].means)
            case StatusTest(action):
                yield from self.status(action)
            case FactTest(fact) if self._truth(condition) is Truth.UNKNOWN:
                yield from self.needed(fact)

    def _each(self, parts: tuple[Condition, ...], *, until: Truth) -> _Finding:
        for part in parts:
            yield from self._ask(part)
            if self._truth(part) is until:
                return

    def _truth(self, condition: Condition) -> Truth:
        match condition:
            case AllOf(parts):
                return conjunction(map(self._truth, parts))
            case AnyOf(parts):
                return disjunction(map(self._truth, parts))
            case NoneOf(parts):
                return negation(disjunction(map(self._truth, parts)))
            case ConceptTest(concept):
                return self._truth(self.enactment.concept[concept].means)
            case FactTest(name):
                fact = self.enactment.fact[name]
                return truth_of_test(condition, fact, self.known.get(name) or fact.anything)
            case DoneTest() | StatusTest():
                return Truth.UNKNOWN  # a status; what it rests on was asked about, and so no more is needed of it
