"""The formats a report comes in."""

from __future__ import annotations

import json

from ethics_engine.argument_types import checked
from ethics_engine.errors import ArgumentError
from ethics_engine.model.determination import Determination
from ethics_engine.rendering.section_layout import as_markdown, as_text

from .outline import outline

_LAYOUTS = {"text": as_text, "markdown": as_markdown}
FORMATS = (*_LAYOUTS, "json")


@checked
def render(determination: Determination, form: str, *, full: bool = False) -> str:
    """The determination in one of `FORMATS`, ending in a line break; raises ArgumentError for any other.

    Text and Markdown leave out what has no bearing on the answer unless they are to be `full`; JSON always is.
    """
    if form == "json":
        return json.dumps(determination.to_dict(), ensure_ascii=True, indent=2) + "\n"
    if form not in _LAYOUTS:
        raise ArgumentError(f"render: there is no format `{form}`; there are {', '.join(FORMATS)}")
    return _LAYOUTS[form](outline(determination, full=full))
