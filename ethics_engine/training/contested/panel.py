"""A panel: what practitioners answered, recorded by a trainer; none comes with the package."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from ethics_engine.errors import InputError
from ethics_engine.reading import nodes
from ethics_engine.reading.fields import day, kind_of, record, text
from ethics_engine.reading.report import Report, quoted
from ethics_engine.reading.source import name_of, text_of
from ethics_engine.reading.tree import tree_of

from .questions import SCALE, Question

_FIELDS = ("panel", "date", "items")
_ITEM_FIELDS = ("id", "answers")
_SHOWN = ("situation", "considered", "learnt")
_HINT = "`ethics quiz panel new` writes an empty form"
_NUMBERS = "-2, -1, 0, 1, 2, or null where a member left it out"


@frozen
class Panel:
    """The recorded answers of a panel.

    Attributes:
        name: What the panel is called.

        questions: What it was asked and answered.

        members: How many members it has.

        answers: By question the answer of each member, in the same order; None where a member left it out.
    """

    name: str
    date: datetime.date
    questions: tuple[Question, ...]
    members: int
    answers: Mapping[str, tuple[int | None, ...]]


def read_panel(path: Path | str) -> Panel:
    """The panel in a form that was filled in; a question without any answer counts as taken out.

    Raises:
        InputError: The file holds no panel; everything that is wrong with it is named at once.
    """
    report = Report()
    written = text_of(path, report)
    root = None if written is None else tree_of(written, name_of(path), report)
    panel = None if root is None else _panel(root, report)
    if panel is None or report.findings:
        raise InputError(report.findings)
    return panel


def _panel(root: nodes.Node, report: Report) -> Panel:
    fields = record(root, "a panel", _FIELDS, (), report)
    questions: list[Question] = []
    answers: dict[str, tuple[int | None, ...]] = {}
    seen: set[str] = set()
    members = 0
    for node in _list(fields.get("items"), report):
        item = record(node, "an item", _ITEM_FIELDS, _SHOWN, report)
        name = text(item.get("id"), report)
        if name in seen and name:
            report.error(item["id"], f"the item {quoted(name)} stands twice")
        seen.add(name)
        given = tuple(_answer(each, report) for each in _list(item.get("answers"), report))
        if all(answer is None for answer in given):
            continue
        members = members or len(given)
        if len(given) != members:
            message = f"{len(given)} answers, where the first item that has any has {members}"
            report.error(item["answers"], message, "one for each member, in the same order, and null for one left out")
        questions.append(Question(name, *(text(item.get(field), report) for field in _SHOWN)))
        answers[name] = given
    if not answers and not report.findings:
        report.error(root, "this panel has not answered anything", "ask a panel, and write down what each answers")
    date = day(fields.get("date"), report) or datetime.date.min
    return Panel(text(fields.get("panel"), report), date, tuple(questions), members, answers)


def _list(node: nodes.Node | None, report: Report) -> list[nodes.Node]:
    if node is None:
        return []
    if isinstance(node, nodes.Sequence):
        return node.items
    report.error(node, f"a list is meant here, not {kind_of(node)}", _HINT)
    return []


def _answer(node: nodes.Node, report: Report) -> int | None:
    value = node.value if isinstance(node, nodes.Scalar) else ""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and value in SCALE:
        return value
    shown = quoted(node.text) if isinstance(node, nodes.Scalar) else kind_of(node)
    report.error(node, f"{shown} is no answer", _NUMBERS)
    return None
