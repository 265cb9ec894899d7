"""HTML pages from `templates/`: each is one file that needs nothing else, and no text in it is markup."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .terminal_escape import terminal_escape

if TYPE_CHECKING:
    from jinja2 import Environment

_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")


def html_page(template: str, **values: Any) -> str:
    """A page from a template and what it shows, ending in a line break.

    Every text is escaped, and made `readable`; a template marks what is markup already with `safe`.
    """
    return _environment().get_template(template).render(**values)


def readable(text: str) -> str:
    """The text without what XML allows nowhere, and with what could steer a reader made visible."""
    return _NO_TEXT.sub("\ufffd", terminal_escape(text))


def escaped(text: str) -> str:
    """Text in which nothing is markup, not even in an attribute, and nothing steers a terminal."""
    return escape(readable(text), quote=True)


@cache
def _environment() -> Environment:
    return environment_for(Path(__file__).parent / "templates")


def environment_for(folder: Path) -> Environment:
    """An environment for the templates in a folder, in which every text is escaped and made `readable`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: readable(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
