"""The case that an interview makes, as a file."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
from attrs import frozen

from ethics_engine.case_law.case_file import case_file
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.loading.bundled import CASE_SUFFIX
from ethics_engine.model.case import Case
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.atomic_write import write
from ethics_engine.text.answers import question_in_words

_NOT_IN_IDS = re.compile(r"[^a-z0-9._-]+")
_SUFFIXES = (CASE_SUFFIX, ".yaml", ".yml")


@frozen
class CaseWriter:
    """A file to write; it replaces another only by force."""

    path: Path
    ruleset: Ruleset
    force: bool

    def check(self) -> None:
        """Raises CaseError if the folder does not exist, or the file does and is not to be replaced."""
        if not self.path.parent.is_dir():
            hint = "create it, or choose another"
            raise CaseError([Finding(Place(str(self.path)), "cannot write it: the folder does not exist", hint)])
        if not self.force and self.path.exists():
            hint = "choose another name, or replace it with --force"
            raise CaseError([Finding(Place(str(self.path)), "file already exists", hint)])

    def write(self, case: Case) -> None:
        """Write the case, whole or not at all; raises InputError if that cannot be.

        Its id is made of the name of the file; its title, if it has none, is its question.
        """
        title = case.title or question_in_words(PossibilityQuery(case.question, case.did, case.omitted), self.ruleset)
        case = attrs.evolve(case, id=_id_of(self.path), title=title)
        write(self.path, case_file(case, self.ruleset))


def _id_of(path: Path) -> str:
    name = path.name.lower()
    stem = next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)
    return _NOT_IN_IDS.sub("-", stem).strip("-._") or "case"
