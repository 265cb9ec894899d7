"""Bring case files across to a newer version of their ruleset: former names become the new ones.

Only the names are replaced, at the places that the YAML reader gives; comments and layout stay. The file is read as any
case is, so that a name is taken for what it is where it stands, and read again afterwards: what is then still wrong is
for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from ethics_engine.errors import CaseError, Finding, InputError
from ethics_engine.model.renaming import Renaming
from ethics_engine.model.ruleset import Ruleset

from .bundled import TESTS_SUFFIX
from .declared_names import Known
from .diagnostics import Diagnostics, renamed_finding
from .parse_case import read_case
from .parse_tests import read_tests
from .source_text import name_of, text_of
from .yaml_nodes import Scalar
from .yaml_tree import tree_of

_LINE = re.compile("[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029]|$)")
_BEFORE = r"""["']?(?:[a-z]+[ ]+|done:)?"""
"""What may stand between the place of a word and the name in it: a quote, and `may`, or `done:`."""


@frozen
class MigratedCase:
    """The text of a case file with the new names.

    Attributes:
        replaced: How many names were replaced.

        undecided: What a person must still decide or put right, in the places of the new text.
    """

    text: str
    replaced: int
    undecided: tuple[Finding, ...]


def migrate(path: Path, ruleset: Ruleset, target: Path) -> MigratedCase:
    """The file of a case, or of tests, with the new names; findings call it by its target.

    Raises:
        CaseError: It cannot be read, or is no YAML.
    """
    report = Diagnostics()
    text = text_of(path, report)
    if text is None:
        raise CaseError(report.findings)
    outdated = _read(text, name_of(path), ruleset).outdated
    edits = {
        (name.line, name.column): (name, renaming.now)
        for name, renaming in outdated
        if renaming.now is not None and not renaming.decide
    }
    migrated, replaced = _replaced(text, edits.values())
    after = _read(migrated, name_of(target), ruleset)
    return MigratedCase(migrated, replaced, InputError(_undecided(after.findings, after.outdated)).findings)


def _read(text: str, name: str, ruleset: Ruleset) -> Diagnostics:
    """What is found in reading a text as a case, or as tests."""
    report = Diagnostics()
    root = tree_of(text, name, report)
    if root is None:
        raise CaseError(report.findings)
    known = Known.in_ruleset(ruleset)
    if name.endswith(TESTS_SUFFIX):
        list(read_tests(root, known, report))
    else:
        read_case(root, known, report)
    return report


def _undecided(findings: Iterable[Finding], outdated: Iterable[tuple[Scalar, Renaming]]) -> list[Finding]:
    """What is wrong, and the former names in what is held elsewhere, which stop no reading."""
    return list(dict.fromkeys([*findings, *(renamed_finding(name.place, renaming) for name, renaming in outdated)]))


def _replaced(text: str, edits: Iterable[tuple[Scalar, str]]) -> tuple[str, int]:
    """The text with a new name at each place, and how many were put there; a name written in another way stays."""
    lines = _LINE.findall(text)
    replaced = 0
    for name, now in sorted(edits, key=lambda edit: (edit[0].line, edit[0].column), reverse=True):
        line, start = lines[name.line - 1], name.column - 1
        found = re.compile(rf"({_BEFORE}){re.escape(name.text)}(?![\w.-])").match(line, start)
        if found is not None:
            lines[name.line - 1] = line[: found.end(1)] + now + line[found.end() :]
            replaced += 1
    return "".join(lines), replaced
