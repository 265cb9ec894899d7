"""`ethics quiz report`: what a class has reached."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.quiz.answer_log import LearnerAnswer
from ethics_engine.quiz.class_report import REPORT_FORMATS, class_report, render_report
from ethics_engine.quiz.learners import read_class_list
from ethics_engine.quiz.progress import Progress
from ethics_engine.rendering.width import width

from ...learner_options import data_option, kept_in
from ...options import class_list_option, format_option, output_option
from ...output import complain, give


@click.command("report")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILES]...")
@class_list_option("report on these learners only, in this order.")
@format_option(REPORT_FORMATS, "Choose the format of the report.")
@output_option
@data_option
def command(
    files: tuple[Path, ...], class_list: Path | None, form: str, output: Path | None, data: Path | None
) -> None:
    """Report on a class: the results of each learner, and of all learners by topic.

    FILES are saved answers, such as students have sent in. Default: your own, or the file of --data. An answer that is
    in several files counts once.
    """
    answers: list[LearnerAnswer] = []
    named = (*files, *(() if data is None else (data,)))
    for file in named or (kept_in(None),):
        with Progress(file, create=False) as progress:
            answers += progress.answers()
    names = None if class_list is None else read_class_list(class_list)
    report = class_report(answers, names)
    text = render_report(report, form, width())
    give(text, output)
    if report.others:
        complain(f"not in the class list: {', '.join(report.others)}")
