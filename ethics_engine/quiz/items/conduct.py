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


def drafts(subjects: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case that asks whether conduct was right, and one for others on what doing it would be."""
    for subject in subjects:
        action = subject.action
        if subject.ask is Ask.RIGHT:
            acts = len(subject.query.did) + len(subject.query.omitted)
            asked = question_in_words(subject.query, subject.ruleset) + (_WHOLE if acts > 1 else "")
            yield _draft(subject, subject.query, asked, supposed=False)
        elif subject.ask is Ask.MAY and action and not action.by:
            query = subject.variations.hypothetical(PossibilityQuery(Question(Ask.RIGHT), did=(action.id,)))
            asked = f"Suppose that the practitioner did this now: {action_phrase(action)}. {_HOW}"
            yield _draft(subject, query, asked, supposed=True)
        elif subject.ask is Ask.MUST and action and not action.by:
            query = subject.variations.hypothetical(PossibilityQuery(Question(Ask.RIGHT), omitted=(action.id,)))
            asked = f"Suppose that the practitioner did not do this: {action_phrase(action)}. {_HOW}"
            yield _draft(subject, query, asked, supposed=True)


def _draft(subject: ItemContext, query: PossibilityQuery, asked: str, *, supposed: bool) -> Draft:
    def says(verdict: Outcome) -> str:
        return outcome_says(subject, verdict, supposed=supposed)

    outcome = subject.outcome_of(query)
    key = outcome if isinstance(outcome, Verdict) else Verdict.NO_VERDICT
    facts = () if outcome else hanging(subject, query)
    readings = subject.nearby.outcomes(subject.variations.with_steps(query))
    rules = behind(subject, outcome, query) or rules_of(reply.turn for _, given in facts for reply in given)
    reason = why_open(subject, facts, says) if facts else _reason(subject, key, rules, query)
    choices = [DraftOption(key.value, says(key), RIGHT, right=True)]
    for verdict in Verdict:
        if verdict is key or (verdict is Verdict.NO_VERDICT and stable_hash(subject, verdict.value)[0] % _SELDOM):
            continue
        variant = subject.variations.shift(readings, verdict)
        if facts:
            feedback = if_stated(subject, facts, verdict)
        elif variant is None:
            feedback = VERDICT_WANTS[verdict]
        else:
            because = turn(subject, variant, verdict, query).reason
            miss = f"{WITH_ONE_CHANGE} {changed(variant, subject.enactment)}. {because}"
            feedback = f"{VERDICT_WANTS[verdict]} {miss}"
        choices.append(DraftOption(verdict.value, says(verdict), feedback))
    rationale = "" if supposed else " ".join(subject.case.rationale.split())
    return Draft(
        ItemKind.CONDUCT,
        subject,
        vignette(subject, subject.variations.assumed_behind(readings, outcome), of_conduct=not supposed),
        asked,
        tuple(choices),
        "\n\n".join(filter(None, [says(key), reason, rationale])),
        rules,
    )


def _reason(subject: ItemContext, key: Verdict, rules: tuple[str, ...], query: PossibilityQuery) -> str:
    reasons = " ".join(rules_in_words(subject, rules))
    if key is Verdict.CONSISTENT:
        return f"No rule speaks against it. {reasons}".strip()
    if key is Verdict.NO_RULE:
        return "No rule that applies here speaks of it."
    if key is Verdict.NO_VERDICT:
        return f"{_unsettled(subject, query)} {reasons}".strip()
    if key is Verdict.PREMATURE:
        steps = [step for act in query.did for step in subject.awaited(act) if step in query.stated_not_done]
        return f"First: {listed([subject.enactment.action[s].label for s in steps])}. {reasons}"
    return reasons


def _unsettled(subject: ItemContext, query: PossibilityQuery) -> str:
    """Why there is no verdict although everything that the answer depends on is known."""
    for act in (*query.did, *query.omitted):
        action = subject.enactment.action[act]
        if not subject.is_available(act):
            return f"It is possible only if {condition_in_words(action.available, subject.ruleset)}."
        steps = [subject.enactment.action[step].label for step in subject.awaited(act)]
        if steps and act in query.did:
            return f"A step had to come first, and it is not known whether it was taken: {listed(steps)}."
    return "Rules of equal weight conflict here."
