"""The graph in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from ethics_engine.rendering.terminal_escape import terminal_escape

from .graph import Graph, GraphEdge, GraphNode, GraphNodeKind, GraphRelation

_SHAPES = {
    GraphNodeKind.FACT: "ellipse",
    GraphNodeKind.CONCEPT: "hexagon",
    GraphNodeKind.RULE: "box",
    GraphNodeKind.ACTION: "cds",
}
_STYLES = {
    GraphRelation.ASKED: "solid",
    GraphRelation.EXCEPTS: "dashed",
    GraphRelation.SPEAKS: "bold",
    GraphRelation.OVERRIDES: "dashed",
    GraphRelation.BEFORE: "dotted",
    GraphRelation.DERIVED: "dotted",
}


def dot(graph: Graph, title: str) -> str:
    """A directed graph, ending in a line break; rules stand together by topic."""
    return "\n".join(_lines(graph, title)) + "\n"


def _lines(graph: Graph, title: str) -> Iterator[str]:
    yield f"digraph {_quoted(title)} {{"
    yield "  rankdir=LR;"
    yield f"  label={_quoted(title)};"
    rules = [node for node in graph.nodes if node.kind is GraphNodeKind.RULE]
    for topic in sorted({rule.topic for rule in rules}):
        yield f"  subgraph {_quoted(f'cluster {topic}')} {{"
        yield f"    label={_quoted(topic)};"
        yield from (f"    {_node(rule)}" for rule in rules if rule.topic == topic)
        yield "  }"
    yield from (f"  {_node(node)}" for node in graph.nodes if node.kind is not GraphNodeKind.RULE)
    yield from (f"  {_edge(edge)}" for edge in graph.edges)
    yield "}"


def _node(node: GraphNode) -> str:
    return f"{_name(node)} [label={_quoted(node.id)}, tooltip={_quoted(node.says)}, shape={_SHAPES[node.kind]}];"


def _edge(edge: GraphEdge) -> str:
    words = edge.label or edge.relation.value
    return f"{_name(edge.start)} -> {_name(edge.end)} [label={_quoted(words)}, style={_STYLES[edge.relation]}];"


def _name(node: GraphNode) -> str:
    return _quoted(f"{node.kind.value} {node.id}")


def _quoted(text: str) -> str:
    escaped = " ".join(terminal_escape(text).split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
