"""Look into an evaluation: what a condition rests on, and which unknown facts reach a result."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, Condition, DoneTest, FactTest, NoneOf, StatusTest
from ethics_engine.model.enactment import Enactment, done_fact, is_seen_to
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import DUTIES
from ethics_engine.model.truth import Truth, conjunction, disjunction, negation

from .default_assumptions import tied_facts


@frozen_record
class EvaluationView:
    """An evaluation together with what it was made from."""

    enactment: Enactment
    knowledge: Knowledge
    evaluation: Evaluation

    @cached_property
    def _truths(self) -> dict[int, Truth]:
        return {}

    @cached_property
    def _behind(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _reaching(self) -> dict[int, frozenset[str]]:
        return {}

    @cached_property
    def _speaking(self) -> dict[str, frozenset[str]]:
        return {}

    def truth(self, condition: Condition) -> Truth:
        """Whether a condition of the enactment holds."""
        # Conditions live as long as their enactment, so that their identity is a key, and far quicker than their hash.
        found = self._truths.get(id(condition))
        if found is None:
            found = self._truths[id(condition)] = self._truth(condition)
        return found

    def _truth(self, condition: Condition) -> Truth:
        match condition:  # what there is most of comes first, here and below
            case FactTest(name):
                fact = self.enactment.fact[name]
                return truth_of_test(condition, fact, self.knowledge.get(name) or fact.anything)
            case ConceptTest(concept):
                return self.evaluation.concepts[concept]
            case AllOf(parts):
                return conjunction(map(self.truth, parts))
            case AnyOf(parts):
                return disjunction(map(self.truth, parts))
            case NoneOf(parts):
                return negation(disjunction(map(self.truth, parts)))
            case StatusTest(action, statuses):
                possible = self.evaluation.statuses[action]
                if possible <= set(statuses):
                    return Truth.TRUE
                return Truth.UNKNOWN if possible & set(statuses) else Truth.FALSE
            case DoneTest():
                raise AssertionError(condition)  # an enactment has lowered all others

    def support(self, condition: Condition) -> Mapping[FactTest | ConceptTest | StatusTest, None]:
        """The tests that make a condition true, or false, as it is; those of concepts follow the concept."""
        found: dict[FactTest | ConceptTest | StatusTest, None] = {}
        self._support(condition, found)
        return found

    def _support(self, condition: Condition, found: dict[FactTest | ConceptTest | StatusTest, None]) -> None:
        match condition:
            case FactTest() | StatusTest():
                found[condition] = None
            case ConceptTest(concept):
                if condition not in found:
                    found[condition] = None
                    self._support(self.enactment.concept[concept].means, found)
            case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
                truth = self.truth(condition)
                wanted = negation(truth) if isinstance(condition, NoneOf) else truth
                for part in parts:
                    if self.truth(part) is wanted:
                        self._support(part, found)
            case DoneTest():
                raise AssertionError(condition)

    def unknown_behind(self, condition: Condition) -> frozenset[str]:
        """The unknown facts that reach a condition of the enactment whose truth is unknown."""
        if self.truth(condition) is not Truth.UNKNOWN:
            return frozenset()
        if id(condition) not in self._reaching:
            self._reaching[id(condition)] = self._unknown_behind(condition)
        return self._reaching[id(condition)]

    def _unknown_behind(self, condition: Condition) -> frozenset[str]:
        match condition:
            case FactTest(fact):
                return frozenset({fact})
            case ConceptTest(concept):
                return self.unknown_behind(self.enactment.concept[concept].means)
            case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
                return frozenset().union(*map(self.unknown_behind, parts))
            case StatusTest(action):
                return self.unknown_behind_status(action)
            case DoneTest():
                raise AssertionError(condition)

    def unknown_behind_rule(self, rule: str) -> frozenset[str]:
        """The unknown facts that reach a rule of which it is unknown whether it is effective."""
        if self.evaluation.effective[rule] is not Truth.UNKNOWN:
            return frozenset()
        if rule not in self._behind:
            reached = self.unknown_behind(self.enactment.rule[rule].when)
            defeaters = self.enactment.overridden_by[rule]
            self._behind[rule] = reached.union(*map(self.unknown_behind_rule, defeaters))
        return self._behind[rule]

    def unknown_behind_status(self, action: str) -> frozenset[str]:
        """The unknown facts that reach the status of an action that has several possible ones."""
        if len(self.evaluation.statuses[action]) == 1:
            return frozenset()
        rivals = self.enactment.rivals.get(action, ())
        return self._behind_norms(action).union(
            *(self._behind_norms(rival) for rival in rivals if self._may_press(rival))
        )

    def unknown_behind_instead(self, way: str) -> frozenset[str]:
        """The unknown facts that reach whether a way may be taken instead of a rival."""
        open_ = [
            rule
            for (action, rival), rules in self.enactment.instead.items()
            if action == way and self.evaluation.instead[action, rival] is Truth.UNKNOWN
            for rule in rules
        ]
        return frozenset().union(*(self.unknown_behind_rule(rule.id) for rule in open_))

    def _may_press(self, way: str) -> bool:
        """Whether it is unknown if a way puts a derived norm on its rivals."""
        base = self.evaluation.base[way]
        return len(base) > 1 and not base.isdisjoint(DUTIES)

    def _behind_norms(self, action: str) -> frozenset[str]:
        if action not in self._speaking:
            behind = self.unknown_behind(self.enactment.action[action].available)
            rules = {rule.id for rule, _ in self.enactment.norms_on[action]}
            self._speaking[action] = behind.union(*map(self.unknown_behind_rule, rules))
        return self._speaking[action]

    def unknown_behind_waiting(self, action: str) -> frozenset[str]:
        """The unknown facts that reach whether an action awaits a step."""
        behind: frozenset[str] = frozenset()
        for rule, step in self.enactment.awaited_by[action]:
            if self.evaluation.awaits[action, step] is Truth.UNKNOWN:
                behind |= self.unknown_behind_rule(rule.id)
                behind |= self.unknown_behind(self.enactment.action[step].available)
                if is_seen_to(step, self.knowledge) is Truth.UNKNOWN:
                    behind |= {done_fact(step)}
        return behind

    def unknown_behind_all(self) -> frozenset[str]:
        """The unknown facts that reach anything unknown of any action."""
        return frozenset().union(
            *(
                self.unknown_behind_status(action.id)
                | self.unknown_behind_waiting(action.id)
                | self.unknown_behind(action.available)
                for action in self.enactment.actions
            )
        )

    def tied(self, facts: frozenset[str]) -> frozenset[str]:
        """The facts, and those that a constraint not surely kept ties to them."""
        constraints = self.evaluation.constraints
        doubtful = [item for item in self.enactment.constraints if constraints[item.id] is not Truth.FALSE]
        return frozenset(tied_facts(self.enactment, doubtful, facts))
