"""The case that an interview makes, as a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
from attrs import frozen

from ethics_engine.case_law.case_template import value_as_yaml
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.loading.bundled import CASE_SUFFIX
from ethics_engine.model.case import Case, Statement
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import STEP_KEYS, Possible
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
        write(self.path, "\n".join(_lines(case, self.ruleset)) + "\n")


def _id_of(path: Path) -> str:
    name = path.name.lower()
    stem = next((name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)), name)
    return _NOT_IN_IDS.sub("-", stem).strip("-._") or "case"


def _lines(case: Case, ruleset: Ruleset) -> Iterator[str]:
    """The case as a file tells it; what was decided of it is left out, for more is known of it now."""
    yield f"id: {json.dumps(case.id)}"
    for key, text in (("title", case.title), ("narrative", case.narrative)):
        if text:
            yield f"{key}: {json.dumps(text, ensure_ascii=False)}"
    about = f", action: {case.question.action}" if case.question.action else ""
    yield f"question: {{ask: {case.question.ask.value}{about}}}"
    if case.under:
        yield f"under: [{', '.join(case.under)}]"
    if case.as_of:
        yield f"as_of: {case.as_of}"
    yield from _facts(case, ruleset)
    steps = {name.removeprefix(DONE): stated.known for name, stated in case.facts.items() if name.startswith(DONE)}
    steps = {step: known for step, known in steps.items() if step not in (*case.did, *case.omitted)}
    for key, value in STEP_KEYS.items():
        yield from _list(key, [step for step, known in steps.items() if known == value])
    yield from _list("did", case.did)
    yield from _list("omitted", case.omitted)


def _facts(case: Case, ruleset: Ruleset) -> Iterator[str]:
    facts = {name: stated for name, stated in case.facts.items() if not name.startswith(DONE)}
    if facts:
        yield "facts:"
    for name, stated in facts.items():
        yield f"  {name}: {_statement(ruleset.fact[name], stated)}"


def _statement(fact: Fact, stated: Statement) -> str:
    known: Possible = stated.known
    remarks = {"note": stated.note, "reported_by": stated.reported_by}
    more = [f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in remarks.items() if text]
    return f"{{value: {value_as_yaml(fact, known)}, {', '.join(more)}}}" if more else value_as_yaml(fact, known)


def _list(key: str, names: list[str] | tuple[str, ...]) -> Iterator[str]:
    if names:
        yield f"{key}: [{', '.join(names)}]"
