"""The chapters of the handbook that hold the sources: where every passage went, and the bibliography."""

from __future__ import annotations

from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.document import (
    DocumentSection,
    DocumentTable,
    Entries,
    Entry,
    Line,
    Paragraph,
    Row,
    Strong,
    anchor,
)
from ethics_engine.text.sources import CONFIDENCE_IN_WORDS, authority_and_strength, bibliography_line

from .links import resting, to_document
from .trace import Destination, DocumentTrace, Trace
from .trace_formats import totals_in_words

_NOWHERE: Line = (Strong("nowhere"),)


def index_chapter(traced: Trace) -> DocumentSection:
    """Every passage, and where it went."""
    return DocumentSection(
        "Index by source",
        "index",
        (Paragraph((totals_in_words(traced.totals),)),),
        tuple(_document(document) for document in traced.documents),
    )


def bibliography_chapter(ruleset: Ruleset) -> DocumentSection:
    """The documents."""
    entries = tuple(
        Entry((Strong(document.id),), ((bibliography_line(document),),), anchor("document", document.id))
        for document in ruleset.documents
    )
    return DocumentSection("Bibliography", "bibliography", (Entries(entries),))


def _document(traced: DocumentTrace) -> DocumentSection:
    document = traced.document
    return DocumentSection(
        document.id,
        anchor("index", document.id),
        (
            Paragraph((to_document(document.id), f": {document.title}. {totals_in_words(traced.totals)}")),
            DocumentTable(
                f"Where the passages of {document.id} went",
                ("Passage", "Authority, strength", "What it says", "Where it went"),
                tuple(_row(destination) for destination in traced.destinations),
            ),
        ),
    )


def _row(destination: Destination) -> Row:
    passage = destination.passage
    doubt = f" ({CONFIDENCE_IN_WORDS[passage.confidence]})" if passage.confidence else ""
    note = f" Note: {passage.note}" if passage.note else ""
    standing = authority_and_strength(passage.authority, passage.said)
    cells = ((passage.reference,), (standing,), (f"{passage.says}{doubt}{note}",), _went(destination))
    return Row(cells, anchor("source", passage.reference))


def _went(destination: Destination) -> Line:
    if destination.nowhere:
        return _NOWHERE
    if destination.passage.not_encoded:
        return (f"not encoded: {destination.passage.not_encoded}",)
    return resting(destination.resting)
