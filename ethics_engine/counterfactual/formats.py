"""A comparison or a what-if report as text, Markdown or JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest

import attrs

from ethics_engine.model.json_values import plain
from ethics_engine.rendering.section_layout import as_markdown, as_text, marked
from ethics_engine.rendering.terminal_escape import terminal_escape

from .report import CounterfactualReport
from .report_sections import Page, SideBySideTable, report_page, side_by_side_page
from .side_by_side import SideBySide

FORMAT = 2
"""The version of the JSON; what is said of `FORMAT` of a determination holds here too."""
_COLUMNS = (28, 22, 22)
_BETWEEN = "   "


def render(result: SideBySide | CounterfactualReport, form: str) -> str:
    """The result in one of `FORMATS`, ending in a line break; raises KeyError for any other."""
    return FORMATS[form](result)


def _page(result: SideBySide | CounterfactualReport) -> Page:
    return side_by_side_page(result) if isinstance(result, SideBySide) else report_page(result)


def _as_text(result: SideBySide | CounterfactualReport) -> str:
    return "\n".join(
        _text_table(part) if isinstance(part, SideBySideTable) else as_text([part]) for part in _page(result)
    )


def _text_table(table: SideBySideTable) -> str:
    rows = (line for cells in table.lines for line in _row(cells))
    rule = f"  {_BETWEEN.join('-' * width for width in _COLUMNS)}"
    return "\n".join([table.heading.upper(), *_row(table.columns), rule, *rows]) + "\n"


def _row(cells: tuple[str, str, str]) -> Iterator[str]:
    wrapped = [textwrap.wrap(terminal_escape(cell), width) for cell, width in zip(cells, _COLUMNS, strict=True)]
    for lines in zip_longest(*wrapped, fillvalue=""):
        padded = (line.ljust(width) for line, width in zip(lines, _COLUMNS, strict=True))
        yield f"  {_BETWEEN.join(padded)}".rstrip()


def _as_markdown(result: SideBySide | CounterfactualReport) -> str:
    return "\n".join(
        _markdown_table(part) if isinstance(part, SideBySideTable) else as_markdown([part]).rstrip("\n") + "\n"
        for part in _page(result)
    )


def _markdown_table(table: SideBySideTable) -> str:
    rows = [f"| {' | '.join(marked(cell) for cell in cells)} |" for cells in (table.columns, *table.lines)]
    return "\n".join([f"## {marked(table.heading)}", "", rows[0], "| --- | --- | --- |", *rows[1:]]) + "\n"


def _as_json(result: SideBySide | CounterfactualReport) -> str:
    parts = attrs.asdict(result, recurse=False, filter=attrs.filters.exclude("before", "after"))
    values = {name: plain(part) for name, part in parts.items()}
    return json.dumps({"format": FORMAT, **values}, ensure_ascii=True, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[SideBySide | CounterfactualReport], str]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "json": _as_json,
}
