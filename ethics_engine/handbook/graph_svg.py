"""The graph as a picture that needs nothing else."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping

from attrs import frozen

from ethics_engine.rendering.svg import LINE, curve, element, hovering, picture_file, text
from ethics_engine.text.lists import listed
from ethics_engine.text.plural import numbered

from .graph import Graph, GraphEdge, GraphNode, GraphNodeKind, GraphRelation
from .graph_layout import layout

_WIDTH, _HEIGHT = 270, 58
_ACROSS, _DOWN = 170, 18
_MARGIN, _TOP = 20, 60
_CHARACTERS = 42

_FILLS = {
    GraphNodeKind.FACT: "#eef3fb",
    GraphNodeKind.CONCEPT: "#fdf3dc",
    GraphNodeKind.RULE: "#ffffff",
    GraphNodeKind.ACTION: "#e9f5ea",
}
_ROUND = {GraphNodeKind.FACT: 26, GraphNodeKind.CONCEPT: 12, GraphNodeKind.RULE: 0, GraphNodeKind.ACTION: 4}
_DASHES = {
    GraphRelation.EXCEPTS: "6 3",
    GraphRelation.OVERRIDES: "8 3 2 3",
    GraphRelation.BEFORE: "2 3",
    GraphRelation.DERIVED: "1 4",
}
_FOR, _AGAINST = "#1b6e35", "#a3201c"


@frozen
class _GraphBox:
    x: int
    y: int

    @property
    def right(self) -> int:
        return self.x + _WIDTH

    @property
    def middle(self) -> int:
        return self.y + _HEIGHT // 2


def svg(graph: Graph, title: str) -> str:
    """A picture with a title and a description, ending in a line break."""
    boxes = _boxes(graph)
    width = max((box.right for box in boxes.values()), default=_WIDTH) + _ACROSS
    height = max((box.y + _HEIGHT for box in boxes.values()), default=_TOP) + _MARGIN
    drawn = [*(_edge(edge, boxes) for edge in graph.edges), *(_node(node, box) for node, box in boxes.items())]
    content = (element("defs", *map(_arrow, (_FOR, _AGAINST, LINE))), *drawn)
    return picture_file(title, _description(graph), _LEGEND, content, width=width, height=height, margin=_MARGIN)


def _boxes(graph: Graph) -> Mapping[GraphNode, _GraphBox]:
    """The columns stand in the middle of the tallest."""
    places = layout(graph)
    heights = Counter(place.column for place in places.values())
    tallest = max(heights.values(), default=0)
    pitch = _HEIGHT + _DOWN
    return {
        node: _GraphBox(
            _MARGIN + place.column * (_WIDTH + _ACROSS),
            _TOP + place.row * pitch + (tallest - heights[place.column]) * pitch // 2,
        )
        for node, place in places.items()
    }


_LEGEND = (
    "From left to right: facts, terms, rules, actions. Solid: is used by, or speaks of (in words). Long dashes: "
    "exception. Dash and dot: overrides. Short dashes: comes before. Dots: rules out."
)


def _description(graph: Graph) -> str:
    kinds = Counter(node.kind for node in graph.nodes)
    counted = [numbered(kinds[kind], kind.value) for kind in GraphNodeKind if kinds[kind]]
    return f"What leads to what among {listed(counted)}. {'; '.join(str(edge) for edge in graph.edges)}."


def _arrow(colour: str) -> str:
    return element(
        "marker",
        element("path", d="M0 0L8 4L0 8z", fill=colour),
        id=f"arrow-{colour[1:]}",
        viewBox="0 0 8 8",
        refX=8,
        refY=4,
        markerWidth=7,
        markerHeight=7,
        orient="auto",
    )


def _node(node: GraphNode, box: _GraphBox) -> str:
    frame = element(
        "rect",
        x=box.x,
        y=box.y,
        width=_WIDTH,
        height=_HEIGHT,
        rx=_ROUND[node.kind],
        fill=_FILLS[node.kind],
        stroke=LINE,
    )
    lines = (
        text(box.x + 12, box.y + 17 + number * 15, line, font_weight=None if number else "bold")
        for number, line in enumerate(_label(node))
    )
    return hovering(f"{node.kind.value} {node.id}: {node.says}", frame, *lines)


def _label(node: GraphNode) -> list[str]:
    """The name and two lines of what it says; hovering shows all of it."""
    name = textwrap.shorten(node.id, _CHARACTERS - 6, placeholder="...")
    return [name, *textwrap.wrap(node.says, _CHARACTERS, max_lines=2, placeholder=" ...")]


def _edge(edge: GraphEdge, boxes: Mapping[GraphNode, _GraphBox]) -> str:
    start, end = boxes[edge.start], boxes[edge.end]
    bend = _ACROSS * 2 // 5
    x1, out = (start.x, -bend) if end.x < start.x else (start.right, bend)
    x2, back = (end.x, -bend) if end.x > start.x else (end.right, bend)
    y1, y2 = start.middle, end.middle
    colour = _colour(edge)
    line = element(
        "path",
        d=curve(x1, y1, x2, y2, leaving=out, arriving=back),
        fill="none",
        stroke=colour,
        stroke_dasharray=_DASHES.get(edge.relation),
        marker_end=f"url(#arrow-{colour[1:]})",
    )
    if edge.relation is not GraphRelation.SPEAKS:
        return hovering(str(edge), line)
    middle = ((x1 + x2) // 2, (y1 + y2) // 2 - 3)
    label = text(*middle, edge.label, text_anchor="middle", font_size=10, fill=colour)
    return hovering(str(edge), line, label)


def _colour(edge: GraphEdge) -> str:
    if edge.relation is GraphRelation.DERIVED:
        return _AGAINST
    if edge.relation is not GraphRelation.SPEAKS:
        return LINE
    return _AGAINST if edge.label.endswith("not") else _FOR
