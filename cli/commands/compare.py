"""`ethics compare`: one case under several codes."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

import ethics_engine as ee
from ethics_engine.composition import FORMATS, compare_codes, in_force, render, side_of
from ethics_engine.loading import bundled
from ethics_engine.loading.by_name import DEFAULT_RULESET, load_vocabulary, open_case

from ..exit_codes import ExitCode
from ..options import as_of_option, fact_option, format_option, output_option
from ..output import complain, give, say
from ..rules_choice import NONE, case_overlays, given_overlays


@click.command("compare")
@click.argument("case", required=False)
@fact_option
@click.option("--question", metavar="TEXT", help='With --fact: what is asked, such as "may refer". Default: "what".')
@click.option("--rules", default=DEFAULT_RULESET, show_default=True, metavar="NAME|PATH", help="Use this base.")
@click.option(
    "--under",
    multiple=True,
    metavar="OVERLAYS",
    help="Compare this side: an overlay, or several with commas; `none` for the base alone. Repeatable. Default: the "
    "base, each bundled code in force on the day, and what the case itself names.",
)
@format_option(FORMATS)
@as_of_option()
@click.option("--exit-code", is_flag=True, help="Exit with 1 if the codes part ways.")
@output_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    case: str | None,
    stated_facts: tuple[str, ...],
    question: str | None,
    rules: str,
    under: tuple[str, ...],
    form: str,
    as_of: datetime.date | None,
    exit_code: bool,
    output: Path | None,
) -> None:
    """Show what each code makes of a case, and where they part ways.

    What was stated and a side knows nothing of is left out there, and named.

    CASE is a case file, the id of a bundled case, or - for standard input. Without a case, state facts with --fact.
    """
    from ..case_from_options import stated_case

    if (case is None) == (not stated_facts and not question):
        raise click.UsageError("give a case, or facts: `ethics compare values-002`")
    beside = None if case is None else Path(case).absolute().parent.parent
    every_code = (NONE, *bundled.codes())
    sides = [tuple(name.strip() for name in side.split(",") if name.strip() != NONE) for side in under or every_code]
    sides = [given_overlays(side, beside) for side in sides]
    given = [name for side in sides for name in side]

    def every(named: tuple[str, ...]) -> ee.Ruleset:
        own = case_overlays(named, beside, given)
        if own and not under and {*own} not in map(set, sides):
            sides.append(own)
        return load_vocabulary(rules, tuple(dict.fromkeys((*given, *own))))

    if case is not None:
        _, read, _, warnings = open_case(case, every)
        for warning in warnings:
            complain(warning)
    else:
        read = stated_case(every(()), question, stated_facts, {}, name="from-options")
    rulesets = [ee.load_ruleset(rules, under=side) for side in sides]
    if not under:
        rulesets = [ruleset for ruleset in rulesets if in_force(ruleset, read, as_of=as_of)]
    compared = compare_codes(read, [side_of(ruleset, read, as_of=as_of) for ruleset in rulesets])
    if output is None:
        say(render(compared, form), form)
    else:
        give(render(compared, form), output)
    if exit_code and not compared.agree:
        ctx.exit(ExitCode.CHECK_FAILED)
