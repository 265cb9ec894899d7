"""Was it right: of what was done or omitted, and of what might be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.case import Ask, Question, Verdict
from ethics_engine.model.outcome import Outcome
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.actions import action_phrase
from ethics_engine.text.answers import question_in_words
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.lists import listed

from .context import ItemContext, rules_in_words
from .counterfactuals import hanging, if_stated, rules_of, turn, why_open
from .deciding_rules import behind
from .distractors import stable_hash
from .draft import Draft, DraftOption
from .fact_texts import WITH_ONE_CHANGE, changed
from .option_texts import RIGHT, VERDICT_WANTS, outcome_says
from .vignette import vignette

_WHOLE = " Give the most serious verdict."
_HOW = "What would the verdict be?"
_SELDOM = 3
"""One case in so many offers, as a wrong option, that there is no verdict; it is seldom the right one."""


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case that asks whether conduct was right, and one for others on what doing it would be."""
    for context in contexts:
        action = context.action
        if context.ask is Ask.RIGHT:
            acts = len(context.query.did) + len(context.query.omitted)
            asked = question_in_words(context.query, context.ruleset) + (_WHOLE if acts > 1 else "")
            yield _draft(context, context.query, asked, supposed=False)
        elif context.ask is Ask.MAY and action and not action.by:
            query = context.variations.hypothetical(PossibilityQuery(Question(Ask.RIGHT), did=(action.id,)))
            asked = f"Suppose that the practitioner did this now: {action_phrase(action)}. {_HOW}"
            yield _draft(context, query, asked, supposed=True)
        elif context.ask is Ask.MUST and action and not action.by:
            query = context.variations.hypothetical(PossibilityQuery(Question(Ask.RIGHT), omitted=(action.id,)))
            asked = f"Suppose that the practitioner did not do this: {action_phrase(action)}. {_HOW}"
            yield _draft(context, query, asked, supposed=True)


def _draft(context: ItemContext, query: PossibilityQuery, asked: str, *, supposed: bool) -> Draft:
    def says(verdict: Outcome) -> str:
        return outcome_says(context, verdict, supposed=supposed)

    outcome = context.outcome_of(query)
    key = outcome if isinstance(outcome, Verdict) else Verdict.NO_VERDICT
    facts = () if outcome else hanging(context, query)
    readings = context.nearby.outcomes(context.variations.with_steps(query))
    rules = behind(context, outcome, query) or rules_of(reply.turn for _, given in facts for reply in given)
    reason = why_open(context, facts, says) if facts else _reason(context, key, rules, query)
    choices = [DraftOption(key.value, says(key), RIGHT, right=True)]
    for verdict in Verdict:
        if verdict is key or (verdict is Verdict.NO_VERDICT and stable_hash(context, verdict.value)[0] % _SELDOM):
            continue
        variant = context.variations.shift(readings, verdict)
        if facts:
            feedback = if_stated(context, facts, verdict)
        elif variant is None:
            feedback = VERDICT_WANTS[verdict]
        else:
            because = turn(context, variant, verdict, query).reason
            miss = f"{WITH_ONE_CHANGE} {changed(variant, context.enactment)}. {because}"
            feedback = f"{VERDICT_WANTS[verdict]} {miss}"
        choices.append(DraftOption(verdict.value, says(verdict), feedback))
    rationale = "" if supposed else " ".join(context.case.rationale.split())
    return Draft(
        ItemKind.CONDUCT,
        context,
        vignette(context, context.variations.assumed_behind(readings, outcome), of_conduct=not supposed),
        asked,
        tuple(choices),
        "\n\n".join(filter(None, [says(key), reason, rationale])),
        rules,
    )


def _reason(context: ItemContext, key: Verdict, rules: tuple[str, ...], query: PossibilityQuery) -> str:
    reasons = " ".join(rules_in_words(context, rules))
    if key is Verdict.CONSISTENT:
        return f"No rule speaks against it. {reasons}".strip()
    if key is Verdict.NO_RULE:
        return "No rule that applies here speaks of it."
    if key is Verdict.NO_VERDICT:
        return f"{_unsettled(context, query)} {reasons}".strip()
    if key is Verdict.PREMATURE:
        steps = [step for act in query.did for step in context.awaited(act) if step in query.stated_not_done]
        return f"First: {listed([context.enactment.action[s].label for s in steps])}. {reasons}"
    return reasons


def _unsettled(context: ItemContext, query: PossibilityQuery) -> str:
    """Why there is no verdict although everything that the answer depends on is known."""
    for act in query.judged:
        action = context.enactment.action[act]
        if not context.is_available(act):
            return f"It is possible only if {condition_in_words(action.available, context.ruleset)}."
        steps = [context.enactment.action[step].label for step in context.awaited(act)]
        if steps and act in query.did:
            return f"A step had to come first, and it is not known whether it was taken: {listed(steps)}."
    return "Rules of equal weight conflict here."
