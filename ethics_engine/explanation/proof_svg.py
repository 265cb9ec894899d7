"""The proof as a picture that needs nothing else: results at the left, the facts they rest on at the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from attrs import frozen

from ethics_engine.rendering.html import escaped
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
_LINE_COLOUR, _DECIDING = "#55606b", "#1f4e9e"
_LEGEND = (
    "Read from left to right: each box follows from those to its right. A thick frame marks a fact that settles the "
    "result; dashes, what is overridden or outweighed; dots, what would have taken its place."
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
    return "\n".join(_lines(explanation)) + "\n"


def _lines(explanation: Explanation) -> Iterator[str]:
    roots = _placed([(step_in_words(step), step) for step in explanation.proof], 0, _TOP)
    boxes = [box for root in roots for box in root.walk()]
    width = max((box.x + _WIDTH for box in boxes), default=3 * _WIDTH) + _MARGIN
    height = max((box.bottom for box in boxes), default=_TOP) + _MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" lang="en-GB" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    )
    yield f'<title id="title">{escaped(explanation.question)}</title>'
    yield f'<desc id="desc">{escaped(f"{line(explanation)} {_description(roots)}")}</desc>'
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    yield '<g font-family="Verdana, sans-serif" font-size="11" fill="#1c2126">'
    yield f'<text x="{_MARGIN}" y="26" font-size="15" font-weight="bold">{escaped(explanation.question)}</text>'
    yield f'<text x="{_MARGIN}" y="48">{escaped(_LEGEND)}</text>'
    for box in boxes:
        yield from (_edge(box, below) for below in box.below)
    for box in boxes:
        yield from _drawn(box)
    yield from ("</g>", "</svg>")


def _placed(steps: Sequence[tuple[str, Step | None]], column: int, top: int) -> tuple[_ProofBox, ...]:
    """The steps one below the other, each beside the middle of what it follows from."""
    boxes = []
    for text, step in steps:
        lines = tuple(textwrap.wrap(terminal_escape(text), _CHARACTERS, max_lines=_LINES, placeholder=" ...")) or ("",)
        below = _placed(gathered(step.parts), column + 1, top) if step else ()
        height = len(lines) * _LINE + 14
        middle = (below[0].middle + below[-1].middle) // 2 if below else top + height // 2
        box = _ProofBox(
            text,
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
    told = (
        f'"{box.text}" follows from: {"; ".join(below.text for below in box.below)}.'
        for root in boxes
        for box in root.walk()
        if box.below
    )
    return " ".join(told)


def _drawn(box: _ProofBox) -> Iterator[str]:
    yield f"<g><title>{escaped(box.text)}</title>"
    stroke, width = (_DECIDING, 3) if box.deciding else (_LINE_COLOUR, 1)
    dashes = f' stroke-dasharray="{_DASHES[box.bearing]}"' if box.bearing in _DASHES else ""
    yield (
        f'<rect x="{box.x}" y="{box.top}" width="{_WIDTH}" height="{box.height}" rx="{_ROUND.get(box.kind, 0)}" '
        f'fill="{_FILLS[box.kind]}" stroke="{stroke}" stroke-width="{width}"{dashes}/>'
    )
    for number, words in enumerate(box.lines):
        yield f'<text x="{box.x + 10}" y="{box.top + 18 + number * _LINE}">{escaped(words)}</text>'
    yield "</g>"


def _edge(box: _ProofBox, below: _ProofBox) -> str:
    x1, x2, bend = box.x + _WIDTH, below.x, _ACROSS // 2
    dashes = f' stroke-dasharray="{_DASHES[below.bearing]}"' if below.bearing in _DASHES else ""
    path = f"M{x1} {box.middle}C{x1 + bend} {box.middle} {x2 - bend} {below.middle} {x2} {below.middle}"
    return f'<path d="{path}" fill="none" stroke="{_LINE_COLOUR}"{dashes}/>'
