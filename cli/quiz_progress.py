"""`ethics quiz progress`: what one learner has reached."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.training.chart import progress_in_words
from ethics_engine.training.progress import Progress
from ethics_engine.training.showing import width

from .learners import data_option, kept_in, learner_option
from .printing import say


@click.command("progress")
@learner_option
@data_option
def command(learner: str, data: Path | None) -> None:
    """Show what a learner has reached by topic, the strengths, and the mistakes made in full confidence."""
    with Progress(kept_in(data), create=False) as progress:
        answers = progress.answers(progress.known(learner))
    say(progress_in_words(learner, answers, width()))
