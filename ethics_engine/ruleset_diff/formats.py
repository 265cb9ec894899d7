"""The formats a comparison comes in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from ethics_engine.rendering.section_layout import as_markdown, as_text

from .report_sections import outline
from .result import RulesetComparison


def render(comparison: RulesetComparison, form: str) -> str:
    """The comparison in one of `FORMATS`, ending in a line break; raises KeyError for any other."""
    return FORMATS[form](comparison)


def _as_text(comparison: RulesetComparison) -> str:
    return as_text(outline(comparison))


def _as_markdown(comparison: RulesetComparison) -> str:
    return as_markdown(outline(comparison))


def _as_json(comparison: RulesetComparison) -> str:
    return json.dumps(comparison.to_dict(), ensure_ascii=True, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[RulesetComparison], str]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "json": _as_json,
}
