"""The documents that rules rest on, and their passages."""

from __future__ import annotations

from collections.abc import Iterator

from ethics_engine.errors import Place
from ethics_engine.model.sources import Confidence, Document, Passage

from .fields import flag, mapping, record, text, word
from .items import Item
from .nodes import Mapping, Node
from .report import Report, listed

_REQUIRED = ("id", "title", "passages")
_BIBLIOGRAPHY = ("author", "kind", "note")
_DATES = ("date", "edition")  # 2014 is a date without quotes, too
_OPTIONAL = ("separator", "complete", *_BIBLIOGRAPHY, *_DATES)


def read_document(item: Item, report: Report) -> Document:
    """A document; each passage is cited by the id of the document, its separator and the key of the passage."""
    fields = record(item.node, "a source", _REQUIRED, _OPTIONAL, report)
    separator = word(fields["separator"], "a separator", report) if "separator" in fields else None
    start = item.id + (separator.text if separator else " ")
    passages = tuple(
        _passage(start + key.text, item.id, node, report)
        for key, node in mapping(fields.get("passages"), "`passages`", report)
    )
    texts = {key: text(fields[key], report) for key in _BIBLIOGRAPHY if key in fields}
    dates = {key: found.text for key in _DATES if key in fields and (found := word(fields[key], f"`{key}`", report))}
    return Document(
        id=item.id,
        title=text(fields.get("title"), report),
        passages=passages,
        complete=flag(fields.get("complete"), report),
        **texts,
        **dates,
    )


def passage_places(item: Item, document: Document) -> Iterator[tuple[str, Place]]:
    """Where the key of each passage stands, by reference."""
    keys = (key for key, _ in mapping(item.node.entries.get("passages", (None, None))[1], "`passages`", Report()))
    for passage, key in zip(document.passages, keys, strict=True):
        yield passage.reference, key.place


def _passage(reference: str, document: str, node: Node, report: Report) -> Passage:
    if not isinstance(node, Mapping):
        return Passage(reference, document, text(node, report))
    fields = record(node, "a passage", ("says",), ("confidence", "not_encoded"), report)
    return Passage(
        reference=reference,
        document=document,
        says=text(fields.get("says"), report),
        confidence=_confidence(fields.get("confidence"), report),
        not_encoded=text(fields.get("not_encoded"), report) or None,
    )


def _confidence(node: Node | None, report: Report) -> Confidence | None:
    name = None if node is None else word(node, "a confidence", report)
    if name is None:
        return None
    known = [confidence.value for confidence in Confidence]
    if name.text in known:
        return Confidence(name.text)
    report.unknown(name, "confidence", known, f"one of {listed(known)}")
    return None
