"""How wide a text is, and how it is put into lines that fit."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

NARROWEST, WIDEST = 40, 88

_width = ContextVar("width", default=WIDEST)
_BLANKS = str.maketrans("\n\r\v\f", "    ")
_INDENT = r" *(?:(?:[-*]|\d+\.) +)?"


def width() -> int:
    """How wide lines may be, in characters: the widest, unless a terminal is narrower."""
    return _width.get()


@contextmanager
def as_wide_as_the_terminal() -> Iterator[None]:
    """Let lines be as wide as the terminal while the block runs, within what can be read."""
    before = _width.set(min(max(_columns(), NARROWEST), WIDEST))
    try:
        yield
    finally:
        _width.reset(before)


def _columns() -> int:
    """The width that the environment names, else that of the terminal that standard output goes to, if it does.

    `shutil.get_terminal_size` asks the stream that Python began with, which the command has put another in place of.
    """
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named):
        return int(named)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDEST
    except (AttributeError, OSError, ValueError):
        return WIDEST


def folded(text: str) -> str:
    """The text with its lines as they are, but for those that do not fit; what goes on below is indented further."""
    return "\n".join(fitting for line in text.split("\n") for fitting in _fitting(line))


def _fitting(line: str) -> list[str]:
    if len(line) <= width():
        return [line]
    found = re.match(_INDENT, line)
    lead = found[0] if found else ""
    further = " " * (len(lead) if lead.strip() else len(lead) + 2)
    return in_lines(line[len(lead) :], lead, further)


def in_lines(text: str, first: str, rest: str) -> list[str]:
    """A text in lines of the present width, broken between words alone; the first line and the others are indented.

    As `textwrap.wrap` does that breaks neither words nor at hyphens, which takes longer to import than a page to wrap.
    """
    lines: list[str] = []
    line, *words = text.expandtabs().translate(_BLANKS).split(" ")
    for word in words:  # several spaces have empty words between them
        indent = rest if lines else first
        if not word or len(indent) + len(line) + 1 + len(word) <= width():
            line = f"{line} {word}"
            continue
        if line.strip(" "):
            lines.append(indent + line.rstrip(" "))
        line = word
    return [*lines, (rest if lines else first) + line.rstrip(" ")] if line.strip(" ") else lines
