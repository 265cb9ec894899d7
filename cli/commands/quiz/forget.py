"""`ethics quiz forget`: remove what is kept of a learner."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.quiz.disputes import disputes_file, forget_disputes
from ethics_engine.quiz.progress import Progress
from ethics_engine.text.plural import numbered

from ...exit_codes import ExitCode
from ...learner_options import as_kept, data_option, kept_in
from ...output import say
from ...prompt import StoppedError, ask


@click.command("forget")
@click.argument("learner", callback=as_kept, metavar="NAME")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@data_option
@click.pass_context
def command(ctx: click.Context, learner: str, data: Path | None, *, yes: bool) -> None:
    """Delete all saved answers of a learner, for good."""
    path = kept_in(data)
    with Progress(path, create=False) as progress:
        number = len(progress.answers(progress.known(learner)))
        if not yes:
            try:
                reply = ask(f"Delete {numbered(number, 'answer')} of {learner} from {path} for good? [y/N]", str)
            except StoppedError:
                reply = None
            if reply is None or reply.strip().lower() not in {"y", "yes"}:
                say("Nothing was deleted.")
                ctx.exit(ExitCode.CHECK_FAILED if reply is None else ExitCode.OK)
        removed = progress.forget(learner)
    forget_disputes(disputes_file(path), learner)
    say(f"Deleted {numbered(removed, 'answer')} and the name of {learner} from {path}. Copies of the file stay.")
