"""Decided cases like another one: those that were decided by rules that hold in it too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from attrs import frozen

from ethics_engine.model.case import Case
from ethics_engine.model.determination import Determination, Reason
from ethics_engine.model.enactment import EXCEPTION


@frozen
class CaseAlike:
    """A decided case with the rules that decide both, the rarest first.

    Attributes:
        weight: How much the shared rules tell, each by how few decided cases it decides; above zero.
    """

    case: Case
    shared: tuple[Reason, ...]
    weight: float


def cases_alike(determination: Determination, decided: Sequence[Case], *, most: int = 5) -> tuple[CaseAlike, ...]:
    """The decided cases whose ratio has most in common with the rules that hold in a case, the likest first.

    Exceptions count for nothing, for they tell what does not hold, and neither do rules that hold by assumptions alone.
    A rule that decides few cases tells more than one that decides many (inverse document frequency: K. Spärck Jones, A
    statistical interpretation of term specificity and its application in retrieval, Journal of Documentation 28, 1972).
    Of equal cases the one about the same action comes first.
    """
    held = {each.rule: each for each in determination.reasons if _tells(each)}
    ratios = {case.id: {*case.held.ratio} for case in decided if case.held is not None}
    often = Counter(rule for ratio in ratios.values() for rule in ratio)
    telling = {rule: log((1 + len(ratios)) / often[rule]) for rule in held if often[rule]}
    alike = []
    for case in decided:
        shared = sorted(ratios.get(case.id, set()) & telling.keys(), key=lambda rule: (-telling[rule], rule))
        if shared and case.id != determination.case:
            alike.append(CaseAlike(case, tuple(held[rule] for rule in shared), sum(telling[rule] for rule in shared)))

    def likest_first(each: CaseAlike) -> tuple[float, bool, str]:
        return -each.weight, each.case.question.action != determination.action, each.case.id

    return tuple(sorted(alike, key=likest_first)[:most])


def _tells(reason: Reason) -> bool:
    stated = any(not fact.assumed for fact in reason.facts)
    return reason.effective and stated and EXCEPTION not in reason.rule
