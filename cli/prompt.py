"""Ask a person at a terminal, or a script that gives one answer a line.

`click.prompt` does less: it cannot tell the end of the input from Ctrl-C, asks again without a word after an empty
line, and shows nothing of what a script answered.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import click

from ethics_engine.errors import Finding, InputError, Place, UnclearReplyError
from ethics_engine.loading.source_text import STDIN, name_of, reason_of
from ethics_engine.rendering.terminal_escape import terminal_escape
from ethics_engine.rendering.width import folded

from .output import say
from .signals import interruptible

QUIT = "quit"
"""Typed at any prompt, it stops the command."""

_MOST_SHOWN = 200

_Reply = TypeVar("_Reply")


class StoppedError(Exception):
    """There will be no more answers.

    Attributes:
        wanted: Whether the person typed `quit`; otherwise the input ended.
    """

    def __init__(self, *, wanted: bool) -> None:
        super().__init__()
        self.wanted = wanted


def at_terminal() -> bool:
    """Whether a person types; otherwise a script gives the lines, or there are none."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(prompt: str, understand: Callable[[str], _Reply], *, err: bool = False) -> _Reply:
    """Ask until a reply is understood; a line of a script is shown as if it were typed.

    Args:
        prompt: What to type.

        understand: Gives the meaning of a line without blanks around it, or raises UnclearReplyError.

        err: Whether to print to standard error.

    Raises:
        StoppedError: The reply is `quit`, or the input ended.

        InputError: Standard input cannot be read.

        KeyboardInterrupt: The reply is Ctrl-C.
    """
    while True:
        typing = at_terminal()
        click.echo(folded(terminal_escape(f"{prompt}:")) + (" " if typing else ""), nl=False, err=err)
        line = read_line()
        if not line:
            say("", err=err)
            raise StoppedError(wanted=False)
        reply = line.strip()
        if not typing:
            say(f" {reply[:_MOST_SHOWN]}".rstrip(), err=err)
        if reply.lower() == QUIT:
            raise StoppedError(wanted=True)
        try:
            return understand(reply)
        except UnclearReplyError as unclear:
            say(str(unclear), err=err)


def read_line() -> str:
    """The next line of standard input, with its line break; empty if the input ended. What is no text is replaced.

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
        raise InputError([Finding(Place(name_of(STDIN)), f"cannot read it: {reason_of(error)}")]) from None
