"""Take out of an explanation what must not leave the room."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ethics_engine.consultation.report.redaction import plain_fact
from ethics_engine.model.determination import FactReport
from ethics_engine.text.values import fact_in_words

from .result import LEFT_OUT, Explanation, Step, StepKind, StepRole
from .why_not_result import Absence, Missing


def redacted(explanation: Explanation) -> Explanation:
    """The explanation without title, notes, reporters and sensitive facts.

    Rules, their reasons and their sources stay, for without them nothing is explained: who reads them may still infer
    what kind of case it was.
    """
    return attrs.evolve(
        explanation,
        title="",
        smallest=tuple(dict.fromkeys(map(without_sensitive, explanation.smallest))),
        leans_on=without_sensitive(explanation.leans_on),
        otherwise=without_sensitive(explanation.otherwise),
        unknown=tuple(report for report in explanation.unknown if not report.sensitive),
        proof=tuple(map(_step, explanation.proof)),
        redacted=True,
    )


def redacted_absence(absence: Absence) -> Absence:
    """The same of what is said where a status is not there."""
    return attrs.evolve(
        absence,
        title="",
        unavailable=_missing(absence.unavailable),
        obstacles=tuple(attrs.evolve(one, missing=_missing(one.missing)) for one in absence.obstacles),
        changes=tuple(dict.fromkeys(attrs.evolve(one, facts=_missing(one.facts) or ()) for one in absence.changes)),
        redacted=True,
    )


def _missing(missing: tuple[Missing, ...] | None) -> tuple[Missing, ...] | None:
    if missing is None:
        return None
    plain = tuple(
        attrs.evolve(one, fact=None if one.fact is None else plain_fact(one.fact))
        for one in missing
        if one.fact is None or not one.fact.sensitive
    )
    return plain if len(plain) == len(missing) else (*plain, Missing(fact_in_words(LEFT_OUT)))


def without_sensitive(facts: Iterable[FactReport]) -> tuple[FactReport, ...]:
    """The facts without notes and reporters; one line stands, at the end, for all that are sensitive."""
    facts = tuple(facts)
    plain = tuple(plain_fact(fact) for fact in facts if not fact.sensitive)
    return plain if len(plain) == len(facts) else (*plain, LEFT_OUT)


def _step(step: Step) -> Step:
    parts = tuple(_step(part) for part in step.parts if not part.sensitive)
    if len(parts) < len(step.parts):
        parts = (*parts, Step(StepKind.NOTE, StepRole.BECAUSE, "", fact_in_words(LEFT_OUT)))
    if step.fact is None:
        return attrs.evolve(step, parts=parts)
    fact = plain_fact(step.fact)
    return attrs.evolve(step, fact=fact, says=fact_in_words(fact))
