"""`ethics quiz progress`: what one learner has reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import click

import ethics_engine as ee
from ethics_engine.loading import bundled
from ethics_engine.loading.by_name import DEFAULT_RULESET, load_case
from ethics_engine.quiz.progress import Progress
from ethics_engine.quiz.progress_chart import progress_in_words, wrong_cases
from ethics_engine.rendering.width import width

from ...learner_options import data_option, kept_in, learner_option
from ...output import say


@click.command("progress")
@learner_option
@data_option
def command(learner: str, data: Path | None) -> None:
    """Show the progress of a learner: results by topic, strengths, and confident mistakes."""
    with Progress(kept_in(data), create=False) as progress:
        answers = progress.answers(progress.known(learner))
    say(progress_in_words(learner, answers, width(), _titles(wrong_cases(answers))))


def _titles(cases: Collection[str]) -> Mapping[str, str]:
    """The titles of those that are among the bundled cases."""
    bundled_cases = bundled.cases()
    known = [case for case in cases if case in bundled_cases]
    if not known:
        return {}
    ruleset = ee.load_ruleset(DEFAULT_RULESET)
    return {case: load_case(case, ruleset).title for case in known}
