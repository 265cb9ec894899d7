"""Sections laid out as text for a terminal, or as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .terminal_escape import terminal_escape
from .width import in_lines

if TYPE_CHECKING:  # the page has no sections, and would wait for their classes
    from .sections import ReportItem, ReportSection


def as_text(sections: Iterable[ReportSection]) -> str:
    """Sections as text, ending in a line break."""
    return "\n".join(line for section in sections for line in _text_section(section)).lstrip("\n") + "\n"


def as_markdown(sections: Iterable[ReportSection]) -> str:
    """Sections as Markdown, ending in a line break."""
    return "\n".join(line for section in sections for line in _markdown_section(section)).lstrip() + "\n"


def _text_section(section: ReportSection) -> Iterator[str]:
    yield ""
    yield section.heading.upper()
    for paragraph in section.paragraphs:
        yield from wrapped(paragraph, "  ", "  ")
    for number, item in enumerate(section.items, start=1):
        yield from _text_item(item, f"  {number}. " if section.numbered else "  - ")


def _text_item(item: ReportItem, bullet: str) -> Iterator[str]:
    indent = " " * len(bullet)
    yield from wrapped(item.text, bullet, indent)
    for detail in item.details:
        yield from _text_item(detail, f"{indent}- " if detail.details or len(item.details) > 1 else indent)


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """A paragraph in lines, each indented; nothing in it reaches the terminal but what can be read."""
    return in_lines(terminal_escape(text), first, rest)


def _markdown_section(section: ReportSection) -> Iterator[str]:
    yield from ("", f"## {marked(section.heading)}", "")
    for paragraph in section.paragraphs:
        yield from (marked(paragraph), "")
    for item in section.items:
        yield from _markdown_item(item, "1." if section.numbered else "-", 0)


def _markdown_item(item: ReportItem, bullet: str, depth: int) -> Iterator[str]:
    yield f"{' ' * depth}{bullet} {marked(item.text)}"
    for detail in item.details:
        yield from _markdown_item(detail, "-", depth + len(bullet) + 1)


def marked(text: str) -> str:
    """Text in which nothing is markup."""
    return re.sub(r"([\\`*_<>\[\]#|])", r"\\\1", " ".join(terminal_escape(text).split()))
