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
@click.option("--panel", "file", required=True, metavar="FILE", help="Read the form with the answers of the panel.")
@class_list_option("who may have answered, in the order to show them.")
@click.option("--template", "wants_template", is_flag=True, help="Write an empty table to fill in; score nothing.")
@format_option(SCORE_FORMATS, "Choose the format of the scores.")
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
    """Score answers against the answers of a panel.

    The answer that most members gave earns 1; an answer that fewer gave earns a part of it.

    RESPONSES is a CSV table (- for standard input) with one row for each answer and the columns learner, item and
    answer, from -2 to 2. An item is the number of the question on the form. --template writes an empty table, with the
    mark of the form in its own column.
    """
    if wants_template and (responses is not None or given(ctx, "form")):
        raise click.UsageError("--template writes an empty table: leave out RESPONSES and --format")
    if not wants_template and responses is None:
        raise click.UsageError("give the table of answers, or - for standard input; --template writes an empty one")
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
