"""The formats a comparison comes in."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping

from ethics_engine.reports.formats import WIDTH
from ethics_engine.reports.sections import Item, Section
from ethics_engine.wording.harmless import harmless

from .comparison import Comparison
from .outline import outline


def render(comparison: Comparison, form: str) -> str:
    """The comparison in one of `FORMATS`, ending in a line break; raises KeyError for any other."""
    return FORMATS[form](comparison)


def _as_text(comparison: Comparison) -> str:
    return "\n\n".join("\n".join(_text_section(section)) for section in outline(comparison)) + "\n"


def _text_section(section: Section) -> Iterator[str]:
    yield section.heading.upper()
    for paragraph in section.paragraphs:
        yield from _wrapped(paragraph, "  ")
    for item in section.items:
        yield from _text_item(item, "  - ")


def _text_item(item: Item, bullet: str) -> Iterator[str]:
    yield from _wrapped(item.text, bullet)
    for detail in item.details:
        yield from _text_item(detail, " " * len(bullet) + ("- " if detail.details or len(item.details) > 1 else ""))


def _wrapped(text: str, first: str) -> list[str]:
    return textwrap.wrap(
        harmless(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _as_markdown(comparison: Comparison) -> str:
    return "\n".join(line for section in outline(comparison) for line in _markdown_section(section)).lstrip() + "\n"


def _markdown_section(section: Section) -> Iterator[str]:
    yield from ("", f"## {_marked(section.heading)}", "")
    for paragraph in section.paragraphs:
        yield from (_marked(paragraph), "")
    for item in section.items:
        yield from _markdown_item(item, 0)


def _markdown_item(item: Item, depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}- {_marked(item.text)}"
    for detail in item.details:
        yield from _markdown_item(detail, depth + 1)


def _marked(text: str) -> str:
    """Text in which nothing is markup."""
    return re.sub(r"([\\`*_<>\[\]#|])", r"\\\1", " ".join(harmless(text).split()))


def _as_json(comparison: Comparison) -> str:
    return json.dumps(comparison.to_dict(), ensure_ascii=True, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Comparison], str]] = {"text": _as_text, "markdown": _as_markdown, "json": _as_json}
