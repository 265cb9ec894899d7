"""Which facts can bear on what is asked at all."""

from __future__ import annotations

from functools import lru_cache

from attrs import define, field

from ethics_engine.consultation.default_assumptions import facts_read, tied_facts
from ethics_engine.model.case import Ask
from ethics_engine.model.conditions import Condition, StatusTest, tests_in
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.possibilities import PossibilityQuery, actions_asked_about


@lru_cache(maxsize=256)
def relevant_facts(enactment: Enactment, query: PossibilityQuery) -> tuple[str, ...]:
    """The facts from which rules lead to what is asked, in the order in which depth-first backward chaining meets them.

    Those that a constraint ties to them come last.
    """
    search = _RelevanceSearch(enactment)
    for action in actions_asked_about(enactment, query):
        search.status(action)
    if query.question.ask is Ask.FIRST:
        search.order()
    return tied_facts(enactment, enactment.constraints, search.facts)


@define
class _RelevanceSearch:
    enactment: Enactment
    facts: dict[str, None] = field(factory=dict)
    seen: set[tuple[str, str]] = field(factory=set)

    def _new(self, kind: str, name: str) -> bool:
        if (kind, name) in self.seen:
            return False
        self.seen.add((kind, name))
        return True

    def status(self, action: str) -> None:
        """Everything that the status of an action rests on, and whether it awaits anything or can be met."""
        if not self._new("status", action):
            return
        self._own(action)
        for rival in self.enactment.rivals.get(action, ()):
            self._own(rival)
        for rule, step in self.enactment.awaited_by[action]:
            self._rule(rule.id)
            self._condition(self.enactment.action[step].available)
            self.facts[done_fact(step)] = None
        for means in self.enactment.action[action].met_by:
            self.status(means)

    def order(self) -> None:
        """Everything that the order of a plan rests on."""
        for rule in self.enactment.rules:
            if any(norm.before for norm in rule.norms):
                self._rule(rule.id)
        for action, norms in self.enactment.norms_on.items():
            if norms:
                self.facts[done_fact(action)] = None

    def _own(self, action: str) -> None:
        if self._new("norms", action):
            self._condition(self.enactment.action[action].available)
            for rule, _ in self.enactment.norms_on[action]:
                self._rule(rule.id)

    def _rule(self, rule: str) -> None:
        if self._new("rule", rule):
            self._condition(self.enactment.rule[rule].when)
            for other in self.enactment.overridden_by[rule]:
                self._rule(other)

    def _condition(self, condition: Condition) -> None:
        self.facts |= dict.fromkeys(facts_read(condition, self.enactment))
        for test in tests_in(condition):
            if isinstance(test, StatusTest):
                self.status(test.action)
