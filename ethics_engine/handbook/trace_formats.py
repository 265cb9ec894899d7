"""The table of where every passage went, in each of its formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from ethics_engine.model.json_values import plain
from ethics_engine.rendering.document import DocumentSection, DocumentTable, Page, Paragraph, Row, anchor
from ethics_engine.rendering.document_markdown import as_markdown
from ethics_engine.text.provenance import edition_in_words, parts_as_values
from ethics_engine.text.sources import authority_and_strength, by_kind

from .trace import Destination, DocumentTrace, Totals, Trace


def render_trace(trace: Trace, form: str) -> str:
    """The table in one of `TRACE_FORMATS`, ending in a line break; raises KeyError for any other."""
    return TRACE_FORMATS[form](trace)


def totals_in_words(totals: Totals) -> str:
    """Totals as one sentence, and how far the wording was checked where that is stated of any passage."""
    went = (
        f"{totals.passages} passages: {totals.cited} cited, {totals.not_encoded} not encoded, {totals.nowhere} nowhere."
    )
    if not (totals.verified or totals.partly or totals.from_memory):
        return went
    return f"{went} Wording: {totals.verified} checked, {totals.partly} partly, {totals.from_memory} from memory."


def _as_text(trace: Trace) -> str:
    return "\n".join(_text_lines(trace)) + "\n"


def _text_lines(trace: Trace) -> Iterator[str]:
    yield f"{trace.ruleset.title} ({edition_in_words(trace.ruleset)})"
    for traced in trace.documents:
        yield ""
        yield f"{traced.document.id}: {traced.document.title}{_complete(traced)}"
        for destination in traced.destinations:
            passage = destination.passage
            standing = authority_and_strength(passage.authority, passage.said)
            yield f"  {passage.reference}{f' ({standing})' if standing else ''}: {_went(destination)}"
        yield f"  {totals_in_words(traced.totals)}"
    yield ""
    yield f"{_whole(trace)}: {totals_in_words(trace.totals)}"
    if trace.lost:
        yield f"Of complete documents, these went nowhere: {', '.join(trace.lost)}"


def _as_markdown(trace: Trace) -> str:
    sections = tuple(
        DocumentSection(
            f"{traced.document.id}: {traced.document.title}{_complete(traced)}",
            anchor("index", traced.document.id),
            (
                Paragraph((totals_in_words(traced.totals),)),
                DocumentTable(
                    f"Where the passages of {traced.document.id} went",
                    ("Passage", "Authority, strength", "What it says", "Where it went"),
                    tuple(_row(destination) for destination in traced.destinations),
                ),
            ),
        )
        for traced in trace.documents
    )
    lost = (Paragraph((f"Of complete documents, these went nowhere: {', '.join(trace.lost)}",)),) if trace.lost else ()
    title = f"Where every passage went: {trace.ruleset.name} {trace.ruleset.version}"
    everything = DocumentSection(_whole(trace), "all", (Paragraph((totals_in_words(trace.totals),)), *lost))
    return as_markdown(Page(title, (everything, *sections)))


def _row(destination: Destination) -> Row:
    passage = destination.passage
    standing = authority_and_strength(passage.authority, passage.said)
    return Row(((passage.reference,), (standing,), (passage.says,), (_went(destination),)))


def _as_json(trace: Trace) -> str:
    content = {
        "ruleset": trace.ruleset.name,
        "version": trace.ruleset.version,
        "content_hash": trace.ruleset.content_hash,
        "parts": parts_as_values(trace.ruleset),
        "documents": [_document(traced) for traced in trace.documents],
        "totals": attrs.asdict(trace.totals),
        "lost": list(trace.lost),
    }
    return json.dumps(content, ensure_ascii=True, indent=2) + "\n"


def _document(traced: DocumentTrace) -> dict[str, Any]:
    return {
        "id": traced.document.id,
        "title": traced.document.title,
        "complete": traced.document.complete,
        "passages": [
            {
                "reference": destination.passage.reference,
                "says": destination.passage.says,
                "authority": plain(destination.passage.authority),
                "said": plain(destination.passage.said),
                "confidence": plain(destination.passage.confidence),
                "note": destination.passage.note,
                "cited_by": [{"kind": item.kind.value, "id": item.id} for item in destination.resting],
                "not_encoded": destination.passage.not_encoded,
            }
            for destination in traced.destinations
        ],
        "totals": attrs.asdict(traced.totals),
    }


def _whole(trace: Trace) -> str:
    return "All documents" if len(trace.documents) == len(trace.ruleset.documents) else "These documents"


def _complete(traced: DocumentTrace) -> str:
    return " (complete)" if traced.document.complete else ""


def _went(destination: Destination) -> str:
    if destination.nowhere:
        return "nowhere"
    if destination.passage.not_encoded:
        return f"not encoded: {destination.passage.not_encoded}"
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in by_kind(destination.resting).items())


TRACE_FORMATS: Mapping[str, Callable[[Trace], str]] = {"text": _as_text, "json": _as_json, "markdown": _as_markdown}
