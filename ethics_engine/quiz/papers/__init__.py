"""A paper as Markdown, as a page to print, and as JSON."""

from __future__ import annotations

import importlib
from collections.abc import Collection
from enum import Enum

from ethics_engine.quiz.paper import Paper

PAPER_FORMATS = ("markdown", "html", "json")
"""The formats that there are."""


class PaperPart(Enum):
    """What of a paper is written."""

    QUESTIONS = "questions"
    KEY = "key"


def render_paper(paper: Paper, form: str, parts: Collection[PaperPart] = tuple(PaperPart)) -> str:
    """The paper, or a part of it, in one of `PAPER_FORMATS`, ending in a line break; the key comes after all questions.

    JSON always holds both parts.

    Raises:
        KeyError: There is no such format.
    """
    if form == "json":
        from .json import as_json

        return as_json(paper)
    module, name = _WRITERS[form]
    wanted = {part.value for part in parts}
    written: str = getattr(importlib.import_module(f".{module}", __package__), name)(paper, wanted)
    return written


_WRITERS = {"markdown": ("markdown", "as_markdown"), "html": ("html", "as_html")}
