"""A page as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .document import Block, Bullets, DocumentSection, DocumentTable, Entries, Line, Link, Page, Paragraph, Strong
from .terminal_escape import terminal_escape


def as_markdown(page: Page) -> str:
    """The page, ending in a line break; a place that links lead to has an HTML anchor, which every reader knows."""
    lines = [f"# {_marked(page.title)}", ""]
    for section in page.sections:
        lines.extend(_section(section, 2))
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(section: DocumentSection, depth: int) -> Iterator[str]:
    yield f'<a id="{section.anchor}"></a>'
    yield ""
    yield f"{'#' * depth} {_marked(section.heading)}"
    yield ""
    for block in section.blocks:
        yield from _block(block)
    for inner in section.sections:
        yield from _section(inner, depth + 1)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(line):
            yield _line(line)
        case Bullets(lines):
            yield from (f"- {_line(line)}" for line in lines)
        case Entries(entries):
            for entry in entries:
                yield f"- {_anchor(entry.anchor)}{_line(entry.term)}"
                yield from (f"  - {_line(line)}" for line in entry.lines)
        case DocumentTable(caption, columns, rows):
            yield f"*{_marked(caption)}*"
            yield ""
            yield f"| {' | '.join(_marked(column) for column in columns)} |"
            yield f"|{' --- |' * len(columns)}"
            for row in rows:
                yield f"| {_anchor(row.anchor)}{' | '.join(_line(cell) for cell in row.cells)} |"
    yield ""


def _anchor(name: str | None) -> str:
    return f'<a id="{name}"></a>' if name else ""


def _line(line: Line) -> str:
    return "".join(_words(words) for words in line)


def _words(words: str | Link | Strong) -> str:
    match words:
        case Link(said, to):
            return f"[{_marked(said)}](#{to})"
        case Strong(said):
            return f"**{_marked(said)}**"
        case _:
            return _marked(words)


def _marked(text: str) -> str:
    """Text in which nothing is markup; spaces at its ends stay, for other words may follow."""
    return re.sub(r"([\\`*_<>&\[\]#|])", r"\\\1", re.sub(r"\s+", " ", terminal_escape(text)))
