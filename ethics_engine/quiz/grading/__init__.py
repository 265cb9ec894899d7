"""Grades: what the answers of a class say of the learners, and of the questions."""

from __future__ import annotations

import importlib

from ethics_engine.rendering.width import WIDEST

from .grades import Grades, grade
from .parse_responses import Responses, read_responses, template

GRADE_FORMATS = ("text", "csv", "json", "html")
"""The formats that there are, the usual one first."""


def render_grades(grades: Grades, form: str, *, columns: int = WIDEST, table: str = "learners") -> str:
    """The grades in one of `GRADE_FORMATS`, ending in a line break.

    Args:
        grades: What is written.

        form: The format.

        columns: How wide the text may be.

        table: Which table the CSV has; one of `tables.TABLES`.
    """
    if form == "text":
        from .text import as_text

        return as_text(grades, columns)
    if form == "csv":
        from .grade_tables import TABLES, as_csv

        return as_csv(TABLES[table](grades))
    module = importlib.import_module(f".{form}", __package__)
    written: str = getattr(module, f"as_{form}")(grades)
    return written


__all__ = ["GRADE_FORMATS", "Grades", "Responses", "grade", "read_responses", "render_grades", "template"]
