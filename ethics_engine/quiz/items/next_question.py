"""Which question to ask next: the one whose reply, whatever it is, settles the answer, while no other's does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.outcome import Outcome
from ethics_engine.quiz.item import ItemKind

from .answer import question
from .context import ItemContext
from .counterfactuals import reasons, replies, replies_in_words, rules_of
from .distractors import asks_for_outcome
from .draft import Draft, DraftOption
from .not_known import SET_ASIDE, open_plans, supposed
from .option_texts import outcome_says
from .salience import facts_by_rule
from .variant_batch import matters, outcomes_of, settles
from .vignette import vignette


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case that is open for one fact, and for others of which something is supposed unknown."""
    plans = [plan for context in contexts if asks_for_outcome(context) for plan in supposed(context, several=False)]
    results = outcomes_of([(plan.context, plan.scenarios) for plan in plans])
    made: set[int] = set()
    for plan, found in zip(plans, results, strict=True):
        keys = [name for name in plan.facts if settles(name, plan.scenarios, found)]
        idle = [name for name in plan.facts if not matters(name, plan.scenarios, found)]
        proved = None not in found and len(keys) == 1 and len(idle) == len(plan.facts) - 1
        if proved and plan.context.number not in made:
            made.add(plan.context.number)
            yield _draft(plan.context, keys[0], idle, supposing=True)
    for plan, found in open_plans(contexts):
        keys = [name for name in plan.open if settles(name, plan.scenarios, found)]
        idle = [name for name in plan.facts if name not in plan.open and not matters(name, plan.scenarios, found)]
        if len(keys) == 1:
            yield _draft(plan.context, keys[0], idle, supposing=False)


def _draft(context: ItemContext, key: str, idle: Sequence[str], *, supposing: bool) -> Draft:
    def says(outcome: Outcome) -> str:
        return outcome_says(context, outcome)

    facts, given = context.enactment.fact, replies(context, key)
    text = f"Each reply gives an answer: {replies_in_words(given, says)}."
    choices = [DraftOption(key, facts[key].ask, text, right=True)]
    choices += [
        DraftOption(
            name, facts[name].ask, f"Whatever the reply, the answer still depends on another question: {facts[key].ask}"
        )
        for name in idle[:3]
    ]
    lead = SET_ASIDE if supposing else "The answer is still open. "
    asked = f"{question(context)} {lead}You may ask one question. Which one gives the answer, whatever the reply?"
    turns = [reply.turn for reply in given]
    return Draft(
        ItemKind.NEXT_QUESTION,
        context,
        vignette(context, unknown=() if supposing else idle[:3]),
        asked,
        tuple(choices),
        f"The question to ask: {facts[key].ask} {text}\n\n{reasons(turns, says)}",
        (*rules_of(turns), *reading(context, key)),
        harder=1,
    )


def reading(context: ItemContext, fact: str) -> tuple[str, ...]:
    """The rules on the actions at issue that read a fact."""
    read = facts_by_rule(context.enactment)
    speaking = {rule.id for action in context.salience.at_issue for rule, _ in context.enactment.norms_on[action]}
    return tuple(rule.id for rule in context.enactment.rules if rule.id in speaking and fact in read[rule.id])
