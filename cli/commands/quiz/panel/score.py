"""`ethics quiz panel score`: answers scored against those of a panel."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.quiz.concordance import read_panel, score
from ethics_engine.quiz.concordance.report import SCORE_FORMATS, remarks
from ethics_engine.quiz.concordance.scoring import template
from ethics_engine.quiz.learners import read_class_list
from ethics_engine.rendering.width import width

from ....options import class_list_option, format_option, given, output_option
from ....output import complain, give


@click.command("score")
@click.argument("responses", required=False, metavar="[RESPONSES]")
@click.option("--panel", "file", required=True, metavar="FILE", help="The form with the answers of the panel.")
@class_list_option("who may have answered, and in which order they are shown.")
@click.option("--template", "wants_template", is_flag=True, help="Write a table to fill in, and score nothing.")
@format_option(SCORE_FORMATS, "How the scores are written.")
@output_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    responses: str | None,
    file: str,
    class_list: Path | None,
    wants_template: bool,
    form: str,
    output: Path | None,
) -> None:
    """Score answers against those of a panel: what most members answered earns 1, what some did a part of it.

    RESPONSES is a CSV table with the columns learner, item and answer, from -2 to 2, a row for each answer; - is
    standard input. An item is the number that the question has on the form; --template writes such a table,
    empty, with the mark of the form in a column of its own.
    """
    if wants_template and (responses is not None or given(ctx, "form")):
        raise click.UsageError("--template writes an empty table: leave out RESPONSES and --format")
    if not wants_template and responses is None:
        raise click.UsageError("name the table of answers, or - for standard input; --template writes an empty one")
    panel = read_panel(file)
    learners = None if class_list is None else read_class_list(class_list)
    if wants_template:
        text = template(panel, learners or ())
    else:
        found = score(responses or "-", panel, learners)
        text = SCORE_FORMATS[form](found, width())
        if form == "csv":
            for remark in remarks(found):
                complain(remark)
    give(text, output)
