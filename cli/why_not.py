"""`ethics why-not`: what stands against a status that an action does not have."""

from __future__ import annotations

import datetime

import click

import ethics_engine as ee
from ethics_engine.explanations import ABSENCE_FORMATS, redacted_absence, render_absence, why_not

from .options import as_of_option, format_option, no_presumptions_option, redact_option, rules_option
from .printing import say
from .stating import read_case


@click.command("why-not")
@click.argument("case")
@click.argument("asked", metavar="ACTION[=STATUS]")
@rules_option
@format_option(ABSENCE_FORMATS)
@no_presumptions_option
@as_of_option()
@redact_option
@click.option("--full", is_flag=True, help="Tell of every rule, not only of those that are nearest.")
def command(
    *,
    case: str,
    asked: str,
    rules: str,
    form: str,
    no_presumptions: bool,
    as_of: datetime.date | None,
    redact: bool,
    full: bool,
) -> None:
    """Say why an action does not have a status.

    For each rule that could have brought it: the facts that it lacks, the rule that it gives way to, or the norm that
    outweighs it; then the smallest changes that would bring it about. Without STATUS: why one may not do it.

    CASE is a case file, the id of a bundled case, or - for standard input.
    """
    ruleset = ee.load_ruleset(rules)
    told, places = read_case(case, ruleset)
    action, given, status = asked.partition("=")
    absence = why_not(
        ruleset,
        told,
        action.strip(),
        status.strip() if given else None,
        as_of=as_of,
        presumptions=not no_presumptions,
        places=places,
    )
    say(render_absence(redacted_absence(absence) if redact else absence, form, full=full))
