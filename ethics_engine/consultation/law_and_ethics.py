"""Where law and ethics speak differently of an action, so that neither silently overrides the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ethics_engine.model.determination import Determination, Reason, StatusReport
from ethics_engine.model.record import Record, frozen_record
from ethics_engine.model.rules import Modality
from ethics_engine.model.sources import Authority
from ethics_engine.text.legal import what_follows


@frozen_record
class LawAndEthics(Record):
    """An action on which the law says one thing, and ethics another.

    Attributes:
        law: How the law speaks of it, most strongly.

        ethics: How the rules of ethics speak of it on the other side, most strongly; None where they say nothing of it.

        law_rules: The rules that speak so and rest on law alone, by id.

        ethics_rules: The rules on the other side, by id.

        follows: What follows from both.
    """

    action: str
    label: str
    law: Modality
    ethics: Modality | None
    law_rules: tuple[str, ...]
    ethics_rules: tuple[str, ...]
    follows: str


def where_law_and_ethics_differ(determination: Determination) -> tuple[LawAndEthics, ...]:
    """Each action at issue for which the law speaks on one side, and a rule of ethics on the other.

    A course of action that is asked about and that the law permits is named, too, if no rule of ethics speaks of it.

    At issue are what is asked about, what was done, and every course of action that is possible. A rule is law if all
    that its strength comes from is; every other rule is one of ethics.
    """
    done = {report.action for report in determination.conduct}
    return tuple(
        found
        for report in determination.statuses
        if report.action in {determination.action, *done} or (report.way and report.available is not False)
        for found in _differing(
            report.action,
            report.label,
            [*_own(report.action, determination), *_derived(report, determination)],
            asked=report.way and report.action == determination.action,
        )
    )


def rests_on_law(reason: Reason) -> bool:
    """Whether all that the strength of a rule comes from is law."""
    decisive = [each for each in reason.sources if each.reference in reason.strength_from] or reason.sources
    return bool(decisive) and all(source.authority is Authority.LAW for source in decisive)


@frozen_record
class _Said:
    """What a rule says of an action, by itself or because it asks for another course."""

    rule: str
    modality: Modality
    law: bool


def _own(action: str, determination: Determination) -> Iterator[_Said]:
    for reason in determination.reasons:
        for norm in reason.norms if reason.effective else ():
            if norm.action == action:
                yield _Said(reason.rule, norm.modality, rests_on_law(reason))


def _derived(report: StatusReport, determination: Determination) -> Iterator[_Said]:
    """What rules say of a course by asking for another one in its place."""
    reasons = {reason.rule: reason for reason in determination.reasons}
    for norm in (*report.decided_by, *report.outweighed):
        for deciding in determination.status(norm.derived_from).decided_by if norm.derived_from else ():
            if deciding.rule is not None and not deciding.derived_from:
                yield _Said(deciding.rule, norm.modality, rests_on_law(reasons[deciding.rule]))


def _differing(action: str, label: str, said: Sequence[_Said], *, asked: bool) -> Iterator[LawAndEthics]:
    for positive in (True, False):
        law = [each for each in said if each.law and each.modality.positive is positive]
        ethics = [each for each in said if not each.law and each.modality.positive is not positive]
        silent = asked and all(each.law for each in said) and {each.modality for each in law} == {Modality.MAY}
        if law and (ethics or silent):
            by_law, by_ethics = _strongest(law), _strongest(ethics) if ethics else None
            yield LawAndEthics(
                action,
                label,
                by_law,
                by_ethics,
                tuple(dict.fromkeys(each.rule for each in law)),
                tuple(dict.fromkeys(each.rule for each in ethics)),
                what_follows(by_law, by_ethics),
            )


def _strongest(said: Iterable[_Said]) -> Modality:
    return max((each.modality for each in said), key=lambda modality: modality.strength)
