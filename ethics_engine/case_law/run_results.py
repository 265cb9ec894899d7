"""What became of a run over decided cases, for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import Any
from xml.etree import ElementTree as ET  # it only writes here

from attrs import frozen

from ethics_engine.errors import Finding
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.terminal_escape import terminal_escape
from ethics_engine.text.provenance import parts_as_values

from .case_tests import CaseTestResult, Difference
from .conflicting_rules import ConflictingRule
from .corpus import BrokenFile, ReportedCase, not_looked_at_since
from .failure_report import broken_entry, failure_entry

FORMAT = 1
"""The version of the JSON; within it, keys are only ever added."""


@frozen
class RunResults:
    """What became of each case, in order of topics, and which files were broken.

    Attributes:
        ruleset: The rules of the run; a case that names overlays of its own is judged under these.
    """

    ruleset: Ruleset
    engine: str
    judged: tuple[tuple[ReportedCase, CaseTestResult], ...]
    broken: tuple[BrokenFile, ...]

    @property
    def fallen(self) -> tuple[tuple[ReportedCase, CaseTestResult], ...]:
        """The cases of which the rules make something else than was held."""
        return tuple(
            (entry, judgment) for entry, judgment in self.judged if not judgment.stands and not entry.inherited
        )

    @property
    def under(self) -> Mapping[tuple[str, ...], int]:
        """How many cases were judged under which overlays."""
        return Counter(entry.overlays for entry, _ in self.judged)

    @property
    def changed(self) -> tuple[CaseTestResult, ...]:
        """The cases decided without some overlays of the ruleset, of which it makes something else."""
        return tuple(judgment for entry, judgment in self.judged if not judgment.stands and entry.inherited)

    @property
    def passed(self) -> int:
        """How many cases are as they were held."""
        return sum(judgment.stands for _, judgment in self.judged)

    @property
    def not_looked_at_since(self) -> Mapping[str, int]:
        """How many cases were last decided under each older version of the ruleset."""
        return not_looked_at_since((judgment.case for _, judgment in self.judged), self.ruleset)


def as_json(results: RunResults) -> str:
    """All results as JSON."""
    value = {
        "format": FORMAT,
        "ruleset": results.ruleset.name,
        "version": results.ruleset.version,
        "content_hash": results.ruleset.content_hash,
        "parts": parts_as_values(results.ruleset),
        "engine": results.engine,
        "stand": results.passed,
        "fall": len(results.fallen),
        "not_decided_under_these_overlays": [judgment.case.id for judgment in results.changed],
        "not_looked_at_since": dict(results.not_looked_at_since),
        "broken": [
            {"file": file.file, "findings": [_finding(item) for item in file.findings]} for file in results.broken
        ],
        "cases": [
            {
                "id": entry.case.id,
                "topic": entry.topic,
                "file": entry.file,
                "under": list(entry.overlays),
                "stands": judgment.stands,
                "differences": [_difference(difference) for difference in judgment.differences],
            }
            for entry, judgment in results.judged
        ],
    }
    return json.dumps(value, indent=2) + "\n"


def _finding(finding: Finding) -> Mapping[str, Any]:
    place = finding.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": finding.message,
        "hint": finding.hint,
    }


def _difference(difference: Difference) -> Mapping[str, Any]:
    return {
        "point": difference.point,
        "subject": difference.subject,
        "line": difference.place.line,
        "column": difference.place.column,
        "held": difference.held,
        "said": difference.said,
        "for_held": [_speaker(speaker) for speaker in difference.for_held],
        "for_said": [_speaker(speaker) for speaker in difference.for_said],
    }


def _speaker(speaker: ConflictingRule) -> Mapping[str, Any]:
    return {
        "rule": speaker.rule,
        "says": speaker.says,
        "standing": speaker.standing,
        "facts": [{"fact": item.fact, "value": item.value, "presumed": item.assumed} for item in speaker.facts],
    }


def as_junit(results: RunResults) -> str:
    """All results as JUnit XML, which continuous integration reads: a suite a topic, a test a case."""
    root = ET.Element("testsuites", name="ethics")
    tests: list[tuple[str, str, str, CaseTestResult | BrokenFile]] = [
        *(
            (entry.topic, entry.name, entry.file, judgment)
            for entry, judgment in results.judged
            if judgment.stands or not entry.inherited
        ),
        *((file.topic, file.name, file.file, file) for file in results.broken),
    ]
    tests.sort(key=lambda test: test[0])
    for topic, group in groupby(tests, key=lambda test: test[0]):
        suite = ET.SubElement(root, "testsuite", name=terminal_escape(topic))
        members = list(group)
        failures = sum(isinstance(result, CaseTestResult) and not result.stands for *_, result in members)
        errors = sum(isinstance(result, BrokenFile) for *_, result in members)
        suite.attrib |= {"tests": str(len(members)), "failures": str(failures), "errors": str(errors)}
        for _, name, file, result in members:
            test = ET.SubElement(
                suite,
                "testcase",
                classname=terminal_escape(topic),
                name=terminal_escape(name),
                file=terminal_escape(file),
            )
            if isinstance(result, BrokenFile):
                ET.SubElement(test, "error", message="the file is broken").text = terminal_escape(broken_entry(result))
            elif not result.stands:
                points = ", ".join(dict.fromkeys(difference.point for difference in result.differences))
                ET.SubElement(test, "failure", message=f"not as held: {points}").text = terminal_escape(
                    failure_entry(result, name)
                )
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
