"""The formats that explanations come in."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

import attrs

from ethics_engine.reports.formats import WIDTH
from ethics_engine.reports.sections import Item, Section
from ethics_engine.wording.harmless import harmless

from .absence import Absence
from .absence_sentences import report as absence_report
from .explanation import FORMAT, Explanation
from .picture import svg
from .sentences import Length, line, paragraphs, report

FORMATS = ("text", "markdown", "json", "svg")


def render(explanation: Explanation, form: str, length: Length | str = Length.PARAGRAPH) -> str:
    """The explanation in one of `FORMATS`, ending in a line break; raises KeyError for any other.

    JSON holds everything, and a picture the whole proof, whatever the length.
    """
    match form, Length(length):
        case "json", _:
            return as_json(explanation)
        case "svg", _:
            return svg(explanation)
        case "text", Length.LINE:
            return f"{harmless(line(explanation))}\n"
        case "text", Length.PARAGRAPH:
            return "\n\n".join("\n".join(_wrapped(text, "", "")) for text in paragraphs(explanation)) + "\n"
        case "text", Length.TREE:
            return as_text(report(explanation))
        case "markdown", Length.LINE:
            return f"{_marked(line(explanation))}\n"
        case "markdown", Length.PARAGRAPH:
            return "\n\n".join(map(_marked, paragraphs(explanation))) + "\n"
        case "markdown", Length.TREE:
            return as_markdown(report(explanation))
        case _:
            raise KeyError(form)


ABSENCE_FORMATS = ("text", "markdown", "json")


def render_absence(absence: Absence, form: str, *, full: bool = False) -> str:
    """The same of a status that is not there, in one of `ABSENCE_FORMATS`; JSON always is full."""
    match form:
        case "json":
            return as_json(absence)
        case "text":
            return as_text(absence_report(absence, full=full))
        case "markdown":
            return as_markdown(absence_report(absence, full=full))
        case _:
            raise KeyError(form)


def as_json(value: attrs.AttrsInstance) -> str:
    """An explanation, or an absence, as JSON with the version of its format."""
    told = attrs.asdict(value, value_serializer=_plain)
    return json.dumps({"format": FORMAT, **told}, ensure_ascii=True, indent=2) + "\n"


def _plain(_instance: Any, _field: Any, value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if hasattr(value, "isoformat") else value


def as_text(sections: Iterable[Section]) -> str:
    """Sections as text, ending in a line break."""
    return "\n".join(line for section in sections for line in _text_section(section)).lstrip("\n") + "\n"


def _text_section(section: Section) -> Iterator[str]:
    yield from ("", section.heading.upper())
    for paragraph in section.paragraphs:
        yield from _wrapped(paragraph, "  ", "  ")
    for item in section.items:
        yield from _text_item(item, "  ")


def _text_item(item: Item, indent: str) -> Iterator[str]:
    yield from _wrapped(item.text, f"{indent}- ", f"{indent}  ")
    for detail in item.details:
        yield from _text_item(detail, f"{indent}  ")


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        harmless(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_markdown(sections: Iterable[Section]) -> str:
    """Sections as Markdown, ending in a line break."""
    return "\n".join(line for section in sections for line in _markdown_section(section)).lstrip() + "\n"


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
