"""The standard streams of the command, which report when they take nothing more."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TextIO

import click


class UnwritableError(Exception):
    """A standard stream takes nothing more; no OSError, so that nothing on the way takes it for one of its own."""

    def __init__(self, stream: TextIO | None, reason: str) -> None:
        super().__init__(reason)
        self.stream = stream

    def give_up(self) -> None:
        """Say it on standard error, if that is still there, and discard the rest of the buffer."""
        if self.stream is not None:
            _to_nowhere(self.stream)
        if self.stream is sys.stderr:
            return
        try:
            click.echo(f"standard output: error: cannot write it: {self}", err=True)
        except (OSError, UnwritableError):
            _to_nowhere(sys.stderr)


def _reason_of(error: OSError) -> str:
    """What went wrong, in words; imported here, since few commands meet an error and all would wait for the import."""
    from ethics_engine.loading.source_text import reason_of

    return reason_of(error)


class _Watched(io.TextIOWrapper):
    """A stream that raises UnwritableError."""

    def write(self, text: str) -> int:
        """Write a text."""
        try:
            return super().write(text)
        except OSError as error:
            raise UnwritableError(self, _reason_of(error)) from None

    def flush(self) -> None:
        """Write what is in the buffer."""
        try:
            super().flush()
        except OSError as error:
            raise UnwritableError(self, _reason_of(error)) from None


def watch_streams() -> None:
    """Let standard output and standard error raise UnwritableError from now on.

    Narratives may hold any character, so output is UTF-8 wherever it goes.

    Raises:
        UnwritableError: Standard output is closed.
    """
    if sys.stdout is None:
        raise UnwritableError(None, "it is closed")
    sys.stdout, sys.stderr = _watched(sys.stdout), _watched(sys.stderr)


def _watched(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    through, lines = stream.write_through, stream.line_buffering
    return _Watched(
        stream.detach(), encoding="utf-8", errors="backslashreplace", line_buffering=lines, write_through=through
    )


def _to_nowhere(stream: TextIO) -> None:
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
