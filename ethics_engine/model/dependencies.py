"""What depends on what in a ruleset, and in which order it can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from .conditions import ConceptTest, Condition, StatusTest, tests_in
from .record import Key, frozen_record
from .rules import Rule
from .ruleset import Ruleset


class DependencyKind(Enum):
    """What a node of the graph stands for; all ways together are one node."""

    CONCEPT = "concept"
    RULE = "rule"
    STEP = "step"
    WAYS = "ways"


@frozen_record
class Dependency(Key):
    """A thing whose value is worked out from others."""

    kind: DependencyKind
    id: str

    def __str__(self) -> str:
        return "the courses of action" if self.kind is DependencyKind.WAYS else f"{self.kind.value} `{self.id}`"


WAYS = Dependency(DependencyKind.WAYS, "")


@lru_cache(maxsize=8)
def dependencies(ruleset: Ruleset) -> Mapping[Dependency, tuple[Dependency, ...]]:
    """For each concept, rule and action what its value is worked out from; dates are ignored.

    A rule depends on what its condition, and its exception, name and on every rule that overrides it; an action on
    every rule with a norm on it; a way on every rule with a norm on any way.
    """
    return dependency_graph(ruleset)


def dependency_graph(ruleset: Ruleset) -> Mapping[Dependency, tuple[Dependency, ...]]:
    """The same, not remembered: for a ruleset that is looked at once, whose hash would take longer than the graph."""
    graph: dict[Dependency, list[Dependency]] = {}
    for concept in ruleset.concepts:
        graph[Dependency(DependencyKind.CONCEPT, concept.id)] = list(_read_by(concept.means, ruleset))
    for action in ruleset.actions:
        graph.setdefault(action_node(action.id, ruleset), []).extend(_read_by(action.available, ruleset))
    for rule in ruleset.rules:
        node = Dependency(DependencyKind.RULE, rule.id)
        graph.setdefault(node, []).extend(reads(rule, ruleset))
        for overridden in rule.overrides:
            graph.setdefault(Dependency(DependencyKind.RULE, overridden.removesuffix("#unless")), []).append(node)
        for norm in rule.norms:
            graph[action_node(norm.action, ruleset)].append(node)
    return {node: tuple(dict.fromkeys(read)) for node, read in graph.items()}


def cycle_in(graph: Mapping[Dependency, Iterable[Dependency]]) -> tuple[Dependency, ...]:
    """A cycle, the first node repeated at the end, each resting on the next; empty where there is none."""
    sorter = TopologicalSorter(graph)
    try:
        sorter.prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def in_order(graph: Mapping[Dependency, Iterable[Dependency]]) -> tuple[Dependency, ...]:
    """Every node after all that it depends on; the order is the same on every run."""
    return tuple(TopologicalSorter(graph).static_order())


def reads(rule: Rule, ruleset: Ruleset) -> Iterator[Dependency]:
    """What the condition of a rule, and its exception, name."""
    yield from _read_by(rule.when, ruleset)
    if rule.unless is not None:
        yield from _read_by(rule.unless, ruleset)


def _read_by(condition: Condition, ruleset: Ruleset) -> Iterator[Dependency]:
    for test in tests_in(condition):
        if isinstance(test, ConceptTest):
            yield Dependency(DependencyKind.CONCEPT, test.concept)
        elif isinstance(test, StatusTest):
            yield action_node(test.action, ruleset)


def action_node(action: str, ruleset: Ruleset) -> Dependency:
    """The node of an action: that of all ways together where it is a way."""
    return WAYS if ruleset.action[action].is_way else Dependency(DependencyKind.STEP, action)
