"""The handbook by chapter and part, and a search in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from attrs import frozen
from starlette.responses import Response

from ethics_engine.handbook.book import pages
from ethics_engine.handbook.rules_chapter import FOR_KEEPERS
from ethics_engine.model.citations import Citing
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.document import (
    Bullets,
    DocumentSection,
    DocumentTable,
    Entries,
    Line,
    Link,
    Page,
    Paragraph,
    Strong,
    anchor,
)
from ethics_engine.text.lists import capital
from ethics_engine.web.gone import GoneError
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.rule_names import heading_of, name_alone
from ethics_engine.web.site import Site
from ethics_engine.web.words import topic_in_words

_MOST_CHARACTERS = 100
_MOST_FOUND = 40
_ON_A_PAGE = 2
"""How many parts a chapter may have and still stand on one page."""


def contents(site: Site, request: PageRequest) -> Response:
    """The chapters of the handbook, and a search; what is looked for stands in no address."""
    if request.sent:
        site.searches.put(("handbook", request.member.name), request.text("words")[:_MOST_CHARACTERS])
        return then("/handbook/found")
    return shown("handbook.html", page=_book(site.ruleset), heading=_headings(site.ruleset), words="")


def found(site: Site, request: PageRequest) -> Response:
    """The places of the handbook that hold all the words looked for, those first that name them in their headings."""
    words = site.searches.get(("handbook", request.member.name), str)
    looked_for = words.lower().split()
    hits = [place for place in _searched(site.ruleset) if all(word in place.text for word in looked_for)]
    hits.sort(key=lambda place: (-sum(word in place.heading.lower() for word in looked_for), not place.is_rule))
    hits = hits if looked_for else []
    return shown("handbook_found.html", words=words, hits=hits[:_MOST_FOUND], number=len(hits))


def chapter(site: Site, request: PageRequest) -> Response:
    """One chapter, or the contents of one with many parts."""
    section = _section(_book(site.ruleset).sections, request.path["chapter"])
    return _shown_section(site, section, None)


def part(site: Site, request: PageRequest) -> Response:
    """One part of a chapter."""
    section = _section(_book(site.ruleset).sections, request.path["chapter"])
    if not _is_parted(section):
        raise GoneError
    return _shown_section(site, section, _section(section.sections, request.path["part"]))


def _shown_section(site: Site, chapter: DocumentSection, part: DocumentSection | None) -> Response:
    places = _places(site.ruleset)
    here = _address(chapter, part)

    def address(anchor: str) -> str:
        where = places.get(anchor, here)
        return f"#{anchor}" if where == here else f"{where}#{anchor}"

    return shown(
        "chapter.html",
        chapter=chapter,
        section=part or chapter,
        part=part,
        parts=chapter.sections if _is_parted(chapter) else (),
        address=address,
        heading=_headings(site.ruleset),
        folded=lambda entry: entry.term[0] in FOR_KEEPERS,
        kind=lambda piece: type(piece).__name__,
        named=_named,
        linked=_linked,
        links=lambda line: sum(isinstance(piece, Link) for piece in line),
    )


def _section(sections: Iterable[DocumentSection], anchor: str) -> DocumentSection:
    for each in sections:
        if each.anchor == anchor:
            return each
    raise GoneError


@cache
def _book(ruleset: Ruleset) -> Page:
    return pages(ruleset)


@cache
def _headings(ruleset: Ruleset) -> Callable[[DocumentSection], str]:
    """A heading in words: a topic as lists have it, a rule without the topic in its name."""

    def heading(section: DocumentSection) -> str:
        kind, _, name = section.anchor.partition("-")
        if kind in ("topic", "facts") and name:
            return topic_in_words(section.heading.lower(), ruleset)
        if kind == Citing.RULE.value:
            return heading_of(section.heading)
        return section.heading

    return heading


@frozen
class PlaceInBook:
    """A place that a search may lead to.

    Attributes:
        heading: What it is called.

        within: The chapter or the topic in which it stands.

        address: Where it stands.

        lead: Its first sentence.

        text: All its words, in small letters.

        is_rule: Whether it is a rule.
    """

    heading: str
    within: str
    address: str
    lead: str
    text: str
    is_rule: bool


@cache
def _searched(ruleset: Ruleset) -> tuple[PlaceInBook, ...]:
    return tuple(place for section in _book(ruleset).sections for place in _places_of(section, ruleset))


def _places_of(chapter: DocumentSection, ruleset: Ruleset) -> Iterator[PlaceInBook]:
    """A place for each rule, and for each entry that has an anchor."""
    heading = _headings(ruleset)
    for part in chapter.sections or (chapter,):
        address = _address(chapter, part if _is_parted(chapter) else None)
        for section in part.sections:
            lines = [line for line in _lines(section) if line]
            yield PlaceInBook(
                heading(section),
                heading(part),
                f"{address}#{section.anchor}",
                _opening(lines),
                _searchable(section.heading, *lines),
                is_rule=True,
            )
        for block in part.blocks:
            for entry in block.entries if isinstance(block, Entries) else ():
                if entry.anchor:
                    lines = [_plain(line) for line in entry.lines]
                    term = _named(entry.term)
                    yield PlaceInBook(
                        term,
                        heading(part),
                        f"{address}#{entry.anchor}",
                        _opening(lines),
                        _searchable(_plain(entry.term), *lines),
                        is_rule=False,
                    )


def _opening(lines: Sequence[str]) -> str:
    """How an entry begins in words, to its first full sentence; what only names others is left out."""
    telling = [line for line in lines if not line.startswith(("Comes after: ", "Used by "))]
    end = next((number for number, line in enumerate(telling, 1) if not line.endswith(":")), len(telling))
    return " ".join(telling[:end])


def _lines(section: DocumentSection) -> Iterator[str]:
    """What a rule says and why, without what is folded."""
    for block in section.blocks:
        match block:
            case Paragraph(line):
                yield _plain(line)
            case Bullets(lines):
                yield from map(_plain, lines)
            case Entries(entries):
                yield from (_plain(line) for each in entries if each.term[0] not in FOR_KEEPERS for line in each.lines)
            case DocumentTable():
                pass


def _named(term: Line) -> str:
    """What an entry is called, without its id if it has words besides."""
    words = _plain(term[1:]).removeprefix(": ") if term and isinstance(term[0], Strong) else ""
    return capital(words or _plain(term))


def _linked(link: Link) -> str:
    """What a link says: a rule in words."""
    return name_alone(link.words) if link.to == anchor(Citing.RULE.value, link.words) else link.words


def _plain(line: Line) -> str:
    return "".join(words if isinstance(words, str) else words.words for words in line)


def _searchable(*texts: str) -> str:
    return " ".join(texts).replace("-", " ").replace("_", " ").lower()


def _is_parted(chapter: DocumentSection) -> bool:
    return len(chapter.sections) > _ON_A_PAGE


def _address(chapter: DocumentSection, part: DocumentSection | None) -> str:
    return f"/handbook/{chapter.anchor}/{part.anchor}" if part else f"/handbook/{chapter.anchor}"


@cache
def _places(ruleset: Ruleset) -> Mapping[str, str]:
    """The address of the page on which each anchor stands."""
    found: dict[str, str] = {}
    for chapter in _book(ruleset).sections:
        found.update(dict.fromkeys(_anchors(chapter), _address(chapter, None)))
        for part in chapter.sections if _is_parted(chapter) else ():
            found.update(dict.fromkeys(_anchors(part), _address(chapter, part)))
    return found


def _anchors(section: DocumentSection) -> Iterator[str]:
    yield section.anchor
    for block in section.blocks:
        if isinstance(block, Entries):
            yield from (entry.anchor for entry in block.entries if entry.anchor)
        elif isinstance(block, DocumentTable):
            yield from (row.anchor for row in block.rows if row.anchor)
    for inner in section.sections:
        yield from _anchors(inner)
