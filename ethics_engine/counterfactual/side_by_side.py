"""Two determinations of one case side by side: what differs, and the rules that make the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ethics_engine.consultation.report.actions import is_at_issue
from ethics_engine.model.determination import (
    AnswerReport,
    Determination,
    DispositionReport,
    FactReport,
    PlanStep,
    Provenance,
    Reason,
    SafetyReport,
    SourceReport,
    StatusReport,
)


@frozen
class FactDifference:
    """A fact that is changed; `before` is None where nothing was known of it, all is where redaction leaves it out."""

    fact: str | None
    before: FactReport | None
    after: FactReport | None


@frozen
class AnswerDifference:
    """The answers, where they differ."""

    before: AnswerReport
    after: AnswerReport


@frozen
class DispositionDifference:
    """The dispositions, where they differ."""

    before: DispositionReport
    after: DispositionReport


@frozen
class StatusDifference:
    """An action whose status, or whose settledness, differs.

    Attributes:
        at_issue: Whether it is more than a step of a course that is neither asked about nor named.
    """

    action: str
    label: str
    at_issue: bool
    before: StatusReport
    after: StatusReport


@frozen
class RuleDifference:
    """A rule that holds in only one of the two, and has a part in what differs.

    Attributes:
        holds: Whether it holds after the change; if not, it held before.

        gives_way_to: The rules that defeat it where it does not hold though it is applicable.
    """

    rule: str
    because: str
    holds: bool
    gives_way_to: tuple[str, ...]
    sources: tuple[SourceReport, ...]


@frozen
class SideBySide:
    """What differs between two determinations of one case; whatever is not named is the same."""

    provenance: Provenance
    case: str
    question: str
    redacted: bool
    facts: tuple[FactDifference, ...]
    answer: AnswerDifference | None
    disposition: DispositionDifference | None
    statuses: tuple[StatusDifference, ...]
    plan_before: tuple[PlanStep, ...]
    plan_after: tuple[PlanStep, ...]
    safety_before: tuple[SafetyReport, ...]
    safety_after: tuple[SafetyReport, ...]
    rules: tuple[RuleDifference, ...]
    before: Determination
    after: Determination

    @property
    def differs(self) -> bool:
        """Whether anything does, besides the facts."""
        return bool(
            self.answer
            or self.disposition
            or self.statuses
            or self.plan_before
            or self.plan_after
            or self.safety_before
            or self.safety_after
        )


def compare(before: Determination, after: Determination, facts: Iterable[str]) -> SideBySide:
    """What differs between a case as it is stated and as it would be with other `facts`."""
    statuses = tuple(_statuses(before, after))
    return SideBySide(
        provenance=after.provenance,
        case=before.case,
        question=before.question,
        redacted=before.redacted,
        facts=tuple(_fact(name, before, after) for name in facts),
        answer=None if _same_answer(before, after) else AnswerDifference(before.answer, after.answer),
        disposition=(
            None
            if before.disposition == after.disposition
            else DispositionDifference(before.disposition, after.disposition)
        ),
        statuses=statuses,
        plan_before=_only_in(before.plan, after.plan),
        plan_after=_only_in(after.plan, before.plan),
        safety_before=tuple(line for line in before.safety if line not in after.safety),
        safety_after=tuple(line for line in after.safety if line not in before.safety),
        rules=tuple(_rules(before, after, statuses)),
        before=before,
        after=after,
    )


def _fact(name: str, before: Determination, after: Determination) -> FactDifference:
    after_value = _known(name, after)
    return FactDifference(name if after_value else None, _known(name, before), after_value)


def _same_answer(before: Determination, after: Determination) -> bool:
    one, other = before.answer, after.answer
    return (one.value, one.sentence, one.firmness) == (other.value, other.sentence, other.firmness)


def _known(name: str, determination: Determination) -> FactReport | None:
    known = (*determination.stated, *(report.fact for report in determination.assumed if report.fell is None))
    return next((report for report in known if report.fact == name), None)


def _statuses(before: Determination, after: Determination) -> Iterator[StatusDifference]:
    for one, other in zip(before.statuses, after.statuses, strict=True):
        if (one.status, one.possible, one.available) != (other.status, other.possible, other.available):
            at_issue = is_at_issue(one, before) or is_at_issue(other, after)
            yield StatusDifference(one.action, one.label, at_issue, one, other)


def _only_in(plan: tuple[PlanStep, ...], other: tuple[PlanStep, ...]) -> tuple[PlanStep, ...]:
    there = {(step.action, step.status) for step in other}
    return tuple(step for step in plan if (step.action, step.status) not in there)


def _rules(
    before: Determination, after: Determination, statuses: Iterable[StatusDifference]
) -> Iterator[RuleDifference]:
    """The rules that hold in only one of the two and decide something that differs, and those that defeat them."""
    reasons_before, reasons_after = _reasons(before), _reasons(after)
    changed = {
        name
        for name in (*reasons_before, *reasons_after)
        if _holds(name, reasons_before) is not _holds(name, reasons_after)
    }
    pairs = [(difference.before, before) for difference in statuses] + [
        (difference.after, after) for difference in statuses
    ]
    deciding = {rule for report, determination in pairs for rule in _deciding(report, determination)} & changed
    while (
        defeating := {
            other
            for name in deciding
            for reasons in (reasons_before, reasons_after)
            if name in reasons
            for other in reasons[name].defeated_by
            if other in changed
        }
        - deciding
    ):
        deciding |= defeating
    for name in dict.fromkeys((*reasons_after, *reasons_before)):
        if name in deciding:
            reason = reasons_after.get(name) or reasons_before[name]
            without = reasons_before if _holds(name, reasons_after) else reasons_after
            gives_way = without[name].defeated_by if name in without else ()
            yield RuleDifference(name, reason.because, _holds(name, reasons_after), gives_way, reason.sources)


def _reasons(determination: Determination) -> Mapping[str, Reason]:
    return {reason.rule: reason for reason in determination.reasons}


def _holds(rule: str, reasons: Mapping[str, Reason]) -> bool:
    return rule in reasons and reasons[rule].effective


def _deciding(report: StatusReport, determination: Determination) -> Iterator[str]:
    """The rules that give an action its status, or make it a dilemma; of derived norms, those behind the rival way."""
    for voice in (*report.decided_by, *report.outweighed):
        if voice.rule:
            yield voice.rule
        elif voice.derived_from:
            rival = determination.status(voice.derived_from)
            yield from (other.rule for other in rival.decided_by if other.rule)
