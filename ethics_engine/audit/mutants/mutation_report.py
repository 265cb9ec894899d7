"""What became of the mutants, as text, JSON, and a page of HTML."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import frozen

from ethics_engine.audit.report import as_case_file, witness_in_words
from ethics_engine.errors import Place
from ethics_engine.model.enactment import Enactment
from ethics_engine.rendering.document import Bullets, DocumentSection, DocumentTable, Line, Page, Paragraph, Row, anchor
from ethics_engine.rendering.document_html import as_html as page_as_html
from ethics_engine.text.plural import numbered

from .differences import CONSTRAINT, CaseDifference
from .mutant import Mutant, MutationOperator
from .mutation_run import Fate, MutantResult

FORMAT = 1
"""The version of the JSON; within it, keys are only ever added."""

OPEN_FATES = (Fate.SURVIVED, Fate.UNDECIDED)
"""What calls for a case to write, or for a closer look."""


@frozen(slots=False, eq=False)
class MutationReport:
    """What became of the mutants of a ruleset.

    Attributes:
        results: One for each mutant that was judged.

        made: How many mutants there are in all; more than were judged if only some were asked for.

        places: Where the changed part of each mutant that was not killed stands in the ruleset's files.

        complete: Whether all that were asked for were judged.
    """

    enactment: Enactment
    results: Sequence[MutantResult]
    made: int
    places: Mapping[str, Place]
    complete: bool = True

    @cached_property
    def counts(self) -> Mapping[Fate, int]:
        """How many mutants met each fate."""
        return _counted(self.results)

    @property
    def score(self) -> float:
        """How many in a hundred are killed of those that are not proved equivalent."""
        counted = len(self.results) - self.counts[Fate.EQUIVALENT]
        return 100 * self.counts[Fate.KILLED] / counted if counted else 100.0

    @property
    def open(self) -> Sequence[MutantResult]:
        """The survivors, and what is undecided."""
        return [result for result in self.results if result.fate in OPEN_FATES]

    @property
    def by_operator(self) -> Mapping[str, Mapping[Fate, int]]:
        """The same for each kind of fault, in the order of the operators."""
        return _grouped(self.results, lambda mutant: mutant.operator.value, [each.value for each in MutationOperator])

    @property
    def by_item(self) -> Mapping[str, Mapping[Fate, int]]:
        """The same for each rule, and other item, of which a mutant was judged."""
        return _grouped(self.results, lambda mutant: mutant.item, sorted({each.mutant.item for each in self.results}))


def _counted(results: Iterable[MutantResult]) -> Mapping[Fate, int]:
    found = Counter(result.fate for result in results)
    return {fate: found[fate] for fate in Fate}


def _grouped(
    results: Sequence[MutantResult], name: Callable[[Mutant], str], order: Sequence[str]
) -> Mapping[str, Mapping[Fate, int]]:
    groups: dict[str, list[MutantResult]] = {each: [] for each in order}
    for result in results:
        groups[name(result.mutant)].append(result)
    return {each: _counted(found) for each, found in groups.items() if found}


def as_text(report: MutationReport) -> str:
    """The counts, then each survivor with its place, what was changed, and the case to write."""
    lines = [_title(report), _summary(report), ""]
    lines += [f"{'operator':<20}{'mutants':>8}{'killed':>8}{'equivalent':>12}{'survived':>10}{'undecided':>11}"]
    for operator, counts in report.by_operator.items():
        cells = [counts[fate] for fate in Fate]
        widths = (8, 12, 10, 11)
        shown = "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        lines.append(f"{operator:<20}{sum(cells):>8}{shown}")
    for result in report.open:
        lines += ["", *_open_in_words(result, report)]
    return "\n".join(lines) + "\n"


def _open_in_words(result: MutantResult, report: MutationReport) -> list[str]:
    place = report.places.get(result.mutant.id)
    lines = [f"{result.fate.value.upper()} {result.mutant.id}", *([f"  {place}"] if place else [])]
    lines.append(f"  {result.mutant.sentence}")
    if result.fate is Fate.UNDECIDED:
        return [*lines, "  No case is known that tells it from the ruleset, and no proof that there is none."]
    lines.append(f"  No decided case notices. {_introduced(result)}")
    lines += [f"    - {line}" for line in _stated_in_words(result, report)]
    lines += [f"  {difference_in_words(each)}" for each in result.differences[:_SHOWN]]
    return lines


_SHOWN = 3
"""How many of the points at which a case differs are shown."""


def _introduced(result: MutantResult) -> str:
    if result.case is not None and result.case.stated:
        return "Write a case in which this is stated, and hold what is right:"
    return "Write a case in which nothing is stated, and hold what is right."


def _stated_in_words(result: MutantResult, report: MutationReport) -> list[str]:
    return [] if result.case is None else list(witness_in_words(result.case.stated, report.enactment))


def difference_in_words(difference: CaseDifference) -> str:
    """What the ruleset makes of a point, and what the mutant does."""
    old, new = (" or ".join(words) or "no contradiction" for words in (difference.old, difference.new))
    if difference.question is not None:
        what = " ".join(filter(None, (difference.question.ask.value, difference.question.action)))
    elif difference.point == CONSTRAINT:
        what = "contradiction"
    else:
        what = difference.subject or difference.point
    return f"{what}: the rules say {old}; the mutant says {new}."


def as_json(report: MutationReport) -> str:
    """Everything; `ethics schema mutants` prints the schema."""
    ruleset = report.enactment.ruleset
    value: dict[str, Any] = {
        "format": FORMAT,
        "ruleset": ruleset.name,
        "version": ruleset.version,
        "content_hash": ruleset.content_hash,
        "mutants": report.made,
        "judged": len(report.results),
        "complete": report.complete,
        "score": round(report.score, 2),
        "counts": _plain(report.counts),
        "by_operator": {name: _plain(counts) for name, counts in report.by_operator.items()},
        "by_item": {name: _plain(counts) for name, counts in report.by_item.items()},
        "results": [_as_value(result, report) for result in report.results],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _plain(counts: Mapping[Fate, int]) -> dict[str, int]:
    return {fate.value: count for fate, count in counts.items()}


def _as_value(result: MutantResult, report: MutationReport) -> dict[str, Any]:
    mutant = result.mutant
    place = report.places.get(mutant.id)
    return {
        "id": mutant.id,
        "item": mutant.item,
        "kind": mutant.kind.value,
        "operator": mutant.operator.value,
        "part": mutant.part,
        "place": None if place is None else str(place),
        "sentence": mutant.sentence,
        "fate": result.fate.value,
        "killed_by": result.killed_by,
        "case": None if result.case is None else as_case_file(result.case.stated, report.enactment),
        "differences": [
            {
                "point": each.point,
                "subject": each.subject,
                "rules": list(each.old),
                "mutant": list(each.new),
            }
            for each in result.differences
        ],
    }


def as_html(report: MutationReport) -> str:
    """One page that needs nothing else."""
    return page_as_html(
        Page(
            _title(report),
            (
                DocumentSection(
                    "Summary",
                    anchor("summary"),
                    (Paragraph((_summary(report),)), _table("By operator", "operator", report.by_operator)),
                ),
                DocumentSection(
                    "Survivors",
                    anchor("survivors"),
                    () if report.open else (Paragraph(("None.",)),),
                    tuple(_section(result, report) for result in report.open),
                ),
                DocumentSection("Rules and other items", anchor("items"), (_table("By item", "item", report.by_item),)),
            ),
        )
    )


def _table(caption: str, first: str, groups: Mapping[str, Mapping[Fate, int]]) -> DocumentTable:
    def row(name: str, counts: Mapping[Fate, int]) -> Row:
        cells: list[Line] = [(name,), (str(sum(counts.values())),)]
        return Row((*cells, *((str(counts[fate]),) for fate in Fate)))

    columns = (first, "mutants", *(fate.value for fate in Fate))
    return DocumentTable(caption, columns, tuple(row(name, counts) for name, counts in groups.items()))


def _section(result: MutantResult, report: MutationReport) -> DocumentSection:
    place = report.places.get(result.mutant.id)
    blocks = [Paragraph((f"{result.mutant.sentence}{f' ({place})' if place else ''}",))]
    stated = [(line,) for line in _stated_in_words(result, report)]
    if result.fate is Fate.SURVIVED:
        blocks.append(Paragraph((f"No decided case notices. {_introduced(result)}",)))
    shown = [(difference_in_words(each),) for each in result.differences[:_SHOWN]]
    lists = [Bullets(tuple(lines)) for lines in (stated, shown) if lines]
    return DocumentSection(result.mutant.id, anchor("mutant", result.mutant.id), (*blocks, *lists))


FORMATS: Mapping[str, Callable[[MutationReport], str]] = {"text": as_text, "json": as_json, "html": as_html}


def _title(report: MutationReport) -> str:
    ruleset = report.enactment.ruleset
    return f"{ruleset.title}: what the decided cases would notice ({ruleset.name} {ruleset.version})"


def _summary(report: MutationReport) -> str:
    counts, judged = report.counts, len(report.results)
    of = "" if judged == report.made else f" of {report.made}"
    parts = ", ".join(f"{counts[fate]} {fate.value}" for fate in Fate)
    stopped = "" if report.complete else " The run was stopped; what was done is kept."
    return f"{numbered(judged, 'mutant', 'mutants')}{of} judged: {parts}; score {report.score:.1f} %.{stopped}"


def report_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `as_json`."""
    number = {"type": "integer", "minimum": 0}
    counts = {
        "type": "object",
        "required": [fate.value for fate in Fate],
        "properties": {fate.value: number for fate in Fate},
    }
    text: dict[str, Any] = {"type": "string"}
    words = {"type": "array", "items": text}
    difference = {"point": text, "subject": text, "rules": words, "mutant": words}
    result = {
        "id": {"description": "ITEM/OPERATOR/PART.", "type": "string"},
        "item": text,
        "kind": {"enum": ["rule", "concept", "constraint", "action", "fact"]},
        "operator": {"enum": [operator.value for operator in MutationOperator]},
        "part": text,
        "place": {"description": "file:line:column, of what was not killed.", "type": ["string", "null"]},
        "sentence": {"description": "What was changed.", "type": "string"},
        "fate": {"enum": [fate.value for fate in Fate]},
        "killed_by": {"description": "A decided case that fails.", "type": ["string", "null"]},
        "case": {"description": "The case to write, under the keys of a case file.", "type": ["object", "null"]},
        "differences": {"type": "array", "items": {"type": "object", "properties": difference}},
    }
    top = {
        "format": {"const": FORMAT},
        "ruleset": text,
        "version": text,
        "content_hash": text,
        "mutants": {"description": "How many mutants there are in all.", **number},
        "judged": number,
        "complete": {"description": "Whether all that were asked for were judged.", "type": "boolean"},
        "score": {"description": "Percent killed of those not proved equivalent.", "type": "number"},
        "counts": counts,
        "by_operator": {"type": "object", "additionalProperties": counts},
        "by_item": {"type": "object", "additionalProperties": counts},
        "results": {
            "type": "array",
            "items": {"type": "object", "required": list(result), "properties": result},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mutants",
        "type": "object",
        "required": list(top),
        "properties": top,
    }
