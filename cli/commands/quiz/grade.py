"""`ethics quiz grade`: what the answers of a class come to."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.quiz.grading import GRADE_FORMATS, grade, read_responses, render_grades, template
from ethics_engine.quiz.grading.feedback_sheets import write_sheets
from ethics_engine.quiz.grading.grade_tables import TABLES
from ethics_engine.quiz.grading.item_warnings import remarks
from ethics_engine.quiz.item import Item
from ethics_engine.quiz.learners import read_class_list
from ethics_engine.quiz.papers.json import read_paper
from ethics_engine.rendering.width import width
from ethics_engine.text.plural import counted

from ...options import cases_option, class_list_option, format_option, given, output_option, rules_option
from ...output import complain, give
from ...quiz_items import sound_bank
from ...rules_choice import RulesChoice


@click.command("grade")
@click.argument("responses", required=False, metavar="[RESPONSES]")
@click.option("--paper", metavar="FILE", help="Read the paper that was answered, as JSON. Default: any questions.")
@class_list_option("who may have answered, in the order to show them.")
@click.option("--template", "wants_template", is_flag=True, help="Write an empty table to fill in; grade nothing.")
@format_option(GRADE_FORMATS, "Choose the format of the grades; html has charts.")
@click.option(
    "--table",
    type=click.Choice(list(TABLES)),
    default=next(iter(TABLES)),
    show_default=True,
    help="Choose the table that --format csv writes.",
)
@click.option(
    "--pass-mark",
    type=click.IntRange(0, 100),
    metavar="PERCENT",
    help="Tell who has passed: this share of the questions asked must be right.",
)
@click.option(
    "--sheets",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write a feedback sheet for each learner into this folder, as HTML.",
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
    pass_mark: int | None,
    sheets: Path | None,
    output: Path | None,
    rules: RulesChoice,
    cases: tuple[str, ...],
) -> None:
    """Grade the answers of a class and analyse the questions.

    RESPONSES is a CSV table (- for standard input) with one row for each answer and the columns learner, item, answer
    and, if it was asked, certainty. An item is the number of the question on the paper, or its id. --template writes an
    empty table, with the mark of the paper in its own column.

    A table with one row for each learner is read too, as forms and Moodle ("Responses") export it: a column with the
    names, and one for each question, headed by its number (Q1, Response 1) or its id. An answer is a letter, or the
    words of an option.
    """
    _refuse_what_would_be_lost(ctx, responses, paper, form, wants_template=wants_template)
    if (responses or "-") == "-" and not wants_template and sys.stdin is None:
        raise InputError([Finding(Place("<stdin>"), "standard input is closed", "give the table as a file")])
    learners = None if class_list is None else read_class_list(class_list)
    asked = None if paper is None else read_paper(paper)
    if asked is not None and wants_template:
        text = template(asked, learners or ())
    else:
        if asked is not None:
            title, mark, items = asked.title, asked.mark, asked.items
        else:
            title, mark, items = "", "", _of_cases(rules, cases)
        read = read_responses(responses or "-", items, title=title, paper=bool(asked), mark=mark, learners=learners)
        grades = grade(read, pass_mark=pass_mark)
        if sheets is not None:
            write_sheets(grades, sheets)
            complain(f"{sheets}: {counted(len(grades.scores), 'feedback sheet')}")
        text = render_grades(grades, form, columns=width(), table=table)
        if form == "csv":
            for remark in remarks(grades):
                complain(remark)
    give(text, output)


def _of_cases(rules: RulesChoice, cases: tuple[str, ...]) -> tuple[Item, ...]:
    """Whatever questions the cases give."""
    ruleset = rules.load()
    return sound_bank(cases, ruleset).items


def _refuse_what_would_be_lost(
    ctx: click.Context, responses: str | None, paper: str | None, form: str, *, wants_template: bool
) -> None:
    if paper is not None and (given(ctx, "rules") or given(ctx, "cases")):
        raise click.UsageError(
            "--paper cannot be combined with --rules or --cases: a paper has its own questions and keys"
        )
    if wants_template:
        if paper is None:
            raise click.UsageError("--template needs a paper: add --paper FILE")
        if responses is not None or given(ctx, "form") or given(ctx, "table"):
            raise click.UsageError("--template writes an empty table: leave out RESPONSES, --format and --table")
    elif responses is None:
        raise click.UsageError("give the table of answers, or - for standard input; --template writes an empty one")
    if given(ctx, "table") and form != "csv":
        raise click.UsageError("--table needs --format csv")
