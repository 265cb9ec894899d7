"""The whole ruleset as one readable handbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.document import Page
from ethics_engine.rendering.document_html import as_html
from ethics_engine.rendering.document_markdown import as_markdown

from .actions_chapter import actions_chapter
from .introduction import about_chapter, reading_chapter, safety_chapter
from .rules_chapter import rules_chapter
from .sources_chapters import bibliography_chapter, index_chapter
from .trace import trace
from .vocabulary_chapters import constraints_chapter, facts_chapter, terms_chapter

BOOK_FORMATS: Mapping[str, Callable[[Page], str]] = {"markdown": as_markdown, "html": as_html}


def book(ruleset: Ruleset, form: str) -> str:
    """The handbook in one of `BOOK_FORMATS`, ending in a line break; raises KeyError for any other."""
    return BOOK_FORMATS[form](pages(ruleset))


def pages(ruleset: Ruleset) -> Page:
    """The handbook before it has a format."""
    chapters = (
        about_chapter(ruleset),
        reading_chapter(),
        safety_chapter(ruleset),
        rules_chapter(ruleset),
        actions_chapter(ruleset),
        terms_chapter(ruleset),
        facts_chapter(ruleset),
        constraints_chapter(ruleset),
        index_chapter(trace(ruleset)),
        bibliography_chapter(ruleset),
    )
    return Page(ruleset.title or ruleset.name, chapters)
