"""Grades as tables: what the CSV and the page show."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from ethics_engine.rendering.html import readable

from .grades import GradeGroup, Grades
from .item_warnings import flags

Value = str | int | float | None


@frozen
class GradeTable:
    """Rows of values under their columns; the first column names what a row is about."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def learners(grades: Grades) -> GradeTable:
    """A row for each learner."""
    certainty = grades.has_certainty
    return GradeTable(
        (
            "learner",
            "right",
            "asked",
            "answered",
            "percent",
            *(("passed",) if grades.pass_mark is not None else ()),
            *(("marks", "marks_possible", "confident_mistakes") if certainty else ()),
        ),
        tuple(
            (
                *(score.learner, score.right, score.asked, score.answered, percent(score.right, score.asked)),
                *((("yes" if grades.passed(score) else "no"),) if grades.pass_mark is not None else ()),
                *((score.marks, score.possible, score.confident_mistakes) if certainty else ()),
            )
            for score in grades.scores
        ),
    )


def items(grades: Grades) -> GradeTable:
    """A row for each question."""
    return GradeTable(
        (
            *("number", "item", "topic", "kind", "asked", "right", "difficulty", "discrimination"),
            *("confident_mistakes", "flags"),
        ),
        tuple(
            (
                *(one.number, one.item.id, one.item.topic, one.item.kind.value, one.asked, one.right),
                *(rounded(one.difficulty), rounded(one.discrimination), one.confident_mistakes),
                "; ".join(flags(one, grades)),
            )
            for one in grades.analyses
        ),
    )


def options(grades: Grades) -> GradeTable:
    """A row for each option of each question; of an order, for each that was given."""
    return GradeTable(
        ("number", "item", "option", "right", "chosen", "upper_third", "lower_third", "text"),
        tuple(
            (
                *(one.number, one.item.id, option.answer, "yes" if option.is_key else "no", option.times),
                *(option.upper, option.lower, option.text),
            )
            for one in grades.analyses
            for option in one.options
        ),
    )


def topics(grades: Grades) -> GradeTable:
    """A row for each topic."""
    return _groups("topic", grades.topics)


def rules(grades: Grades) -> GradeTable:
    """A row for each rule."""
    return _groups("rule", grades.rules)


def certainties(grades: Grades) -> GradeTable:
    """A row for each certainty that there was."""
    return _groups("certainty", [group for _, group in grades.certainties])


def _groups(what: str, groups: Sequence[GradeGroup]) -> GradeTable:
    rows = tuple((group.name, group.items, group.answers, group.right, rounded(group.share)) for group in groups)
    return GradeTable((what, "questions", "answers", "right", "proportion_right"), rows)


def percent(part: int, whole: int) -> int:
    """A share in per cent, to the nearest whole number, half of one up."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def rounded(value: float | None) -> float | None:
    """To four decimals, so that it is the same on every machine."""
    return None if value is None else round(value, 4) + 0.0


TABLES: Mapping[str, Callable[[Grades], GradeTable]] = {
    "learners": learners,
    "items": items,
    "options": options,
    "topics": topics,
    "rules": rules,
    "certainties": certainties,
}
"""The tables that there are, the usual one first."""


def as_csv(table: GradeTable) -> str:
    """A table for a spreadsheet; a text that it could take for a formula begins with an apostrophe."""
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(table.columns)
    rows.writerows([_cell(value) for value in row] for row in table.rows)
    return file.getvalue()


def _cell(value: Value) -> Value:
    """See `exports.csv`, which does likewise; numbers are numbers, negative ones too."""
    if not isinstance(value, str):
        return value
    safe = readable(value)
    return f"'{safe}" if safe.lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r")) else safe
