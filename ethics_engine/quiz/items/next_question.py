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


def drafts(subjects: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case that is open for one fact, and for others of which something is supposed unknown."""
    plans = [plan for subject in subjects if asks_for_outcome(subject) for plan in supposed(subject, several=False)]
    results = outcomes_of([(plan.subject, plan.scenarios) for plan in plans])
    made: set[int] = set()
    for plan, found in zip(plans, results, strict=True):
        keys = [name for name in plan.facts if settles(name, plan.scenarios, found)]
        idle = [name for name in plan.facts if not matters(name, plan.scenarios, found)]
        proved = None not in found and len(keys) == 1 and len(idle) == len(plan.facts) - 1
        if proved and plan.subject.number not in made:
            made.add(plan.subject.number)
            yield _draft(plan.subject, keys[0], idle, supposing=True)
    for plan, found in open_plans(subjects):
        keys = [name for name in plan.open if settles(name, plan.scenarios, found)]
        idle = [name for name in plan.facts if name not in plan.open and not matters(name, plan.scenarios, found)]
        if len(keys) == 1:
            yield _draft(plan.subject, keys[0], idle, supposing=False)


def _draft(subject: ItemContext, key: str, idle: Sequence[str], *, supposing: bool) -> Draft:
    def says(outcome: Outcome) -> str:
        return outcome_says(subject, outcome)

    facts, given = subject.enactment.fact, replies(subject, key)
    text = f"Each reply gives an answer: {replies_in_words(given, says)}."
    choices = [DraftOption(key, facts[key].ask, text, right=True)]
    choices += [
        DraftOption(
            name, facts[name].ask, f"Whatever the reply, the answer still depends on another question: {facts[key].ask}"
        )
        for name in idle[:3]
    ]
    lead = SET_ASIDE if supposing else "The answer is still open. "
    asked = f"{question(subject)} {lead}You may ask one question. Which one gives the answer, whatever the reply?"
    turns = [reply.turn for reply in given]
    return Draft(
        ItemKind.NEXT_QUESTION,
        subject,
        vignette(subject, unknown=() if supposing else idle[:3]),
        asked,
        tuple(choices),
        f"The question to ask: {facts[key].ask} {text}\n\n{reasons(turns, says)}",
        (*rules_of(turns), *reading(subject, key)),
        harder=1,
    )


def reading(subject: ItemContext, fact: str) -> tuple[str, ...]:
    """The rules on the actions at issue that read a fact."""
    read = facts_by_rule(subject.enactment)
    speaking = {rule.id for action in subject.salience.at_issue for rule, _ in subject.enactment.norms_on[action]}
    return tuple(rule.id for rule in subject.enactment.rules if rule.id in speaking and fact in read[rule.id])
