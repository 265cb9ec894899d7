"""The parts of a report that say why."""

from __future__ import annotations

from collections.abc import Iterator

from ethics_engine.model.determination import Determination, FactReport, Reason
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.lists import listed
from ethics_engine.text.sources import by_authority, source_in_words, strength_in_words

from .actions import is_at_issue

MANY = 3
"""How many assumptions are named with each rule; more are only counted, for all of them are listed anyway."""


def why(determination: Determination) -> Iterator[ReportSection]:
    """The rules that apply, those that decide the answer first, and those that give way."""
    rules = {reason.rule: reason for reason in determination.reasons}
    effective = [reason for reason in determination.reasons if reason.effective and reason.norms]
    at_issue = {report.action for report in determination.statuses if is_at_issue(report, determination)}
    speaking = [reason for reason in effective if any(norm.action in at_issue for norm in reason.norms)]
    decisive = _decisive(determination)
    speaking.sort(key=lambda reason: reason.rule not in decisive)
    special = [reason for reason in speaking if not reason.unconditional]
    yield ReportSection("Why: the rules that apply", items=tuple(_reason(reason, determination) for reason in special))
    always = (
        ReportItem(f"{reason.rule}: {reason.because}", (_references(reason),))
        for reason in speaking
        if reason.unconditional
    )
    yield ReportSection("Rules that hold in every case", items=tuple(always))
    defeated = (
        ReportItem(f"{reason.rule}: {reason.because}", tuple(_defeat(rules[other]) for other in reason.defeated_by))
        for reason in determination.reasons
        if reason.defeated_by
    )
    yield ReportSection("Rules that give way here", items=tuple(defeated))
    elsewhere = [reason.rule for reason in effective if reason not in speaking]
    if elsewhere:
        text = f"These rules apply too, but only to how one would take another way: {listed(elsewhere)}."
        yield ReportSection("Rules that are not at issue", (text,))


def sources(determination: Determination) -> ReportSection:
    """The passages that the rules rest on, by document."""
    cited = {
        source.reference: source
        for reason in determination.reasons
        if reason.norms or reason.defeats
        for source in reason.sources
    }
    documents: dict[str, list[ReportItem]] = {}
    for reference in sorted(cited):
        source = cited[reference]
        documents.setdefault(source.document, []).append(ReportItem(source_in_words(source)))
    return ReportSection(
        "Sources", items=tuple(ReportItem(title, tuple(passages)) for title, passages in documents.items())
    )


def fact_in_words(fact: FactReport) -> str:
    """A fact with its value, and where that comes from if the practitioner did not say it."""
    origin = "presumed" if fact.assumed else f"reported by {fact.reported_by}" if fact.reported_by else ""
    return f"{fact.says}: {fact.value}{f' ({origin})' if origin else ''}"


def _decisive(determination: Determination) -> set[str | None]:
    asked = {determination.action, *determination.disposition.ways, *determination.answer.first}
    deciding = (report.decided_by for report in determination.statuses if report.action in asked)
    return {voice.rule for voices in deciding for voice in voices}


def _reason(reason: Reason, determination: Determination) -> ReportItem:
    details = [ReportItem(f"says {_norms(reason, determination)}"), *_rests(reason)]
    judged = [fact.says for fact in reason.facts if fact.judged and not fact.assumed]
    if judged:
        details.append(ReportItem(f"turns on a judgement about: {listed(judged)}"))
    details.append(_references(reason))
    return ReportItem(f"{reason.rule}: {reason.because}", tuple(details))


def _references(reason: Reason) -> ReportItem:
    strength = strength_in_words(reason.strength_from, reason.strength_because)
    cited = by_authority((source.reference, source.authority) for source in reason.sources)
    return ReportItem(f"sources: {cited}", (ReportItem(strength),) if strength else ())


def _norms(reason: Reason, determination: Determination) -> str:
    """What a rule says, with all the actions that one step comes before in one clause."""
    said: dict[str, list[str]] = {}
    for norm in reason.norms:
        even = f", even if this is advised: {determination.label(norm.instead_of)}" if norm.instead_of else ""
        before = said.setdefault(f"{norm.modality.value}: {norm.label}{even}", [])
        if norm.before:
            before.append(determination.label(norm.before))
    clauses = (f"{norm}, before one may {listed(before, 'or')}" if before else norm for norm, before in said.items())
    return "; ".join(clauses)


def _rests(reason: Reason) -> tuple[ReportItem, ...]:
    stated = [fact_in_words(fact) for fact in reason.facts if not fact.assumed]
    presumed = [f"{fact.says}: {fact.value}" for fact in reason.facts if fact.assumed]
    rests = [ReportItem(f"rests on: {'; '.join([*reason.concepts, *stated])}")] if stated or reason.concepts else []
    if len(presumed) > MANY:
        rests.append(ReportItem(f"and on {len(presumed)} of the assumptions listed below"))
    elif presumed:
        rests.append(ReportItem(f"and on the assumption that: {'; '.join(presumed)}"))
    return tuple(rests)


def _defeat(defeater: Reason) -> ReportItem:
    how = "its exception holds" if defeater.rule.endswith(EXCEPTION) else f"it gives way to {defeater.rule}"
    return ReportItem(f"{how}: {defeater.because}", _rests(defeater))
