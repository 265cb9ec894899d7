"""`ethics audit`: examine the rules as a whole."""

from __future__ import annotations

import click

from ...lazy_group import LazyGroup

COMMANDS = {
    "coverage": "Show which rules, values and conditions the decided cases test.",
    "mutants": "Find what the decided cases would not notice if it were wrong.",
    "questions": "Count the questions that the interview asks on decided cases.",
    "rules": "Find flaws in the rules, over every possible case.",
}


@click.group("audit", cls=LazyGroup, modules=f"{__package__}.", commands=COMMANDS)
def command() -> None:
    """Examine the rules as a whole."""
