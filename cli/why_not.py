"""`ethics why-not`: what stands against a status that an action does not have."""

from __future__ import annotations

import datetime

import click

import ethics_engine as ee
from ethics_engine.explanations import ABSENCE_FORMATS, redacted_absence, render_absence, why_not
from ethics_engine.loading import DEFAULT_RULESET

from .explaining import case_and_places
from .printing import say


@click.command("why-not")
@click.argument("case")
@click.argument("asked", metavar="ACTION[=STATUS]")
@click.option("--rules", default=DEFAULT_RULESET, show_default=True, metavar="NAME|PATH", help="The ruleset.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(ABSENCE_FORMATS)),
    default="text",
    show_default=True,
    help="How it is written.",
)
@click.option("--no-presumptions", is_flag=True, help="Presume nothing that was not said.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day whose rules count.")
@click.option("--redact", is_flag=True, help="Leave out notes, reporters and sensitive facts.")
@click.option("--full", is_flag=True, help="Tell of every rule, not only of those that are nearest.")
def command(
    *,
    case: str,
    asked: str,
    rules: str,
    form: str,
    no_presumptions: bool,
    as_of: datetime.datetime | None,
    redact: bool,
    full: bool,
) -> None:
    """Say why an action does not have a status.

    For each rule that could have brought it: the facts that it lacks, the rule that it gives way to, or the norm that
    outweighs it; then the smallest changes that would bring it about. Without STATUS: why one may not do it.

    CASE is a case file, the id of a bundled case, or - for standard input.
    """
    ruleset = ee.load_ruleset(rules)
    told, places = case_and_places(case, ruleset)
    action, given, status = asked.partition("=")
    absence = why_not(
        ruleset,
        told,
        action.strip(),
        status.strip() if given else None,
        as_of=as_of.date() if as_of else None,
        presumptions=not no_presumptions,
        places=places,
    )
    say(render_absence(redacted_absence(absence) if redact else absence, form, full=full))
