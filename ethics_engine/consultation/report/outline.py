"""What a report says, in which order; how it looks is the business of each format."""

from __future__ import annotations

from ethics_engine.consultation.law_and_ethics import where_law_and_ethics_differ
from ethics_engine.model.determination import Determination
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.answers import to_a_degree
from ethics_engine.text.legal import difference_in_words
from ethics_engine.text.lists import listed, unsaid
from ethics_engine.text.norms import STATUS_IN_WORDS
from ethics_engine.text.provenance import provenance_in_words

from .actions import conduct, to_do
from .facts import assumptions_section, stated_facts_section, unknown
from .reasons import sources, why


def outline(determination: Determination) -> tuple[ReportSection, ...]:
    """The sections of a report, the most pressing first; a section with nothing to say is left out."""
    answer = determination.answer
    sections = [
        _safety(determination),
        ReportSection("Question and answer", (determination.question, f"{answer.sentence} {answer.standing}".rstrip())),
        _open(determination),
        _course(determination),
        *to_do(determination),
        _law_and_ethics(determination),
        conduct(determination),
        unknown(determination),
        *why(determination),
        stated_facts_section(determination),
        assumptions_section(determination),
        sources(determination),
        ReportSection("What this does not cover", items=tuple(ReportItem(text) for text in determination.not_covered)),
        ReportSection(
            "Rules and version", (provenance_in_words(determination.provenance, redacted=determination.redacted),)
        ),
    ]
    return tuple(section for section in sections if section.paragraphs or section.items)


def _safety(determination: Determination) -> ReportSection:
    """Each danger, every sentence once; then each of which nothing was stated."""
    said = set[str]()
    pressing = [
        unsaid(f"{report.sentence} {report.meanwhile}".rstrip(), said)
        for report in determination.safety
        if report.stated or report.meanwhile
    ]
    not_stated = [report.sentence for report in determination.safety if not (report.stated or report.meanwhile)]
    return ReportSection("Safety", tuple(filter(None, pressing)), tuple(map(ReportItem, not_stated)))


def _open(determination: Determination) -> ReportSection:
    """What an open answer has for certain, and in which smallest scenario each possible answer holds."""
    shown = determination.open_answer
    if shown is None:
        return ReportSection("What the answer depends on")
    certain = [f"{determination.label(action)}: {STATUS_IN_WORDS[status]}" for action, status in shown.statuses]
    if shown.awaits:
        certain.append(f"first {listed([determination.label(step) for step in shown.awaits], 'and then')}")
    lead = (f"Certain in any case: {'; '.join(certain)}.",) if certain else ()
    return ReportSection(
        "What the answer depends on", lead, tuple(ReportItem(each.sentence) for each in shown.scenarios)
    )


def _law_and_ethics(determination: Determination) -> ReportSection:
    """Where the law says one thing of an action at issue, and ethics another, and what follows."""
    items = [
        ReportItem(
            f"{difference_in_words(each.label, each.law, each.ethics)} {each.follows}",
            (
                ReportItem(f"law: {listed(each.law_rules)}"),
                *([ReportItem(f"ethics: {listed(each.ethics_rules)}")] if each.ethics_rules else []),
            ),
        )
        for each in where_law_and_ethics_differ(determination)
    ]
    return ReportSection("Law and ethics", items=tuple(items))


def _course(determination: Determination) -> ReportSection:
    disposition = determination.disposition
    if disposition.sentence == determination.answer.sentence:
        return ReportSection("Course of action")
    return ReportSection("Course of action", (to_a_degree(disposition.sentence, disposition.firmness),))
