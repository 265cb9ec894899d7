"""The graph as a tree of plain characters for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from attrs import frozen

from ethics_engine.rendering.width import width
from ethics_engine.text.lists import sentence

from .graph import Graph, GraphEdge, GraphNode, GraphNodeKind, GraphRelation

_WIDEST = 80


@frozen
class _Branch:
    text: str
    branches: tuple[_Branch, ...] = ()


def tree(graph: Graph, node: GraphNode | None) -> str:
    """What leads to a node and what it leads to; without one, the rules by topic, each with what it depends on."""
    if node is None:
        return "\n".join(line for topic in _topics(graph) for line in (*_drawn(topic), "")).rstrip("\n") + "\n"
    top = _Branch(f"{node.id} ({node.kind.value}): {node.says}", tuple(_around(node, graph)))
    return "\n".join(_drawn(top)) + "\n"


def _topics(graph: Graph) -> Iterator[_Branch]:
    rules = [node for node in graph.nodes if node.kind is GraphNodeKind.RULE]
    for topic in sorted({rule.topic for rule in rules}):
        yield _Branch(
            sentence(topic).rstrip("."), tuple(_summary(rule, graph) for rule in rules if rule.topic == topic)
        )


def _summary(rule: GraphNode, graph: Graph) -> _Branch:
    asked = [edge.start.id for edge in graph.into(rule, GraphRelation.ASKED, GraphRelation.EXCEPTS)]
    said = [f"{edge.label} {edge.end.id}" for edge in graph.out_of(rule, GraphRelation.SPEAKS)]
    over = [edge.end.id for edge in graph.out_of(rule, GraphRelation.OVERRIDES)]
    lines = {"depends on": dict.fromkeys(asked), "says": said, "overrides": over}
    return _Branch(rule.id, tuple(_Branch(f"{words} {', '.join(names)}") for words, names in lines.items() if names))


def _around(node: GraphNode, graph: Graph) -> Iterator[_Branch]:
    """The sides of a node; a side on which there is nothing is left out."""
    sides = (
        ("depends on", _before(node, graph, set())),
        ("leads to", _after(node, graph, set())),
        ("overrides", _beside(graph.out_of(node, GraphRelation.OVERRIDES), start=False)),
        ("overridden by", _beside(graph.into(node, GraphRelation.OVERRIDES), start=True)),
        ("comes after, if a rule requires it", _beside(graph.into(node, GraphRelation.BEFORE), start=True)),
        ("comes before, if a rule requires it", _beside(graph.out_of(node, GraphRelation.BEFORE), start=False)),
        ("if required or advised, speaks against", _beside(graph.out_of(node, GraphRelation.DERIVED), start=False)),
        ("spoken against if required or advised", _beside(graph.into(node, GraphRelation.DERIVED), start=True)),
    )
    for words, branches in sides:
        if found := tuple(branches):
            yield _Branch(words, found)


def _before(node: GraphNode, graph: Graph, seen: set[GraphNode]) -> Iterator[_Branch]:
    for edge in graph.into(node, GraphRelation.ASKED, GraphRelation.EXCEPTS, GraphRelation.SPEAKS):
        yield _followed(edge, edge.start, graph, seen, forward=False)


def _after(node: GraphNode, graph: Graph, seen: set[GraphNode]) -> Iterator[_Branch]:
    for edge in graph.out_of(node, GraphRelation.ASKED, GraphRelation.EXCEPTS, GraphRelation.SPEAKS):
        yield _followed(edge, edge.end, graph, seen, forward=True)


def _followed(edge: GraphEdge, node: GraphNode, graph: Graph, seen: set[GraphNode], *, forward: bool) -> _Branch:
    """An edge with what lies beyond it; what was shown before is not shown again, and an action ends the way."""
    text = f"{_role(edge)}{node.id} ({node.kind.value})"
    if node.kind is GraphNodeKind.ACTION:
        return _Branch(text)
    beyond = _after if forward else _before
    if node in seen:
        more = next(beyond(node, graph, set(seen)), None) is not None
        return _Branch(f"{text}, see above" if more else text)
    seen.add(node)
    return _Branch(text, tuple(beyond(node, graph, seen)))


def _role(edge: GraphEdge) -> str:
    if edge.relation is GraphRelation.SPEAKS:
        return f"{edge.label}: "
    words = [*(["exception"] if edge.relation is GraphRelation.EXCEPTS else []), *([edge.label] if edge.label else [])]
    return f"{', '.join(words)}: " if words else ""


def _beside(edges: Iterable[GraphEdge], *, start: bool) -> Iterator[_Branch]:
    for edge in edges:
        other = edge.start if start else edge.end
        yield _Branch(f"{other.id}{f' ({edge.label})' if edge.label else ''}")


def _drawn(branch: _Branch, first: str = "", rest: str = "") -> Iterator[str]:
    inner = "|   " if branch.branches else "    "
    yield from textwrap.wrap(
        branch.text,
        min(width(), _WIDEST),
        initial_indent=first,
        subsequent_indent=rest + inner,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for number, other in enumerate(branch.branches, start=1):
        last = number == len(branch.branches)
        yield from _drawn(other, rest + ("`-- " if last else "|-- "), rest + ("    " if last else "|   "))
