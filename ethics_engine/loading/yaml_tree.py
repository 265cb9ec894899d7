"""Text to a tree of nodes, over the event stream of PyYAML.

The limits hold before and while the events come in, because composing a hostile document first can end the process.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ethics_engine.errors import Finding, Place

from .diagnostics import Diagnostics, quoted
from .source_text import is_text, unprintable
from .yaml_nesting import too_deep
from .yaml_nodes import Mapping, Node, Scalar, Sequence

MOST_DEPTH = 50
_COMMENT = re.compile(r"[ \t]+#")
_ADVICE = {
    "mapping values are not allowed in this context": "put a text that contains a colon in quotes",
    "did not find expected key": "check the indentation and the quotes",
    "did not find expected '-' indicator": "check the indentation",
    "found character that cannot start any token": "indent with spaces; put a text that starts with @ or ` in quotes",
}


def _events(text: str) -> Callable[[], Any]:
    """The next event at each call. Untyped, because the stubs doubt the marks that every event of a parser has."""
    try:
        from yaml._yaml import CParser
    except ImportError:  # PyYAML can be built without its C extension
        return yaml.SafeLoader(text).get_event
    return CParser(text).get_event


class _StopError(Exception):
    def __init__(self, place: Place, message: str, hint: str | None = None) -> None:
        self.finding = Finding(place, message, hint)
        super().__init__(message)


def tree_of(text: str, file: str, report: Diagnostics) -> Node | None:
    """The tree of a document; nothing, and a finding, where it is none.

    Of duplicate keys, which are findings too, the first counts.
    """
    if not is_text(text, file, report):
        return None
    if deep := too_deep(text, MOST_DEPTH):
        report.error(Place(file, *deep), f"nested more than {MOST_DEPTH} deep", "flatten it")
        return None
    try:
        root = _Builder(file, report, text).build(_events(text))
    except _StopError as stop:
        report.findings.append(stop.finding)
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
        problem = error.problem or error.context or "it cannot be read"
        report.error(place, f"not valid YAML: {problem}", _ADVICE.get(problem))
        return None
    if root is None:
        report.error(Place(file, 1, 1), "the file is empty", "check that it is the right file")
    return root


class _Builder:
    """Puts events together; `open` holds the collections not yet ended, `keys` what waits in each for its value."""

    def __init__(self, file: str, report: Diagnostics, text: str) -> None:
        self.file = file
        self.text = text
        self.report = report
        self.open: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.root: Node | None = None

    def build(self, next_event: Callable[[], Any]) -> Node | None:
        kind = None
        while kind is not StreamEndEvent:
            event = next_event()
            kind = type(event)
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                self.open.pop()
                self.keys.pop()
                continue
            mark = event.start_mark
            at = (self.file, mark.line + 1, mark.column + 1)
            if kind is ScalarEvent:
                commented = not event.style and _COMMENT.match(self.text, event.end_mark.index) is not None
                node = Scalar(*at, event.value, not event.style, commented)
                self._check(event, node)
                self._place(node)
            elif kind is MappingStartEvent:
                self._start(event, Mapping(*at, {}))
            elif kind is SequenceStartEvent:
                self._start(event, Sequence(*at, []))
            elif kind is AliasEvent:
                raise _StopError(Place(*at), "aliases are not allowed", "write the value out")
            elif kind is DocumentStartEvent and self.root is not None:
                raise _StopError(Place(*at), "a second document begins here", "put it into a file of its own")
        return self.root

    def _start(self, event: Any, node: Sequence | Mapping) -> None:
        self._check(event, node)
        self._place(node)
        self.open.append(node)
        self.keys.append(None)

    def _place(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif (key := self.keys[-1]) is not None:
            self._enter(parent, key, node)
            self.keys[-1] = None
        elif isinstance(node, Scalar):
            self.keys[-1] = node
        else:
            hint = "put a text with brackets or braces in quotes"
            raise _StopError(node.place, "a key must be a word, not a list or mapping", hint)

    def _enter(self, parent: Mapping, key: Scalar, node: Node) -> None:
        if key.text in parent.entries:
            first = parent.entries[key.text][0].place
            self.report.error(
                key, f"{quoted(key.text)} is given twice", f"remove one; the first is on line {first.line}"
            )
        else:
            parent.entries[key.text] = (key, node)

    def _check(self, event: Any, node: Node) -> None:
        if event.anchor is not None:
            raise _StopError(node.place, "anchors are not allowed", "put a text that starts with & in quotes")
        if event.tag is not None:
            raise _StopError(node.place, "tags are not allowed", "put a text that starts with ! in quotes")
        if isinstance(node, Scalar) and event.style == '"' and unprintable(node.text):
            raise _StopError(node.place, "this text has a control character", "remove the escape")
