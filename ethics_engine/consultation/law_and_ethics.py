"""Where law and ethics speak differently of an action, so that neither silently overrides the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from ethics_engine.model.determination import Determination, Reason
from ethics_engine.model.rules import Modality
from ethics_engine.model.sources import Authority
from ethics_engine.text.legal import what_follows


@frozen
class LawAndEthics:
    """An action of which the law says one thing, and ethics another.

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

    What is asked about and the law permits is named, too, if no rule of ethics speaks of it: the law's permission is no
    yes of ethics.

    At issue are what is asked about, what was done, and every course of action that is possible. A rule is law if all
    that its strength comes from is; every other rule is one of ethics.
    """
    done = {report.action for report in determination.conduct}
    return tuple(
        found
        for report in determination.statuses
        if report.action in {determination.action, *done} or (report.way and report.available is not False)
        for found in _differing(
            report.action, report.label, determination.reasons, asked=report.action == determination.action
        )
    )


def rests_on_law(reason: Reason) -> bool:
    """Whether all that the strength of a rule comes from is law."""
    decisive = [each for each in reason.sources if each.reference in reason.strength_from] or reason.sources
    return bool(decisive) and all(source.authority is Authority.LAW for source in decisive)


def _differing(action: str, label: str, reasons: Iterable[Reason], *, asked: bool) -> Iterator[LawAndEthics]:
    said = [
        (rests_on_law(reason), norm.modality, reason.rule)
        for reason in reasons
        if reason.effective
        for norm in reason.norms
        if norm.action == action
    ]
    for positive in (True, False):
        law = [(modality, rule) for is_law, modality, rule in said if is_law and modality.positive is positive]
        ethics = [(mode, rule) for is_law, mode, rule in said if not is_law and mode.positive is not positive]
        silent = asked and positive and all(is_law for is_law, _, _ in said)
        if law and (ethics or silent):
            by_law, by_ethics = _strongest(law), _strongest(ethics) if ethics else None
            yield LawAndEthics(
                action,
                label,
                by_law,
                by_ethics,
                tuple(dict.fromkeys(rule for _, rule in law)),
                tuple(dict.fromkeys(rule for _, rule in ethics)),
                what_follows(by_law, by_ethics),
            )


def _strongest(said: Iterable[tuple[Modality, str]]) -> Modality:
    return max((modality for modality, _ in said), key=lambda modality: modality.strength)
