"""The items that the files of a ruleset declare, before anything in them is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Map

from ethics_engine.errors import Place
from ethics_engine.model.record import Record, frozen_record

from .diagnostics import Diagnostics, quoted
from .field_parsers import kind_of, text, word
from .parse_conditions import RESERVED
from .yaml_nodes import Mapping, Node, Sequence

SECTIONS = ("facts", "concepts", "constraints", "actions", "rules", "sources")
KINDS = ("fact", "concept", "constraint", "action", "rule", "source")
TOPIC = "topic"
RENAMED = "renamed"

_NAME = r"[a-z][a-z0-9_]*"
_DOTTED = r"[a-z0-9][a-z0-9._-]*"
_DOCUMENT = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_SHAPES = {
    "rule": (_DOTTED, "use small letters, digits, `.`, `-` and `_`"),
    "case": (_DOTTED, "use small letters, digits, `.`, `-` and `_`"),
    "ruleset": (_DOTTED, "use small letters, digits, `.`, `-` and `_`"),
    "source": (_DOCUMENT, "use letters, digits, `.`, `-` and `_`"),
}
_NAME_SHAPE = (_NAME, "start with a small letter, and use small letters, digits and `_`")


@frozen_record
class DeclaredItem(Record):
    """One declared thing.

    Attributes:
        kind: One of `KINDS`.

        id: Its name.

        node: Everything written of it.

        topic: The topic of its file, if that has one.
    """

    kind: str
    id: str
    node: Mapping
    topic: str

    @property
    def place(self) -> Place:
        """Where its name stands."""
        return self.node.entries["id"][1].place


Items = Map[str, Map[str, DeclaredItem]]


def items_of(roots: Iterable[Node], report: Diagnostics) -> Items:
    """The items of all files by kind and id; what has no proper id is left out, and of two the first counts."""
    found: dict[str, dict[str, DeclaredItem]] = {kind: {} for kind in KINDS}
    for root in roots:
        for item in _items_in(root, report):
            same_names = ("fact", "concept") if item.kind in {"fact", "concept"} else (item.kind,)
            first = next((found[kind][item.id] for kind in same_names if item.id in found[kind]), None)
            if first is None:
                found[item.kind][item.id] = item
            else:
                message = f"{item.kind} `{item.id}` is declared twice"
                if first.kind != item.kind:
                    message = f"`{item.id}` is both a {first.kind} and a {item.kind}"
                report.error(item.place, message, f"rename or remove one; the first is at {first.place}")
    return found


ANSWERS = frozenset({"none", "open"})
"""Words that answer what comes first, so that no action may be called by them."""


def identifier(node: Node | None, kind: str, report: Diagnostics) -> str | None:
    """A well-formed id."""
    name = None if node is None else word(node, "an id", report)
    if name is None:
        return None
    shape, hint = _SHAPES.get(kind, _NAME_SHAPE)
    if not re.fullmatch(shape, name.text):
        report.error(name, f"{quoted(name.text)} is not a valid id of {'an' if kind == 'action' else 'a'} {kind}", hint)
    elif kind in {"fact", "concept"} and name.text in RESERVED:
        report.error(
            name, f"`{name.text}` is a word of the rule language, not a valid id of a {kind}", "choose another id"
        )
    elif kind == "action" and name.text in ANSWERS:
        report.error(name, f"`{name.text}` is an answer, not a valid id of an action", "choose another id")
    else:
        return name.text
    return None


def _items_in(root: Node, report: Diagnostics) -> Iterable[DeclaredItem]:
    if not isinstance(root, Mapping):
        report.error(root, f"a file of a ruleset must be a mapping, not {kind_of(root)}", f"use {_keys()}")
        return
    topic = text(root.entries[TOPIC][1], report) if TOPIC in root.entries else ""
    for key, section in root.entries.values():
        if key.text in SECTIONS:
            kind = KINDS[SECTIONS.index(key.text)]
            yield from _items_of_section(kind, section, topic, report)
        elif key.text not in {TOPIC, RENAMED}:
            report.unknown(key, "section", SECTIONS, f"use {_keys()}")


def _items_of_section(kind: str, section: Node, topic: str, report: Diagnostics) -> Iterable[DeclaredItem]:
    if not isinstance(section, Sequence):
        report.error(section, f"a section must be a list, not {kind_of(section)}", "start each item with `- id:`")
        return
    for node in section.items:
        if not isinstance(node, Mapping):
            report.error(node, f"each {kind} must be a mapping, not {kind_of(node)}", "start it with `- id:`")
        elif "id" not in node.entries:
            report.error(node, f"this {kind} has no `id`", "start it with `- id:`")
        else:
            name = identifier(node.entries["id"][1], kind, report)
            if name is not None:
                yield DeclaredItem(kind, name, node, topic)


def _keys() -> str:
    return ", ".join(f"`{name}`" for name in (TOPIC, *SECTIONS))
