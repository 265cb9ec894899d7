"""A case as the text of a file, to be read back."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ethics_engine.model.case import Case, Statement
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import STEP_KEYS, Possible
from ethics_engine.model.ruleset import Ruleset

from .case_template import value_as_yaml


def case_file(case: Case, ruleset: Ruleset) -> str:
    """The text of a case file, ending in a line break; what was decided of the case is left out."""
    return "\n".join(_lines(case, ruleset)) + "\n"


def _lines(case: Case, ruleset: Ruleset) -> Iterator[str]:
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
