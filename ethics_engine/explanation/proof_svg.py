"""The proof as a picture that needs nothing else: results at the left, the facts they rest on at the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from attrs import frozen

from ethics_engine.rendering.svg import LINE, curve, element, hovering, picture_file, text
from ethics_engine.rendering.terminal_escape import terminal_escape

from .result import Explanation, Step, StepKind, StepRole
from .why_text import gathered, line, step_in_words

_WIDTH, _ACROSS, _DOWN = 300, 60, 14
_MARGIN, _TOP, _LINE = 20, 70, 14
_CHARACTERS, _LINES = 46, 4

_FILLS = {
    StepKind.RESULT: "#f3ecf8",
    StepKind.STATUS: "#e9f5ea",
    StepKind.RULE: "#ffffff",
    StepKind.CONCEPT: "#fdf3dc",
    StepKind.FACT: "#eef3fb",
    StepKind.NOTE: "#f4f4f4",
}
_ROUND = {StepKind.FACT: 20, StepKind.CONCEPT: 10, StepKind.STATUS: 4}
_DASHES = {StepRole.OUTWEIGHED: "6 3", StepRole.DEFEATED: "6 3", StepRole.DEFEATS: "2 3", StepRole.SPARED: "2 3"}
_DECIDING = "#1f4e9e"
_LEGEND = (
    "Read from left to right: each box follows from those to its right. A thick frame marks a fact that settles the "
    "result; dashes, what is overridden or outweighed; dots, what would have overridden it."
)


@frozen
class _ProofBox:
    """A step with its place; many presumed facts of one step share a box."""

    text: str
    kind: StepKind
    bearing: StepRole
    deciding: bool
    column: int
    top: int
    lines: tuple[str, ...]
    below: tuple[_ProofBox, ...]

    @property
    def x(self) -> int:
        return _MARGIN + self.column * (_WIDTH + _ACROSS)

    @property
    def height(self) -> int:
        return len(self.lines) * _LINE + 14

    @property
    def middle(self) -> int:
        return self.top + self.height // 2

    @property
    def bottom(self) -> int:
        return max([self.top + self.height, *(box.bottom for box in self.below)])

    def walk(self) -> Iterator[_ProofBox]:
        yield self
        for box in self.below:
            yield from box.walk()


def svg(explanation: Explanation) -> str:
    """A picture with a title and a description, ending in a line break."""
    roots = _placed([(step_in_words(step), step) for step in explanation.proof], 0, _TOP)
    boxes = [box for root in roots for box in root.walk()]
    width = max((box.x + _WIDTH for box in boxes), default=3 * _WIDTH) + _MARGIN
    height = max((box.bottom for box in boxes), default=_TOP) + _MARGIN
    edges = [_edge(box, below) for box in boxes for below in box.below]
    description = f"{line(explanation)} {_description(roots)}"
    content = (*edges, *map(_drawn, boxes))
    return picture_file(explanation.question, description, _LEGEND, content, width=width, height=height, margin=_MARGIN)


def _placed(steps: Sequence[tuple[str, Step | None]], column: int, top: int) -> tuple[_ProofBox, ...]:
    """The steps one below the other, each beside the middle of what it follows from."""
    boxes = []
    for words, step in steps:
        lines = tuple(textwrap.wrap(terminal_escape(words), _CHARACTERS, max_lines=_LINES, placeholder=" ...")) or ("",)
        below = _placed(gathered(step.parts), column + 1, top) if step else ()
        height = len(lines) * _LINE + 14
        middle = (below[0].middle + below[-1].middle) // 2 if below else top + height // 2
        box = _ProofBox(
            words,
            step.kind if step else StepKind.FACT,
            step.bearing if step else StepRole.BECAUSE,
            step.deciding if step else False,
            column,
            max(top, middle - height // 2),
            lines,
            below,
        )
        boxes.append(box)
        top = box.bottom + _DOWN
    return tuple(boxes)


def _description(boxes: Sequence[_ProofBox]) -> str:
    """The picture in words: each step with what it follows from."""
    described = (
        f'"{box.text}" follows from: {"; ".join(below.text for below in box.below)}.'
        for root in boxes
        for box in root.walk()
        if box.below
    )
    return " ".join(described)


def _drawn(box: _ProofBox) -> str:
    stroke, width = (_DECIDING, 3) if box.deciding else (LINE, 1)
    frame = element(
        "rect",
        x=box.x,
        y=box.top,
        width=_WIDTH,
        height=box.height,
        rx=_ROUND.get(box.kind, 0),
        fill=_FILLS[box.kind],
        stroke=stroke,
        stroke_width=width,
        stroke_dasharray=_DASHES.get(box.bearing),
    )
    lines = (text(box.x + 10, box.top + 18 + number * _LINE, words) for number, words in enumerate(box.lines))
    return hovering(box.text, frame, *lines)


def _edge(box: _ProofBox, below: _ProofBox) -> str:
    bend = _ACROSS // 2
    path = curve(box.x + _WIDTH, box.middle, below.x, below.middle, leaving=bend, arriving=-bend)
    return element("path", d=path, fill="none", stroke=LINE, stroke_dasharray=_DASHES.get(below.bearing))
