"""What a search of the vocabulary found, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from ethics_engine.model.json_schema import object_schema
from ethics_engine.model.json_values import plain
from ethics_engine.vocabulary_search import FoundBy, HitKind, SearchHit

from .plural import counted

FORMAT = 1
HIT_FORMATS = ("text", "json")
_MOST_VALUES = 6
_KINDS = {HitKind.FACT: "fact", HitKind.COURSE: "course of action", HitKind.STEP: "step", HitKind.TERM: "defined term"}
_USED = {
    HitKind.FACT: "State it",
    HitKind.COURSE: "Ask about it",
    HitKind.STEP: "State it",
    HitKind.TERM: "Test it in a condition",
}
_FOUND_BY = {FoundBy.ID: "its name", FoundBy.LABEL: "the label", FoundBy.SYNONYM: "the synonym"}


@frozen
class SearchResult:
    """What `ethics facts --format json` prints.

    Attributes:
        format: The version of the format; within one, keys are added but never renamed or removed.

        words: What was searched for.

        hits: What fits, the best first.

        more: How many more fit.
    """

    format: int
    words: str
    hits: tuple[SearchHit, ...]
    more: int


def hits_in_words(hits: Sequence[SearchHit], more: int) -> str:
    """Each hit with its name, label, question, values, and how to state it."""
    if not hits:
        return (
            "Nothing fits. Try another word, or fewer; or list all: `ethics rules list --facts`, "
            "`ethics rules list --actions`."
        )
    lines = [line for number, hit in enumerate(hits, start=1) for line in _hit(number, hit)]
    return "\n".join([*lines, *([f"And {counted(more, 'more hit')}: --all"] if more else [])]).rstrip()


def hits_as_json(words: str, hits: Sequence[SearchHit], more: int) -> str:
    """The hits as JSON; `hits_schema` has its schema."""
    return json.dumps(plain(SearchResult(FORMAT, words, tuple(hits), more)), indent=2)


def hits_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of the hits as JSON."""
    definitions: dict[str, Any] = {}
    schema = object_schema(SearchResult, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "facts",
        **schema,
        "$defs": dict(sorted(definitions.items())),
    }


def _hit(number: int, hit: SearchHit) -> Iterator[str]:
    kind = "" if hit.kind is HitKind.FACT else f" ({_KINDS[hit.kind]})"
    yield f"{number}. {hit.id}{kind}: {hit.label}"
    if hit.question:
        yield f"     {hit.question}"
    shown = [value for value in hit.values if value.found or len(hit.values) <= _MOST_VALUES]
    for value in shown:
        yield f"     - {value.id}: {value.label}"
    if shown != list(hit.values):
        yield f"     - {counted(len(hit.values) - len(shown), 'other value')}: `ethics rules show {hit.id}`"
    yield f"     {_USED[hit.kind]}: {hit.statement}"
    if hit.found_by is FoundBy.SYNONYM:
        yield f'     Found by {_FOUND_BY[hit.found_by]} "{hit.match}".'
    yield ""
