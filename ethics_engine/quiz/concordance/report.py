"""Concordance as text, as a table, and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping

from ethics_engine.quiz.grading.figures import number
from ethics_engine.quiz.terminal_text import wrapped
from ethics_engine.text.plural import counted

from .questions import SCALE, in_figures
from .scoring import ADVISED, Concordances

FORMAT = 1
"""The version of the JSON; within it, keys are only ever added."""


def remarks(found: Concordances) -> tuple[str, ...]:
    """What to know before relying on the scores, in sentences."""
    return tuple(_remarks(found))


def _remarks(found: Concordances) -> Iterator[str]:
    members = found.panel.members
    if members < ADVISED:
        yield f"The panel has {counted(members, 'member')}; at least {ADVISED} are advised."
        yield "With fewer, scores depend much on who was asked."
    agreed = [str(question.number) for question in found.questions if sum(map(bool, question.panel.values())) == 1]
    if agreed and members > 1:
        yield f"The whole panel gave the same answer to {_named(agreed)}: nothing is contested there."
    torn = [str(question.number) for question in found.questions if question.panel[-2] and question.panel[2]]
    if torn:
        yield f"The panel gave opposite answers to {_named(torn)}: check that the question is clear."
    if found.absent:
        yield f"No answers, not counted: {', '.join(found.absent)}."


def _named(numbers: list[str]) -> str:
    return f"question{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"


def _text(found: Concordances, columns: int) -> str:
    panel = found.panel
    heading = (
        f"Panel: {panel.name}, {panel.date.isoformat()}, {counted(panel.members, 'member')}. "
        f"{counted(len(found.learners), 'learner')}, {counted(len(found.questions), 'question')}."
    )
    learners = [
        f"{one.learner}: {_percent(one.credit)}"
        + (f", {len(found.questions) - one.answered} left out" if one.answered < len(found.questions) else "")
        for one in found.learners
    ]
    if found.members is not None:
        learners.append(f"average of the panel members, each scored by the others: {_percent(found.members)}")
    questions = [
        line
        for one in found.questions
        for line in (
            wrapped(
                f"question {one.number} ({one.id}): learners earn {number(one.mean_credit)}", columns, "  ", "    "
            ),
            wrapped(f"panel: {_counts(one.panel)}", columns, "    ", "      "),
            wrapped(f"learners: {_counts(one.learners)}", columns, "    ", "      "),
        )
    ]
    sections = [
        [wrapped(sentence, columns) for sentence in (heading, *remarks(found))],
        ["CONCORDANCE, out of 100", *(wrapped(line, columns, "  ", "    ") for line in learners)],
        ["ANSWERS TO EACH QUESTION", *questions],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _percent(credit: float) -> str:
    return f"{100 * credit:.0f}"


def _counts(counts: Mapping[int, int]) -> str:
    return ", ".join(f"{in_figures(answer)} from {times}" for answer, times in counts.items() if times) or "no answer"


def _csv(found: Concordances, _columns: int) -> str:
    """A row for each learner."""
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(("learner", "questions", "answered", "concordance"))
    rows.writerows((one.learner, len(found.questions), one.answered, round(one.credit, 4)) for one in found.learners)
    return file.getvalue()


def _json(found: Concordances, _columns: int) -> str:
    value = {
        "format": FORMAT,
        "panel": {
            "name": found.panel.name,
            "date": found.panel.date.isoformat(),
            "members": found.panel.members,
            "members_advised": ADVISED,
            "concordance": None if found.members is None else round(found.members, 4),
        },
        "remarks": list(remarks(found)),
        "learners": [
            {"learner": one.learner, "answered": one.answered, "concordance": round(one.credit, 4)}
            for one in found.learners
        ],
        "absent": list(found.absent),
        "items": [
            {
                "number": one.number,
                "id": one.id,
                "panel": [one.panel[answer] for answer in SCALE],
                "learners": [one.learners[answer] for answer in SCALE],
                "mean_credit": round(one.mean_credit, 4),
            }
            for one in found.questions
        ],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


SCORE_FORMATS: Mapping[str, Callable[[Concordances, int], str]] = {"text": _text, "csv": _csv, "json": _json}
"""How scores can be written, the usual one first."""
