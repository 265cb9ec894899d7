"""What would have to change for another answer; no option is a pretext, or a step that the rules speak against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.case import Answer, Verdict
from ethics_engine.model.enactment import DONE
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import sentence

from .answer import question
from .citing import cited
from .context import ItemContext
from .deciding_rules import behind
from .distractors import FREE, asks_for_outcome, idle, is_decided, pivotal, teaches
from .draft import Draft, DraftOption
from .explained_outcomes import ExplainedOutcome, turn
from .fact_texts import changed
from .option_texts import inline, key_reason, outcome_id, outcome_says
from .salience import facts_tested_by_rule
from .variants import Variant
from .vignette import vignette

_TARGETS = 2
_FEWEST = 2
_POOL = 9


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """Items for the outcomes that a single change of what the story is about brings about, the nearest first."""
    for context in filter(asks_for_outcome, contexts):
        if not is_decided(context) or not behind(context, context.outcome):
            continue
        keys: dict[Outcome, Variant] = {}
        for goal in filter(teaches, context.variations.readings.other_than(context.outcome)):
            near = (
                v
                for v in pivotal(context, goal)
                if v.fact in context.stated
                and _fits(context, v)
                and not _is_loophole(context, v, goal)
                and _is_read(context, v, goal)
            )
            key = next(near, None)
            if key is not None:
                keys[goal] = key
        goals = sorted(keys, key=lambda goal: keys[goal].fact not in context.stated)
        for goal in goals[:_TARGETS]:
            yield from _draft(context, goal, keys[goal])


def _fits(context: ItemContext, variant: Variant) -> bool:
    """Whether a change belongs to the story: it may be offered, and is about what was stated or about its topic."""
    fact = context.enactment.fact[variant.fact]
    return context.variations.offers(variant) and (fact.id in context.stated or fact.topic in context.salience.topics)


_LEAVE: Sequence[Outcome] = (
    Answer.NO,
    Answer.ADVISED_AGAINST,
    Answer.NOT_YET,
    Answer.YES,
    Verdict.BREACH,
    Verdict.DEPARTURE,
    Verdict.PREMATURE,
    Verdict.CONSISTENT,
)
"""From what leaves least room to what leaves most, for `may` and for conduct."""


_AGAINST = (Answer.NO, Answer.ADVISED_AGAINST)
_WAITING = (Answer.NOT_YET, Verdict.PREMATURE)


def _is_loophole(context: ItemContext, variant: Variant, goal: Outcome) -> bool:
    """Whether something out of the ordinary would come to be so, and more be allowed for it.

    More is allowed, in a question, only for a step that is taken or for an obstacle that is gone.
    """
    now = context.outcome
    if now not in _LEAVE or goal not in _LEAVE or _LEAVE.index(goal) < _LEAVE.index(now):
        return False
    fact = context.enactment.fact[variant.fact]
    return not variant.fact.startswith(DONE) and variant.known != fact.presumed


def _is_read(context: ItemContext, variant: Variant, goal: Outcome) -> bool:
    """Whether a rule behind the answer, as it is or as it becomes, tests itself what changes."""
    then = turn(context, variant, goal).rules
    read = facts_tested_by_rule(context.enactment)
    own = {rule.id for rule, _ in context.enactment.norms_on[context.action.id]} if context.action else set(then)
    if goal in _AGAINST and own.isdisjoint(then):  # only because another course is advised
        return False
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
    if goal in _WAITING or context.outcome in FREE:
        idle_ones = [variant for variant in idle_ones if not variant.fact.startswith(DONE)]
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
