"""Items as other systems take them: Moodle, any reader of GIFT, QTI 3.0 or QTI 2.1, Anki, a spreadsheet.

Each export keeps the feedback of every option, the reasoned answer, tags and ids that stay the same.
"""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import Item

FORMATS = ("moodle", "gift", "anki", "qti", "qti21", "csv")
"""The formats that there are."""

Writer = Callable[[Sequence[Item], str, Citations], bytes]
"""Writes items under a title, and in words what their answers rest on."""

_BY_NAME = Citations()


@frozen
class Export:
    """A file, and what the person who asked for it should know.

    Attributes:
        remarks: What the format could not keep as it was, a sentence each.
    """

    content: bytes
    remarks: tuple[str, ...] = ()


def export(
    items: Iterable[Item],
    form: str,
    *,
    title: str,
    dated: datetime.datetime,
    citations: Citations = _BY_NAME,
) -> Export:
    """The items in one of `FORMATS`; the same ones always give the same bytes.

    `dated` is the date of the cards of an Anki deck, which takes the place of an older one; no other format has dates.
    `citations` says in words what answers rest on; without it, rules and sources go by their names.

    Raises:
        KeyError: There is no such format.
        EngineUnavailableError: The format needs a package that is not installed.
    """
    kept = tuple(items)
    if form == "anki":
        from .anki import as_anki

        return Export(as_anki(kept, title, citations, dated=dated))
    module, name = _WRITERS[form]
    writer: Writer = getattr(importlib.import_module(f".{module}", __package__), name)
    return Export(writer(kept, title, citations), _remarks(kept, form))


def _remarks(items: Sequence[Item], form: str) -> tuple[str, ...]:
    ordered = sum(item.ordered for item in items)
    if not ordered or form != "gift":
        return ()
    return (f"GIFT has no ordering questions: {ordered} became matching questions, each step with its place",)


_WRITERS = {
    "moodle": ("moodle_xml", "as_moodle_xml"),
    "gift": ("gift", "as_gift"),
    "qti": ("qti", "as_qti"),
    "qti21": ("qti21", "as_qti21"),
    "csv": ("csv", "as_csv"),
}
