"""Script concordance: how far learners judge as a panel does, which need not agree with itself.

Each answer earns the number of members who gave it, divided by the number of those who gave the answer given most. So
what most members think earns 1, what some think a part of it, and what no member thinks nothing. Source: Charlin and
others (2000), as in `questions`; the aggregate scoring is that of G. R. Norman, "Objective measurement of clinical
performance", Medical Education 19 (1985).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from statistics import mean

from attrs import frozen

from ethics_engine.errors import InputError, Place
from ethics_engine.loading.diagnostics import Diagnostics, quoted
from ethics_engine.loading.source_text import name_of as file_name
from ethics_engine.quiz.grading.csv_table import CsvCell, empty_table, read_table
from ethics_engine.quiz.grading.known_names import Names
from ethics_engine.quiz.learners import alphabetical

from .panel import Panel
from .questions import SCALE

ADVISED = 10
"""So many members are advised at least. Source: R. Gagnon, B. Charlin, M. Coletti, E. Sauvé and C. van der Vleuten,
"Assessment in the context of uncertainty: how many members are needed on the panel of reference of a script
concordance test?", Medical Education 39 (2005)."""

_SPELT = {spelt: value for value in SCALE for spelt in (f"{value}", f"{value:+}", f"{value}".replace("-", "−"))}

REQUIRED = ("learner", "item", "answer")
OPTIONAL = ("form",)


@frozen
class Concordance:
    """How far somebody judges as the panel does.

    Attributes:
        answered: How many questions were not left out.

        credit: The mean credit of all questions, from 0 to 1; one that was left out earns nothing.
    """

    learner: str
    answered: int
    credit: float


@frozen
class Judged:
    """A question, with how often each answer of the scale was given by the panel and by learners."""

    number: int
    id: str
    panel: Mapping[int, int]
    learners: Mapping[int, int]
    mean_credit: float


@frozen
class Concordances:
    """How far learners judge as a panel does.

    Attributes:
        members: The mean credit that members of the panel earn with their own answers, each by the answers of the
            others; None where there is only one. It says what a learner's credit can be held against.

        absent: Who is in the class list, or the table, and answered nothing.
    """

    panel: Panel
    learners: tuple[Concordance, ...]
    questions: tuple[Judged, ...]
    members: float | None
    absent: tuple[str, ...] = ()


def credit_of(answers: Sequence[int | None]) -> Mapping[int, Fraction]:
    """What each answer of the scale earns, going by the answers of a panel, of which there is at least one."""
    given = Counter(answer for answer in answers if answer is not None)
    most = max(given.values())
    return {answer: Fraction(given[answer], most) for answer in SCALE}


def score(path: Path | str, panel: Panel, learners: Collection[str] | None = None) -> Concordances:
    """Score the answers in a CSV file with the columns learner, item and answer (from -2 to 2).

    An item is the number of a question on the form, or its id.

    Raises:
        InputError: Something in the table is wrong; names all of it, each with its line and column.
    """
    given, named = _read(path, panel, learners)
    active = {learner for learner, _ in given}
    known = tuple(learners) if learners is not None else alphabetical(named)
    present = [name for name in known if name in active]
    key = {question.id: credit_of(panel.answers[question.id]) for question in panel.questions}
    return Concordances(
        panel=panel,
        learners=tuple(
            Concordance(
                name,
                sum((name, item) in given for item in key),
                float(mean(key[item][given[name, item]] if (name, item) in given else Fraction(0) for item in key)),
            )
            for name in present
        ),
        questions=tuple(
            Judged(
                question.number,
                question.id,
                _counted([answer for answer in panel.answers[question.id] if answer is not None]),
                _counted([given[name, question.id] for name in present if (name, question.id) in given]),
                float(
                    mean(
                        key[question.id][given[name, question.id]] if (name, question.id) in given else Fraction(0)
                        for name in present
                    )
                ),
            )
            for question in panel.questions
        ),
        members=_of_members(panel),
        absent=tuple(name for name in known if name not in active),
    )


def _counted(answers: Sequence[int]) -> Mapping[int, int]:
    times = Counter(answers)
    return {answer: times[answer] for answer in SCALE}


def _of_members(panel: Panel) -> float | None:
    """Each answer of each member is held against those of the others, where there are any."""
    earned = []
    for answers in panel.answers.values():
        for place, own in enumerate(answers):
            others = [*answers[:place], *answers[place + 1 :]]
            if own is not None and any(answer is not None for answer in others):
                earned.append(credit_of(others)[own])
    return float(mean(earned)) if earned else None


def _read(
    path: Path | str, panel: Panel, learners: Collection[str] | None
) -> tuple[Mapping[tuple[str, str], int], Collection[str]]:
    """The answers by learner and question, without those left out, and everybody named."""
    report = Diagnostics()
    names = Names(learners, report)
    given: dict[tuple[str, str], int] = {}
    lines: dict[tuple[str, str], int] = {}
    named: dict[str, None] = {}
    numbers = {str(question.number): question.id for question in panel.questions}
    for row in read_table(path, REQUIRED, OPTIONAL, report):
        marked = row["form"]
        if marked.text and marked.text.lower() != panel.form.mark:
            message = f"this row is for form {quoted(marked.text)}, but the panel had form `{panel.form.mark}`"
            names.once(marked, message, "check that this table belongs to this form")
        learner = names.learner(row["learner"])
        cell = row["item"]
        item = cell.text if cell.text in panel.answers else numbers.get(cell.text)
        if item is None:
            hint = "list the questions that the panel answered: `ethics quiz panel print`"
            names.unknown(cell, "item", panel.answers, hint)
        answer = _answer(row["answer"], report)
        if learner is None or item is None:
            continue
        named[learner] = None
        if (learner, item) in lines:
            number = next(question.number for question in panel.questions if question.id == item)
            message = (
                f"a second answer of `{learner}` to question {number}; the first is on line {lines[learner, item]}"
            )
            report.error(row["learner"].place, message, "keep the one that counts")
        elif answer is not None:
            given[learner, item] = answer
        lines.setdefault((learner, item), row["learner"].place.line)
    if not given and not report.findings:
        report.error(Place(file_name(path)), "no answers in this table", "write each answer as a row below the header")
    if report.findings:
        raise InputError(report.findings)
    return given, named


def _answer(cell: CsvCell, report: Diagnostics) -> int | None:
    """A number of the scale, with or without a plus before it."""
    if not cell.text:
        return None
    if cell.text in _SPELT:
        return _SPELT[cell.text]
    report.error(cell.place, f"{quoted(cell.text)} is not an answer", "use -2, -1, 0, 1 or 2, or leave it empty")
    return None


def template(panel: Panel, learners: Collection[str] = ()) -> str:
    """A table to fill in, with the mark of the form: a row for each question, of each learner where they are known."""
    numbers = [str(question.number) for question in panel.questions]
    return empty_table((*REQUIRED, *OPTIONAL), learners, numbers, panel.form.mark)
