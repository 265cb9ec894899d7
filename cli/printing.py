"""Print so that nothing printed can steer a terminal."""

from __future__ import annotations

import click

from ethics_engine.errors import EthicsError
from ethics_engine.wording.harmless import harmless


def say(text: str) -> None:
    """Print to standard output."""
    click.echo(harmless(text), nl=not text.endswith("\n"))


def complain(error: EthicsError) -> None:
    """Print an error to standard error."""
    click.echo(harmless(str(error)), err=True)
