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


def drafts(subjects: Sequence[ItemContext]) -> Iterator[Draft]:
    """Items for the outcomes that a single change of a case brings about, the nearest first."""
    for subject in filter(asks_for_outcome, subjects):
        keys: dict[Outcome, Variant] = {}
        for goal in subject.variations.readings.other_than(subject.outcome):
            offered = filter(subject.variations.offers, pivotal(subject, goal))
            found = sorted(offered, key=lambda variant: is_commonplace(subject, variant.fact))
            key = next((variant for variant in found if is_related(subject, variant, goal)), None)
            if key is not None:
                keys[goal] = key
        goals = sorted(keys, key=lambda goal: keys[goal].fact not in subject.stated)
        for goal in goals[:_TARGETS]:
            yield _draft(subject, goal, keys[goal])


def _draft(subject: ItemContext, goal: Outcome, key: Variant) -> Draft:
    now, then = outcome_says(subject, subject.outcome or UNDECIDED), outcome_says(subject, goal)
    others = [
        found[0]
        for other in subject.variations.readings.other_than(subject.outcome)
        if other != goal
        if (found := [v for v in pivotal(subject, other) if v.fact != key.fact and subject.variations.offers(v)])
    ]
    wrong = [*others[:1], *(v for v in idle(subject) if v.fact != key.fact and subject.variations.offers(v))]
    chosen = list({variant.fact: variant for variant in wrong}.values())[:_DISTRACTORS]
    turned = turn(subject, key, goal)
    choices = [DraftOption(key.name, _says(subject, key), _becomes(subject, turned), right=True)]
    for variant in chosen:
        outcome = subject.variations.readings.of(variant) or UNDECIDED
        effect = (
            "This change alone leaves the answer as it is."
            if outcome == subject.outcome
            else _becomes(subject, turn(subject, variant, outcome))
        )
        choices.append(DraftOption(variant.name, _says(subject, variant), effect))
    rules = behind(subject, subject.outcome)
    asked = (
        f"{question(subject)} The answer is “{inline(now)}”. Which one of these changes, on its own, would make it "
        f"“{inline(then)}”?"
    )
    return Draft(
        ItemKind.CHANGE,
        subject,
        vignette(subject),
        asked,
        tuple(choices),
        f"Now: {now} {key_reason(subject, subject.outcome, rules)}\n\n"
        f"With one change: {inline(_says(subject, key))}. The answer becomes “{inline(then)}”. {turned.reason}",
        (*rules, *turned.rules),
        about=outcome_id(goal),
        harder=1,
    )


def _becomes(subject: ItemContext, turned: ExplainedOutcome) -> str:
    return f"This change alone makes the answer “{inline(outcome_says(subject, turned.outcome))}”. {turned.reason}"


def _says(subject: ItemContext, variant: Variant) -> str:
    return sentence(changed(variant, subject.enactment))
