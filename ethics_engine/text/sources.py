"""What rests on a passage, and the document it stands in, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ethics_engine.model.citations import Citation, Citing
from ethics_engine.model.determination import SourceReport
from ethics_engine.model.sources import Authority, Confidence, Document, Said

from .lists import listed

KINDS_IN_WORDS: Mapping[Citing, str] = {
    Citing.RULE: "rules",
    Citing.CONCEPT: "terms",
    Citing.FACT: "facts",
    Citing.CONSTRAINT: "constraints",
    Citing.ACTION: "actions",
}

CONFIDENCE_IN_WORDS: Mapping[Confidence, str] = {
    Confidence.VERIFIED: "wording checked",
    Confidence.PARTLY: "wording partly checked",
    Confidence.FROM_MEMORY: "wording not checked",
}

AUTHORITY_IN_WORDS: Mapping[Authority, str] = {
    Authority.LAW: "law",
    Authority.CODE: "code of ethics",
    Authority.GUIDANCE: "professional guidance",
    Authority.ARTICLE: "article",
    Authority.LAY: "lay text",
    Authority.BRIEF: "brief of this ruleset",
}

SAID_IN_WORDS: Mapping[Said, str] = {
    Said.MUST: "must",
    Said.SHOULD: "should",
    Said.MAY: "may",
    Said.NONE: "only describes",
}


def authority_and_strength(authority: Authority | None, said: Said | None) -> str:
    """What kind of text a passage stands in, and how strongly its words put it, such as `code, must`."""
    return ", ".join([*([authority.value] if authority else []), *([SAID_IN_WORDS[said]] if said else [])])


_DOUBT: Mapping[Confidence | None, str] = {
    Confidence.PARTLY: " [wording partly checked]",
    Confidence.FROM_MEMORY: " [wording not checked]",
}


def source_in_words(source: SourceReport) -> str:
    """A passage as an answer lists it: its authority, how strongly it is put, doubts, and what it says."""
    standing = authority_and_strength(source.authority, source.said)
    return f"{source.reference}{f' ({standing})' if standing else ''}{_DOUBT.get(source.confidence, '')}: {source.says}"


def by_authority(passages: Iterable[tuple[str, Authority | None]]) -> str:
    """References under the authority of each, the most binding first: `code ACA-2014 A.11.b; article S3-15`."""
    cited = tuple(passages)
    groups = [(kind, [reference for reference, authority in cited if authority is kind]) for kind in (*Authority, None)]
    return "; ".join(
        f"{kind.value} {', '.join(references)}" if kind else ", ".join(references)
        for kind, references in groups
        if references
    )


def strength_in_words(strength_from: Iterable[str], strength_because: str | None) -> str:
    """Where a rule has its strength from, if not from all its sources alike; else nothing."""
    named = tuple(strength_from)
    if named:
        return f"its strength comes from {listed(named)}"
    return f"its strength: {strength_because}" if strength_because else ""


def by_kind(citations: Iterable[Citation]) -> Mapping[str, tuple[str, ...]]:
    """The names of what rests on a passage, under the plural of each kind that is among them."""
    found: dict[str, tuple[str, ...]] = {}
    for citation in citations:
        kind = KINDS_IN_WORDS[citation.kind]
        found[kind] = (*found.get(kind, ()), citation.id)
    return found


def bibliography_line(document: Document) -> str:
    """A document as a bibliography lists it."""
    details = [document.authority and AUTHORITY_IN_WORDS[document.authority], document.edition, document.date]
    described = ", ".join(detail for detail in details if detail)
    parts = [document.author, document.title, described, document.note]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)
