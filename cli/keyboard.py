"""What is typed, or what a script says instead."""

from __future__ import annotations

import io
import sys
from contextlib import suppress

from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.loading.source_text import STDIN, name_of, reason_of

from .signals import interruptible


def at_terminal() -> bool:
    """Whether somebody types; otherwise a script gives the lines, or nobody does."""
    return sys.stdin is not None and sys.stdin.isatty()


def typed_line() -> str:
    """The next line of standard input, with its line break; empty where the input ends. What is no text is replaced.

    Raises:
        InputError: It cannot be read.
        KeyboardInterrupt: Ctrl-C was typed instead.
    """
    if sys.stdin is None:
        return ""
    if isinstance(sys.stdin, io.TextIOWrapper):
        with suppress(io.UnsupportedOperation):  # it was done before the first line was read
            sys.stdin.reconfigure(errors="replace")
    try:
        with interruptible():
            return sys.stdin.readline()
    except OSError as error:
        raise InputError([Finding(Place(name_of(STDIN)), f"cannot be read: {reason_of(error)}")]) from None
