"""`ethics quiz panel score`: answers scored against those of a panel."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from ethics_engine.handbook.writing import write
from ethics_engine.training.contested import read_panel, score
from ethics_engine.training.contested.scoring import template
from ethics_engine.training.contested.telling import SCORE_FORMATS, remarks
from ethics_engine.training.learners import read_class_list
from ethics_engine.training.showing import width
from ethics_engine.wording.harmless import harmless

from .printing import say


@click.command("score")
@click.argument("responses", required=False, metavar="[RESPONSES]")
@click.option("--panel", "file", required=True, metavar="FILE", help="The form with the answers of the panel.")
@click.option(
    "--class",
    "class_list",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A class list, one name a line: who may have answered, and in which order they are shown.",
)
@click.option("--template", "wants_template", is_flag=True, help="Write a table to fill in, and score nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(SCORE_FORMATS)),
    default=next(iter(SCORE_FORMATS)),
    show_default=True,
    help="How the scores are written.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead of standard output."
)
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
    if wants_template and (responses is not None or ctx.get_parameter_source("form") is ParameterSource.COMMANDLINE):
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
                click.echo(harmless(remark), err=True)
    if output is None:
        say(text)
    else:
        write(output, text)
