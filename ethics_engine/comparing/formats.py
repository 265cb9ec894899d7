"""The formats a comparison comes in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from ethics_engine.reports.layout import as_markdown, as_text

from .comparison import Comparison
from .outline import outline


def render(comparison: Comparison, form: str) -> str:
    """The comparison in one of `FORMATS`, ending in a line break; raises KeyError for any other."""
    return FORMATS[form](comparison)


def _as_text(comparison: Comparison) -> str:
    return as_text(outline(comparison))


def _as_markdown(comparison: Comparison) -> str:
    return as_markdown(outline(comparison))


def _as_json(comparison: Comparison) -> str:
    return json.dumps(comparison.to_dict(), ensure_ascii=True, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Comparison], str]] = {"text": _as_text, "markdown": _as_markdown, "json": _as_json}
