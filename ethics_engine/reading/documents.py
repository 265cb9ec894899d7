"""The documents that rules rest on, and their passages."""

from __future__ import annotations

from ethics_engine.model.sources import Confidence, Document, Passage

from .fields import mapping, record, text, word
from .items import Item
from .nodes import Mapping, Node
from .report import Report, listed


def read_document(item: Item, report: Report) -> Document:
    """A document; each passage is cited by the id of the document, its separator and the key of the passage."""
    fields = record(item.node, "a source", ("id", "title", "passages"), ("separator",), report)
    separator = word(fields["separator"], "a separator", report) if "separator" in fields else None
    start = item.id + (separator.text if separator else " ")
    passages = tuple(
        _passage(start + key.text, item.id, node, report)
        for key, node in mapping(fields.get("passages"), "`passages`", report)
    )
    return Document(item.id, text(fields.get("title"), report), passages)


def _passage(reference: str, document: str, node: Node, report: Report) -> Passage:
    if not isinstance(node, Mapping):
        return Passage(reference, document, text(node, report))
    fields = record(node, "a passage", ("says",), ("confidence",), report)
    return Passage(reference, document, text(fields.get("says"), report), _confidence(fields.get("confidence"), report))


def _confidence(node: Node | None, report: Report) -> Confidence | None:
    name = None if node is None else word(node, "a confidence", report)
    if name is None:
        return None
    known = [confidence.value for confidence in Confidence]
    if name.text in known:
        return Confidence(name.text)
    report.unknown(name, "confidence", known, f"one of {listed(known)}")
    return None
