"""How far a command is, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def progress(steps: int, label: str = "") -> Iterator[Callable[[str], None]]:
    """Show a bar while something takes its time, and take it on a step with each call; `""` names no step.

    Where standard error is not a terminal, nothing is shown.
    """
    with click.progressbar(
        length=steps,
        label=label,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
        show_pos=True,
        show_percent=False,
        show_eta=False,
        item_show_func=lambda step: step,
    ) as bar:
        yield lambda step: bar.update(1, step or None)
