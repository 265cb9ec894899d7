"""The graph as a picture that needs nothing else."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import frozen

from ethics_engine.rendering.html import escaped
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
_FOR, _AGAINST, _PLAIN = "#1b6e35", "#a3201c", "#55606b"


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
    return "\n".join(_lines(graph, title)) + "\n"


def _lines(graph: Graph, title: str) -> Iterator[str]:
    boxes = _boxes(graph)
    width = max((box.right for box in boxes.values()), default=_WIDTH) + _ACROSS
    height = max((box.y + _HEIGHT for box in boxes.values()), default=_TOP) + _MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" lang="en-GB" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    )
    yield f'<title id="title">{escaped(title)}</title>'
    yield f'<desc id="desc">{escaped(_description(graph))}</desc>'
    yield from _ARROWS
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    yield '<g font-family="Verdana, sans-serif" font-size="11" fill="#1c2126">'
    yield f'<text x="{_MARGIN}" y="24" font-size="15" font-weight="bold">{escaped(title)}</text>'
    yield f'<text x="{_MARGIN}" y="44">{escaped(_LEGEND)}</text>'
    for edge in graph.edges:
        yield from _edge(edge, boxes)
    for node, box in boxes.items():
        yield from _node(node, box)
    yield "</g>"
    yield "</svg>"


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


_ARROWS = (
    "<defs>",
    *(
        f'<marker id="arrow-{colour[1:]}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
        for colour in (_FOR, _AGAINST, _PLAIN)
    ),
    "</defs>",
)
_LEGEND = (
    "From left to right: facts, terms, rules, actions. Solid: is asked for by, or speaks of (in words). Long dashes: "
    "exception. Dash and dot: takes the place of. Short dashes: comes before. Dots: rules out."
)


def _description(graph: Graph) -> str:
    kinds = Counter(node.kind for node in graph.nodes)
    counted = [numbered(kinds[kind], kind.value) for kind in GraphNodeKind if kinds[kind]]
    return f"What leads to what among {listed(counted)}. {'; '.join(str(edge) for edge in graph.edges)}."


def _node(node: GraphNode, box: _GraphBox) -> Iterator[str]:
    yield f"<g><title>{escaped(f'{node.kind.value} {node.id}: {node.says}')}</title>"
    yield (
        f'<rect x="{box.x}" y="{box.y}" width="{_WIDTH}" height="{_HEIGHT}" rx="{_ROUND[node.kind]}" '
        f'fill="{_FILLS[node.kind]}" stroke="{_PLAIN}"/>'
    )
    for number, line in enumerate(_label(node)):
        weight = "" if number else ' font-weight="bold"'
        yield f'<text x="{box.x + 12}" y="{box.y + 17 + number * 15}"{weight}>{escaped(line)}</text>'
    yield "</g>"


def _label(node: GraphNode) -> list[str]:
    """The name and two lines of what it says; hovering shows all of it."""
    name = textwrap.shorten(node.id, _CHARACTERS - 6, placeholder="...")
    return [name, *textwrap.wrap(node.says, _CHARACTERS, max_lines=2, placeholder=" ...")]


def _edge(edge: GraphEdge, boxes: Mapping[GraphNode, _GraphBox]) -> Iterator[str]:
    start, end = boxes[edge.start], boxes[edge.end]
    bend = _ACROSS * 2 // 5
    x1, out = (start.x, -bend) if end.x < start.x else (start.right, bend)
    x2, back = (end.x, -bend) if end.x > start.x else (end.right, bend)
    y1, y2 = start.middle, end.middle
    path = f"M{x1} {y1}C{x1 + out} {y1} {x2 + back} {y2} {x2} {y2}"
    colour = _colour(edge)
    dashes = f' stroke-dasharray="{_DASHES[edge.relation]}"' if edge.relation in _DASHES else ""
    yield (
        f'<g><title>{escaped(str(edge))}</title><path d="{path}" fill="none" stroke="{colour}"{dashes} '
        f'marker-end="url(#arrow-{colour[1:]})"/>'
    )
    if edge.relation is GraphRelation.SPEAKS:
        x, y = (x1 + x2) // 2, (y1 + y2) // 2 - 3
        yield (
            f'<text x="{x}" y="{y}" text-anchor="middle" font-size="10" fill="{colour}">{escaped(edge.label)}</text>'
        )
    yield "</g>"


def _colour(edge: GraphEdge) -> str:
    if edge.relation is GraphRelation.DERIVED:
        return _AGAINST
    if edge.relation is not GraphRelation.SPEAKS:
        return _PLAIN
    return _AGAINST if edge.label.endswith("not") else _FOR
