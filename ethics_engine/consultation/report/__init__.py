"""A determination on paper: text, Markdown, JSON."""

from .formats import FORMATS, render
from .redaction import redacted

__all__ = ["FORMATS", "redacted", "render"]
