"""`ethics quiz check`: whether quiz items still have the keys they had."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ethics_engine.case_law.failure_report import broken_entry
from ethics_engine.quiz.key_drift import Drift, drift, read_record, recorded
from ethics_engine.rendering.atomic_write import write
from ethics_engine.text.plural import numbered

from ...exit_codes import ExitCode
from ...options import cases_option, rules_option
from ...output import complain, say
from ...quiz_items import bank_and_broken
from ...rules_choice import RulesChoice


@click.command("check")
@click.argument("record", required=False, type=click.Path(path_type=Path), metavar="[FILE]")
@click.option(
    "--write", "target", type=click.Path(path_type=Path), metavar="FILE", help="Record the items as they are now."
)
@rules_option
@cases_option
@click.pass_context
def command(
    ctx: click.Context, *, record: Path | None, target: Path | None, rules: RulesChoice, cases: tuple[str, ...]
) -> None:
    """List the quiz items whose keys have changed since they were recorded.

    Record the items once with --write. When rules or cases have changed, compare the record with the items. With both
    FILE and --write, compare first and then record anew.

    Exit codes: 0 every recorded item has the same key, 1 a key has changed or an item is gone, 2 the record or a case
    cannot be read.
    """
    if record is None and target is None:
        raise click.UsageError("give a record to compare with, or write one with --write FILE")
    known = None if record is None else read_record(record)
    ruleset = rules.load()
    bank, corpus = bank_and_broken(cases, ruleset)
    for file in corpus.broken:
        complain(broken_entry(file))
    items = bank.items
    found = None if known is None else drift(items, known)
    if found is not None:
        say(_drift_in_words(found, len(items)))
    if target is not None:
        write(target, recorded(items))
        say(f"{numbered(len(items), 'item', 'items')} recorded in {target}")
    if corpus.broken:
        ctx.exit(ExitCode.BAD_INPUT)
    if found is not None and not found.is_sound:
        ctx.exit(ExitCode.CHECK_FAILED)


def _drift_in_words(found: Drift, count: int) -> str:
    lines = []
    for name, was, is_ in found.changed:
        lines += [f"changed: {name}", *_key("was", was), *_key("is ", is_)]
    lines += [f"gone: {name}" for name in found.gone]
    lines += [f"reworded, same key: {name}" for name in found.reworded]
    if found.new:
        lines.append(f"new: {numbered(len(found.new), 'item', 'items')}")
    changed = numbered(len(found.changed), "key has changed", "keys have changed")
    gone = numbered(len(found.gone), "item is gone", "items are gone")
    lines.append(f"{numbered(count, 'item', 'items')}: {changed}, {gone}")
    return "\n".join(lines)


def _key(lead: str, texts: Sequence[str]) -> list[str]:
    return [f"    {lead if place == 0 else '   '}  {text}" for place, text in enumerate(texts)]
