"""What leads to what in a ruleset: facts to terms, terms to rules, rules to actions, and what gives way to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import frozen

from ethics_engine.model.conditions import Condition
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.wording.rules import rule_in_words

from .tested import tested


class Kind(Enum):
    """What a node stands for."""

    FACT = "fact"
    CONCEPT = "term"
    RULE = "rule"
    ACTION = "action"


class Relation(Enum):
    """How one node leads to another."""

    ASKED = "is asked for by"
    EXCEPTS = "is asked for by the exception of"
    SPEAKS = "speaks of"
    OVERRIDES = "takes the place of"
    BEFORE = "comes before"
    DERIVED = "where required or advised, rules out"


LEADING = (Relation.ASKED, Relation.EXCEPTS, Relation.SPEAKS)
"""The relations along which a value is worked out."""


@frozen
class Node:
    """A fact, a term, a rule or an action.

    Attributes:
        topic: What it belongs with; empty for an action.

        says: What it is, in plain words.
    """

    kind: Kind
    id: str
    topic: str
    says: str


@frozen
class Edge:
    """One node leads to another.

    Attributes:
        label: What is said on the way, such as `must`; empty where the relation says it all.
    """

    start: Node
    relation: Relation
    end: Node
    label: str = ""

    def __str__(self) -> str:
        words = f"{self.relation.value} ({self.label})" if self.label else self.relation.value
        return f"{self.start.id} {words} {self.end.id}"


@frozen
class Graph:
    """Nodes with the edges between them."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def find(self, name: str) -> Node | None:
        """The rule, the action, or else the fact or term of this name."""
        order = (Kind.RULE, Kind.ACTION, Kind.FACT, Kind.CONCEPT)
        named = sorted((node for node in self.nodes if node.id == name), key=lambda node: order.index(node.kind))
        return named[0] if named else None

    def into(self, node: Node, *relations: Relation) -> tuple[Edge, ...]:
        """The edges that end here."""
        return tuple(edge for edge in self.edges if edge.end == node and edge.relation in relations)

    def out_of(self, node: Node, *relations: Relation) -> tuple[Edge, ...]:
        """The edges that start here."""
        return tuple(edge for edge in self.edges if edge.start == node and edge.relation in relations)

    def around(self, node: Node) -> Graph:
        """All that leads to a node, all that it leads to as far as the next actions, and what it stands beside."""
        beside = {edge.start for edge in self.into(node, *Relation)} | {
            edge.end for edge in self.out_of(node, *Relation)
        }
        near = {node, *beside, *self._reached(node, forward=True), *self._reached(node, forward=False)}
        return Graph(
            tuple(other for other in self.nodes if other in near),
            tuple(edge for edge in self.edges if edge.start in near and edge.end in near),
        )

    def _reached(self, node: Node, *, forward: bool) -> set[Node]:
        reached: set[Node] = set()
        waiting = [node]
        while waiting:
            here = waiting.pop()
            edges = self.out_of(here, *LEADING) if forward else self.into(here, *LEADING)
            for edge in edges:
                other = edge.end if forward else edge.start
                if other not in reached:
                    reached.add(other)
                    if other.kind is not Kind.ACTION:
                        waiting.append(other)
        return reached


def graph_of(ruleset: Ruleset) -> Graph:
    """The graph of a whole ruleset; exceptions belong to their rules."""
    nodes = {(node.kind, node.id): node for node in _nodes(ruleset)}
    edges = [
        Edge(nodes[start], relation, nodes[end], label)
        for start, relation, end, label in dict.fromkeys(_edges(ruleset))
        if start != end
    ]
    return Graph(tuple(nodes.values()), tuple(edges))


_Name = tuple[Kind, str]
_Drawn = tuple[_Name, Relation, _Name, str]


def _nodes(ruleset: Ruleset) -> Iterator[Node]:
    for fact in ruleset.facts:
        yield Node(Kind.FACT, fact.id, fact.topic, fact.says)
    for concept in ruleset.concepts:
        yield Node(Kind.CONCEPT, concept.id, concept.topic, concept.says)
    for rule in ruleset.rules:
        yield Node(Kind.RULE, rule.id, rule.topic, rule_in_words(rule, ruleset))
    for action in ruleset.actions:
        yield Node(Kind.ACTION, action.id, "", action.label)


def _edges(ruleset: Ruleset) -> Iterator[_Drawn]:
    for concept in ruleset.concepts:
        yield from _asked([concept.means], Relation.ASKED, (Kind.CONCEPT, concept.id))
    for action in ruleset.actions:
        yield from _asked([action.available], Relation.ASKED, (Kind.ACTION, action.id))
    for rule in ruleset.rules:
        end = (Kind.RULE, rule.id)
        yield from _asked([rule.when], Relation.ASKED, end)
        yield from _asked([] if rule.unless is None else [rule.unless], Relation.EXCEPTS, end)
        for norm in rule.norms:
            instead = f" instead of {norm.instead_of}" if norm.instead_of else ""
            yield end, Relation.SPEAKS, (Kind.ACTION, norm.action), f"{norm.modality.value}{instead}"
            if norm.before:
                yield (Kind.ACTION, norm.action), Relation.BEFORE, (Kind.ACTION, norm.before), f"{norm.modality.value}"
        for overridden in rule.overrides:
            label = "its exception" if overridden.endswith(EXCEPTION) else ""
            yield end, Relation.OVERRIDES, (Kind.RULE, overridden.removesuffix(EXCEPTION)), label
    yield from _derived(ruleset)


def _asked(conditions: Iterable[Condition], relation: Relation, end: _Name) -> Iterator[_Drawn]:
    asked = tested(conditions)
    for kind, names, label in (
        (Kind.FACT, asked.facts, ""),
        (Kind.CONCEPT, asked.concepts, ""),
        (Kind.ACTION, asked.steps, "whether done"),
        (Kind.ACTION, asked.statuses, "status"),
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
                yield (Kind.ACTION, way.id), Relation.DERIVED, (Kind.ACTION, other.id), ""
