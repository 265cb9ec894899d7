"""The documents that rules rest on, and their passages."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TypeVar

import attrs

from ethics_engine.errors import Place
from ethics_engine.model.sources import Authority, Confidence, Document, Passage, Said

from .declared_items import DeclaredItem
from .diagnostics import Diagnostics, listed
from .field_parsers import flag, mapping, period, record, text, word
from .yaml_nodes import Mapping, Node

_E = TypeVar("_E", bound=Enum)

_REQUIRED = ("id", "title", "passages")
_BIBLIOGRAPHY = ("author", "note")
_DATES = ("date", "edition")  # 2014 is a date without quotes, too
_OPTIONAL = ("separator", "complete", "authority", "in_force", *_BIBLIOGRAPHY, *_DATES)
_FORMER = {"kind": f"write `authority`, one of {listed([one.value for one in Authority])}"}
_OF_PASSAGE = ("authority", "said", "confidence", "note", "not_encoded")


def read_document(item: DeclaredItem, report: Diagnostics) -> Document:
    """A document; each passage is cited by the id of the document, its separator and the key of the passage."""
    fields = record(item.node, "a source", _REQUIRED, _OPTIONAL, report, former=_FORMER)
    separator = word(fields["separator"], "a separator", report) if "separator" in fields else None
    start = item.id + (separator.text if separator else " ")
    authority = _one_of(Authority, fields.get("authority"), "authority", report)
    passages = tuple(
        _passage(Passage(start + key.text, item.id, "", authority), node, report)
        for key, node in mapping(fields.get("passages"), "`passages`", report)
    )
    texts = {key: text(fields[key], report) for key in _BIBLIOGRAPHY if key in fields}
    dates = {key: found.text for key in _DATES if key in fields and (found := word(fields[key], f"the {key}", report))}
    return Document(
        id=item.id,
        title=text(fields.get("title"), report),
        passages=passages,
        authority=authority,
        complete=flag(fields.get("complete"), report),
        in_force=period(fields.get("in_force"), report),
        **texts,
        **dates,
    )


def passage_places(item: DeclaredItem, document: Document) -> Iterator[tuple[str, Place]]:
    """Where the key of each passage stands, by reference."""
    keys = (key for key, _ in mapping(item.node.entries.get("passages", (None, None))[1], "`passages`", Diagnostics()))
    for passage, key in zip(document.passages, keys, strict=True):
        yield passage.reference, key.place


def _passage(bare: Passage, node: Node, report: Diagnostics) -> Passage:
    """A passage, of which the reference, the document and the authority of the document are known."""
    if not isinstance(node, Mapping):
        return attrs.evolve(bare, says=text(node, report))
    fields = record(node, "a passage", ("says",), _OF_PASSAGE, report)
    return attrs.evolve(
        bare,
        says=text(fields.get("says"), report),
        authority=_one_of(Authority, fields.get("authority"), "authority", report) or bare.authority,
        said=_one_of(Said, fields.get("said"), "strength of a passage", report),
        confidence=_one_of(Confidence, fields.get("confidence"), "confidence", report),
        note=text(fields.get("note"), report) or None,
        not_encoded=text(fields.get("not_encoded"), report) or None,
    )


def _one_of(known: type[_E], node: Node | None, what: str, report: Diagnostics) -> _E | None:
    """A member of an enumeration by its word."""
    name = None if node is None else word(node, f"the {what}", report)
    if name is None:
        return None
    values = [member.value for member in known]
    if name.text in values:
        return known(name.text)
    report.not_among(name, f"a known {what}", values)
    return None
