"""A case under several codes as text, Markdown, HTML and JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ethics_engine.rendering import section_layout
from ethics_engine.rendering.document import DocumentSection, DocumentTable, Page, Paragraph, Row
from ethics_engine.rendering.document_markdown import as_markdown
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.legal import NO_LEGAL_ADVICE
from ethics_engine.text.lists import capital, listed
from ethics_engine.text.provenance import parts_as_values

from .compare_codes import LAW, THE_BASE, Cell, CodeComparison, ComparedRow, Side

FORMAT = 1
"""The version of the JSON; within it, keys are only ever added."""

_TITLE = "One case under several codes"
_MOST = 4
"""How many sections a cell names; more are counted."""

_MOST_COLUMNS = 4
"""How many sides a table in Markdown has; of more, those that say the same are listed together."""

_SHOWN = 12
"""How many characters of a hash are shown."""


def render(comparison: CodeComparison, form: str) -> str:
    """The comparison in one of `FORMATS`, ending in a line break; raises KeyError for any other."""
    return FORMATS[form](comparison)


def verdict(comparison: CodeComparison) -> str:
    """Whether the sides agree, in a sentence."""
    if not comparison.agree:
        return "The codes part ways here."
    if any(row.what == LAW and row.differs for row in comparison.rows):
        return "They agree on the answer and the course. Where the law of a side speaks against ethics is said below."
    steps = sum(row.differs for row in comparison.rows)
    return f"They all agree{f' on the answer and the course; steps differ ({steps})' if steps else ''}."


def _as_text(comparison: CodeComparison) -> str:
    lines = [comparison.question, verdict(comparison)]
    for row in comparison.rows:
        lines += ["", row.what.upper()]
        lines += [f"  {line}" for line in _grouped(row, comparison.sides)]
    lines += ["", *_notes(comparison)]
    return "\n".join(lines) + "\n"


def sections(comparison: CodeComparison) -> tuple[ReportSection, ...]:
    """The comparison as a report, where a table of many sides would be too wide."""
    rows = [
        ReportSection(capital(row.what), items=tuple(map(ReportItem, _grouped(row, comparison.sides))))
        for row in comparison.rows
    ]
    notes = ReportSection("The sides", items=tuple(map(ReportItem, _notes(comparison))))
    return (ReportSection(verdict(comparison), (comparison.question,)), *rows, notes)


def _grouped(row: ComparedRow, sides: tuple[Side, ...]) -> Iterator[str]:
    """The sides with what they say, those together that say the same for the same sections."""
    together: dict[Cell, list[str]] = {}
    for cell, side in zip(row.cells, sides, strict=True):
        together.setdefault(cell, []).append(side.name)
    for cell, names in together.items():
        yield f"{' / '.join(names)}: {_cell(cell)}"


def _cell(cell: Cell) -> str:
    more = f" and {len(cell.sections) - _MOST} more" if len(cell.sections) > _MOST else ""
    cited = f" [{', '.join(cell.sections[:_MOST])}{more}]" if cell.sections else ""
    parts = f" (decided by {listed(cell.parts)})" if cell.parts else ""
    why = f" {cell.why}" if cell.why else ""
    return f"{cell.says}{why}{cited}{parts}"


def _notes(comparison: CodeComparison) -> Iterator[str]:
    for names, left_out in _together(comparison.sides).items():
        has = "has" if len(names) == 1 else "have"
        yield f"{listed(names)} {has} no such fact or step, so it is left out there: {', '.join(left_out)}."
    for side in comparison.sides:
        if side.set_otherwise:
            otherwise = ", ".join(side.set_otherwise)
            yield f"{side.name} is for another place, so what was stated is left out there: {otherwise}."
    if any(cell.parts == (THE_BASE,) for row in comparison.rows for cell in row.cells):
        yield "Where the base alone decides, that code, law or policy has no rule of its own."
    base = comparison.sides[0].ruleset.base
    yield f"base: {base.name} {base.version}, {base.content_hash[:_SHOWN]}."
    parts = {part.name: part for side in comparison.sides for part in side.ruleset.parts[1:]}
    for part in parts.values():
        yield f"{part.name}: {part.title}, version {part.version}, {part.content_hash[:_SHOWN]}."
    days = sorted({side.determination.provenance.as_of for side in comparison.sides if side.determination})
    yield f"Judged by the rules of {listed(map(str, days))}." if days else "No side knows what is asked about."
    legal = NO_LEGAL_ADVICE if any(side.ruleset.has_law for side in comparison.sides) else "Not legal advice."
    yield f"What each answer assumes: `ethics consult` with `--under`. {legal}"


def _together(sides: tuple[Side, ...]) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """What was left out, by the sides that leave it out; those together that leave out the same."""
    by_fact: dict[str, list[str]] = {}
    for side in sides:
        for fact in side.left_out:
            by_fact.setdefault(fact, []).append(side.name)
    together: dict[tuple[str, ...], list[str]] = {}
    for fact, names in by_fact.items():
        together.setdefault(tuple(names), []).append(fact)
    return {names: tuple(facts) for names, facts in together.items()}


def _page(comparison: CodeComparison) -> Page:
    rows = tuple(Row(((capital(row.what),), *((_cell(cell),) for cell in row.cells))) for row in comparison.rows)
    table = DocumentTable("What each side makes of the case", ("", *(side.name for side in comparison.sides)), rows)
    notes = tuple(Paragraph((note,)) for note in _notes(comparison))
    return Page(
        _TITLE,
        (
            DocumentSection(comparison.question, "question", (Paragraph((verdict(comparison),)), table)),
            DocumentSection("The sides", "sides", notes),
        ),
    )


def _as_markdown(comparison: CodeComparison) -> str:
    if len(comparison.sides) > _MOST_COLUMNS:
        return section_layout.as_markdown(sections(comparison))
    return as_markdown(_page(comparison))


def _as_html(comparison: CodeComparison) -> str:
    from ethics_engine.rendering.document_html import as_html  # templates are no business of a consult

    return as_html(_page(comparison))


def _as_json(comparison: CodeComparison) -> str:
    value = {
        "format": FORMAT,
        "case": comparison.case,
        "question": comparison.question,
        "agree": comparison.agree,
        "verdict": verdict(comparison),
        "sides": [_side(side) for side in comparison.sides],
        "rows": [
            {"what": row.what, "differs": row.differs, "cells": [_cell_as_value(cell) for cell in row.cells]}
            for row in comparison.rows
        ],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _side(side: Side) -> Mapping[str, Any]:
    return {
        "name": side.name,
        "ruleset": side.ruleset.name,
        "version": side.ruleset.version,
        "content_hash": side.ruleset.content_hash,
        "parts": parts_as_values(side.ruleset),
        "left_out": list(side.left_out),
        "set_otherwise": list(side.set_otherwise),
    }


def _cell_as_value(cell: Cell) -> Mapping[str, Any]:
    return {
        "says": cell.says,
        "value": cell.key,
        "sections": list(cell.sections),
        "parts": list(cell.parts),
        "why": cell.why,
    }


FORMATS: Mapping[str, Callable[[CodeComparison], str]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "html": _as_html,
    "json": _as_json,
}
"""The formats, the usual one first."""
