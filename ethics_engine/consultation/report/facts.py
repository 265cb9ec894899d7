"""The parts of a report that say what is stated, assumed and not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.determination import AssumptionReport, Determination, UnknownReport
from ethics_engine.model.enactment import DONE
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS
from ethics_engine.text.values import fact_clause, fact_in_words

MANY = 3
"""How many actions are named with each question; more are only counted."""

_TARGETS = {"answer": "the answer", "disposition": "the course of action"}


def stated_facts_section(determination: Determination) -> ReportSection:
    """What was stated."""
    paragraphs = tuple(text for text in (determination.title, determination.narrative) if text)
    facts = (
        ReportItem(fact_in_words(fact), (ReportItem(f"note: {fact.note}"),) if fact.note else ())
        for fact in determination.stated
    )
    return ReportSection("Stated facts", paragraphs, tuple(facts))


def assumptions_section(determination: Determination) -> ReportSection:
    """What nobody stated and is assumed, by topic; what may affect the answer or the course of action comes first."""
    standing = [report for report in determination.assumed if report.fell is None]
    items = list(_by_topic([report for report in standing if report.bears]))
    undone = [_step(report) for report in standing if report.bears and _is_step(report)]
    if undone:
        items.append(ReportItem(f"assumed not done: {'; '.join(undone)}"))
    idle = tuple(_by_topic([report for report in standing if not report.bears]))
    if any(_is_step(report) and not report.bears for report in standing):
        idle = (*idle, ReportItem("every other step that was not stated is assumed not done"))
    if idle:
        items.append(ReportItem("and these, which do not affect the answer or the course of action", idle))
    for report in determination.assumed:
        if report.fell is not None:
            why = f"because it contradicts what was stated ({report.fell})"
            items.append(ReportItem(f"not assumed, {why}: {report.fact.says}"))
    lead = ("Nobody stated these. Correct any that is wrong.",) if items else ()
    return ReportSection("Assumptions", lead, tuple(items))


def _by_topic(reports: Sequence[AssumptionReport]) -> Iterator[ReportItem]:
    topics: dict[str, list[str]] = {}
    for report in reports:
        if not _is_step(report):
            topics.setdefault(report.fact.topic, []).append(fact_clause(report.fact))
    for topic, facts in sorted(topics.items()):
        yield ReportItem(f"{topic}: {'; '.join(facts)}" if topic else "; ".join(facts))


def _is_step(report: AssumptionReport) -> bool:
    return report.fact.fact.startswith(DONE)


def _step(report: AssumptionReport) -> str:
    return report.fact.says.removeprefix(DONE).strip()


def unknown(determination: Determination) -> ReportSection:
    """What is not known and matters, and what it leaves open."""
    questions = (
        ReportItem(f"{report.ask} [{report.fact}]", (ReportItem(_relevance(report, determination)),))
        for report in determination.unknown
    )
    still_open = tuple(
        ReportItem(f"{report.label}: {listed([STATUS_IN_WORDS[s] for s in report.possible], 'or')}")
        for report in determination.statuses
        if report.status is None
    )
    until_then = (ReportItem("open until then:", still_open),) if still_open else ()
    return ReportSection("What to find out", items=(*questions, *until_then))


def _relevance(report: UnknownReport, determination: Determination) -> str:
    """What depends on a fact; where that is not certain of anything, it says that it may."""
    possibly = set(report.bears_on) <= set(report.possibly)
    return f"{'may affect' if possibly else 'affects'} {_targets(report, determination)}"


def _targets(report: UnknownReport, determination: Determination) -> str:
    chief = [_TARGETS[target] for target in report.bears_on if target in _TARGETS]
    actions = [f'whether to "{determination.label(target)}"' for target in report.bears_on if target not in _TARGETS]
    if len(actions) > MANY:
        actions = [f"{len(actions)} {'more' if chief else ''} actions".replace("  ", " ")]
    return listed([*chief, *actions])
