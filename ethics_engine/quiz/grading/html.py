"""Grades as one page that needs nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ethics_engine.quiz.exports.text import html
from ethics_engine.rendering.html import html_page
from ethics_engine.text.lists import counted

from . import charts_svg
from .figures import number
from .grade_tables import TABLES, GradeTable, Value
from .grades import Grades
from .item_warnings import remarks

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1, h2, th, caption, text { font-family: Verdana, sans-serif; line-height: 1.25; }
h2 { font-size: 1.2rem; margin-top: 2rem; }
svg { width: 100%; max-width: 36rem; height: auto; }
svg text { font-size: 11px; text-anchor: middle; fill: currentColor; }
svg .axis, svg .line { fill: none; stroke: currentColor; }
svg .line { stroke-dasharray: 4 3; opacity: .6; }
svg .bar { fill: #4a7ab5; stroke: currentColor; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid; padding: .25rem .5rem; text-align: left; vertical-align: top; }
td.number { text-align: right; }
@media print { tr, svg { break-inside: avoid; } body { max-width: none; padding: 0; } }"""

_HEADINGS = {
    "marks_possible": "marks at best",
    "number": "question",
    "upper_third": "upper third",
    "lower_third": "lower third",
    "proportion_right": "proportion right",
    "confident_mistakes": "confident mistakes",
    "flags": "look at it again",
}


def as_html(grades: Grades) -> str:
    """What to know first, then pictures and tables, ending in a line break."""
    title = html(f"Grades: {grades.responses.title}" if grades.responses.title else "Grades")
    return html_page(title, _STYLE, _body(title, grades))


def _body(title: str, grades: Grades) -> Iterator[str]:
    yield "<main>"
    yield f"<h1>{title}</h1>"
    yield f"<p>{counted(len(grades.scores), 'learner')}, {counted(len(grades.analyses), 'question')}.</p>"
    yield from (f"<p>{html(remark)}</p>" for remark in remarks(grades))
    yield from _section("learners", "Learners", grades, charts_svg.scores(grades))
    yield from _table("The paper", _paper(grades))
    yield from _section("items", "Questions", grades, charts_svg.questions(grades))
    yield from _table("Which options were chosen", TABLES["options"](grades))
    yield from _section("topics", "Topics", grades)
    if grades.rules:
        yield from _section("rules", "Rules", grades)
    if grades.has_certainty:
        yield from _section("certainties", "How sure, and how often right", grades, charts_svg.certainty(grades))
    yield "</main>"


def _section(name: str, heading: str, grades: Grades, picture: str = "") -> Iterator[str]:
    yield f"<h2>{html(heading)}</h2>"
    if picture:
        yield picture
    yield from _table(heading, TABLES[name](grades))


def _paper(grades: Grades) -> GradeTable:
    return GradeTable(
        ("measure", "value"),
        (
            ("mean number of right answers", number(grades.mean)),
            ("standard deviation", number(grades.deviation)),
            ("reliability (KR-20)", number(grades.kr20)),
            ("standard error of measurement", number(grades.standard_error)),
            ("learners in the upper third", grades.upper),
            ("learners in the lower third", grades.lower),
        ),
    )


def _table(caption: str, table: GradeTable) -> Iterator[str]:
    yield f'<div class="wide" role="region" aria-label="{html(caption)}" tabindex="0">'
    yield "<table>"
    yield f"<caption>{html(caption)}</caption>"
    heads = "".join(f'<th scope="col">{html(_HEADINGS.get(name, name))}</th>' for name in table.columns)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    yield from (f"<tr>{''.join(_cells(row))}</tr>" for row in table.rows)
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _cells(row: Iterable[Value]) -> Iterator[str]:
    first, *rest = row
    yield f'<th scope="row">{html(str(first))}</th>'
    for value in rest:
        if isinstance(value, str):
            yield f"<td>{html(value)}</td>"
        else:
            shown = number(value) if isinstance(value, float) else "none" if value is None else str(value)
            yield f'<td class="number">{shown}</td>'
