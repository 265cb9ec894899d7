"""`ethics why-not`: what stands against a status that an action does not have."""

from __future__ import annotations

import datetime

import click

from ethics_engine.explanation import ABSENCE_FORMATS, redacted_absence, render_absence, why_not

from ..case_from_options import case_or_facts
from ..options import (
    as_of_option,
    fact_option,
    format_option,
    no_assumptions_option,
    question_option,
    redact_option,
    rules_option,
    seconds_option,
)
from ..output import say
from ..rules_choice import RulesChoice


@click.command("why-not")
@click.argument("case", required=False)
@click.argument("asked", required=False, metavar="ACTION[=STATUS]")
@fact_option
@question_option
@rules_option
@format_option(ABSENCE_FORMATS)
@no_assumptions_option
@as_of_option()
@redact_option
@click.option("--full", is_flag=True, help="Show every rule, not only the nearest.")
@seconds_option
def command(
    *,
    case: str | None,
    asked: str | None,
    stated_facts: tuple[str, ...],
    question: str | None,
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

    CASE is a case file, the id of a bundled case, or - for standard input. Without a case, state facts with --fact; a
    step of such a case is stated as --fact done:STEP=yes.
    """
    if stated_facts or (question and asked is None):
        if asked is not None:
            raise click.UsageError("CASE and --fact cannot be combined; leave out one")
        case, asked = None, case
    if asked is None:
        raise click.UsageError("name a case or facts, and an action: `ethics why-not values-001 refer`")
    ruleset, loaded, places = case_or_facts(rules, case, question, stated_facts, {})
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
