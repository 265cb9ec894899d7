"""What rests on a passage, and the document it stands in, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ethics_engine.model.citations import Citation, Citing
from ethics_engine.model.sources import Confidence, Document

KINDS_IN_WORDS: Mapping[Citing, str] = {
    Citing.RULE: "rules",
    Citing.CONCEPT: "terms",
    Citing.FACT: "facts",
    Citing.CONSTRAINT: "constraints",
    Citing.ACTION: "actions",
}

CONFIDENCE_IN_WORDS: Mapping[Confidence, str] = {
    Confidence.VERIFIED: "wording checked",
    Confidence.PARTLY: "wording checked in part",
    Confidence.FROM_MEMORY: "wording not checked",
}


def by_kind(citations: Iterable[Citation]) -> Mapping[str, tuple[str, ...]]:
    """The names of what rests on a passage, under the plural of each kind that is among them."""
    found: dict[str, tuple[str, ...]] = {}
    for citation in citations:
        kind = KINDS_IN_WORDS[citation.kind]
        found[kind] = (*found.get(kind, ()), citation.id)
    return found


def bibliography_line(document: Document) -> str:
    """A document as a bibliography lists it."""
    details = [document.kind, document.edition, document.date]
    described = ", ".join(detail for detail in details if detail)
    parts = [document.author, document.title, described, document.note]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)
