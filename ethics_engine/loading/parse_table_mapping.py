"""A mapping file: how the columns of a table are to be read; whether they fit the rules, `screening` finds out."""

from __future__ import annotations

from pathlib import Path

from ethics_engine.errors import InputError, Place
from ethics_engine.model.table_mapping import MappedColumn, TableMapping

from .diagnostics import Diagnostics
from .field_parsers import record, word
from .source_text import name_of, text_of
from .yaml_nodes import Mapping, Node, Scalar
from .yaml_tree import tree_of

_EXAMPLE = "write `columns: {VIOLENCE: client_threatens_violence}`; `ethics screen --template` prints one"


def read_table_mapping(path: Path) -> TableMapping:
    """Read a mapping file.

    Raises:
        InputError: It cannot be read, or is no mapping file; names everything found wrong.
    """
    report = Diagnostics()
    text = text_of(path, report)
    root = tree_of(text, name_of(path), report) if text is not None else None
    columns: dict[str, MappedColumn] = {}
    places: dict[str, Place] = {}
    if root is not None:
        section = record(root, "a mapping file", ("columns",), (), report).get("columns")
        if isinstance(section, Mapping):
            for name, (key, node) in section.entries.items():
                places[name] = key.place
                if (column := _column(node, report)) is not None:
                    columns[name] = column
        elif section is not None:
            report.error(section, "`columns` must map columns to facts", _EXAMPLE)
    if report.findings:
        raise InputError(report.findings)
    return TableMapping(columns, places)


def _column(node: Node, report: Diagnostics) -> MappedColumn | None:
    if isinstance(node, Scalar):
        target = word(node, "a fact", report)
        return None if target is None else MappedColumn(target.text)
    fields = record(node, "a column", ("fact",), ("values", "empty"), report)
    target = word(fields["fact"], "a fact", report) if "fact" in fields else None
    empty = word(fields["empty"], "a value", report) if "empty" in fields else None
    values: dict[str, str] = {}
    codes = fields.get("values")
    if isinstance(codes, Mapping):
        for code, (_, value) in codes.entries.items():
            if (found := word(value, "a value", report)) is not None:
                values[code] = found.text
    elif codes is not None:
        report.error(codes, "`values` must map codes to values", "write `values: {J: yes, N: no}`")
    return None if target is None else MappedColumn(target.text, values, empty.text if empty else None)
