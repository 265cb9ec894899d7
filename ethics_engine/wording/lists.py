"""Lists in a sentence."""

from __future__ import annotations

from collections.abc import Iterable


def listed(items: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, final = list(items) or [""]
    return f"{', '.join(first)} {last} {final}" if first else final
