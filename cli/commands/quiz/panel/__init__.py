"""`ethics quiz panel`: contested cases, scored against what a panel answered."""

from __future__ import annotations

import click

from ....lazy_group import LazyGroup

COMMANDS = {
    "new": "Write an empty form with questions on contested cases.",
    "print": "Print the questions of a form.",
    "score": "Score answers against the answers of a panel.",
}


@click.group("panel", cls=LazyGroup, modules=f"{__package__}.", commands=COMMANDS)
def command() -> None:
    """Ask a panel about contested cases, and score learners against it.

    There is no key to a contested case, and no panel comes with the package: ask one.
    """
