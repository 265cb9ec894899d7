"""`ethics why-not`: what stands against a status that an action does not have."""

from __future__ import annotations

import datetime

import click

from ethics_engine.explanation import ABSENCE_FORMATS, redacted_absence, render_absence, why_not

from ..options import as_of_option, format_option, no_assumptions_option, redact_option, rules_option, seconds_option
from ..output import say
from ..rules_choice import RulesChoice


@click.command("why-not")
@click.argument("case")
@click.argument("asked", metavar="ACTION[=STATUS]")
@rules_option
@format_option(ABSENCE_FORMATS)
@no_assumptions_option
@as_of_option()
@redact_option
@click.option("--full", is_flag=True, help="Show every rule, not only the nearest.")
@seconds_option
def command(
    *,
    case: str,
    asked: str,
    rules: RulesChoice,
    form: str,
    no_assumptions: bool,
    as_of: datetime.date | None,
    redact: bool,
    full: bool,
    seconds: float,
) -> None:
    """Explain why an action does not have a status.

    First what decides it, what the practitioner can honestly do, and what would have to be the case. Then, for each
    rule that could make it so: the facts that it lacks, the rule that overrides it, or the norm that outweighs it.
    Without STATUS: why the practitioner may not do it.

    CASE is a case file, the id of a bundled case, or - for standard input.
    """
    ruleset, loaded, places = rules.with_case(case)
    action, given, status = asked.partition("=")
    absence = why_not(
        ruleset,
        loaded,
        action.strip(),
        status.strip() if given else None,
        as_of=as_of,
        assumptions=not no_assumptions,
        places=places,
        seconds=seconds,
    )
    say(render_absence(redacted_absence(absence) if redact else absence, form, full=full), form)
