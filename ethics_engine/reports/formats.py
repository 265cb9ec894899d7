"""The formats a report comes in."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Protocol

from ethics_engine.model.determination import Determination
from ethics_engine.wording.harmless import harmless

from .outline import outline
from .sections import Item, Section

WIDTH = 88
"""How wide a text report is, in characters."""


class _Format(Protocol):
    def __call__(self, determination: Determination, *, full: bool) -> str: ...


def render(determination: Determination, form: str, *, full: bool = False) -> str:
    """The determination in one of `FORMATS`, ending in a line break; raises KeyError for any other.

    Text and Markdown leave out what has no bearing on the answer unless they are to be `full`; JSON always is.
    """
    return FORMATS[form](determination, full=full)


def _as_text(determination: Determination, *, full: bool) -> str:
    sections = outline(determination, full=full)
    return "\n".join(line for section in sections for line in _text_section(section)).lstrip("\n") + "\n"


def _text_section(section: Section) -> Iterator[str]:
    yield ""
    yield section.heading.upper()
    for paragraph in section.paragraphs:
        yield from _wrapped(paragraph, "  ", "  ")
    for number, item in enumerate(section.items, start=1):
        yield from _text_item(item, f"  {number}. " if section.numbered else "  - ")


def _text_item(item: Item, bullet: str) -> Iterator[str]:
    indent = " " * len(bullet)
    yield from _wrapped(item.text, bullet, indent)
    for detail in item.details:
        yield from _text_item(detail, f"{indent}- " if detail.details or len(item.details) > 1 else indent)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        harmless(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _as_markdown(determination: Determination, *, full: bool) -> str:
    sections = outline(determination, full=full)
    return "\n".join(line for section in sections for line in _markdown_section(section)).lstrip() + "\n"


def _markdown_section(section: Section) -> Iterator[str]:
    yield from ("", f"## {_marked(section.heading)}", "")
    for paragraph in section.paragraphs:
        yield from (_marked(paragraph), "")
    for item in section.items:
        yield from _markdown_item(item, "1." if section.numbered else "-", 0)


def _markdown_item(item: Item, bullet: str, depth: int) -> Iterator[str]:
    yield f"{' ' * depth}{bullet} {_marked(item.text)}"
    for detail in item.details:
        yield from _markdown_item(detail, "-", depth + len(bullet) + 1)


def _marked(text: str) -> str:
    """Text in which nothing is markup."""
    return re.sub(r"([\\`*_<>\[\]#|])", r"\\\1", " ".join(harmless(text).split()))


def _as_json(determination: Determination, *, full: bool) -> str:  # noqa: ARG001 - JSON is always full
    return json.dumps(determination.to_dict(), ensure_ascii=True, indent=2) + "\n"


FORMATS: Mapping[str, _Format] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "json": _as_json,
}
