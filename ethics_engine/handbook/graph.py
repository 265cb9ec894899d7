"""What leads to what in a ruleset: facts to terms, terms to rules, rules to actions, and what gives way to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import frozen

from ethics_engine.model.conditions import Condition
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.rules import rule_in_words

from .facts_in_conditions import tested


class GraphNodeKind(Enum):
    """What a node stands for."""

    FACT = "fact"
    CONCEPT = "term"
    RULE = "rule"
    ACTION = "action"


class GraphRelation(Enum):
    """How one node leads to another."""

    ASKED = "is used by"
    EXCEPTS = "is used by the exception of"
    SPEAKS = "speaks of"
    OVERRIDES = "overrides"
    BEFORE = "comes before"
    DERIVED = "if required or advised, rules out"


LEADING = (GraphRelation.ASKED, GraphRelation.EXCEPTS, GraphRelation.SPEAKS)
"""The relations along which a value is worked out."""


@frozen
class GraphNode:
    """A fact, a term, a rule or an action.

    Attributes:
        topic: What it belongs with; empty for an action.

        says: What it is, in plain words.
    """

    kind: GraphNodeKind
    id: str
    topic: str
    says: str


@frozen
class GraphEdge:
    """One node leads to another.

    Attributes:
        label: What is said on the way, such as `must`; empty where the relation says it all.
    """

    start: GraphNode
    relation: GraphRelation
    end: GraphNode
    label: str = ""

    def __str__(self) -> str:
        words = f"{self.relation.value} ({self.label})" if self.label else self.relation.value
        return f"{self.start.id} {words} {self.end.id}"


@frozen
class Graph:
    """Nodes with the edges between them."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]

    def find(self, name: str) -> GraphNode | None:
        """The rule, the action, or else the fact or term of this name."""
        order = (GraphNodeKind.RULE, GraphNodeKind.ACTION, GraphNodeKind.FACT, GraphNodeKind.CONCEPT)
        named = sorted((node for node in self.nodes if node.id == name), key=lambda node: order.index(node.kind))
        return named[0] if named else None

    def into(self, node: GraphNode, *relations: GraphRelation) -> tuple[GraphEdge, ...]:
        """The edges that end here."""
        return tuple(edge for edge in self.edges if edge.end == node and edge.relation in relations)

    def out_of(self, node: GraphNode, *relations: GraphRelation) -> tuple[GraphEdge, ...]:
        """The edges that start here."""
        return tuple(edge for edge in self.edges if edge.start == node and edge.relation in relations)

    def around(self, node: GraphNode) -> Graph:
        """All that leads to a node, all that it leads to as far as the next actions, and what it stands beside."""
        beside = {edge.start for edge in self.into(node, *GraphRelation)} | {
            edge.end for edge in self.out_of(node, *GraphRelation)
        }
        near = {node, *beside, *self._reached(node, forward=True), *self._reached(node, forward=False)}
        return Graph(
            tuple(other for other in self.nodes if other in near),
            tuple(edge for edge in self.edges if edge.start in near and edge.end in near),
        )

    def _reached(self, node: GraphNode, *, forward: bool) -> set[GraphNode]:
        reached: set[GraphNode] = set()
        waiting = [node]
        while waiting:
            here = waiting.pop()
            edges = self.out_of(here, *LEADING) if forward else self.into(here, *LEADING)
            for edge in edges:
                other = edge.end if forward else edge.start
                if other not in reached:
                    reached.add(other)
                    if other.kind is not GraphNodeKind.ACTION:
                        waiting.append(other)
        return reached


def graph_of(ruleset: Ruleset) -> Graph:
    """The graph of a whole ruleset; exceptions belong to their rules."""
    nodes = {(node.kind, node.id): node for node in _nodes(ruleset)}
    edges = [
        GraphEdge(nodes[start], relation, nodes[end], label)
        for start, relation, end, label in dict.fromkeys(_edges(ruleset))
        if start != end
    ]
    return Graph(tuple(nodes.values()), tuple(edges))


_Name = tuple[GraphNodeKind, str]
_Drawn = tuple[_Name, GraphRelation, _Name, str]


def _nodes(ruleset: Ruleset) -> Iterator[GraphNode]:
    for fact in ruleset.facts:
        yield GraphNode(GraphNodeKind.FACT, fact.id, fact.topic, fact.says)
    for concept in ruleset.concepts:
        yield GraphNode(GraphNodeKind.CONCEPT, concept.id, concept.topic, concept.says)
    for rule in ruleset.rules:
        yield GraphNode(GraphNodeKind.RULE, rule.id, rule.topic, rule_in_words(rule, ruleset))
    for action in ruleset.actions:
        yield GraphNode(GraphNodeKind.ACTION, action.id, "", action.label)


def _edges(ruleset: Ruleset) -> Iterator[_Drawn]:
    for concept in ruleset.concepts:
        yield from _asked([concept.means], GraphRelation.ASKED, (GraphNodeKind.CONCEPT, concept.id))
    for action in ruleset.actions:
        yield from _asked([action.available], GraphRelation.ASKED, (GraphNodeKind.ACTION, action.id))
    for rule in ruleset.rules:
        end = (GraphNodeKind.RULE, rule.id)
        yield from _asked([rule.when], GraphRelation.ASKED, end)
        yield from _asked([] if rule.unless is None else [rule.unless], GraphRelation.EXCEPTS, end)
        for norm in rule.norms:
            instead = f" instead of {norm.instead_of}" if norm.instead_of else ""
            yield end, GraphRelation.SPEAKS, (GraphNodeKind.ACTION, norm.action), f"{norm.modality.value}{instead}"
            if norm.before:
                yield (
                    (GraphNodeKind.ACTION, norm.action),
                    GraphRelation.BEFORE,
                    (GraphNodeKind.ACTION, norm.before),
                    f"{norm.modality.value}",
                )
        for overridden in rule.overrides:
            label = "its exception" if overridden.endswith(EXCEPTION) else ""
            yield end, GraphRelation.OVERRIDES, (GraphNodeKind.RULE, overridden.removesuffix(EXCEPTION)), label
    yield from _derived(ruleset)


def _asked(conditions: Iterable[Condition], relation: GraphRelation, end: _Name) -> Iterator[_Drawn]:
    asked = tested(conditions)
    for kind, names, label in (
        (GraphNodeKind.FACT, asked.facts, ""),
        (GraphNodeKind.CONCEPT, asked.concepts, ""),
        (GraphNodeKind.ACTION, asked.steps, "whether done"),
        (GraphNodeKind.ACTION, asked.statuses, "status"),
    ):
        for name in names:
            yield (kind, name), relation, end, label


def _derived(ruleset: Ruleset) -> Iterator[_Drawn]:
    """A way that some rule requires or advises then speaks against every way that it cannot be combined with."""
    spoken_for = {
        norm.action
        for rule in ruleset.rules
        for norm in rule.norms
        if norm.modality.positive and norm.modality.strength
    }
    for way in ruleset.ways:
        for other in ruleset.ways:
            if way.id in spoken_for and not ruleset.compatible(way.id, other.id):
                yield (GraphNodeKind.ACTION, way.id), GraphRelation.DERIVED, (GraphNodeKind.ACTION, other.id), ""
