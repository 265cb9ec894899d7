"""A determination on paper: text, Markdown, JSON."""

from .formats import FORMATS, PAGES, render
from .redaction import redacted

__all__ = ["FORMATS", "PAGES", "redacted", "render"]
