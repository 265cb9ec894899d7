"""The group of all commands."""

from __future__ import annotations

import gc
import signal
import sys
from typing import Any

import click

from ethics_engine.errors import EthicsError
from ethics_engine.rendering.width import as_wide_as_the_terminal, width
from ethics_engine.version import __version__

from .exit_codes import ENDS, ExitCode, in_words
from .lazy_group import LazyGroup
from .output import complain, say
from .signals import end_by, ended_by_signals
from .streams import UnwritableError, watch_streams

COMMANDS = {
    "consult": "Answer the question of one case, with reasons.",
    "ask": "Ask for what is not known, until a question is settled.",
    "why": "Say why a case comes out as it does: the facts that settle it, and how it follows.",
    "why-not": "Say why an action does not have a status, and what would bring it about.",
    "what-if": "Say what would change a case: from facts told otherwise, or by the smallest changes.",
    "rules": "Read, check and trace the rules; print them as a handbook or a graph.",
    "test": "Hold the decided cases against the rules.",
    "audit": "Look at the rules as a whole.",
    "cases": "List, show or begin cases.",
    "diff": "Say what changed from one ruleset to another, in the text and in effect.",
    "quiz": "Ask questions on decided cases; make papers, export them, mark them.",
    "schema": "Print the JSON Schema of a file format.",
}

_HELP_WIDTH = 78

WELCOME = """\
ethics: may this client be referred, may the work end, must it go on, and what comes first?

Three commands to try; they work offline, and nothing leaves this machine:

  ethics consult values-001
      A decided case from the collection, answered with rules and sources.

  ethics consult --question "may terminate" --fact client_threatens_violence=yes
      A question of your own, from a single fact.

  ethics rules show values.bracket
      One rule: what it says, why, and what it rests on.

`ethics --help` lists all commands; `ethics COMMAND --help` explains one.
"""


class _Ethics(LazyGroup):
    """The group of all commands; it reports our errors without a traceback."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Let the help be as wide as the terminal, too, which click does not where that is narrow."""
        with as_wide_as_the_terminal():
            extra.setdefault("terminal_width", min(width(), _HELP_WIDTH))
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with as_wide_as_the_terminal():
                return super().invoke(ctx)
        except EthicsError as error:
            complain(error)
            ctx.exit(ExitCode.BAD_INPUT)
        except KeyboardInterrupt:
            ctx.exit(ExitCode.INTERRUPTED)


@click.group(
    cls=_Ethics,
    modules=f"{__package__}.commands.",
    commands=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"Exit codes of every command: {in_words(ENDS)}.",
)
@click.version_option(__version__)
@click.pass_context
def ethics(ctx: click.Context) -> None:
    """The ethics of referral and termination: reasoned, sourced answers that say what is unknown.

    Nothing leaves this machine. Decision support, not legal advice.
    """
    if ctx.invoked_subcommand is None:
        say(WELCOME)


def main() -> None:
    """Run the command.

    It lives for a moment, so looking for cyclic garbage, in its time or at its end, would cost a fifth of that and
    free nothing that its end does not.
    Ctrl-C, and a reader of the output that has gone, end every command alike, by the signal.
    """
    gc.disable()
    try:
        with ended_by_signals():
            watch_streams()
            ethics(prog_name="ethics")
    except UnwritableError as error:
        error.give_up()
        sys.exit(ExitCode.BAD_INPUT)
    except SystemExit as end:
        if end.code == ExitCode.INTERRUPTED:
            end_by(signal.SIGINT)
        raise
    finally:
        gc.freeze()
