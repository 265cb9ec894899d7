"""Who has which role: a file of names, each with a role."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from ethics_engine.errors import InputError

from .declared_names import one_of
from .diagnostics import Diagnostics
from .field_parsers import mapping, word
from .source_text import text_of
from .yaml_tree import tree_of


def read_roles(path: Path, roles: Collection[str]) -> Mapping[str, str]:
    """The role of each person, by name, as `anna@agency.example: chair` says it.

    Raises:
        InputError: The file cannot be read, names nobody, or names a role that there is not; everything that is wrong
            is named at once.
    """
    report = Diagnostics()
    found: dict[str, str] = {}
    text = text_of(path, report)
    root = None if text is None else tree_of(text, str(path), report)
    for name, node in mapping(root, "the file of members", report):
        role = word(node, "a role", report)
        known = role and one_of(role, "role", roles, report)
        if known:
            found[name.text] = known
    if root is not None and not found and not report.findings:
        report.error(
            root, "nobody is named here", "write a name and a role a line, such as `anna@agency.example: chair`"
        )
    if report.findings:
        raise InputError(report.findings)
    return found
