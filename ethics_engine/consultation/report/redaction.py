"""Take out of a determination what must not leave the room."""

from __future__ import annotations

import attrs

from ethics_engine.argument_types import checked
from ethics_engine.model.determination import Determination, FactReport, OpenAnswer, Reason, SafetyReport

WITHHELD = "A note on safety is left out here, because it is sensitive. Read it in the answer that is not redacted."


@checked
def redacted(determination: Determination) -> Determination:
    """Leave out of a determination title, narrative, notes, reporters, sensitive facts and trace.

    Rules, their reasons and their sources stay, for without them there is no answer: who reads them may still infer
    what kind of case it was.
    """
    return attrs.evolve(
        determination,
        title="",
        safety=_safety(determination.safety),
        narrative="",
        reasons=tuple(_reason(reason) for reason in determination.reasons),
        stated=_facts(determination.stated),
        assumed=tuple(
            attrs.evolve(report, fact=plain_fact(report.fact))
            for report in determination.assumed
            if not report.fact.sensitive
        ),
        unknown=tuple(report for report in determination.unknown if not report.sensitive),
        open_answer=determination.open_answer and _open(determination.open_answer),
        trace=(),
        redacted=True,
    )


def _safety(reports: tuple[SafetyReport, ...]) -> tuple[SafetyReport, ...]:
    """One line, and always last, for all that rest on something sensitive: neither number nor order gives them away."""
    plain = tuple(report for report in reports if not report.sensitive)
    withheld = SafetyReport("withheld", stated=False, sentence=WITHHELD, sensitive=True)
    return plain if len(plain) == len(reports) else (*plain, withheld)


def _open(answer: OpenAnswer) -> OpenAnswer:
    """Without the scenarios that name a sensitive fact."""
    plain = (each for each in answer.scenarios if not any(fact.sensitive for fact in each.facts))
    return attrs.evolve(answer, scenarios=tuple(plain))


def _reason(reason: Reason) -> Reason:
    concepts = () if any(fact.sensitive for fact in reason.facts) else reason.concepts
    return attrs.evolve(reason, facts=_facts(reason.facts), concepts=concepts)


def _facts(facts: tuple[FactReport, ...]) -> tuple[FactReport, ...]:
    return tuple(plain_fact(fact) for fact in facts if not fact.sensitive)


def plain_fact(fact: FactReport) -> FactReport:
    """A fact without who said so and with what remark."""
    return attrs.evolve(fact, note=None, reported_by=None)
