"""`ethics settings`: what is set once and for all."""

from __future__ import annotations

from pathlib import Path

import click

import ethics_engine as ee
from ethics_engine.loading import bundled
from ethics_engine.loading.by_name import DEFAULT_RULESET
from ethics_engine.settings import Settings, read_settings, settings_file, write_settings

from ..help import Group
from ..output import say
from ..rules_choice import NONE


@click.group("settings", cls=Group)
def command() -> None:
    """Show or set under which codes, laws and policies you ask."""


@command.command("show")
def show() -> None:
    """Show what is set, and the file that holds it."""
    under = read_settings().under
    say(f"under: {', '.join(under) if under else 'no code, law or policy chosen'}\nfile: {settings_file()}")
    if not under:
        say(f"To choose: `ethics settings under NAME`; bundled: {', '.join(bundled.overlays())}")


@command.command("under")
@click.argument("overlays", metavar="OVERLAY...", nargs=-1, required=True)
def under(overlays: tuple[str, ...]) -> None:
    """Answer under these codes, laws or policies if no --under is given.

    OVERLAY is the name of a bundled overlay, or the path of its folder; `none` chooses none.
    """
    chosen = [name for name in overlays if name != NONE]
    ruleset = ee.load_ruleset(DEFAULT_RULESET, under=chosen)
    kept = [name if name in bundled.overlays() else str(Path(name).absolute()) for name in chosen]
    file = write_settings(Settings(tuple(kept)))
    say(f"Set: {', '.join(part.title for part in ruleset.parts[1:]) or 'no code, law or policy'}. ({file})")
    for part in ruleset.parts[1:]:
        if part.description:
            say(f"{part.name}: {part.description}")
