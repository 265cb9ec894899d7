"""`ethics consult`: answer the question of one case."""

from __future__ import annotations

import datetime

import click

import ethics_engine as ee

from ..case_from_options import case_or_facts, stated
from ..exit_codes import ExitCode, in_words, outcome
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
    rules_option,
    tried_option,
)
from ..output import say
from ..rules_choice import RulesChoice

_DETAILS = ("answer", "brief", "full")
"""How much a result says, the usual one first; `Detail` in `screening` has them, too, and would take time to import."""

_EPILOG = f"Exit codes, those from 10 to 25 with --exit-code only: {in_words(ExitCode)}."


@click.command("consult", epilog=_EPILOG)
@click.argument("case", required=False)
@fact_option
@done_option
@tried_option
@not_done_option
@did_option
@omitted_option
@question_option
@rules_option
@format_option(["text", "markdown", "json"], "Choose the format of the answer.")
@no_assumptions_option
@as_of_option()
@click.option("--redact", is_flag=True, help="Leave out narrative, notes, reporters and sensitive facts.")
@click.option(
    "--engine",
    type=click.Choice([engine.value for engine in ee.Engine]),
    help="Choose the engine. Default: columns, which start fastest; with --trace chaining, where it is installed.",
)
@click.option("--full", is_flag=True, help="Print every rule, fact and source, over several pages.")
@click.option("--brief", is_flag=True, help="With --format json: print the page alone.")
@click.option("--trace", is_flag=True, help="Also print which rule fired on which facts, where the engine can.")
@click.option("--exit-code", is_flag=True, help="Let the exit code tell the outcome; see below.")
@click.option("--jsonl", is_flag=True, help="Read a case a line as JSON from standard input; print a result a line.")
@click.option(
    "--detail",
    type=click.Choice(_DETAILS),
    default=_DETAILS[0],
    show_default=True,
    help="With --jsonl: choose how much each result says.",
)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    case: str | None,
    stated_facts: tuple[str, ...],
    done: tuple[str, ...],
    tried: tuple[str, ...],
    not_done: tuple[str, ...],
    did: tuple[str, ...],
    omitted: tuple[str, ...],
    question: str | None,
    rules: RulesChoice,
    form: str,
    no_assumptions: bool,
    as_of: datetime.date | None,
    redact: bool,
    engine: str | None,
    full: bool,
    brief: bool,
    trace: bool,
    exit_code: bool,
    jsonl: bool,
    detail: str,
) -> None:
    """Answer the question of a case, on one page.

    CASE is a case file, the id of a bundled case, or - for standard input. Without a case, state facts with --fact.
    """
    if jsonl:
        if case is not None or stated_facts or done or tried or not_done or did or omitted or redact or trace or engine:
            raise click.UsageError("--jsonl takes cases from standard input; state facts in the lines")
        from ..jsonl_consult import consult_lines

        consult_lines(rules.for_answers(), question or "what", detail, as_of=as_of, assumptions=not no_assumptions)
        return
    steps = stated(done=done, tried=tried, not_done=not_done, did=did, omitted=omitted)
    if case is None and not stated_facts and not steps and not question:
        raise click.UsageError("nothing to answer; give a case or a fact: `ethics consult culture-001`")
    if case is not None and (stated_facts or steps):
        raise click.UsageError(
            "CASE and --fact cannot be combined; put the fact in the case file, or use `ethics what-if`"
        )
    if brief and (form != "json" or full):
        raise click.UsageError("--brief needs --format json, without --full; add --format json")
    ruleset, loaded, places = case_or_facts(rules, case, question, stated_facts, steps)
    determination = ee.consult(
        ruleset,
        loaded,
        as_of=as_of,
        assumptions=not no_assumptions,
        engine=ee.Engine(engine) if engine else _usual_engine(trace=trace),
        trace=trace,
        places=places,
    )
    if redact:
        determination = ee.redacted(determination)
    say(ee.render(determination, form, full=full, brief=brief), form)
    if trace and form != "json":
        nothing = "left out, because of --redact" if redact else "this engine tells no trace"
        heading, bullet = ("WHAT FIRED ON WHAT", " ") if form == "text" else ("## What fired on what\n", "-")
        say("\n".join(["", heading, *(f"{bullet} {line}" for line in determination.trace or (nothing,))]), form)
    if exit_code:
        ctx.exit(outcome(determination))


def _usual_engine(*, trace: bool) -> ee.Engine | None:
    """Columns for a command that lives for a moment: all engines agree, and these are compiled for every answer anyway.

    What fired on what only forward chaining tells, which is what `consult` takes by itself.
    """
    return None if trace else ee.Engine.BITSET
