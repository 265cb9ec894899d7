"""`ethics quiz disputes`: the keys that learners dispute."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from ethics_engine.quiz.disputes import Dispute, as_csv, as_json, disputes_file, read_disputes
from ethics_engine.quiz.terminal_text import wrapped
from ethics_engine.rendering.width import width
from ethics_engine.text.plural import numbered

from ...learner_options import data_option, kept_in
from ...options import format_option, output_option
from ...output import give


@click.command("disputes")
@format_option(("text", "csv", "json"), "Choose the format.")
@output_option
@data_option
def command(*, form: str, output: Path | None, data: Path | None) -> None:
    """List the keys that learners dispute, with their reasons.

    A learner types `dispute` after a question of `ethics quiz`. To leave a disputed question out of papers
    and exports, put its id into a file and give that with --exclude.
    """
    found = read_disputes(disputes_file(kept_in(data)))
    give({"csv": as_csv, "json": as_json}.get(form, _as_text)(found), output)


def _as_text(disputes: Iterable[Dispute]) -> str:
    found, columns = list(disputes), width()
    lines = [f"{numbered(len(found), 'dispute')}."]
    for dispute in found:
        parts = [
            f"{dispute.item}, disputed by {dispute.learner} on {dispute.at[:10]}.",
            f"Chosen: {dispute.chosen}",
            f"Key: {dispute.key}",
            *([f"Reason: {dispute.remark}"] if dispute.remark else []),
        ]
        lines += ["", *(wrapped(part, columns, hanging="  ") for part in parts)]
    return "\n".join(lines) + "\n"
