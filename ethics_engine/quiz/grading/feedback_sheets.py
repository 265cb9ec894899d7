"""A sheet for each learner: every question, what they chose, what is right, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.quiz.item import Item
from ethics_engine.rendering.atomic_write import write
from ethics_engine.rendering.html import html_page

from .grade_tables import percent
from .grades import Grades, Score


@frozen
class _Answered:
    """A question as a learner sees it again.

    Attributes:
        chosen: The options that the learner chose, in words; none if the question was left out.

        feedback: Why the options that were chosen and were not right are wrong.
    """

    number: int
    item: Item
    right: bool
    chosen: tuple[str, ...]
    key: tuple[str, ...]
    feedback: tuple[str, ...]
    paragraphs: tuple[str, ...]


def write_sheets(grades: Grades, folder: Path) -> tuple[Path, ...]:
    """Write a page for each learner into a folder; the files are numbered in the order of the learners.

    Raises:
        InputError: The folder or a file in it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise InputError([Finding(Place(str(folder)), f"cannot make this folder: {reason}")]) from None
    width = len(str(len(grades.scores)))
    files = []
    for number, score in enumerate(grades.scores, start=1):
        name = re.sub(r"[^\w-]+", "-", score.learner, flags=re.ASCII).strip("-")[:40]
        file = folder / f"{number:0{width}}{f'-{name}' if name else ''}.html"
        write(file, sheet(grades, score).encode("utf-8"))
        files.append(file)
    return tuple(files)


def sheet(grades: Grades, score: Score) -> str:
    """The page of one learner; `templates/feedback_sheet.html` says how it looks."""
    return html_page(
        "feedback_sheet.html",
        title=grades.responses.title or "Quiz",
        learner=score.learner,
        score=score,
        percent=percent(score.right, score.asked),
        passed=grades.passed(score),
        has_certainty=grades.has_certainty,
        questions=tuple(_answered(grades, score)),
    )


def _answered(grades: Grades, score: Score) -> Iterator[_Answered]:
    for analysis in grades.analyses:
        item = analysis.item
        given = grades.responses.given.get((score.learner, item.id))
        if given is None:
            continue
        wrong = [letter for letter in given.chosen if letter not in item.key] if not item.ordered else []
        yield _Answered(
            analysis.number,
            item,
            given.right,
            tuple(item.option[letter].text for letter in given.chosen),
            tuple(item.option[letter].text for letter in item.key),
            tuple(item.option[letter].feedback for letter in wrong),
            tuple(filter(None, item.explanation.split("\n\n"))),
        )
