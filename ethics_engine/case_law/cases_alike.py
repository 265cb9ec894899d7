"""Decided cases like another one: those that were decided by rules that hold in it too, the nearest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from attrs import frozen

from ethics_engine.model.case import Case
from ethics_engine.model.determination import Determination, Reason
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.knowledge import NO

_Feature = tuple[str, object]
"""A rule, what is stated of a fact, or what is asked."""


@frozen
class CaseAlike:
    """A decided case with what it shares with another.

    Attributes:
        shared: The rules that decide both, the rarest first.

        same: The facts of which the same is stated in both, the rarest first.

        different: The facts stated in the decided case of which something else is stated or assumed in the other.

        nearness: From 0 to 1: how much of what tells of either case is shared.
    """

    case: Case
    shared: tuple[Reason, ...]
    same: tuple[str, ...]
    different: tuple[str, ...]
    nearness: float


def cases_alike(determination: Determination, decided: Sequence[Case], *, most: int = 5) -> tuple[CaseAlike, ...]:
    """The decided cases that share a deciding rule with a case, the nearest first.

    Near is what has much in common and little else: the cosine of what tells of each case, namely the rules that decide
    it, the facts that are stated, and what is asked. What occurs in few decided cases tells more than what occurs in
    many (inverse document frequency: K. Spärck Jones, A statistical interpretation of term specificity and its
    application in retrieval, Journal of Documentation 28, 1972; cosine: G. Salton, A. Wong and C. S. Yang, A vector
    space model for automatic indexing, Communications of the ACM 18, 1975). Exceptions count for nothing, for they tell
    what does not hold, and neither do rules that hold by assumptions alone.

    Raises:
        ValueError: The determination was read back, and does not hold what it was made from.
    """
    if (basis := determination.basis) is None:
        raise ValueError("find cases alike for what `consult` returned, not for what was read back")
    features = {case.id: _features(case) for case in decided if case.held is not None and case.id != determination.case}
    often = Counter(feature for each in features.values() for feature in each)
    tells = {feature: log((1 + len(features)) / count) for feature, count in often.items()}
    rules = {reason.rule: reason for reason in determination.reasons if _decides(reason)}
    stated = {fact: statement.known for fact, statement in basis.case.facts.items()}
    assumed = {fact.id: fact.presumed for fact in basis.ruleset.facts}
    here = {*(("rule", rule) for rule in rules), *stated.items(), _asked(basis.case)}
    size = _size(here, tells)
    alike = []
    for case in decided:
        there = features.get(case.id, frozenset())
        common = sorted(here & there, key=lambda feature: (-tells[feature], str(feature)))
        shared = tuple(rules[str(rule)] for kind, rule in common if kind == "rule")
        if shared:
            nearness = sum(tells[feature] ** 2 for feature in common) / (size * _size(there, tells))
            same = tuple(fact for fact, known in common if stated.get(fact) == known)
            different = tuple(
                fact
                for fact, statement in case.facts.items()
                if statement.known != stated.get(fact, assumed.get(fact, NO))
            )
            alike.append(CaseAlike(case, shared, same, different, nearness))
    return tuple(sorted(alike, key=lambda each: (-each.nearness, each.case.id))[:most])


def _features(case: Case) -> frozenset[_Feature]:
    rules = (("rule", rule) for rule in case.held.ratio) if case.held else ()
    facts = ((fact, statement.known) for fact, statement in case.facts.items())
    return frozenset((*rules, *facts, _asked(case)))


def _asked(case: Case) -> _Feature:
    return ("asked", (case.question.ask, case.question.action))


def _size(features: Iterable[_Feature], tells: Mapping[_Feature, float]) -> float:
    return sqrt(sum(tells.get(feature, 0.0) ** 2 for feature in features)) or 1.0


def _decides(reason: Reason) -> bool:
    stated = any(not fact.assumed for fact in reason.facts)
    return reason.effective and stated and EXCEPTION not in reason.rule
