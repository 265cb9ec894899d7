"""Print so that nothing printed can steer a terminal."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.errors import EthicsError, Finding
from ethics_engine.rendering.terminal_escape import terminal_escape
from ethics_engine.rendering.width import folded


def say(text: str, form: str = "text", *, err: bool = False) -> None:
    """Print a text in lines that fit the terminal, any other form as it is; to standard error with `err`."""
    shown = terminal_escape(text)
    click.echo(folded(shown) if form == "text" else shown, nl=not text.endswith("\n"), err=err)


def complain(of: EthicsError | Finding | str) -> None:
    """Print an error, or a remark, to standard error."""
    click.echo(terminal_escape(str(of)), err=True)


def give(text: str, output: Path | None) -> None:
    """Write to a file, or print where none is named; raises InputError where the file cannot be written."""
    if output is None:
        say(text, "as it is")
        return
    from ethics_engine.rendering.atomic_write import write

    write(output, text)
