"""What would have to change for another answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.consulting.outcomes import Outcome
from ethics_engine.training.item import Kind
from ethics_engine.wording.lists import sentence

from .answer import question
from .draft import Choice, Draft
from .facts import changed
from .fair import asks_for_outcome, idle, telling
from .reasons import behind
from .saying import inline, key_reason, outcome_says
from .subject import Subject
from .variants import Variant
from .vignette import vignette

_TARGETS = 2
_DISTRACTORS = 3


def drafts(subjects: Sequence[Subject]) -> Iterator[Draft]:
    """Items for the outcomes that a single change of a case brings about, the nearest first."""
    for subject in filter(asks_for_outcome, subjects):
        ways = {goal: telling(subject, goal) for goal in subject.readings.otherwise(subject.outcome)}
        goals = [goal for goal, variants in ways.items() if variants]
        goals.sort(key=lambda goal: ways[goal][0].fact not in subject.stated)
        for goal in goals[:_TARGETS]:
            yield _draft(subject, goal, ways[goal][0])


def _draft(subject: Subject, goal: Outcome, key: Variant) -> Draft:
    now, then = outcome_says(subject, subject.outcome or ()), outcome_says(subject, goal)
    others = [
        found[0]
        for other in subject.readings.otherwise(subject.outcome)
        if other != goal
        if (found := [v for v in telling(subject, other) if v.fact != key.fact])
    ]
    wrong = [*others[:1], *(variant for variant in idle(subject) if variant.fact != key.fact)]
    chosen = list({variant.fact: variant for variant in wrong}.values())[:_DISTRACTORS]
    choices = [
        Choice(_name(key), _says(subject, key), f"With that alone the answer becomes “{inline(then)}”.", right=True)
    ]
    for variant in chosen:
        result = outcome_says(subject, subject.readings.of(variant) or ())
        effect = "stays as it is" if result == now else f"becomes “{inline(result)}”"
        choices.append(Choice(_name(variant), _says(subject, variant), f"With that alone the answer {effect}."))
    rules = behind(subject, subject.outcome)
    asked = (
        f"{question(subject)} The answer is “{inline(now)}”. Which of these changes would by itself make it "
        f"“{inline(then)}”?"
    )
    return Draft(
        Kind.CHANGE,
        subject,
        vignette(subject),
        asked,
        tuple(choices),
        f"As it is: {now} {key_reason(subject, subject.outcome, rules)}\n\n"
        f"With one change it is otherwise: {inline(_says(subject, key))}. Then: {then}",
        rules,
        about="-".join(goal),
        harder=1,
    )


def _name(variant: Variant) -> str:
    return f"{variant.fact}.{variant.variable.option or ''}.{variant.value}"


def _says(subject: Subject, variant: Variant) -> str:
    return sentence(changed(variant, subject.enactment))
