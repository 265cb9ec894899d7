"""Where the nodes of a graph stand: columns from facts to actions, with few crossings.

Source: K. Sugiyama, S. Tagawa and M. Toda, Methods for Visual Understanding of Hierarchical System Structures (1981);
of its steps the layers are given here by what the nodes are, and the barycentre heuristic orders each layer.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from .graph import LEADING, Graph, GraphNode, GraphNodeKind

_SWEEPS = 8


@frozen
class Position:
    """A column from the left and a row from the top, both from zero."""

    column: int
    row: int


def layout(graph: Graph) -> Mapping[GraphNode, Position]:
    """The position of each node; the same graph always gives the same one."""
    columns = _columns(graph)
    neighbours: dict[GraphNode, list[GraphNode]] = {node: [] for node in graph.nodes}
    for edge in graph.edges:
        if edge.relation in LEADING:
            neighbours[edge.start].append(edge.end)
            neighbours[edge.end].append(edge.start)
    for sweep in range(_SWEEPS):
        order = range(len(columns)) if sweep % 2 == 0 else reversed(range(len(columns)))
        rows = {node: row / len(column) for column in columns for row, node in enumerate(column)}
        for number in order:
            column = columns[number]
            weight = {node: _mean([rows[other] for other in neighbours[node]], rows[node]) for node in column}
            column.sort(key=lambda node: weight[node])
            rows.update({node: row / len(column) for row, node in enumerate(column)})
    return {node: Position(number, row) for number, column in enumerate(columns) for row, node in enumerate(column)}


def _mean(numbers: list[float], default: float) -> float:
    return sum(numbers) / len(numbers) if numbers else default


def _columns(graph: Graph) -> list[list[GraphNode]]:
    """Facts, then terms by how many terms they build on, then rules, then actions; none of them is empty."""
    depth: dict[GraphNode, int] = {}

    def depth_of(node: GraphNode) -> int:
        if node not in depth:
            below = [edge.start for edge in graph.into(node, *LEADING) if edge.start.kind is GraphNodeKind.CONCEPT]
            depth[node] = 1 + max((depth_of(other) for other in below), default=0)
        return depth[node]

    deepest = max((depth_of(node) for node in graph.nodes if node.kind is GraphNodeKind.CONCEPT), default=0)
    columns: list[list[GraphNode]] = [[] for _ in range(deepest + 3)]
    for node in graph.nodes:
        number = {GraphNodeKind.FACT: 0, GraphNodeKind.RULE: deepest + 1, GraphNodeKind.ACTION: deepest + 2}.get(
            node.kind
        )
        columns[depth_of(node) if number is None else number].append(node)
    return [column for column in columns if column]
