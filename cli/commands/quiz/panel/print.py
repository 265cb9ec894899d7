"""`ethics quiz panel print`: the questions of a form on paper."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.quiz.concordance import read_form
from ethics_engine.quiz.concordance.form import as_markdown

from ....options import output_option
from ....output import give


@click.command("print")
@click.option(
    "--panel", "file", required=True, metavar="FILE", help="Read the form, empty or with the answers of the panel."
)
@output_option
def command(*, file: str, output: Path | None) -> None:
    """Print the questions of a form as Markdown, with their numbers and without answers.

    Before the panel has answered, this prints all questions, for the panel. Afterwards it prints those that the panel
    answered, for learners.
    """
    text = as_markdown(read_form(file))
    give(text, output)
