"""Whose answers, and where they are kept: the options that all commands of the quiz share."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.quiz.learners import name_of
from ethics_engine.quiz.storage import VARIABLE, progress_file


def as_kept(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """A name as it is kept."""
    try:
        return name_of(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


learner_option = click.option(
    "--learner",
    callback=as_kept,
    default="me",
    show_default=True,
    metavar="NAME",
    help="Use this name in the saved answers; any name will do.",
)

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"Use this file of saved answers. Default: ${VARIABLE}, else a file in your data folder.",
)


def kept_in(data: Path | None) -> Path:
    """The file in which answers are kept."""
    return data or progress_file()
