"""What two enactments have alike: everything that has the same value in both by the way it is written.

Two things are alike when they are written alike and all that they are worked out from is alike. What is not, may still
turn out the same in every case; that takes a proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from attrs import field, frozen

from ethics_engine.model.actions import Action
from ethics_engine.model.conditions import ConceptTest, Condition, DoneTest, FactTest, StatusTest, tests_in
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import Concept, Constraint

_Item = TypeVar("_Item")
Edge = tuple[str, str]
"""An action, and a step that it may await."""
Precedence = tuple[str, str, str]
"""A rule, the action it speaks for, and the action that this one comes before."""


@frozen(slots=False, eq=False)
class SharedDefinitions:
    """What two enactments have alike; everything else may differ between them."""

    old: Enactment
    new: Enactment
    _memory: dict[tuple[str, str], bool] = field(factory=dict, init=False, repr=False)

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """The actions of which something may differ, and those that only one of the two has."""
        return tuple(name for name in self._all_actions if not (self.status(name) and self.unmet(name)))

    @cached_property
    def awaits(self) -> tuple[Edge, ...]:
        """The pairs of an action that both have and a step of which it may differ whether the action awaits it."""
        both = [name for name in self.old.action if name in self.new.action]
        pairs = dict.fromkeys(
            (action, step) for side in self.sides for action in both for _, step in side.awaited_by[action]
        )
        return tuple(pair for pair in pairs if not self._awaits_alike(*pair))

    @cached_property
    def ways(self) -> bool:
        """Whether all ways are alike, and so the disposition."""
        names = [tuple(way.id for way in side.ways) for side in self.sides]
        return (
            set(names[0]) == set(names[1])
            and all(self.available(way) and self._norms_alike(way) for way in names[0])
            and all(set(self.old.rivals[way]) == set(self.new.rivals[way]) for way in names[0])
        )

    @cached_property
    def constraints(self) -> bool:
        """Whether the same cases are possible in both."""
        names = {item.id for side in self.sides for item in side.constraints}
        return all(map(self.constraint, names))

    @cached_property
    def placed(self) -> bool:
        """Whether actions are declared in the same order, by the same actors, as manner of the same ways."""
        both = [name for name in self.old.action if name in self.new.action]
        return both == [name for name in self.new.action if name in self.old.action] and all(
            map(self._placed_alike, both)
        )

    @cached_property
    def edges(self) -> tuple[tuple[Precedence, ...], tuple[Precedence, ...]]:
        """For each side the norms that put one action before another, as far as they are not alike."""
        before = [precedences(side) for side in self.sides]
        alike = {edge for edge in before[0] & before[1] if self.rule(edge[0]) and self.available(edge[1])}
        old, new = (tuple(sorted(edges - alike)) for edges in before)
        return old, new

    @property
    def order(self) -> bool:
        """Whether what the plan lists, and what comes before what in it, is worked out alike."""
        return self.placed and not any(self.edges)

    @cached_property
    def loose(self) -> bool:
        """Whether there is a fact that only one of the two assumes, or reads as stated, or assumes that value."""
        old, new = self.sides
        shared = [name for name in old.fact if name in new.fact]
        return any(old.fact[name].presumed != new.fact[name].presumed for name in shared) or any(
            fact.presumed is None for side in self.sides for name, fact in side.fact.items() if name not in shared
        )

    @cached_property
    def reads_alike(self) -> bool:
        """Whether the same is read everywhere, so that the same unknown facts matter to what stays open."""
        old, new = map(_readings, self.sides)
        return old == new and not self.loose

    @property
    def everything(self) -> bool:
        """Whether nothing can differ at all."""
        return self.constraints and self.order and not (self.actions or self.awaits) and self.ways

    @property
    def sides(self) -> tuple[Enactment, Enactment]:
        """The old and the new."""
        return self.old, self.new

    # One thing at a time.

    def fact(self, name: str) -> bool:
        """Whether a fact takes the same values, and the same is presumed of it."""
        one, other = self.old.fact.get(name), self.new.fact.get(name)
        if one is None or other is None:
            return False
        return (one.type, one.value_ids, one.ordered, one.presumed) == (
            other.type,
            other.value_ids,
            other.ordered,
            other.presumed,
        )

    def concept(self, name: str) -> bool:
        """Whether a concept means the same."""
        return self._remembered("concept", name, lambda: self._same(self._concepts, name, lambda item: item.means))

    def constraint(self, name: str) -> bool:
        """Whether a constraint forbids the same."""
        return self._remembered("never", name, lambda: self._same(self._constraints, name, lambda item: item.never))

    def available(self, name: str) -> bool:
        """Whether an action is possible under the same condition."""
        return self._remembered("available", name, lambda: self._same(self._actions, name, lambda item: item.available))

    def rule(self, name: str) -> bool:
        """Whether a rule is effective in the same cases."""
        return self._remembered("rule", name, lambda: self._rule_alike(name))

    def status(self, name: str) -> bool:
        """Whether an action has the same status."""
        return self._remembered("status", name, lambda: self._status_alike(name))

    def unmet(self, name: str) -> bool:
        """Whether a duty can be met in the same cases."""
        means = [side.action[name].met_by if name in side.action else None for side in self.sides]
        return means[0] == means[1] and all(
            self.status(item) and self.available(item) for item in (name, *(means[0] or ()))
        )

    def _rule_alike(self, name: str) -> bool:
        overriding = [side.overridden_by.get(name) for side in self.sides]
        return (
            self._same([side.rule for side in self.sides], name, lambda item: item.when)
            and overriding[0] == overriding[1]
            and all(map(self.rule, overriding[0] or ()))
        )

    def _status_alike(self, name: str) -> bool:
        action = self.old.action.get(name)
        if action is None or name not in self.new.action or action.is_way is not self.new.action[name].is_way:
            return False
        return self.ways if action.is_way else self.available(name) and self._norms_alike(name)

    def _norms_alike(self, action: str) -> bool:
        norms = [
            {(rule.id, norm.modality, norm.instead_of) for rule, norm in side.norms_on.get(action, ())}
            for side in self.sides
        ]
        return norms[0] == norms[1] and all(self.rule(rule) for rule, *_ in norms[0])

    def _awaits_alike(self, action: str, step: str) -> bool:
        rules = [{rule.id for rule, other in side.awaited_by[action] if other == step} for side in self.sides]
        return rules[0] == rules[1] and all(map(self.rule, rules[0])) and self.available(step)

    def _placed_alike(self, name: str) -> bool:
        one, other = self.old.action[name], self.new.action[name]
        return (set(one.after), set(one.of), one.by is None) == (set(other.after), set(other.of), other.by is None)

    def _same(self, of_sides: list[Mapping[str, _Item]], name: str, condition_of: Callable[[_Item], Condition]) -> bool:
        one, other = (items.get(name) for items in of_sides)
        if one is None or other is None:
            return False
        condition = condition_of(one)
        return condition == condition_of(other) and all(self._reads_alike(condition))

    def _reads_alike(self, condition: Condition) -> Iterator[bool]:
        for test in tests_in(condition):
            match test:
                case FactTest(fact):
                    yield self.fact(fact)
                case ConceptTest(concept):
                    yield self.concept(concept)
                case StatusTest(action):
                    yield self.status(action)
                case DoneTest():
                    raise AssertionError(test)  # an enactment has lowered all of these

    def _remembered(self, kind: str, name: str, found: Callable[[], bool]) -> bool:
        if (kind, name) not in self._memory:
            self._memory[kind, name] = found()
        return self._memory[kind, name]

    @cached_property
    def _concepts(self) -> list[Mapping[str, Concept]]:
        return [side.concept for side in self.sides]

    @cached_property
    def _constraints(self) -> list[Mapping[str, Constraint]]:
        return [{item.id: item for item in side.constraints} for side in self.sides]

    @cached_property
    def _actions(self) -> list[Mapping[str, Action]]:
        return [side.action for side in self.sides]

    @cached_property
    def _all_actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.old.action, *self.new.action)))


def precedences(side: Enactment) -> frozenset[Precedence]:
    """The norms that put one action before another."""
    return frozenset(
        (rule.id, norm.action, norm.before)
        for rule in side.rules
        for norm in rule.norms
        if norm.before and norm.modality.positive
    )


def _readings(side: Enactment) -> Mapping[str, object]:
    """What everything reads."""
    return {
        **{f"rule {rule.id}": (rule.when, {norm.action for norm in rule.norms}) for rule in side.rules},
        **{f"defeat {rule}": others for rule, others in side.overridden_by.items()},
        **{f"concept {concept.id}": concept.means for concept in side.concepts},
        **{f"action {action.id}": action.available for action in side.actions},
    }
