"""Text as HTML or SVG, and the frame of a page that needs nothing else: no script, no font, no picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from .terminal_escape import terminal_escape


def escaped(text: str) -> str:
    """Text in which nothing is markup, not even in an attribute, and nothing steers a terminal."""
    return escape(terminal_escape(text), quote=True)


def html_page(title: str, style: str, body: Iterable[str]) -> str:
    """A whole page, ending in a line break; the title, too, is HTML."""
    return "\n".join(_page(title, style, body)) + "\n"


def _page(title: str, style: str, body: Iterable[str]) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en-GB">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{style}\n</style>"
    yield "</head>"
    yield "<body>"
    yield from body
    yield "</body>"
    yield "</html>"
