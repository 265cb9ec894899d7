"""The parts of a report that say what is known, presumed and unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.determination import AssumptionReport, Determination, UnknownReport
from ethics_engine.model.enactment import DONE
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS

from .reasons import fact_in_words

MANY = 3
"""How many actions are named with each question; more are only counted."""

_TARGETS = {"answer": "the answer", "disposition": "the way on"}


def told(determination: Determination) -> ReportSection:
    """The case as told."""
    paragraphs = tuple(text for text in (determination.title, determination.narrative) if text)
    facts = (
        ReportItem(fact_in_words(fact), (ReportItem(f"note: {fact.note}"),) if fact.note else ())
        for fact in determination.stated
    )
    return ReportSection("The case as told", paragraphs, tuple(facts))


def presumed(determination: Determination) -> ReportSection:
    """What nobody said and was taken to be so, by topic; what the answer or the way on may turn on comes first."""
    standing = [report for report in determination.assumed if report.fell is None]
    items = list(_by_topic([report for report in standing if report.bears]))
    undone = [_step(report) for report in standing if report.bears and _is_step(report)]
    if undone:
        items.append(ReportItem(f"none of these steps is done: {'; '.join(undone)}"))
    idle = tuple(_by_topic([report for report in standing if not report.bears]))
    if any(_is_step(report) and not report.bears for report in standing):
        idle = (*idle, ReportItem("no other step is done, beyond those stated"))
    if idle:
        items.append(ReportItem("and this, which has no bearing on the answer or the way on", idle))
    for report in determination.assumed:
        if report.fell is not None:
            contradicted = f"it would contradict what was stated (constraint {report.fell})"
            items.append(ReportItem(f"not presumed after all, for {contradicted}: {report.fact.says}"))
    lead = ("Nobody said this. Say so where it is wrong.",) if items else ()
    return ReportSection("What was presumed", lead, tuple(items))


def _by_topic(reports: Sequence[AssumptionReport]) -> Iterator[ReportItem]:
    topics: dict[str, list[str]] = {}
    for report in reports:
        if not _is_step(report):
            topics.setdefault(report.fact.topic, []).append(f"{report.fact.says}: {report.fact.value}")
    for topic, facts in sorted(topics.items()):
        yield ReportItem(f"{topic}: {'; '.join(facts)}" if topic else "; ".join(facts))


def _is_step(report: AssumptionReport) -> bool:
    return report.fact.fact.startswith(DONE)


def _step(report: AssumptionReport) -> str:
    return report.fact.says.removeprefix(DONE).strip()


def unknown(determination: Determination) -> ReportSection:
    """What is not known and matters, and what it leaves open."""
    questions = (
        ReportItem(f"{report.ask} [{report.fact}]", (ReportItem(_bearing(report, determination)),))
        for report in determination.unknown
    )
    still_open = (
        ReportItem(f"to {report.label} could still be: {listed([STATUS_IN_WORDS[s] for s in report.possible], 'or')}")
        for report in determination.statuses
        if report.status is None
    )
    return ReportSection("What is not known and matters", items=(*questions, *still_open))


def _bearing(report: UnknownReport, determination: Determination) -> str:
    """What depends on a fact; where that is not certain of anything, it says possibly."""
    possibly = set(report.bears_on) <= set(report.possibly)
    return f"{'possibly ' if possibly else ''}bears on {_targets(report, determination)}"


def _targets(report: UnknownReport, determination: Determination) -> str:
    chief = [_TARGETS[target] for target in report.bears_on if target in _TARGETS]
    actions = [f'whether to "{determination.label(target)}"' for target in report.bears_on if target not in _TARGETS]
    if len(actions) > MANY:
        actions = [f"{len(actions)} {'more' if chief else ''} actions".replace("  ", " ")]
    return listed([*chief, *actions])
