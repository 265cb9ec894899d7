"""The long work of the pages, as functions of plain values, each run in a process of its own."""

from __future__ import annotations

from functools import lru_cache

import attrs
from attrs import frozen

from ethics_engine.case_law.case_tests import CaseTestResult, check_cases
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.composition import compare_codes, in_force, side_of
from ethics_engine.consultation import consult
from ethics_engine.consultation.consult import Engine
from ethics_engine.consultation.page_nearness import Nearness
from ethics_engine.consultation.page_subject import subject_of
from ethics_engine.counterfactual import CounterfactualFinder, counterfactual_report
from ethics_engine.counterfactual.goal_report import EditSetReport, GoalReport
from ethics_engine.explanation import why
from ethics_engine.explanation.why_text import report
from ethics_engine.loading.by_name import load_ruleset, new_case
from ethics_engine.model.case import Case
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.plural import numbered

Sections = tuple[ReportSection, ...]
RulesOrigin = tuple[str, tuple[str, ...]]
"""A base and its overlays, each by name or path."""


@lru_cache(maxsize=24)
def _ruleset(read_from: RulesOrigin) -> Ruleset:
    base, overlays = read_from
    return load_ruleset(base, under=overlays)


def read_rules(base: str, overlays: tuple[str, ...]) -> None:
    """Read rules before they are asked for, and compile them as they stand today."""
    ruleset = _ruleset((base, overlays))
    consult(ruleset, new_case(ruleset, "what"), engine=Engine.BITSET)


@frozen
class WhatIf:
    """The smallest changes that would bring each other answer about.

    Attributes:
        near: Those that have to do with what was stated, and what the practitioner can do.

        far: The others.
    """

    near: tuple[GoalReport, ...]
    far: tuple[GoalReport, ...]


_LOOKED_AT, _SHOWN = 6, 3
"""How many changes to an answer are looked for, so that some are near the case, and how many are shown."""


def what_would_change(read_from: RulesOrigin, case: Case, seconds: float) -> WhatIf:
    """The smallest changes that would bring each other answer about, apart from those far from the case."""
    ruleset = _ruleset(read_from)
    determination = consult(ruleset, case)
    finder = CounterfactualFinder.of(ruleset, case)
    found = counterfactual_report(finder, determination, shown=_LOOKED_AT, seconds=seconds).prospects
    nearness = Nearness(determination, subject_of(determination).known)

    def is_near(change: EditSetReport) -> bool:
        return all(nearness.is_near(edit.fact) for edit in change.edits)

    near = (
        attrs.evolve(each, changes=tuple(change for change in each.changes if is_near(change))[:_SHOWN])
        for each in found
    )
    far = (
        attrs.evolve(each, changes=tuple(change for change in each.changes if not is_near(change))[:_SHOWN], next=())
        for each in found
    )
    return WhatIf(
        tuple(each for each in near if each.changes or each.next), tuple(each for each in far if each.changes)
    )


def why_it_comes_out_so(read_from: RulesOrigin, case: Case, seconds: float) -> Sections:
    """The proof of the answer: a smallest set of stated facts that is enough for it, and the rules."""
    return tuple(report(why(_ruleset(read_from), case, seconds=seconds)))


@frozen
class CodeTable:
    """What several codes make of a case.

    Attributes:
        sides: The overlays of each, by name.

        rows: What is compared, with a cell for each side: what it says, and the passages that it cites.

        agree: Whether all give the same answer and the same status to each course of action.
    """

    sides: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    agree: bool


def what_codes_make_of_it(base: str, case: Case, sides: tuple[tuple[str, ...], ...]) -> CodeTable:
    """The case under several compositions, each the overlays of one side: the first, and those in force on the day."""
    rulesets = {side: _ruleset((base, side)) for side in sides}
    sides = tuple(side for side in sides if side == sides[0] or in_force(rulesets[side], case))
    found = compare_codes(case, [side_of(rulesets[side], case) for side in sides])
    rows = tuple((row.what, tuple((cell.says, cell.sections) for cell in row.cells)) for row in found.rows)
    return CodeTable(sides, rows, found.agree)


def tests_of_cases(read_from: RulesOrigin) -> Sections:
    """Whether each decided case still comes out as it was decided."""
    ruleset = _ruleset(read_from)
    corpus = read_corpus(None, ruleset)
    results = [result for result in check_cases(corpus.cases, ruleset) if isinstance(result, CaseTestResult)]
    fallen = [result for result in results if not result.stands]
    summary = f"{numbered(len(results) - len(fallen), 'case passes', 'cases pass')}, {len(fallen)} fail."
    broken = tuple(ReportItem(f"{file.name}: cannot be read") for file in corpus.broken)
    items = tuple(ReportItem(f"{result.case.id}: {result.case.title}") for result in fallen)
    return (ReportSection("Result", (summary,), (*items, *broken)),)


def audit_of_rules(read_from: RulesOrigin) -> str:
    """The report of the audit: what can be said against the rules, over every possible case."""
    from ethics_engine.audit import audit_rules
    from ethics_engine.audit.report import as_text

    ruleset = _ruleset(read_from)
    corpus = read_corpus(None, ruleset)
    cases = {entry.case.id: {fact: stated.known for fact, stated in entry.case.facts.items()} for entry in corpus.cases}
    return as_text(audit_rules(ruleset, cases=cases), full=False)
