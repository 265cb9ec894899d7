"""The handbook by chapter, and the decided cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby

from starlette.responses import Response

from ethics_engine.case_law.case_text import held_in_words
from ethics_engine.handbook.book import pages
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.document import DocumentSection, DocumentTable, Entries, Page
from ethics_engine.text.answers import question_in_words
from ethics_engine.web.ongoing_consult import OngoingConsult
from ethics_engine.web.page_request import PageRequest, shown
from ethics_engine.web.site import Site
from ethics_engine.web.words import stated_rows, topic_in_words


def contents(site: Site, _: PageRequest) -> Response:
    """The chapters of the handbook."""
    return shown("handbook.html", page=_book(site.ruleset))


def chapter(site: Site, request: PageRequest) -> Response:
    """One chapter; links to other chapters lead there."""
    page = _book(site.ruleset)
    section = next((each for each in page.sections if each.anchor == request.path["chapter"]), None)
    if section is None:
        raise KeyError(request.path["chapter"])
    places = _places(site.ruleset)

    def address(anchor: str) -> str:
        where = places.get(anchor, section.anchor)
        return f"#{anchor}" if where == section.anchor else f"/handbook/{where}#{anchor}"

    return shown("chapter.html", section=section, address=address, kind=lambda part: type(part).__name__)


def cases(site: Site, _: PageRequest) -> Response:
    """The decided cases by topic."""
    in_order = sorted(site.corpus.cases, key=lambda entry: entry.topic)
    topics = {
        topic_in_words(topic, site.ruleset): list(entries)
        for topic, entries in groupby(in_order, key=lambda entry: entry.topic)
    }
    return shown("cases.html", topics=topics)


def case(site: Site, request: PageRequest) -> Response:
    """A decided case: the story, what was stated and held, and why."""
    found = next((entry.case for entry in site.corpus.cases if entry.case.id == request.path["case"]), None)
    if found is None:
        raise KeyError(request.path["case"])
    shown_as = OngoingConsult("", 1, found)
    return shown(
        "case.html",
        case=found,
        question=question_in_words(PossibilityQuery(found.question, found.did, found.omitted), site.ruleset),
        rows=tuple(stated_rows(shown_as, site.enactment(shown_as))),
        held=tuple(held_in_words(found.held, site.ruleset)) if found.held else (),
        sources=tuple((name, site.ruleset.passage[name].says) for name in found.sources),
    )


@cache
def _book(ruleset: Ruleset) -> Page:
    return pages(ruleset)


@cache
def _places(ruleset: Ruleset) -> Mapping[str, str]:
    """The chapter that each anchor stands in."""
    return {anchor: section.anchor for section in _book(ruleset).sections for anchor in _anchors(section)}


def _anchors(section: DocumentSection) -> Iterator[str]:
    yield section.anchor
    for block in section.blocks:
        if isinstance(block, Entries):
            yield from (entry.anchor for entry in block.entries if entry.anchor)
        elif isinstance(block, DocumentTable):
            yield from (row.anchor for row in block.rows if row.anchor)
    for inner in section.sections:
        yield from _anchors(inner)
