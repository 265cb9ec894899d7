"""A comparison or an outlook as text, Markdown or JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest

import attrs

from ethics_engine.model.plain import plain
from ethics_engine.reports.layout import as_markdown, as_text, marked
from ethics_engine.wording.harmless import harmless

from .comparison import Comparison
from .outlook import Outlook
from .page import Page, Table, comparison_page, outlook_page

FORMAT = 2
"""The version of the JSON; what is said of `FORMAT` of a determination holds here too."""
_COLUMNS = (28, 22, 22)
_BETWEEN = "   "


def render(result: Comparison | Outlook, form: str) -> str:
    """The result in one of `FORMATS`, ending in a line break; raises KeyError for any other."""
    return FORMATS[form](result)


def _page(result: Comparison | Outlook) -> Page:
    return comparison_page(result) if isinstance(result, Comparison) else outlook_page(result)


def _as_text(result: Comparison | Outlook) -> str:
    return "\n".join(_text_table(part) if isinstance(part, Table) else as_text([part]) for part in _page(result))


def _text_table(table: Table) -> str:
    rows = (line for cells in table.lines for line in _row(cells))
    rule = f"  {_BETWEEN.join('-' * width for width in _COLUMNS)}"
    return "\n".join([table.heading.upper(), *_row(table.columns), rule, *rows]) + "\n"


def _row(cells: tuple[str, str, str]) -> Iterator[str]:
    wrapped = [textwrap.wrap(harmless(cell), width) for cell, width in zip(cells, _COLUMNS, strict=True)]
    for lines in zip_longest(*wrapped, fillvalue=""):
        padded = (line.ljust(width) for line, width in zip(lines, _COLUMNS, strict=True))
        yield f"  {_BETWEEN.join(padded)}".rstrip()


def _as_markdown(result: Comparison | Outlook) -> str:
    return "\n".join(
        _markdown_table(part) if isinstance(part, Table) else as_markdown([part]).rstrip("\n") + "\n"
        for part in _page(result)
    )


def _markdown_table(table: Table) -> str:
    rows = [f"| {' | '.join(marked(cell) for cell in cells)} |" for cells in (table.columns, *table.lines)]
    return "\n".join([f"## {marked(table.heading)}", "", rows[0], "| --- | --- | --- |", *rows[1:]]) + "\n"


def _as_json(result: Comparison | Outlook) -> str:
    parts = attrs.asdict(result, recurse=False, filter=attrs.filters.exclude("before", "after"))
    told = {name: plain(part) for name, part in parts.items()}
    return json.dumps({"format": FORMAT, **told}, ensure_ascii=True, indent=2) + "\n"


FORMATS: Mapping[str, Callable[[Comparison | Outlook], str]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "json": _as_json,
}
