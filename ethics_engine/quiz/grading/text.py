"""Grades as plain lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ethics_engine.quiz.terminal_text import wrapped
from ethics_engine.text.plural import counted

from .figures import number, proportion
from .grades import Analysis, Chosen, GradeGroup, Grades, Score
from .item_warnings import flags, remarks


def as_text(grades: Grades, columns: int) -> str:
    """What to know first, then learners, questions, topics and rules."""
    sections = [
        [wrapped(_heading(grades), columns), *(wrapped(remark, columns) for remark in remarks(grades))],
        ["LEARNERS", *_lines((_learner(score, grades) for score in grades.scores), columns)],
        ["THE PAPER", *_lines(_paper(grades), columns)],
        ["QUESTIONS TO REVIEW", *_lines(_flagged(grades), columns)],
        [
            "QUESTIONS",
            *_lines(_thirds(grades), columns),
            *(line for analysis in grades.analyses for line in _question(analysis, columns)),
        ],
        ["BY TOPIC", *_lines(map(_group, grades.topics), columns)],
        ["BY RULE", *_lines(map(_group, grades.rules), columns)] if grades.rules else [],
        ["CERTAINTY, and how often right", *_lines((_group(group) for _, group in grades.certainties), columns)]
        if grades.has_certainty
        else [],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _heading(grades: Grades) -> str:
    what = f"{grades.responses.title}: " if grades.responses.title else ""
    return f"{what}{counted(len(grades.scores), 'learner')}, {counted(len(grades.analyses), 'question')}."


def _lines(lines: Iterable[str], columns: int) -> Iterator[str]:
    return (wrapped(line, columns, "  ", "    ") for line in lines)


def _learner(score: Score, grades: Grades) -> str:
    parts = [f"{score.learner}: {score.right} of {score.asked} right ({proportion(score.right, score.asked)})"]
    if grades.pass_mark is not None:
        parts.append("passed" if grades.passed(score) else "not passed")
    if score.answered < score.asked:
        parts.append(f"{score.asked - score.answered} left out")
    if grades.has_certainty:
        parts.append(f"{score.marks} of {score.possible} marks for certainty")
    if score.confident_mistakes:
        parts.append(counted(score.confident_mistakes, "confident mistake"))
    return ", ".join(parts)


def _paper(grades: Grades) -> Iterator[str]:
    yield f"mean: {number(grades.mean)} right"
    if grades.pass_mark is not None:
        passed = sum(bool(grades.passed(score)) for score in grades.scores)
        yield f"passed, with {grades.pass_mark} % or more: {passed} of {len(grades.scores)}"
    yield f"standard deviation: {number(grades.deviation)}"
    yield f"reliability (KR-20): {number(grades.kr20)}"
    yield f"standard error of measurement: {number(grades.standard_error)}"


def _flagged(grades: Grades) -> Iterator[str]:
    found = {analysis: flags(analysis, grades) for analysis in grades.analyses}
    for analysis, why in found.items():
        if why:
            yield f"{analysis.number}, {analysis.item.id}: {'; '.join(why)}"
    if not any(found.values()):
        yield "none"


def _thirds(grades: Grades) -> Iterator[str]:
    if grades.upper is not None:
        yield f"The upper third: {grades.upper} learners; the lower third: {grades.lower}."


def _question(analysis: Analysis, columns: int) -> Iterator[str]:
    parts = [
        f"{analysis.number}, {analysis.item.id}: {analysis.right} of {analysis.asked} right",
        f"difficulty {number(analysis.difficulty)}",
        f"discrimination {number(analysis.discrimination)}",
    ]
    if analysis.confident_mistakes:
        parts.append(counted(analysis.confident_mistakes, "confident mistake"))
    yield wrapped(", ".join(parts), columns, "  ", "    ")
    for option in analysis.options:
        yield wrapped(_option(option), columns, "    ", "      ")


def _option(option: Chosen) -> str:
    key = " (right)" if option.is_key else ""
    thirds = "" if option.upper is None else f", upper third {option.upper}, lower third {option.lower}"
    return f"{option.answer or option.text}{key}: {option.times}{thirds}"


def _group(group: GradeGroup) -> str:
    of = f"{group.right} of {group.answers} right ({proportion(group.right, group.answers)})"
    return f"{group.name}: {of}, {counted(group.items, 'question')}"
