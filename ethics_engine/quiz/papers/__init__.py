"""A paper as Markdown, as a page to print, and as JSON."""

from __future__ import annotations

import importlib

from ethics_engine.quiz.paper import Paper

PAPER_FORMATS = ("markdown", "html", "json")
"""The formats that there are."""


def render_paper(paper: Paper, form: str) -> str:
    """The paper in one of `PAPER_FORMATS`, ending in a line break; the key comes after all questions.

    Raises:
        KeyError: There is no such format.
    """
    module, name = _WRITERS[form]
    written: str = getattr(importlib.import_module(f".{module}", __package__), name)(paper)
    return written


_WRITERS = {"markdown": ("markdown", "as_markdown"), "html": ("html", "as_html"), "json": ("json", "as_json")}
