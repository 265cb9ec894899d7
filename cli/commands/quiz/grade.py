"""`ethics quiz grade`: what the answers of a class come to."""

from __future__ import annotations

from pathlib import Path

import click

import ethics_engine as ee
from ethics_engine.quiz.grading import GRADE_FORMATS, grade, read_responses, render_grades, template
from ethics_engine.quiz.grading.grade_tables import TABLES
from ethics_engine.quiz.grading.item_warnings import remarks
from ethics_engine.quiz.item import Item
from ethics_engine.quiz.learners import read_class_list
from ethics_engine.quiz.papers.json import read_paper
from ethics_engine.rendering.width import width

from ...corpus import sound_corpus
from ...options import cases_option, class_list_option, format_option, given, output_option, rules_option
from ...output import complain, give
from ...quiz_items import items_from


@click.command("grade")
@click.argument("responses", required=False, metavar="[RESPONSES]")
@click.option("--paper", metavar="FILE", help="The paper that was answered, from its JSON. Default: any questions.")
@class_list_option("who may have answered, and in which order they are shown.")
@click.option(
    "--template", "wants_template", is_flag=True, help="Write a table to fill in for a paper, and grade nothing."
)
@format_option(GRADE_FORMATS, "How the grades are written; html has pictures.")
@click.option(
    "--table",
    type=click.Choice(list(TABLES)),
    default=next(iter(TABLES)),
    show_default=True,
    help="Which table, of --format csv.",
)
@output_option
@rules_option
@cases_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    responses: str | None,
    paper: str | None,
    class_list: Path | None,
    wants_template: bool,
    form: str,
    table: str,
    output: Path | None,
    rules: str,
    cases: tuple[str, ...],
) -> None:
    """Grade the answers of a class, and analyse the questions.

    RESPONSES is a CSV table with the columns learner, item, answer and, if it was asked, certainty, a row for each
    answer; - is standard input. An item is the number that the question has on the paper, or its id; --template writes
    such a table, empty, with the mark of the paper in a column of its own.
    """
    _refuse_what_would_be_lost(ctx, responses, paper, form, wants_template=wants_template)
    learners = None if class_list is None else read_class_list(class_list)
    asked = None if paper is None else read_paper(paper)
    if asked is not None and wants_template:
        text = template(asked, learners or ())
    else:
        if asked is not None:
            title, mark, items = asked.title, asked.mark, asked.items
        else:
            title, mark, items = "", "", _of_cases(rules, cases)
        grades = grade(
            read_responses(responses or "-", items, title=title, paper=bool(asked), mark=mark, learners=learners)
        )
        text = render_grades(grades, form, columns=width(), table=table)
        if form == "csv":
            for remark in remarks(grades):
                complain(remark)
    give(text, output)


def _of_cases(rules: str, cases: tuple[str, ...]) -> tuple[Item, ...]:
    """Whatever questions the cases give."""
    ruleset = ee.load_ruleset(rules)
    return items_from(sound_corpus(cases, ruleset), ruleset, None, None)


def _refuse_what_would_be_lost(
    ctx: click.Context, responses: str | None, paper: str | None, form: str, *, wants_template: bool
) -> None:
    if paper is not None and (given(ctx, "rules") or given(ctx, "cases")):
        raise click.UsageError("a paper has its questions and keys: leave out --rules and --cases")
    if wants_template:
        if paper is None:
            raise click.UsageError("name the paper that the table is for: --paper FILE")
        if responses is not None or given(ctx, "form") or given(ctx, "table"):
            raise click.UsageError("--template writes an empty table: leave out RESPONSES, --format and --table")
    elif responses is None:
        raise click.UsageError("name the table of answers, or - for standard input; --template writes an empty one")
    if given(ctx, "table") and form != "csv":
        raise click.UsageError("--table is for --format csv")
