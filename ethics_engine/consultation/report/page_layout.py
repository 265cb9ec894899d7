"""What the answer page looks like as text and as Markdown: its parts, their lines, and how much room there is."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from ethics_engine.model.record import Record, frozen_record
from ethics_engine.rendering.section_layout import marked, wrapped

_COLUMN = 12
"""Where what must, or should, be done begins."""


class Room(Enum):
    """How much room there is: where it is not ample fewer assumptions are shown; where it is scarce steps run on."""

    AMPLE = "ample"
    SOME = "some"
    SCARCE = "scarce"


class PagePartKind(Enum):
    """What a part of the page is about."""

    SAFETY = "safety"
    ANSWER = "answer"
    FIRMNESS = "firmness"
    SIDES = "sides"
    LAW_AND_ETHICS = "law_and_ethics"
    CONDUCT = "conduct"
    NOW = "now"
    STEPS = "steps"
    NOT_TO_DO = "not_to_do"
    REASONS = "reasons"
    QUESTIONS = "questions"
    SIMILAR = "similar"
    MORE = "more"


@frozen_record
class PageLine(Record):
    """A line of the page, perhaps too long for one.

    Attributes:
        lead: What stands before it: a bullet, a number, or a word such as `must`; empty for a paragraph.

        about: The facts that it is about, by id, where another value would change the page.
    """

    text: str
    lead: str = ""
    about: tuple[str, ...] = ()


@frozen_record
class PagePart(Record):
    """A part of the page, with a heading, and what goes on in the line of the heading."""

    kind: PagePartKind
    heading: str
    lines: tuple[PageLine, ...]
    lead: str = ""


def part_as_text(part: PagePart) -> Iterator[str]:
    """The lines of a part as text, after an empty one."""
    yield ""
    if part.heading:
        yield from wrapped(f"{part.heading.upper()}{f'. {part.lead}' if part.lead else ''}", "", "  ")
    for line in part.lines:
        indent = "  " if part.heading else ""
        lead = f"  {line.lead:<{_COLUMN}}" if len(line.lead) > 2 else f"  {line.lead} " if line.lead else indent
        yield from wrapped(line.text, lead, " " * len(lead))


def part_as_markdown(part: PagePart) -> Iterator[str]:
    """The lines of a part as Markdown, after an empty one."""
    yield ""
    if part.heading:
        yield from (f"## {marked(part.heading)}", "")
    if part.lead:
        yield from (marked(part.lead), "")
    listing = False
    for line in part.lines:
        if not line.lead:
            yield from (("", marked(line.text), "") if listing else (marked(line.text), ""))
        else:
            yield f"{_bullet(line.lead)} {marked(line.text)}"
        listing = bool(line.lead)


def _bullet(lead: str) -> str:
    if not lead.strip():
        return "  -"
    return lead if lead == "-" or lead.endswith(".") else f"- **{lead}**"
