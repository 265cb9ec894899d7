"""What is still unknown and matters: everything that the answer depends on, among other things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.outcome import Outcome
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import sentence

from .answer import question
from .context import ItemContext
from .counterfactuals import reasons, replies, replies_in_words, rules_of
from .distractors import asks_for_outcome
from .draft import Draft, DraftOption
from .next_question import reading
from .not_known import SET_ASIDE, open_plans, supposed
from .option_texts import outcome_says
from .variant_batch import matters, outcomes_of
from .vignette import vignette


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case that is open, and for others with facts of which nothing is supposed known."""
    plans = [plan for context in contexts if asks_for_outcome(context) for plan in supposed(context, several=True)]
    results = outcomes_of([(plan.context, plan.scenarios) for plan in plans])
    made: set[int] = set()
    for plan, found in zip(plans, results, strict=True):
        keys = tuple(name for name in plan.facts if matters(name, plan.scenarios, found))
        if None not in found and keys == plan.deciding and plan.context.number not in made:
            made.add(plan.context.number)
            yield _draft(plan.context, keys, [name for name in plan.facts if name not in keys], supposing=True)
    for plan, found in open_plans(contexts):
        keys = tuple(name for name in plan.open if matters(name, plan.scenarios, found))
        idle = [name for name in plan.facts if name not in plan.open and not matters(name, plan.scenarios, found)]
        if keys:
            yield _draft(plan.context, keys, idle, supposing=False)


def _draft(context: ItemContext, keys: Sequence[str], idle: Sequence[str], *, supposing: bool) -> Draft:
    def says(outcome: Outcome) -> str:
        return outcome_says(context, outcome)

    asks = {name: context.enactment.fact[name].ask for name in (*keys, *idle)}
    given = {name: replies(context, name) for name in keys}
    choices = [
        DraftOption(
            name,
            asks[name],
            f"The answer depends on it: {replies_in_words(given[name], says)}, with everything else unchanged.",
            right=True,
        )
        for name in keys
    ]
    choices += [
        DraftOption(name, asks[name], "The answer does not depend on it: it is the same whatever the reply.")
        for name in idle
    ]
    lead = SET_ASIDE if supposing else "The answer is still open. "
    asked = f"{question(context)} {lead}Which of these questions does the answer depend on?"
    turns = [reply.turn for name in keys for reply in given[name]]
    text = " ".join(f"{asks[name]} {sentence(replies_in_words(given[name], says))}" for name in keys)
    return Draft(
        ItemKind.UNKNOWN,
        context,
        vignette(context, unknown=() if supposing else idle),
        asked,
        tuple(choices),
        f"The answer depends on this: {text} It does not depend on the other questions.\n\n{reasons(turns, says)}",
        tuple(dict.fromkeys([*rules_of(turns), *(rule for name in keys for rule in reading(context, name))])),
        harder=1,
    )
