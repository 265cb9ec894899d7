"""What is typed, or what a script says instead."""

from __future__ import annotations

import io
import sys
from contextlib import suppress


def typed_line() -> str:
    """The next line of standard input, with its line break; empty where the input ends. What is no text is replaced."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        with suppress(io.UnsupportedOperation):  # it was done before the first line was read
            sys.stdin.reconfigure(errors="replace")
    return sys.stdin.readline() if sys.stdin else ""
