"""The formats a report comes in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Protocol

from ethics_engine.model.determination import Determination

from .layout import as_markdown, as_text
from .outline import outline


class _Format(Protocol):
    def __call__(self, determination: Determination, *, full: bool) -> str: ...


def render(determination: Determination, form: str, *, full: bool = False) -> str:
    """The determination in one of `FORMATS`, ending in a line break; raises KeyError for any other.

    Text and Markdown leave out what has no bearing on the answer unless they are to be `full`; JSON always is.
    """
    return FORMATS[form](determination, full=full)


def _as_text(determination: Determination, *, full: bool) -> str:
    return as_text(outline(determination, full=full))


def _as_markdown(determination: Determination, *, full: bool) -> str:
    return as_markdown(outline(determination, full=full))


def _as_json(determination: Determination, *, full: bool) -> str:  # noqa: ARG001 - JSON is always full
    return json.dumps(determination.to_dict(), ensure_ascii=True, indent=2) + "\n"


FORMATS: Mapping[str, _Format] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "json": _as_json,
}
