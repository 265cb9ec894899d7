"""`ethics show`: an answer that was kept, as it was given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

import ethics_engine as ee
from ethics_engine.consultation.report import PAGES
from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.model.json_values import from_plain

from ..options import format_option
from ..output import say


@click.command("show")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--full", is_flag=True, help="Show the whole report.")
@format_option(PAGES)
def command(*, file: Path, full: bool, form: str) -> None:
    """Show an answer that was kept, as it was given.

    FILE is what `ethics consult CASE --format json` wrote, or - for standard input. No rule is looked at, so the answer
    stays readable when the rules have changed.
    """
    name = str(file)
    content = _content(name)
    made = ee.Determination.from_dict(content)
    page = content.get("page")
    if page is None and not full:
        raise InputError([Finding(Place(name), "this answer was kept without its page", "show the report: `--full`")])
    shown = ee.render(made, form, full=True) if full else PAGES[form](from_plain(ee.AnswerPage, page, "page"))
    given = made.provenance
    say(
        f"As it was given under {given.ruleset} {given.version} ({given.content_hash[:12]}), by the rules of "
        f"{given.as_of}. Nothing is worked out anew."
    )
    say("")
    say(shown, form)


def _content(name: str) -> Mapping[str, Any]:
    """What a file holds.

    Raises:
        InputError: It is no answer.
    """
    hint = "give a file that `ethics consult CASE --format json > FILE` wrote"
    with click.open_file(name, encoding="utf-8", errors="replace") as stream:
        text = stream.read()
    try:
        content = json.loads(text)
    except ValueError as error:
        raise InputError([Finding(Place(name), f"this is no JSON: {error}", hint)]) from None
    if not isinstance(content, dict) or "provenance" not in content:
        raise InputError([Finding(Place(name), "this is no answer of `ethics consult`", hint)])
    return content
