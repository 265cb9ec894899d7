"""A panel: what practitioners answered, recorded by a trainer; none comes with the package."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from attrs import frozen

from ethics_engine.errors import InputError
from ethics_engine.loading import yaml_nodes
from ethics_engine.loading.diagnostics import Diagnostics, quoted
from ethics_engine.loading.field_parsers import day, kind_of, record, text, whole
from ethics_engine.loading.source_text import name_of, text_of
from ethics_engine.loading.yaml_tree import tree_of

from .questions import SCALE, ConcordanceForm, ConcordanceQuestion

_FIELDS = ("panel", "date", "form", "items")
_ITEM_FIELDS = ("number", "id", "answers")
_SHOWN = ("situation", "considered", "learnt")
_HINT = "write an empty form with `ethics quiz panel new`"
_NUMBERED = "keep the number and the id that `ethics quiz panel new` gave each question"
_MOST = 10_000
_NUMBERS = "use -2, -1, 0, 1, 2, or null if a member left it out"

_Read = TypeVar("_Read")


@frozen
class Panel:
    """The recorded answers of a panel.

    Attributes:
        name: What the panel is called.

        form: The form that it was given, with the questions that it answered.

        questions: What it was asked and answered.

        members: How many members it has.

        answers: By question the answer of each member, in the same order; None where a member left it out.
    """

    name: str
    date: datetime.date
    form: ConcordanceForm
    members: int
    answers: Mapping[str, tuple[int | None, ...]]

    @property
    def questions(self) -> tuple[ConcordanceQuestion, ...]:
        """What it was asked and answered."""
        return self.form.questions


def read_panel(path: Path | str) -> Panel:
    """The panel in a form that was filled in; a question without any answer counts as taken out.

    Raises:
        InputError: The file holds no panel; everything that is wrong with it is named at once.
    """
    return _read(path, _panel)


def read_form(path: Path | str) -> ConcordanceForm:
    """A form with the questions that a panel answered or, before it has, all.

    Raises:
        InputError: The file holds no form; everything that is wrong with it is named at once.
    """
    return _read(path, _form)


def _read(path: Path | str, understood: Callable[[yaml_nodes.Node, Diagnostics], _Read]) -> _Read:
    report = Diagnostics()
    written = text_of(path, report)
    root = None if written is None else tree_of(written, name_of(path), report)
    found = None if root is None else understood(root, report)
    if found is None or report.findings:
        raise InputError(report.findings)
    return found


def _panel(root: yaml_nodes.Node, report: Diagnostics) -> Panel:
    fields = record(root, "a panel", _FIELDS, (), report)
    given = {question: answers for question, answers in _items(fields.get("items"), report) if answers}
    if not given and not report.findings:
        report.error(
            root, "no answers of the panel in this form", "ask the panel, and write down the answer of each member"
        )
    return Panel(
        name=text(fields.get("panel"), report),
        date=day(fields.get("date"), report) or datetime.date.min,
        form=ConcordanceForm(text(fields.get("form"), report), tuple(given)),
        members=len(next(iter(given.values()), ())),
        answers={question.id: answers for question, answers in given.items()},
    )


def _form(root: yaml_nodes.Node, report: Diagnostics) -> ConcordanceForm:
    fields = record(root, "a panel", _FIELDS, (), report)
    items = _items(fields.get("items"), report)
    if not items and not report.findings:
        report.error(root, "no questions in this form", _HINT)
    answered = tuple(question for question, answers in items if answers)
    return ConcordanceForm(text(fields.get("form"), report), answered or tuple(question for question, _ in items))


def _items(
    listed: yaml_nodes.Node | None, report: Diagnostics
) -> list[tuple[ConcordanceQuestion, tuple[int | None, ...]]]:
    """The questions in order, each with its answers; none where all members left it out."""
    found: list[tuple[ConcordanceQuestion, tuple[int | None, ...]]] = []
    seen: set[str | int] = set()
    members = 0
    for node in _list(listed, report):
        item = record(node, "an item", _ITEM_FIELDS, _SHOWN, report)
        number = whole(item.get("number"), "`number`", 1, _MOST, report) or 0
        name = text(item.get("id"), report)
        for field, value in (("number", number), ("id", name)):
            if value and value in seen:
                report.error(item[field], f"the {field} {quoted(str(value))} is used twice", _NUMBERED)
            seen.add(value)
        given = tuple(_answer(each, report) for each in _list(item.get("answers"), report))
        if all(answer is None for answer in given):
            given = ()
        members = members or len(given)
        if given and len(given) != members:
            message = f"{len(given)} answers, but the first answered item has {members}"
            report.error(
                item["answers"], message, "give one for each member, in the same order, and null for one left out"
            )
        found.append((ConcordanceQuestion(number, name, *(text(item.get(field), report) for field in _SHOWN)), given))
    return found


def _list(node: yaml_nodes.Node | None, report: Diagnostics) -> list[yaml_nodes.Node]:
    if node is None:
        return []
    if isinstance(node, yaml_nodes.Sequence):
        return node.items
    report.error(node, f"this needs a list, not {kind_of(node)}", _HINT)
    return []


def _answer(node: yaml_nodes.Node, report: Diagnostics) -> int | None:
    value = node.value if isinstance(node, yaml_nodes.Scalar) else ""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value in SCALE:
        return value
    shown = quoted(node.text) if isinstance(node, yaml_nodes.Scalar) else kind_of(node)
    report.error(node, f"{shown} is not an answer", _NUMBERS)
    return None
