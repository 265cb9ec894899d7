"""The parts that a report is made of."""

from __future__ import annotations

from attrs import frozen


@frozen
class ReportItem:
    """A line of a list, with the lines that explain it."""

    text: str
    details: tuple[ReportItem, ...] = ()


@frozen
class ReportSection:
    """A part of a report; without paragraphs and items it has nothing to say and is left out."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[ReportItem, ...] = ()
    numbered: bool = False
