"""`ethics audit`: what can be said of the rules as a whole."""

from __future__ import annotations

import click

from ...lazy_group import LazyGroup

COMMANDS = {
    "coverage": "Say what of the rules the decided cases test.",
    "questions": "Count the questions that the interview asks on decided cases, beside other orders.",
    "rules": "Look for what is amiss in the rules, over every possible case.",
}


@click.group("audit", cls=LazyGroup, modules=f"{__package__}.", commands=COMMANDS)
def command() -> None:
    """Look at the rules as a whole."""
