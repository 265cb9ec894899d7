"""Which question to ask next: the one whose reply, whatever it is, settles the answer, while no other's does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.consulting.outcomes import Outcome
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.training.item import Kind

from .answer import question
from .draft import Choice, Draft
from .fair import asks_for_outcome
from .not_known import open_plans, supposed
from .saying import inline, outcome_says
from .subject import Subject, facts_by_rule
from .vignette import vignette
from .worlds import matters, outcomes_of, settles


def drafts(subjects: Sequence[Subject]) -> Iterator[Draft]:
    """An item for each case that is open for one fact, and for others of which something is supposed unknown."""
    plans = [plan for subject in subjects if asks_for_outcome(subject) and (plan := supposed(subject, deciding=1))]
    results = outcomes_of([(plan.subject, plan.tellings) for plan in plans])
    for plan, found in zip(plans, results, strict=True):
        keys = [name for name in plan.facts if settles(name, plan.tellings, found)]
        idle = [name for name in plan.facts if not matters(name, plan.tellings, found)]
        if None not in found and len(keys) == 1 and len(idle) == len(plan.facts) - 1:
            yield _draft(plan.subject, keys[0], idle, _replies(keys[0], plan.tellings, found), supposing=True)
    for plan, found in open_plans(subjects):
        keys = [name for name in plan.open if settles(name, plan.tellings, found)]
        idle = [name for name in plan.facts if name not in plan.open and not matters(name, plan.tellings, found)]
        if len(keys) == 1:
            yield _draft(plan.subject, keys[0], idle, _replies(keys[0], plan.tellings, found), supposing=False)


def _replies(fact: str, tellings: Sequence[Knowledge], results: Sequence[Outcome | None]) -> dict[str, Outcome]:
    """What comes of each reply, by value."""
    found: dict[str, Outcome] = {}
    for telling, result in zip(tellings, results, strict=True):
        (value,) = getattr(telling[fact], "possible", ("",))
        if result is not None:
            found[value] = result
    return found


def _draft(subject: Subject, key: str, idle: Sequence[str], replies: dict[str, Outcome], *, supposing: bool) -> Draft:
    facts = subject.enactment.fact
    told = "; ".join(
        f"“{facts[key].label(value)}” gives “{inline(outcome_says(subject, replies[value]))}”"
        for value in facts[key].value_ids
        if value in replies
    )
    choices = [Choice(key, facts[key].ask, f"Each reply settles the answer: {told}.", right=True)]
    choices += [
        Choice(name, facts[name].ask, "Whatever the reply, the answer would hang on another question as before.")
        for name in idle[:3]
    ]
    lead = (
        "Suppose that, whatever is said above, nobody had yet found out about any of the following, "
        "and that there is time for one question only. "
        if supposing
        else "The answer is still open. "
    )
    asked = f"{question(subject)} {lead}Which question is the one to ask, because its reply decides?"
    return Draft(
        Kind.NEXT_QUESTION,
        subject,
        vignette(subject, unknown=() if supposing else idle[:3]),
        asked,
        tuple(choices),
        f"The question to ask: {facts[key].ask} Each reply settles the answer: {told}.",
        reading(subject, key),
        harder=1,
    )


def reading(subject: Subject, fact: str) -> tuple[str, ...]:
    """The rules on the actions at issue that read a fact."""
    read = facts_by_rule(subject.enactment)
    speaking = {rule.id for action in subject.at_issue for rule, _ in subject.enactment.norms_on[action]}
    return tuple(rule.id for rule in subject.enactment.rules if rule.id in speaking and fact in read[rule.id])
