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
    "consult": "Answer the question of a case, with reasons.",
    "ask": "Ask about what is not known, until the answer is firm.",
    "show": "Show an answer that was kept, as it was given.",
    "why": "Show why: the facts that are enough, and the rules.",
    "why-not": "Show why an action is not permitted, and what would change that.",
    "what-if": "Change facts, or find the smallest changes to another answer.",
    "screen": "Answer one question for every row of a table.",
    "compare": "Show what each code makes of a case.",
    "facts": "Find facts and actions by everyday words.",
    "rules": "List, explain, check, trace, print or draw the rules.",
    "test": "Check the rules against the decided cases.",
    "audit": "Examine the rules as a whole.",
    "settings": "Show or set under which codes, laws and policies you ask.",
    "cases": "List, show or start cases.",
    "diff": "Compare two rulesets, in the text and in effect.",
    "quiz": "Practise on decided cases; make, export and grade papers.",
    "serve": "Show consults, quizzes and the handbook in your browser.",
    "schema": "Print the JSON Schema of a file format.",
}

_HELP_WIDTH = 78

WELCOME = """\
ethics: may I refer this client, may I end the work, must I go on, and what comes first?

Three commands to try. They work offline, and nothing leaves this machine.

  ethics consult values-001
      Answer a decided case, with the rules and their sources.

  ethics consult --question "may terminate" --fact client_threatens_violence=yes
      Ask a question of your own, with a single fact.

  ethics rules show values.bracket
      Explain a rule: what it says, why, and its sources.

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
    epilog=f"Exit codes: {in_words(ENDS)}.",
)
@click.version_option(__version__)
@click.pass_context
def ethics(ctx: click.Context) -> None:
    """Answer questions on the ethics of referral and termination, with reasons and sources.

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
