"""A file of tests: many terse cases of `kind: test`, which hold rules to what they say and are no precedents."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ethics_engine.model.case import Case

from .declared_names import Known
from .diagnostics import Diagnostics
from .field_parsers import kind_of, record, word
from .parse_case import read_case, read_decided
from .yaml_nodes import Mapping, Node, Scalar, Sequence

KIND = "test"
KEYS = ("id", "question", "facts", "done", "tried", "not_done", "did", "omitted", "held", "because")
"""What a test may say: what a decided case may, but for what only a reader of cases needs."""


def read_tests(root: Node, known: Known, report: Diagnostics) -> Iterator[tuple[Case, Mapping]]:
    """Each test as a case, and where it is written; the question is `what` if none is given."""
    fields = record(root, "a file of tests", ("kind", "cases"), ("decided",), report)
    kind = word(fields["kind"], "the kind", report) if "kind" in fields else None
    if kind is not None and kind.text != KIND:
        report.error(kind, f"no kind `{kind.text[:80]}` of cases", f"write `kind: {KIND}`")
    decided = read_decided(fields.get("decided"), report)
    items = fields.get("cases")
    if items is not None and not isinstance(items, Sequence):
        report.error(items, f"`cases` must be a list, not {kind_of(items)}", "start each test with `-`")
    for item in items.items if isinstance(items, Sequence) else ():
        stated = record(item, "a test", ("id", "held", "because"), KEYS, report)
        if isinstance(item, Mapping) and stated.keys() >= {"id", "held", "because"}:
            case = read_case(_as_case(item), known, report)
            yield attrs.evolve(case, decided=decided), item


def _as_case(item: Mapping) -> Mapping:
    """The test with the keys of a case file."""
    entries = {name: entry for name, entry in item.entries.items() if name != "because"}
    key, because = item.entries["because"]
    entries["rationale"] = Scalar(key.file, key.line, key.column, "rationale"), because
    if "question" not in entries:
        place = (item.file, item.line, item.column)
        entries["question"] = Scalar(*place, "question"), Scalar(*place, "what")
    return Mapping(item.file, item.line, item.column, entries)
