"""The cases to write, as files in which narrative and holding are left to the author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ethics_engine.audit.report import as_case_file
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.enactment import Enactment

from .differences import CONSTRAINT, CaseDifference
from .mutation_report import difference_in_words
from .mutation_run import Fate, MutantResult


def drafts(results: Iterable[MutantResult], enactment: Enactment) -> Iterator[tuple[str, str]]:
    """The name and the text of a case file for each case to write; mutants that one case tells apart share it."""
    groups: dict[str, list[MutantResult]] = {}
    for result in results:
        if result.fate is Fate.SURVIVED and result.case is not None:
            key = repr((sorted(result.case.stated.items(), key=lambda item: item[0]), _question(result)))
            groups.setdefault(key, []).append(result)
    for number, (_, found) in enumerate(sorted(groups.items()), start=1):
        name = f"draft-{number:03}"
        yield name, _text(name, found, enactment)


def _question(result: MutantResult) -> Question:
    """The question whose answer differs; else which course to take, or what is held of single actions."""
    if result.case is not None and result.case.way:
        return Question(Ask.MAY, result.case.way)
    if all(each.question is not None for each in result.differences):
        return next((each.question for each in result.differences if each.question), Question(Ask.WHAT))
    return Question(Ask.WHAT)


def _text(name: str, results: list[MutantResult], enactment: Enactment) -> str:
    first, question = results[0], _question(results[0])
    lines = [f"# This case would notice {'each of these' if len(results) > 1 else 'this'}:"]
    lines += [f"#   {result.mutant.id}" for result in results]
    lines += [f"id: {name}", f"question: {' '.join(filter(None, (question.ask.value, question.action)))}"]
    if enactment.ruleset.overlays:
        lines += [f"under: {_written([*enactment.ruleset.overlays])}"]
    lines += ["narrative:"]
    stated = as_case_file(first.case.stated if first.case else {}, enactment)
    lines += ["facts:" if stated["facts"] else "facts: {}"]
    lines += [f"  {fact}: {_written(value)}" for fact, value in stated["facts"].items()]
    lines += [f"{key}: {_written(value)}" for key, value in stated.items() if key != "facts" and value]
    lines += ["# Decide first, then compare:"]
    shown: dict[CaseDifference, None] = dict.fromkeys(each for result in results for each in result.differences)
    lines += [f"#   {difference_in_words(each)}" for each in shown]
    if any(each.point == CONSTRAINT for each in shown):
        lines += ["#   Hold the constraint and nothing else if these facts cannot all be so."]
    return "\n".join([*lines, "held:", "# rationale: why that is right"]) + "\n"


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_written(part)}' for key, part in value.items())}}}"
    return str(value)
