"""Grades as one page that needs nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ethics_engine.rendering.html import html_page
from ethics_engine.text.plural import counted

from . import charts_svg
from .figures import number
from .grade_tables import TABLES, GradeTable, Value
from .grades import Grades
from .item_warnings import remarks

_HEADINGS = {
    "marks_possible": "marks at best",
    "number": "question",
    "upper_third": "upper third",
    "lower_third": "lower third",
    "proportion_right": "proportion right",
    "confident_mistakes": "confident mistakes",
    "flags": "review because",
}


@frozen
class _Part:
    """A table, with a heading and a chart above it if it has them."""

    caption: str
    table: GradeTable
    heading: str = ""
    chart: str = ""


def as_html(grades: Grades) -> str:
    """What to know first, then charts and tables, ending in a line break; `templates/grades.html` says how it looks."""
    return html_page(
        "grades.html",
        title=f"Grades: {grades.responses.title}" if grades.responses.title else "Grades",
        summary=f"{counted(len(grades.scores), 'learner')}, {counted(len(grades.analyses), 'question')}.",
        remarks=remarks(grades),
        parts=tuple(_parts(grades)),
        headings=_HEADINGS,
        figure=_figure,
    )


def _parts(grades: Grades) -> Iterator[_Part]:
    yield _part("learners", "Learners", grades, charts_svg.scores(grades))
    yield _Part("The paper", _paper(grades))
    yield _part("items", "Questions", grades, charts_svg.questions(grades))
    yield _Part("Which options were chosen", TABLES["options"](grades))
    yield _part("topics", "Topics", grades)
    if grades.rules:
        yield _part("rules", "Rules", grades)
    if grades.has_certainty:
        yield _part("certainties", "Certainty, and how often right", grades, charts_svg.certainty(grades))


def _part(name: str, heading: str, grades: Grades, chart: str = "") -> _Part:
    return _Part(heading, TABLES[name](grades), heading, chart)


def _paper(grades: Grades) -> GradeTable:
    return GradeTable(
        ("measure", "value"),
        (
            ("mean number of right answers", number(grades.mean)),
            *([("pass mark in per cent", grades.pass_mark)] if grades.pass_mark is not None else []),
            ("standard deviation", number(grades.deviation)),
            ("reliability (KR-20)", number(grades.kr20)),
            ("standard error of measurement", number(grades.standard_error)),
            ("learners in the upper third", grades.upper),
            ("learners in the lower third", grades.lower),
        ),
    )


def _figure(value: Value) -> str:
    return number(value) if isinstance(value, float) else "none" if value is None else str(value)
