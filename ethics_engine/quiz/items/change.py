"""What would have to change for another answer; no option is a pretext, or a step that the rules speak against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import sentence

from .answer import question
from .context import ItemContext
from .counterfactuals import ExplainedOutcome, turn
from .deciding_rules import behind
from .distractors import asks_for_outcome, idle, is_commonplace, is_related, pivotal
from .draft import Draft, DraftOption
from .fact_texts import changed
from .option_texts import inline, key_reason, outcome_id, outcome_says
from .single_changes import Variant
from .vignette import vignette

_TARGETS = 2
_DISTRACTORS = 3


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """Items for the outcomes that a single change of a case brings about, the nearest first."""
    for context in filter(asks_for_outcome, contexts):
        keys: dict[Outcome, Variant] = {}
        for goal in context.variations.readings.other_than(context.outcome):
            offered = filter(context.variations.offers, pivotal(context, goal))
            found = sorted(offered, key=lambda variant: is_commonplace(context, variant.fact))
            key = next((variant for variant in found if is_related(context, variant, goal)), None)
            if key is not None:
                keys[goal] = key
        goals = sorted(keys, key=lambda goal: keys[goal].fact not in context.stated)
        for goal in goals[:_TARGETS]:
            yield _draft(context, goal, keys[goal])


def _draft(context: ItemContext, goal: Outcome, key: Variant) -> Draft:
    now, then = outcome_says(context, context.outcome or UNDECIDED), outcome_says(context, goal)
    others = [
        found[0]
        for other in context.variations.readings.other_than(context.outcome)
        if other != goal
        if (found := [v for v in pivotal(context, other) if v.fact != key.fact and context.variations.offers(v)])
    ]
    wrong = [*others[:1], *(v for v in idle(context) if v.fact != key.fact and context.variations.offers(v))]
    chosen = list({variant.fact: variant for variant in wrong}.values())[:_DISTRACTORS]
    turned = turn(context, key, goal)
    choices = [DraftOption(key.name, _says(context, key), _becomes(context, turned), right=True)]
    for variant in chosen:
        outcome = context.variations.readings.of(variant) or UNDECIDED
        effect = (
            "This change alone leaves the answer as it is."
            if outcome == context.outcome
            else _becomes(context, turn(context, variant, outcome))
        )
        choices.append(DraftOption(variant.name, _says(context, variant), effect))
    rules = behind(context, context.outcome)
    asked = (
        f"{question(context)} The answer is “{inline(now)}”. Which one of these changes, on its own, would make it "
        f"“{inline(then)}”?"
    )
    return Draft(
        ItemKind.CHANGE,
        context,
        vignette(context),
        asked,
        tuple(choices),
        f"Now: {now} {key_reason(context, context.outcome, rules)}\n\n"
        f"With one change: {inline(_says(context, key))}. The answer becomes “{inline(then)}”. {turned.reason}",
        (*rules, *turned.rules),
        about=outcome_id(goal),
        harder=1,
    )


def _becomes(context: ItemContext, turned: ExplainedOutcome) -> str:
    return f"This change alone makes the answer “{inline(outcome_says(context, turned.outcome))}”. {turned.reason}"


def _says(context: ItemContext, variant: Variant) -> str:
    return sentence(changed(variant, context.enactment))
