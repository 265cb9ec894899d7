"""`ethics quiz forget`: remove what is kept of a learner."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.training.chart import counted
from ethics_engine.training.progress import Progress
from ethics_engine.wording.harmless import harmless

from .learners import as_kept, data_option, kept_in
from .printing import say


@click.command("forget")
@click.argument("learner", callback=as_kept, metavar="NAME")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@data_option
def command(learner: str, data: Path | None, *, yes: bool) -> None:
    """Remove all that is kept of a learner, for good."""
    path = kept_in(data)
    with Progress(path, create=False) as progress:
        number = len(progress.answers(progress.known(learner)))
        if not yes and not click.confirm(
            harmless(f"Remove {counted(number, 'answer')} of {learner} from {path} for good?")
        ):
            say("Nothing was removed.")
            return
        removed = progress.forget(learner)
    say(f"Removed {counted(removed, 'answer')} and the name of {learner} from {path}; copies made of it are untouched.")
