"""A paper as one HTML page to print, which needs nothing else; the key begins on a page of its own."""

from __future__ import annotations

from collections.abc import Collection

from ethics_engine.quiz.exports.text import in_order, instruction, paragraphs
from ethics_engine.quiz.paper import Paper
from ethics_engine.rendering.html import html_page
from ethics_engine.text.plural import counted


def as_html(paper: Paper, parts: Collection[str]) -> str:
    """The questions, then the key, ending in a line break; `templates/paper.html` says how they look."""
    return html_page(
        "paper.html",
        paper=paper,
        parts=parts,
        items=paper.items,
        counted=counted,
        in_order=in_order,
        instruction=instruction,
        paragraphs=paragraphs,
    )
