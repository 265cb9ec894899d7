"""A page as one HTML file that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from .document import Page
from .html import html_page


def as_html(page: Page) -> str:
    """The page, ending in a line break; `templates/document.html` says how it looks."""
    return html_page("document.html", page=page, kind=lambda part: type(part).__name__)
