"""Numbers as they are shown."""

from __future__ import annotations


def number(value: float | None) -> str:
    """A number to two decimals, `none` where there is none."""
    if value is None:
        return "none"
    shown = f"{value:.2f}".replace("-", "−")
    return shown.removeprefix("−") if shown.strip("−0.") == "" else shown


def proportion(part: int, whole: int) -> str:
    """So many of a hundred."""
    return f"{round(100 * part / whole)} %"
