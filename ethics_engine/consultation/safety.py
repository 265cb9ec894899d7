"""What is said first: danger that was stated, and danger that nobody asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ethics_engine.model.conditions import AllOf, AnyOf, Condition
from ethics_engine.model.determination import Determination, SafetyReport
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import evolve
from ethics_engine.model.truth import Truth
from ethics_engine.text import answers as words

from .default_assumptions import facts_read
from .evaluation_view import EvaluationView


def safety_reports(view: EvaluationView, query: PossibilityQuery, stated: Collection[str]) -> tuple[SafetyReport, ...]:
    """Report the safety lines that a case calls for, stated danger first.

    Args:
        view: The case with nothing assumed.
        query: What is asked; a danger that was not stated is named if it matters for that.
        stated: The facts that were stated, be it as not known.
    """
    question, enactment = query.question, view.enactment
    asked = {question.action, *query.did} - {None} or {way.id for way in enactment.ways}
    reports = []
    for line in enactment.safety:
        danger = view.truth(line.when)
        sensitive = any(enactment.fact[fact].sensitive for fact in facts_read(line.when, enactment))
        if danger is Truth.TRUE:
            reports.append(SafetyReport(line.id, stated=True, sentence=line.danger, sensitive=sensitive))
        elif danger is Truth.UNKNOWN and line.meanwhile and _is_known_to_be_open(view, line.when, stated):
            written = next(each for each in enactment.ruleset.safety if each.id == line.id)
            open_ = _stated_as_unknown(view, written.when, line.when, stated)
            sentence = words.unknown_danger_in_words(open_, enactment.ruleset)
            reports.append(
                SafetyReport(line.id, stated=False, sentence=sentence, meanwhile=line.meanwhile, sensitive=sensitive)
            )
        elif danger is Truth.UNKNOWN and asked.intersection(line.matters_for):
            reports.append(SafetyReport(line.id, stated=False, sentence=line.ask, sensitive=sensitive))
    kept = _without_replaced(reports, {line.id: line.instead_of for line in enactment.safety})
    return tuple(sorted(kept, key=_rank))


def by_urgency(determination: Determination, enactment: Enactment) -> tuple[SafetyReport, ...]:
    """The safety lines of an answer, stated danger first, and of that whatever asks for the first step that is due."""
    lines = {line.id: line for line in enactment.safety}
    reasons = {reason.rule: reason.facts for reason in determination.reasons}
    behind = []
    for step in determination.plan:
        rules = {norm.rule for norm in determination.status(step.action).decided_by}
        behind.append({fact.fact for rule in rules for fact in reasons.get(rule or "", ()) if not fact.assumed})

    def urgency(report: SafetyReport) -> tuple[bool, int]:
        danger = () if report.id not in lines else (*facts_read(lines[report.id].when, enactment),)
        places = (place for place, facts in enumerate(behind) if not facts.isdisjoint(danger))
        return not report.stated, next(places, len(behind))

    return tuple(sorted(determination.safety, key=urgency))


def _rank(report: SafetyReport) -> tuple[bool, bool]:
    """What was stated comes before what is known to be open, and that before what nobody spoke of."""
    return not report.stated, not report.meanwhile


def _without_replaced(
    reports: Sequence[SafetyReport], instead_of: Mapping[str, Collection[str]]
) -> Iterator[SafetyReport]:
    """The lines that no other replaces; what nobody spoke of stands in for nothing."""
    for report in reports:
        others = [each for each in reports if report.id in instead_of[each.id] and (each.stated or each.meanwhile)]
        if all(_rank(other) > _rank(report) for other in others):
            yield report


def _stated_as_unknown(
    view: EvaluationView, written: Condition, danger: Condition, stated: Collection[str]
) -> Condition:
    """What of a danger, as it is written, was stated as not known; of several parts, only those."""
    if not isinstance(written, AllOf | AnyOf) or not isinstance(danger, AllOf | AnyOf):
        return written
    pairs = zip(written.parts, danger.parts, strict=True)
    parts = tuple(
        _stated_as_unknown(view, part, each, stated) for part, each in pairs if _is_stated_unknown(view, each, stated)
    )
    return parts[0] if len(parts) == 1 else evolve(written, parts=parts)


def _is_known_to_be_open(view: EvaluationView, danger: Condition, stated: Collection[str]) -> bool:
    """Whether all that keeps a danger from being true was stated as not known; of several at once, that is of each."""
    parts = danger.parts if isinstance(danger, AllOf) else (danger,)
    return all(view.truth(part) is Truth.TRUE or _is_stated_unknown(view, part, stated) for part in parts)


def _is_stated_unknown(view: EvaluationView, danger: Condition, stated: Collection[str]) -> bool:
    """Whether a danger is not known because of something that was stated as not known.

    If it takes several things together, each that is not known has to be stated so: half a danger
    warns nobody. If one of several is enough, one has to be stated so.
    """
    if isinstance(danger, AnyOf):
        return any(_is_stated_unknown(view, part, stated) for part in danger.parts)
    if isinstance(danger, AllOf):
        open_ = [part for part in danger.parts if view.truth(part) is Truth.UNKNOWN]
        return bool(open_) and all(_is_stated_unknown(view, part, stated) for part in open_)
    return not view.unknown_behind(danger).isdisjoint(stated)
