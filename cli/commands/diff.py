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
@click.option("--cases", multiple=True, metavar="PATH", help="Check these decided cases under both. Repeatable.")
@as_of_option("Compare the rules of this day, such as 2026-11-28.")
@click.option("--text-only", is_flag=True, help="Compare only the text.")
@click.option("--effect-only", is_flag=True, help="Compare only the effect.")
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
    """Compare two rulesets: the text, the effect, and the decided cases.

    OLD and NEW are folders, names of bundled rulesets, or REV:PATH, such as HEAD~1:rules: the folder PATH in revision
    REV of the current git repository.

    Each change in effect is shown in the smallest case that shows it. If there is none, that is proved, which can
    take some seconds.

    Exit codes: 0 the same, 1 different, 2 wrong input. With --text-only the text counts, otherwise the effect.
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
