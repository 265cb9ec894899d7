"""`ethics consult`: answer the question of one case."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import attrs
import click

import ethics_engine as ee
from ethics_engine.errors import Place
from ethics_engine.loading import DEFAULT_RULESET, find_case
from ethics_engine.model.enactment import done_fact
from ethics_engine.reading import facts_from_options, parse_question, read_case_marked

from .exit_codes import MEANING, outcome
from .printing import say

_EPILOG = "With --exit-code the exit code tells the outcome: " + "; ".join(
    f"{code.value} {meaning}" for code, meaning in MEANING.items()
)


@click.command("consult", epilog=_EPILOG)
@click.argument("case", required=False)
@click.option(
    "--fact", "facts", multiple=True, metavar="NAME=VALUE", help="State a fact instead of a case. Repeatable."
)
@click.option("--done", multiple=True, metavar="STEP", help="State a step as done. Repeatable.")
@click.option("--not-done", multiple=True, metavar="STEP", help="State a step as not done. Repeatable.")
@click.option("--did", multiple=True, metavar="ACTION", help="State an act to be judged (right). Repeatable.")
@click.option("--omitted", multiple=True, metavar="ACTION", help="State an omission to be judged (right). Repeatable.")
@click.option("--question", metavar="TEXT", help='What is asked, such as "may refer". Default: the case\'s, or "what".')
@click.option("--rules", default=DEFAULT_RULESET, show_default=True, metavar="NAME|PATH", help="The ruleset.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How the answer is written.",
)
@click.option("--no-presumptions", is_flag=True, help="Presume nothing that was not said.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day whose rules count.")
@click.option("--redact", is_flag=True, help="Leave out narrative, notes, reporters and sensitive facts.")
@click.option("--engine", type=click.Choice([engine.value for engine in ee.Engine]), help="What evaluates the case.")
@click.option("--full", is_flag=True, help="Also list what has no bearing on the answer.")
@click.option("--trace", is_flag=True, help="Also tell what fired on what, where the engine can.")
@click.option("--exit-code", is_flag=True, help="Let the exit code tell the outcome; see below.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    case: str | None,
    facts: tuple[str, ...],
    done: tuple[str, ...],
    not_done: tuple[str, ...],
    did: tuple[str, ...],
    omitted: tuple[str, ...],
    question: str | None,
    rules: str,
    form: str,
    no_presumptions: bool,
    as_of: datetime.datetime | None,
    redact: bool,
    engine: str | None,
    full: bool,
    trace: bool,
    exit_code: bool,
) -> None:
    """Answer the question of a case, with reasons.

    CASE is a case file, the id of a bundled case, or - for standard input. Without a case, state facts with --fact.
    """
    steps = {"done": done, "not_done": not_done, "did": did, "omitted": omitted}
    told = {name: list(values) for name, values in steps.items() if values}
    if case is None and not facts and not told and not question:
        raise click.UsageError("give a case, or facts: `ethics consult --fact client_threatens_violence=yes`")
    if case is not None and (facts or told):
        raise click.UsageError("give a case or facts, not both")
    ruleset = ee.load_ruleset(rules)
    places: Mapping[tuple[str, ...], Place] = {}
    if case is None:
        asked = question or ("right" if did or omitted else "what")
        loaded = ee.new_case(ruleset, asked, None, id="from-options", **told)
        loaded = attrs.evolve(loaded, facts={**facts_from_options(facts, ruleset), **loaded.facts})
    else:
        loaded, places = read_case_marked(find_case(case), ruleset)
        if question:
            loaded = _asked(loaded, parse_question(question, ruleset))
    determination = ee.consult(
        ruleset,
        loaded,
        as_of=as_of.date() if as_of else None,
        presumptions=not no_presumptions,
        engine=ee.Engine(engine) if engine else None,
        trace=trace,
        places=_places_of_facts(places),
    )
    if redact:
        determination = ee.redacted(determination)
    say(ee.render(determination, form, full=full))
    if trace and form != "json":
        nothing = "left out, because of --redact" if redact else "this engine tells no trace"
        heading, bullet = ("WHAT FIRED ON WHAT", " ") if form == "text" else ("## What fired on what\n", "-")
        say("\n".join(["", heading, *(f"{bullet} {line}" for line in determination.trace or (nothing,))]))
    if exit_code:
        ctx.exit(outcome(determination))


def _asked(case: ee.Case, question: ee.Question) -> ee.Case:
    """The case with another question; an act asked about is one that was done."""
    if question.ask is not ee.Ask.RIGHT:
        return attrs.evolve(case, question=question, did=(), omitted=())
    did = (question.action,) if question.action else case.did
    if not did and not case.omitted:
        raise click.UsageError("`right` asks of acts: name one, as in `right refer`")
    omitted = () if question.action else case.omitted
    return attrs.evolve(case, question=ee.Question(ee.Ask.RIGHT), did=did, omitted=omitted)


def _places_of_facts(places: Mapping[tuple[str, ...], Place]) -> Mapping[str, Place]:
    steps = {done_fact(key[1]): place for key, place in places.items() if len(key) == 2 and key[0] in _STEPS}
    return {**steps, **{key[1]: place for key, place in places.items() if len(key) == 2 and key[0] == "facts"}}


_STEPS = ("done", "not_done")
