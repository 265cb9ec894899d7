"""An audit as text, as Markdown, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from ethics_engine.case_law.case_template import value_in_case_file
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.knowledge import STEP_KEYS, Knowledge
from ethics_engine.text.lists import listed, sentence
from ethics_engine.text.plural import counted
from ethics_engine.text.provenance import edition_in_words, parts_as_values
from ethics_engine.text.values import as_clause

from .findings import Audit, FindingKind, RuleFinding

FORMAT = 1
"""The version of the JSON; within it, keys are only ever added."""

_HEADINGS = {
    FindingKind.NO_CASE: "No case is possible",
    FindingKind.DILEMMA: "Dilemmas that can arise",
    FindingKind.UNMET: "Duties that cannot be met",
    FindingKind.NO_WAY: "No acceptable course of action",
    FindingKind.DEAD_RULE: "Rules that never apply",
    FindingKind.DEFEATED_RULE: "Rules that are always overridden",
    FindingKind.UNREACHABLE_STATUS: "Statuses that rules aim at but never reach",
    FindingKind.UNREACHABLE_DISPOSITION: "Courses of action that rules aim at but never reach",
    FindingKind.IDLE_RULE: "Rules that change no outcome",
    FindingKind.IDLE_CONSTRAINT: "Constraints that forbid nothing",
    FindingKind.IDLE_CONDITION: "Conditions that change no outcome",
    FindingKind.GAP: "Gaps: facts that bring nothing about",
    FindingKind.ASSUMPTION: "Assumptions that decide",
    FindingKind.STALE: "Accepted, but no longer found",
}


def as_text(audit: Audit, *, full: bool) -> str:
    """The findings by kind, the most serious first; the accepted ones too where `full` asks for them."""
    lines = [_title(audit), _counts(audit, full=full)]
    for kind, findings in _by_kind(audit, full=full):
        lines += ["", _HEADINGS[kind].upper()]
        for finding, reason in findings:
            lines += ["", f"  {finding.id}", *(f"    {line}" for line in _said(finding))]
            if finding.witness is not None:
                lines += [f"    {_introduced(finding.witness)}"]
                lines += [f"      - {line}" for line in witness_in_words(finding.witness, audit.enactment)]
            lines += [f"    Accepted: {reason}"] if reason else []
    return "\n".join(lines) + "\n"


def as_markdown(audit: Audit, *, full: bool) -> str:
    """The same for a page."""
    lines = [f"# {_title(audit)}", "", _counts(audit, full=full)]
    for kind, findings in _by_kind(audit, full=full):
        lines += ["", f"## {_HEADINGS[kind]}"]
        for finding, reason in findings:
            lines += ["", f"### `{finding.id}`", "", " ".join(_said(finding))]
            if finding.witness is not None:
                lines += ["", _introduced(finding.witness), ""]
                lines += [f"- {line}" for line in witness_in_words(finding.witness, audit.enactment)]
            lines += ["", f"Accepted: {reason}"] if reason else []
    return "\n".join(lines) + "\n"


def as_json(audit: Audit, *, full: bool) -> str:
    """Everything; accepted findings are listed where `full` asks for them, and counted in any case."""
    ruleset = audit.enactment.ruleset
    value: dict[str, Any] = {
        "format": FORMAT,
        "ruleset": ruleset.name,
        "version": ruleset.version,
        "content_hash": ruleset.content_hash,
        "parts": parts_as_values(ruleset),
        "as_of": audit.as_of.isoformat(),
        "findings": [_as_value(finding, audit.enactment) for finding in audit.findings],
        "accepted": len(audit.accepted),
    }
    if full:
        value["accepted_findings"] = [
            {**_as_value(item.finding, audit.enactment), "accepted_because": item.because} for item in audit.accepted
        ]
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


FORMATS: Mapping[str, Callable[..., str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}


def witness_in_words(stated: Knowledge, enactment: Enactment) -> Iterator[str]:
    """What a case states, line by line."""
    for name, known in stated.items():
        yield as_clause(enactment.fact[name], known)


def _title(audit: Audit) -> str:
    ruleset = audit.enactment.ruleset
    return f"{ruleset.title}: the rules as a whole ({edition_in_words(ruleset)}, as of {audit.as_of.isoformat()})"


def _counts(audit: Audit, *, full: bool) -> str:
    found, accepted = len(audit.findings), len(audit.accepted)
    words = counted(found, "finding")
    hint = "" if full or not accepted else " (--all lists them)"
    return sentence(f"{words} beyond the {accepted} that the ruleset accepts{hint}" if accepted else words)


def _by_kind(audit: Audit, *, full: bool) -> Iterator[tuple[FindingKind, Iterator[tuple[RuleFinding, str]]]]:
    order = list(FindingKind)
    found = [(finding, "") for finding in audit.findings]
    if full:
        found += [(item.finding, item.because) for item in audit.accepted]
    yield from groupby(sorted(found, key=lambda each: order.index(each[0].kind)), key=lambda each: each[0].kind)


def _said(finding: RuleFinding) -> Iterator[str]:
    yield sentence(finding.sentence)
    if finding.explained:
        yield sentence(finding.explained)
    elif finding.because:
        yield f"Cause: {listed(f'`{name}`' for name in finding.because)}."


def _introduced(witness: Knowledge) -> str:
    if not witness:
        return "Example: nothing is stated, and everything is as assumed."
    return "Example: this is stated, and everything else is as assumed:"


def _as_value(finding: RuleFinding, enactment: Enactment) -> dict[str, Any]:
    return {
        "id": finding.id,
        "kind": finding.kind.value,
        "sentence": sentence(finding.sentence),
        "explained": sentence(finding.explained) if finding.explained else "",
        "because": list(finding.because),
        "undecided": finding.undecided,
        "witness": None
        if finding.witness is None
        else {
            **as_case_file(finding.witness, enactment),
            "in_words": list(witness_in_words(finding.witness, enactment)),
        },
        "case": finding.case,
    }


def as_case_file(stated: Knowledge, enactment: Enactment) -> dict[str, Any]:
    """What a case states, under the keys of a case file."""
    steps = {name.removeprefix(DONE): known for name, known in stated.items() if name.startswith(DONE)}
    return {
        "facts": {
            name: value_in_case_file(enactment.fact[name], known)
            for name, known in stated.items()
            if not name.startswith(DONE)
        },
        **{key: [step for step, known in steps.items() if known == value] for key, value in STEP_KEYS.items()},
    }
