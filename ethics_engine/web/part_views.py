"""The parts of an answer as a template shows them: lines in lists, each with the facts that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import attrs
from attrs import frozen

from ethics_engine.consultation.report.page import page_parts
from ethics_engine.consultation.report.page_layout import PageLine, PagePart, PagePartKind
from ethics_engine.model.answer_page import AnswerPage
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.status import Force
from ethics_engine.text.actions import briefly
from ethics_engine.text.lists import capital, listed

from .ongoing_consult import OngoingConsult
from .opaque_names import opaque_name
from .words import label_of

_ANY_DANGER = "Any of the dangers, in one list"
"""What the list of dangers is called among the facts that correct that there is none."""


@frozen
class LineBlock:
    """Lines of a part that stand together: paragraphs, or a list.

    Attributes:
        shape: `paragraphs`, `words` (each line has a word such as `must` before it), `numbers` or `bullets`.

        lines: Each line, with the facts that it is about by name and label, and the lines that belong under it.
    """

    shape: str
    lines: tuple[tuple[PageLine, tuple[tuple[str, str], ...], tuple[PageLine, ...]], ...]


@frozen
class PartView:
    """A part of the answer as the template shows it."""

    kind: str
    heading: str
    lead: str
    blocks: tuple[LineBlock, ...]


def part_views(page: AnswerPage, consult: OngoingConsult, enactment: Enactment) -> tuple[PartView, ...]:
    """The parts of an answer in order, each line with the facts that it is about."""
    return tuple(_view(part, consult, enactment, page.safety_assumptions) for part in page_parts(page))


def _view(part: PagePart, consult: OngoingConsult, enactment: Enactment, dangers: Sequence[str]) -> PartView:
    return PartView(part.kind.value, part.heading, part.lead, tuple(_blocks(part, consult, enactment, dangers)))


def _blocks(
    part: PagePart, consult: OngoingConsult, enactment: Enactment, dangers: Sequence[str]
) -> Iterator[LineBlock]:
    """The lines of a part; that there is no danger is corrected in the list of dangers, too."""

    def linked(fact: str) -> tuple[str, str]:
        return f"f/{opaque_name(consult.id, fact)}", label_of(enactment.fact[fact])

    def links(line: PageLine) -> tuple[tuple[str, str], ...]:
        each = tuple(map(linked, line.about))
        return (*each, ("danger", _ANY_DANGER)) if line.lead == "-" and line.about == dangers else each

    lines_of_part = _one_by_one(part.lines) if part.kind is PagePartKind.NOT_TO_DO else part.lines
    for shape, lines in groupby(_with_what_follows(lines_of_part), key=lambda pair: _shape(pair[0].lead)):
        yield LineBlock(shape, tuple((line, links(line), tuple(below)) for line, below in lines))


def _one_by_one(lines: Iterable[PageLine]) -> list[PageLine]:
    """What not to do, in a row each."""
    return [attrs.evolve(line, text=text) for line in lines for text in line.text.split("; ")]


def _with_what_follows(lines: Sequence[PageLine]) -> Iterator[tuple[PageLine, list[PageLine]]]:
    """Each line with the lines that belong under it, which have only blanks before them."""
    last: tuple[PageLine, list[PageLine]] | None = None
    for line in lines:
        if line.lead and not line.lead.strip() and last is not None:
            last[1].append(line)
            continue
        if last is not None:
            yield last
        last = (line, [])
    if last is not None:
        yield last


def _shape(lead: str) -> str:
    if not lead:
        return "paragraphs"
    if lead.rstrip(".").isdecimal():
        return "numbers"
    return "bullets" if lead == "-" else "words"


def verdict_in_words(page: AnswerPage, enactment: Enactment) -> str:
    """The answer to `what` in a few words; empty for another question, whose answer begins with a word."""
    ways = [way for way in page.answer.ways if way not in page.answer.instead]
    if page.ask is not Ask.WHAT or not ways:
        return ""
    course = listed([briefly(enactment.action[way]) for way in ways], "or")
    named = f"Permitted: {course}" if page.answer.force == Force.PERMITTED.value else capital(course)
    return f"{named}, but not yet" if page.answer.first else named


def tone_of(page: AnswerPage) -> str:
    """How the answer is coloured; the words say the same."""
    tones = {"yes": "go", "consistent": "go", "no": "no", "breach": "no", "not_possible": "no", "open": "open"}
    return tones.get(page.answer.value, "open" if page.answer.firmness.value == "open" else "wait")
