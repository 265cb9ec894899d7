"""`ethics quiz panel`: contested cases, scored against what a panel answered."""

from __future__ import annotations

import click

from ....lazy_group import LazyGroup

COMMANDS = {
    "new": "Write an empty form from the contested cases.",
    "print": "Print the questions of a form, or those that a panel answered.",
    "score": "Score answers against those of a panel.",
}


@click.group("panel", cls=LazyGroup, modules=f"{__package__}.", commands=COMMANDS)
def command() -> None:
    """Ask a panel about contested cases, and score learners against it.

    There is no key to a contested case, and no panel comes with the package: ask one.
    """
