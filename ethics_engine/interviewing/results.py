"""What comes of the question in each of very many cases, where some facts may stay unknown for good."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ethics_engine.columns import Batch, Possible
from ethics_engine.consulting.firsts import firsts
from ethics_engine.consulting.outcomes import Outcome, outcomes
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.possibilities import Inquiry

Result = frozenset[Outcome]
"""The outcomes that remain possible of one case; one only, where all that bears on the question is known."""


def results(enactment: Enactment, batch: Batch, possible: Possible, inquiry: Inquiry) -> Mapping[Result, int]:
    """The cases parted by their results, as columns; the result of most cases comes first."""
    if inquiry.question.ask is Ask.FIRST:
        found = firsts(enactment, batch, possible, inquiry.question.action)
    else:
        found = outcomes(enactment, batch, inquiry)
    parted: dict[Result, int] = {frozenset(): batch.memory.everyone}
    for outcome, column in found.items():
        split: dict[Result, int] = {}
        for result, cases in parted.items():
            if cases & column:
                split[result | {outcome}] = cases & column
            if cases & ~column:
                split[result] = cases & ~column
        parted = split
    return dict(sorted(parted.items(), key=lambda item: (-item[1].bit_count(), sorted(item[0]))))


def told_in_full(inquiry: Inquiry, enactment: Enactment, passed: frozenset[str] = frozenset()) -> Inquiry:
    """What is asked of cases of which it is stated that a step is not done, but for those that were passed over."""
    stated = (step.id for step in enactment.ruleset.steps if done_fact(step.id) not in passed)
    return attrs.evolve(inquiry, stated_not_done=frozenset(stated))
