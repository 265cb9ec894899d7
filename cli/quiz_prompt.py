"""Questions put to whoever sits at the terminal, or to a script, and their answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import click

from ethics_engine.quiz.parse_answer import UnclearAnswerError
from ethics_engine.quiz.terminal_text import wrapped
from ethics_engine.rendering.terminal_escape import terminal_escape
from ethics_engine.rendering.width import width

from .keyboard import at_terminal, typed_line
from .output import say

QUIT = "quit"
"""What ends a quiz."""

_Reply = TypeVar("_Reply")


class QuizOverError(Exception):
    """The learner has had enough, or a script has said all that it had to say."""


def ask(prompt: str, understand: Callable[[str], _Reply]) -> _Reply:
    """Ask until there is an answer that is understood.

    Raises:
        QuizOverError: The learner quits, or the input ends.
    """
    while True:
        line = _line(prompt)
        if line.strip().lower() == QUIT:
            raise QuizOverError
        try:
            return understand(line)
        except UnclearAnswerError as unclear:
            say(wrapped(str(unclear), width()))


def _line(prompt: str) -> str:
    """One line of input; that of a script is shown after the prompt, as if it were typed."""
    click.echo(f"{terminal_escape(prompt)}: ", nl=False)
    sys.stdout.flush()
    line = typed_line()
    if not line:
        say("")
        raise QuizOverError
    if not at_terminal():
        say(line.strip()[:80])
    return line
