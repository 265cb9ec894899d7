"""The formats that explanations come in."""

from __future__ import annotations

import json

import attrs

from ethics_engine.model.json_values import plain
from ethics_engine.rendering.section_layout import as_markdown, as_text, marked, wrapped
from ethics_engine.rendering.terminal_escape import terminal_escape

from .proof_svg import svg
from .result import FORMAT, Explanation
from .why_not_result import Absence
from .why_not_text import report as absence_report
from .why_text import Length, line, paragraphs, report

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
            return f"{terminal_escape(line(explanation))}\n"
        case "text", Length.PARAGRAPH:
            return "\n\n".join("\n".join(wrapped(text)) for text in paragraphs(explanation)) + "\n"
        case "text", Length.TREE:
            return as_text(report(explanation))
        case "markdown", Length.LINE:
            return f"{marked(line(explanation))}\n"
        case "markdown", Length.PARAGRAPH:
            return "\n\n".join(map(marked, paragraphs(explanation))) + "\n"
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
    return json.dumps({"format": FORMAT, **plain(value)}, ensure_ascii=True, indent=2) + "\n"
