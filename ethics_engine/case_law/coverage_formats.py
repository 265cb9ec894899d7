"""Coverage as a table, as JSON, and as the handbook annotated with the cases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.rules import Rule
from ethics_engine.text.lists import listed
from ethics_engine.text.provenance import parts_as_values
from ethics_engine.text.rules import rule_in_words

from .coverage import Coverage, RuleCoverage, TestCoverage
from .suggested_cases import SuggestedCase, in_ids

NOT_COVERED = (
    "not shown: whether a case would fail if a rule, a norm, a precondition, a constraint or an assumption were wrong "
    "(`ethics audit mutants`); and nothing here tests dates, safety lines, or which steps belong to a course"
)
"""What coverage does not say."""

FORMAT = 1
"""The version of the JSON; within it, keys are only ever added."""

_COLUMNS = ("effective", "defeated", "unknown", "n/a", "decisive", "MC/DC")
_SHOWN = 8
"""How many cases the handbook names at each place."""


def as_text(coverage: Coverage, missing: Sequence[SuggestedCase]) -> str:
    """A table of rules, then the values of facts, the totals, and what is missing."""
    lines = [f"{'  '.join(_COLUMNS)}  rule"]
    tests = _tests_of(coverage)
    for cover in coverage.rules:
        cells = [str(len(cases)) for cases in _ways(cover).values()] + [_covered(tests.get(cover.rule, ()))]
        row = "  ".join(f"{cell:>{len(name)}}" for cell, name in zip(cells, _COLUMNS, strict=True))
        lines.append(f"{row}  {cover.rule}")
    lines += ["n/a: not applicable", "", "facts: for each value, the number of cases that state it"]
    for fact, values in groupby(coverage.values, key=lambda cover: cover.fact):
        lines.append(f"  {fact}: {', '.join(f'{cover.value} {len(cover.cases)}' for cover in values)}")
    lines += ["", "terms: the tests of the definition that are covered"]
    lines += [
        f"  {concept.id}: {_covered(tests[concept.id])}" for concept in coverage.ruleset.concepts if concept.id in tests
    ]
    lines += ["", *_totals(coverage)]
    if missing:
        lines += ["", "not tested"]
        for item in missing:
            lines += [f"  - {item.what}", f"      {item.write}"]
    return "\n".join(lines) + "\n"


def as_json(coverage: Coverage, missing: Sequence[SuggestedCase]) -> str:
    """Everything, with the ids of the cases."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "ruleset": coverage.ruleset.name,
        "version": coverage.ruleset.version,
        "content_hash": coverage.ruleset.content_hash,
        "parts": parts_as_values(coverage.ruleset),
        "cases": coverage.cases,
        "not_shown": NOT_COVERED.removeprefix("not shown: "),
        "mcdc": round(coverage.mcdc, 1),
        "rules": [
            {"rule": cover.rule, **{way.replace(" ", "_"): list(ids) for way, ids in _ways(cover).items()}}
            for cover in coverage.rules
        ],
        "values": [{"fact": cover.fact, "value": cover.value, "cases": list(cover.cases)} for cover in coverage.values],
        "tests": [
            {
                "of": cover.of,
                "test": in_ids(cover.test, passes=True),
                "passing": list(cover.passing),
                "failing": list(cover.failing),
            }
            for cover in coverage.tests
        ],
        "missing": [{"what": item.what, "write": item.write} for item in missing],
    }
    return json.dumps(value, indent=2) + "\n"


def as_markdown(coverage: Coverage, missing: Sequence[SuggestedCase]) -> str:
    """The rules as the handbook has them, each with the cases that test it."""
    ruleset = coverage.ruleset
    covers = {cover.rule: cover for cover in coverage.rules}
    tests = _tests_of(coverage)
    lines = [f"# {ruleset.title}: what the decided cases test", "", *(f"{line}  " for line in _totals(coverage)), ""]
    ordered = sorted(ruleset.rules, key=lambda rule: (rule.topic, rule.id))
    for topic, rules in groupby(ordered, key=lambda rule: rule.topic):
        lines += [f"## {topic}", ""]
        for rule in rules:
            if rule.id not in covers:
                continue
            lines += [f"### {rule.id}", "", rule_in_words(rule, ruleset), ""]
            for name in filter(covers.__contains__, _names(rule)):
                lines += _annotations(covers[name], tests.get(name, ()), exception=name != rule.id)
            lines.append("")
    if missing:
        lines += ["## What is not tested", "", *(f"- {item.what}: {item.write}" for item in missing), ""]
    return "\n".join(lines)


FORMATS: Mapping[str, Callable[[Coverage, Sequence[SuggestedCase]], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}


def _names(rule: Rule) -> tuple[str, ...]:
    return (rule.id,) if rule.unless is None else (rule.id, rule.id + EXCEPTION)


def _annotations(cover: RuleCoverage, tests: Sequence[TestCoverage], *, exception: bool) -> Iterator[str]:
    lead = "its exception is " if exception else ""
    for way, cases in _ways(cover).items():
        if way != "not applicable":
            named = f"{listed(cases[:_SHOWN])}{f' and {len(cases) - _SHOWN} more' if len(cases) > _SHOWN else ''}"
            yield f"- {lead}{way}: {named if cases else 'nowhere'}"
    for test in tests:
        if not test.covered:
            sides = [word for word, cases in (("passing", test.passing), ("failing", test.failing)) if not cases]
            yield f"- `{in_ids(test.test, passes=True)}` never decides by {listed(sides, 'nor by')}"


def _ways(cover: RuleCoverage) -> Mapping[str, tuple[str, ...]]:
    return {
        "effective": cover.effective,
        "defeated": cover.defeated,
        "unknown": cover.unknown,
        "not applicable": cover.not_applicable,
        "decisive": cover.decisive,
    }


def _tests_of(coverage: Coverage) -> Mapping[str, tuple[TestCoverage, ...]]:
    return {name: tuple(tests) for name, tests in groupby(coverage.tests, key=lambda test: test.of)}


def _covered(tests: Sequence[TestCoverage]) -> str:
    return f"{sum(test.covered for test in tests)}/{len(tests)}" if tests else "-"


def _totals(coverage: Coverage) -> Sequence[str]:
    rules, values, tests = coverage.rules, coverage.values, coverage.tests
    effective, decisive = (sum(map(bool, ids)) for ids in ([c.effective for c in rules], [c.decisive for c in rules]))
    seen, covered = sum(bool(cover.cases) for cover in values), sum(test.covered for test in tests)
    return [
        f"{coverage.cases} cases",
        f"{effective} of {len(rules)} rules and exceptions are effective in a case, {decisive} decisive",
        f"{seen} of {len(values)} values of facts are stated in a case",
        f"{covered} of {len(tests)} tests of conditions are covered (MC/DC {coverage.mcdc:.1f} %)",
        NOT_COVERED,
    ]
