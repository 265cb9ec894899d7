"""What is still unknown and matters: everything that the answer hangs on, among other things that it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.training.item import Kind

from .answer import question
from .draft import Choice, Draft
from .fair import asks_for_outcome
from .next_question import reading
from .not_known import open_plans, supposed
from .subject import Subject
from .vignette import vignette
from .worlds import matters, outcomes_of


def drafts(subjects: Sequence[Subject]) -> Iterator[Draft]:
    """An item for each case that is open, and for others with facts of which nothing is supposed known."""
    plans = [plan for subject in subjects if asks_for_outcome(subject) and (plan := supposed(subject, deciding=2))]
    results = outcomes_of([(plan.subject, plan.tellings) for plan in plans])
    for plan, found in zip(plans, results, strict=True):
        keys = [name for name in plan.facts if matters(name, plan.tellings, found)]
        if None not in found and len(keys) == 2:
            yield _draft(plan.subject, keys, [name for name in plan.facts if name not in keys], supposing=True)
    for plan, found in open_plans(subjects):
        keys = [name for name in plan.open if matters(name, plan.tellings, found)]
        idle = [name for name in plan.facts if name not in plan.open and not matters(name, plan.tellings, found)]
        if keys:
            yield _draft(plan.subject, keys, idle, supposing=False)


def _draft(subject: Subject, keys: Sequence[str], idle: Sequence[str], *, supposing: bool) -> Draft:
    says = {name: subject.enactment.fact[name].ask for name in (*keys, *idle)}
    choices = [
        Choice(name, says[name], "It matters: another reply can give another answer.", right=True) for name in keys
    ]
    choices += [
        Choice(name, says[name], "It does not matter here: whatever the reply, the answer is the same.")
        for name in idle
    ]
    lead = (
        "Suppose that, whatever is said above, nobody had yet found out about any of the following. "
        if supposing
        else "The answer is still open. "
    )
    asked = f"{question(subject)} {lead}Which questions have to be put before there is an answer?"
    listed = " ".join(says[name] for name in keys)
    rules = tuple(dict.fromkeys(rule for name in keys for rule in reading(subject, name)))
    return Draft(
        Kind.UNKNOWN,
        subject,
        vignette(subject, unknown=() if supposing else idle),
        asked + (" Choose all that apply." if len(keys) > 1 else ""),
        tuple(choices),
        f"The answer hangs on this: {listed} On the other questions it does not hang, whatever the replies.",
        rules,
        harder=1,
    )
