"""The parts of a report that say why."""

from __future__ import annotations

from collections.abc import Iterator

from ethics_engine.model.determination import Determination, Reason
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.lists import listed
from ethics_engine.text.sources import by_authority, source_in_words, strength_in_words
from ethics_engine.text.values import fact_clause, fact_in_words

from .actions import is_at_issue

MANY = 3
"""How many assumptions are named with each rule; more are only counted, for all of them are listed anyway."""


def why(determination: Determination) -> Iterator[ReportSection]:
    """The rules that apply, those that decide the answer first, and those that are overridden."""
    rules = {reason.rule: reason for reason in determination.reasons}
    effective = [reason for reason in determination.reasons if reason.effective and reason.norms]
    at_issue = {report.action for report in determination.statuses if is_at_issue(report, determination)}
    speaking = [reason for reason in effective if any(norm.action in at_issue for norm in reason.norms)]
    decisive = _decisive(determination)
    speaking.sort(key=lambda reason: reason.rule not in decisive)
    special = [reason for reason in speaking if not reason.unconditional]
    yield ReportSection("Why", items=tuple(_reason(reason, determination) for reason in special))
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
    yield ReportSection("Rules that do not apply here", items=tuple(defeated))
    elsewhere = [reason.rule for reason in effective if reason not in speaking]
    if elsewhere:
        yield ReportSection("Rules on other courses of action", (f"They apply, but not to this: {listed(elsewhere)}.",))


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


def _decisive(determination: Determination) -> set[str | None]:
    asked = {determination.action, *determination.disposition.ways, *determination.answer.first}
    deciding = (report.decided_by for report in determination.statuses if report.action in asked)
    return {voice.rule for norms in deciding for voice in norms}


def _reason(reason: Reason, determination: Determination) -> ReportItem:
    details = [ReportItem(_norms(reason, determination)), *_rests(reason)]
    judged = [fact_clause(fact) for fact in reason.facts if fact.judged and not fact.assumed]
    if judged:
        details.append(ReportItem(f"{'a judgement' if len(judged) == 1 else 'judgements'}: {'; '.join(judged)}"))
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
    clauses = (f"{norm}, before: {listed(before, 'or')}" if before else norm for norm, before in said.items())
    return "; ".join(clauses)


def _rests(reason: Reason) -> tuple[ReportItem, ...]:
    stated = [fact_in_words(fact) for fact in reason.facts if not fact.assumed]
    assumed = [fact_clause(fact) for fact in reason.facts if fact.assumed]
    rests = [ReportItem(f"because: {'; '.join([*reason.concepts, *stated])}")] if stated or reason.concepts else []
    if len(assumed) > MANY:
        rests.append(ReportItem(f"and {len(assumed)} assumptions"))
    elif assumed:
        rests.append(ReportItem(f"assuming: {'; '.join(assumed)}"))
    return tuple(rests)


def _defeat(defeater: Reason) -> ReportItem:
    how = "exception" if defeater.rule.endswith(EXCEPTION) else f"overridden by {defeater.rule}"
    return ReportItem(f"{how}: {defeater.because}", _rests(defeater))
