"""What a class has reached: a line for every learner, and the topics of all together."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from ethics_engine.rendering.width import WIDEST
from ethics_engine.text.plural import numbered

from .answer_log import LearnerAnswer, last_of_each
from .learners import alphabetical
from .progress_chart import chart, marks_in_words
from .tally import AnswerTally, by_topic, tally
from .terminal_text import wrapped

FORMAT = 1
"""The version of the JSON; within it, keys are only ever added."""

_COLUMNS = ("learner", "topic", "answers", "right", "marked", "marks", "marks_possible", "confident_mistakes")


@frozen
class ClassReport:
    """The answers of each learner, in the order of the class list; none where a learner has not begun.

    Attributes:
        others: Who has answered and is not in the class list.
    """

    learners: Mapping[str, Sequence[LearnerAnswer]]
    others: tuple[str, ...] = ()

    @property
    def answers(self) -> tuple[LearnerAnswer, ...]:
        """The answers of all."""
        return tuple(answer for answers in self.learners.values() for answer in answers)


def class_report(answers: Iterable[LearnerAnswer], names: Sequence[str] | None = None) -> ClassReport:
    """The report on those in a class list, or, without one, on all that have answered, in alphabetical order.

    An answer that is given twice, as in two copies of a file, counts once.
    """
    given: dict[str, list[LearnerAnswer]] = {}
    for answer in sorted(dict.fromkeys(answers), key=lambda answer: answer.at):
        given.setdefault(answer.learner, []).append(answer)
    known = alphabetical(given)
    wanted = known if names is None else names
    return ClassReport(
        {name: given.get(name, ()) for name in wanted}, tuple(name for name in known if name not in wanted)
    )


def render_report(report: ClassReport, form: str, columns: int = WIDEST) -> str:
    """The report in one of `REPORT_FORMATS`."""
    return REPORT_FORMATS[form](report, columns)


def _text(report: ClassReport, columns: int) -> str:
    begun = {name: answers for name, answers in report.learners.items() if answers}
    absent = [name for name, answers in report.learners.items() if not answers]
    lines = [_line(name, tally(answers)) for name, answers in begun.items()]
    sections = [["LEARNERS", *(wrapped(line, columns, "  ", "    ") for line in lines)]] if begun else []
    if absent:
        sections.append(["NO ANSWERS YET", *(wrapped(name, columns, "  ", "    ") for name in absent)])
    topics = by_topic(last_of_each(report.answers))
    if topics:
        sections.append(["BY TOPIC, all learners, each question as last answered", *chart(topics)])
    mistakes = {name: count.confident_mistakes for name, count in by_topic(report.answers).items()}
    if any(mistakes.values()):
        wrong = sorted((name for name in mistakes if mistakes[name]), key=lambda name: (-mistakes[name], name))
        sections.append(["CONFIDENT MISTAKES, all answers", *(f"  {name}: {mistakes[name]}" for name in wrong)])
    return "\n\n".join("\n".join(lines) for lines in sections or [["no answers yet"]]) + "\n"


def _line(name: str, count: AnswerTally) -> str:
    parts = [
        f"{name}: {numbered(count.answers, 'answer')}, {count.right} right ({count.percent} %)",
        marks_in_words(count).rstrip("."),
        numbered(count.confident_mistakes, "confident mistake") if count.confident_mistakes else "",
    ]
    return ", ".join(part for part in parts if part)


def _csv(report: ClassReport, _columns: int) -> str:
    """A row for each learner and topic; a learner who has not begun has one, without a topic."""
    file = io.StringIO()
    rows = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
    rows.writeheader()
    for name, answers in report.learners.items():
        for topic, count in (by_topic(answers) or {"": tally(())}).items():
            rows.writerow({"learner": name, "topic": topic, **_values(count)})
    return file.getvalue()


def _json(report: ClassReport, _columns: int) -> str:
    value = {
        "format": FORMAT,
        "learners": [
            {
                "learner": name,
                **_values(tally(answers)),
                "questions": len(last_of_each(answers)),
                "first": min((answer.at.isoformat() for answer in answers), default=None),
                "last": max((answer.at.isoformat() for answer in answers), default=None),
                "topics": {topic: _values(count) for topic, count in by_topic(answers).items()},
            }
            for name, answers in report.learners.items()
        ],
        "topics": {topic: _values(count) for topic, count in by_topic(report.answers).items()},
    }
    return json.dumps(value, indent=2) + "\n"


def _values(count: AnswerTally) -> Mapping[str, Any]:
    return {
        "answers": count.answers,
        "right": count.right,
        "marked": count.marked,
        "marks": count.marks,
        "marks_possible": count.possible,
        "confident_mistakes": count.confident_mistakes,
    }


REPORT_FORMATS: Mapping[str, Callable[[ClassReport, int], str]] = {"text": _text, "csv": _csv, "json": _json}
"""How a report can be written, the usual one first."""
