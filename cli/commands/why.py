"""`ethics why`: the facts that settle a result, and how it follows from them."""

from __future__ import annotations

import datetime

import click

from ethics_engine.explanation import FORMATS, Length, redacted, render, why

from ..case_from_options import case_or_facts, stated
from ..options import (
    as_of_option,
    did_option,
    done_option,
    fact_option,
    format_option,
    no_assumptions_option,
    not_done_option,
    omitted_option,
    question_option,
    redact_option,
    rules_option,
    seconds_option,
    tried_option,
)
from ..output import say
from ..rules_choice import RulesChoice


@click.command("why")
@click.argument("case", required=False)
@click.argument("action", required=False)
@fact_option
@done_option
@tried_option
@not_done_option
@did_option
@omitted_option
@question_option
@rules_option
@click.option(
    "--length",
    type=click.Choice([length.value for length in Length]),
    default=Length.PARAGRAPH.value,
    show_default=True,
    help="Print a line, a paragraph, or everything with the tree of the proof.",
)
@format_option(FORMATS, "Choose the format; json and svg always hold the whole proof.")
@no_assumptions_option
@as_of_option()
@redact_option
@seconds_option
def command(
    *,
    case: str | None,
    action: str | None,
    stated_facts: tuple[str, ...],
    done: tuple[str, ...],
    tried: tuple[str, ...],
    not_done: tuple[str, ...],
    did: tuple[str, ...],
    omitted: tuple[str, ...],
    question: str | None,
    rules: RulesChoice,
    length: str,
    form: str,
    no_assumptions: bool,
    as_of: datetime.date | None,
    redact: bool,
    seconds: float,
) -> None:
    """Explain why a case comes out as it does.

    A smallest set of stated facts that is enough for the answer and the course of action, or for the status of ACTION,
    the assumptions that it needs, and the rules, with their exceptions and sources.

    CASE is a case file, the id of a bundled case, or - for standard input. Without a case, state facts with --fact,
    steps with --done, and acts to judge with --did.
    """
    steps = stated(done=done, tried=tried, not_done=not_done, did=did, omitted=omitted)
    if case is not None and (stated_facts or steps):
        if action is not None:
            raise click.UsageError("CASE and --fact cannot be combined; leave out one")
        case, action = None, case
    if case is None and not stated_facts and not steps and not question:
        raise click.UsageError("nothing to explain; give a case or a fact: `ethics why romance-009`")
    ruleset, loaded, places = case_or_facts(rules, case, question, stated_facts, steps)
    explanation = why(
        ruleset,
        loaded,
        action,
        as_of=as_of,
        assumptions=not no_assumptions,
        places=places,
        seconds=seconds,
    )
    # A line is one line, however long, so that it can be piped.
    say(render(redacted(explanation) if redact else explanation, form, length), form if length != "line" else "a line")
