"""`ethics diff`: what changed from one ruleset to another."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import click

from ethics_engine.loading.by_name import DEFAULT_RULESET
from ethics_engine.ruleset_diff import FORMATS, compare, load_side, render

from ..exit_codes import ExitCode
from ..options import as_of_option, format_option
from ..output import say


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--cases", multiple=True, metavar="PATH", help="Decided cases to hold against both. Repeatable.")
@as_of_option("The day whose rules are compared.")
@click.option("--text-only", is_flag=True, help="Say only what changed in the text.")
@click.option("--effect-only", is_flag=True, help="Say only what changed in effect.")
@format_option(FORMATS)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    old: str,
    new: str,
    cases: tuple[str, ...],
    as_of: datetime.date | None,
    text_only: bool,
    effect_only: bool,
    form: str,
) -> None:
    """Say what changed from one ruleset to another: in the text, in effect, and in decided cases.

    OLD and NEW are folders, names of bundled rulesets, or REV:PATH, such as HEAD~1:rules: the folder PATH of the git
    repository of the current folder as it was in revision REV.

    A change in effect is shown in the smallest cases in which the two differ; that there is none is proved. A proof
    over many changes can take some seconds.

    Exits with 0 where they are the same in effect, 1 where they differ, 2 where something given is wrong. With
    --text-only it exits with 0 where they are written alike, 1 where they are not.
    """
    if text_only and effect_only:
        raise click.UsageError("--text-only and --effect-only cannot be combined; choose one")
    if text_only and (cases or as_of):
        raise click.UsageError("--text-only cannot be combined with --cases or --as-of; remove one")
    before, after = load_side(old), load_side(new)
    of_package = DEFAULT_RULESET in (before.name, after.name)
    chosen: Iterable[str] | None = cases or (None if of_package else ())
    comparison = compare(
        before,
        after,
        as_of=as_of,
        cases=chosen,
        text=not effect_only,
        effect=not text_only,
        names=(old, new),
    )
    say(render(comparison, form), form)
    broken = bool(comparison.cases and comparison.cases.broken)
    if broken:
        ctx.exit(ExitCode.BAD_INPUT)
    if comparison.differs_in_effect or (text_only and not comparison.same):
        ctx.exit(ExitCode.CHECK_FAILED)
