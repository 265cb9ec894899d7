"""What a report says, in which order; how it looks is the business of each format."""

from __future__ import annotations

from ethics_engine.model.determination import Determination
from ethics_engine.wording.answers import force_in_words
from ethics_engine.wording.lists import listed
from ethics_engine.wording.norms import STATUS_IN_WORDS

from .doing import conduct, to_do
from .known import presumed, told, unknown
from .sections import Item, Section
from .why import sources, why


def outline(determination: Determination, *, full: bool = False) -> tuple[Section, ...]:
    """The sections of a report, the most pressing first; a section with nothing to say is left out.

    A full report also lists what has no bearing on the answer.
    """
    answer = determination.answer
    sections = [
        _safety(determination),
        Section("Question and answer", (determination.question, f"{answer.sentence} {answer.standing}")),
        _open(determination),
        _way_on(determination),
        *to_do(determination),
        conduct(determination),
        unknown(determination),
        *why(determination),
        told(determination),
        presumed(determination, full=full),
        sources(determination, full=full),
        Section("What this does not cover", items=tuple(Item(text) for text in determination.not_covered)),
        Section("Where this comes from", (provenance_line(determination),)),
    ]
    return tuple(section for section in sections if section.paragraphs or section.items)


def provenance_line(determination: Determination) -> str:
    """The ruleset, its version and hash, the day and the engine."""
    made = determination.provenance
    presuming = "" if made.presumptions else ", nothing presumed"
    redacted = ", redacted" if determination.redacted else ""
    return (
        f"ruleset {made.ruleset} {made.version} ({made.content_hash[:12]}), as of {made.as_of}, "
        f"engine {made.engine}{presuming}{redacted}"
    )


def _safety(determination: Determination) -> Section:
    pressing = [
        f"{report.sentence} {report.meanwhile}".rstrip()
        for report in determination.safety
        if report.stated or report.meanwhile
    ]
    not_asked = " ".join(report.sentence for report in determination.safety if not (report.stated or report.meanwhile))
    return Section("Safety", (*pressing, not_asked) if not_asked else tuple(pressing))


def _open(determination: Determination) -> Section:
    """What an open answer has for certain, and in which smallest scenario each possible answer holds."""
    shown = determination.open_answer
    if shown is None:
        return Section("What the answer depends on")
    certain = [f"{determination.label(action)}: {STATUS_IN_WORDS[status]}" for action, status in shown.statuses]
    if shown.awaits:
        certain.append(f"first {listed([determination.label(step) for step in shown.awaits], 'and then')}")
    lead = (f"Certain in any case: {'; '.join(certain)}.",) if certain else ()
    return Section("What the answer depends on", lead, tuple(Item(each.sentence) for each in shown.scenarios))


def _way_on(determination: Determination) -> Section:
    disposition = determination.disposition
    if disposition.sentence == determination.answer.sentence and disposition.force is not None:
        return Section("Way on")
    if disposition.force is None:
        options = (force_in_words(force, [*map(determination.label, ways)]) for force, ways in disposition.possible)
        return Section("Way on", ("Open. It could still be:",), tuple(Item(option) for option in options))
    return Section("Way on", (f"{disposition.sentence.rstrip('.')} ({disposition.settled.value}).",))
