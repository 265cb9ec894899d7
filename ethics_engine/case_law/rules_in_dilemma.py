"""The rules that collide in a case."""

from __future__ import annotations

from collections.abc import Iterator

from ethics_engine.consultation.reasons import Explainer
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth


def rules_in_dilemma(explainer: Explainer) -> tuple[str, ...]:
    """The rules whose norms of equal weight collide over an action, close every means to a duty, or close every way."""
    enactment, evaluation = explainer.view.enactment, explainer.view.evaluation
    found: dict[str, None] = {}
    for action, statuses in evaluation.statuses.items():
        if statuses == {Status.DILEMMA}:
            found.update(dict.fromkeys(_deciding(explainer, action, Status.DILEMMA)))
    for duty, unmet in evaluation.unmet.items():
        if unmet is Truth.TRUE:
            found.update(dict.fromkeys(_deciding(explainer, duty, Status.REQUIRED)))
            for means in enactment.action[duty].met_by:
                found.update(dict.fromkeys(_deciding(explainer, means, Status.PROHIBITED)))
    ways = [way.id for way in enactment.ways if evaluation.available[way.id] is not Truth.FALSE]
    if all(evaluation.statuses[way] == {Status.PROHIBITED} for way in ways):
        found.update(dict.fromkeys(rule for way in ways for rule in _deciding(explainer, way, Status.PROHIBITED)))
    return tuple(found)


def _deciding(explainer: Explainer, action: str, status: Status) -> Iterator[str]:
    """The rules that give an action a status, and, where a rival way does, those that make the rival what it is."""
    for voice in explainer.weighed(action, status)[0]:
        if voice.rule is not None:
            yield voice.rule
        elif voice.derived_from is not None:
            strength = voice.modality.strength
            yield from (
                rule.id
                for rule, norm in explainer.view.enactment.norms_on[voice.derived_from]
                if explainer.view.evaluation.effective[rule.id] is Truth.TRUE
                and norm.modality.positive
                and norm.modality.strength == strength
            )
