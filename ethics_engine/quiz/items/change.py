"""What would have to change for another answer; no option is a pretext, or a step that the rules speak against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import DONE
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import sentence

from .answer import question
from .citing import cited
from .context import ItemContext
from .deciding_rules import behind
from .distractors import FREE, asks_for_outcome, idle, is_decided, pivotal
from .draft import Draft, DraftOption
from .explained_outcomes import ExplainedOutcome, turn
from .fact_texts import changed
from .option_texts import inline, key_reason, outcome_id, outcome_says
from .salience import facts_tested_by_rule
from .variants import Variant
from .vignette import vignette

_FEWEST = 2
_POOL = 9


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case in which one honest change of what is stated takes away what stands in the way.

    Only what opens a way is asked for: what would close it depends on rules that no story shows.
    """
    for context in filter(asks_for_outcome, contexts):
        if context.ask not in (Ask.MAY, Ask.RIGHT) or not is_decided(context) or not behind(context, context.outcome):
            continue
        for goal in (goal for goal in FREE if goal != context.outcome):
            near = (v for v in pivotal(context, goal) if _opens(context, v) and _is_read(context, v, goal))
            if key := next(near, None):
                yield from _draft(context, goal, key)


def _fits(context: ItemContext, variant: Variant) -> bool:
    """Whether a change belongs to the story: it may be offered, and is about what was stated or about its topic."""
    fact = context.enactment.fact[variant.fact]
    return context.variations.offers(variant) and (fact.id in context.stated or fact.topic in context.salience.topics)


def _opens(context: ItemContext, variant: Variant) -> bool:
    """Whether a stated fact would change to the ordinary, or a step come to be taken; anything else is a loophole."""
    ordinary = variant.known == context.enactment.fact[variant.fact].presumed
    return variant.fact in context.stated and _fits(context, variant) and (ordinary or variant.fact.startswith(DONE))


def _is_read(context: ItemContext, variant: Variant, goal: Outcome) -> bool:
    """Whether a rule behind the answer, as it is or as it becomes, tests itself what changes."""
    then = turn(context, variant, goal).rules
    read = facts_tested_by_rule(context.enactment)
    return bool(then) and any(variant.fact in read.get(rule, ()) for rule in (*behind(context, context.outcome), *then))


def _draft(context: ItemContext, goal: Outcome, key: Variant) -> Iterator[Draft]:
    now, then = outcome_says(context, context.outcome or UNDECIDED), outcome_says(context, goal)
    others = [
        variant
        for other in context.variations.readings.other_than(context.outcome)
        if other != goal
        for variant in pivotal(context, other)
        if variant.fact != key.fact and _fits(context, variant)
    ]
    idle_ones = [v for v in idle(context) if v.fact != key.fact and _fits(context, v)]
    near = sorted([*others[:2], *idle_ones], key=lambda variant: variant.fact not in context.stated)
    chosen = list({variant.fact: variant for variant in near}.values())[:_POOL]
    turned, rules = turn(context, key, goal), behind(context, context.outcome)
    right = _option(context, key, _becomes(context, turned))
    if len(chosen) < _FEWEST:
        return
    asked = (
        f"{question(context)} The answer is “{inline(now)}”. Which one of these changes, on its own, would make it "
        f"“{inline(then)}”?"
    )
    shown = vignette(context)
    yield Draft(
        ItemKind.CHANGE,
        context,
        shown,
        asked,
        right,
        tuple(_option(context, variant, _effect(context, variant, now, rules)) for variant in chosen),
        f"Now: {now} {key_reason(context, context.outcome, rules)}\n\n"
        f"With one change: {inline(right.text)}. The answer becomes “{inline(then)}”. {turned.reason}",
        (*rules, *turned.rules),
        about=outcome_id(goal),
        harder=1,
    )


def _option(context: ItemContext, variant: Variant, feedback: str) -> DraftOption:
    return DraftOption(variant.name, sentence(changed(variant, context.enactment)), feedback)


def _effect(context: ItemContext, variant: Variant, now: str, rules: tuple[str, ...]) -> str:
    outcome = context.variations.readings.of(variant) or UNDECIDED
    if outcome != context.outcome:
        return _becomes(context, turn(context, variant, outcome))
    because = context.reasons.because(rules[0])
    return f"With this change alone the answer is still “{inline(now)}”: {because} {cited(context.enactment, rules[0])}"


def _becomes(context: ItemContext, turned: ExplainedOutcome) -> str:
    source = cited(context.enactment, turned.rules[0]) if turned.rules else ""
    becomes = f"This change alone makes the answer “{inline(outcome_says(context, turned.outcome))}”."
    return " ".join(filter(None, [becomes, turned.reason, source]))
