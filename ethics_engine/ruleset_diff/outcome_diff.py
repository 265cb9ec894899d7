"""How two determinations of one case differ, in the point at which they should."""

from __future__ import annotations

from collections.abc import Sequence

from ethics_engine.engines.answer_set.pair_solver import Difference
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions
from ethics_engine.model.determination import Determination
from ethics_engine.model.status import Status
from ethics_engine.text.courses import course_in_words
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS

from .differing_cases import OPEN
from .result import Effect, EffectAspect

_STANDS_IN_WORDS = {
    **{status.value: words for status, words in STATUS_IN_WORDS.items()},
    "missing": "not possible",
    "unmet": "required, but none of the ways to do it is allowed",
    "unknown": "no such action",
    OPEN: "open",
}

Said = Sequence[Determination | None]
"""What the old and the new ruleset make of a case; None for a contradiction."""


def effect_of(what: Difference, said: Said, alike: SharedDefinitions) -> Effect | None:
    """The difference as the determinations show it; None where they do not."""
    kind, action, *rest = what
    if kind == "lawful":
        words = ["a contradiction" if one is None else "possible" for one in said]
        return _unlike(EffectAspect.POSSIBLE, ["contradiction" if one is None else "possible" for one in said], words)
    old, new = said
    if old is None or new is None:
        return None
    if kind == "disposition":
        values = [_disposition(one) for one in (old, new)]
        return _unlike(EffectAspect.DISPOSITION, values, [course_in_words(one) for one in (old, new)])
    label = next(side.action[action].label for side in reversed(alike.sides) if action in side.action)
    if kind == "awaits":
        step = rest[0]
        values = ["yes" if step in one.status(action).awaits else "no" for one in (old, new)]
        step_label = next(side.action[step].label for side in reversed(alike.sides) if step in side.action)
        awaits = f"waits for this step: {step_label}"
        words = [awaits if value == "yes" else "does not wait for it" for value in values]
        return _unlike(EffectAspect.AWAITS, values, words, action, label, step)
    values = [
        _stands(one, action, known=action in side.action) for one, side in zip((old, new), alike.sides, strict=True)
    ]
    if values != rest:
        return None
    return _unlike(EffectAspect.STATUS, values, [_STANDS_IN_WORDS[value] for value in values], action, label)


def plan_effect(said: Said, alike: SharedDefinitions) -> Effect | None:
    """How the plans differ in what both know; None where they do not."""
    old, new = said
    if old is None or new is None:
        return None
    known = alike.old.action.keys() & alike.new.action.keys()
    plans = [[step for step in one.plan if step.action in known] for one in (old, new)]
    return _unlike(
        EffectAspect.PLAN,
        [", ".join(step.action for step in plan) for plan in plans],
        [listed((step.label for step in plan), "and then") or "nothing" for plan in plans],
    )


def _unlike(
    aspect: EffectAspect,
    values: Sequence[str],
    words: Sequence[str],
    action: str | None = None,
    label: str = "",
    step: str | None = None,
) -> Effect | None:
    if values[0] == values[1]:
        return None
    (old, new), (old_words, new_words) = values, words
    return Effect(aspect, old, new, old_words, new_words, action, label, step)


def _stands(said: Determination, action: str, *, known: bool) -> str:
    if not known:
        return "unknown"
    report = said.status(action)
    if report.available is False:
        return "missing"
    if report.status is Status.REQUIRED and any(item.action == action and item.unmet_means for item in said.dilemmas):
        return "unmet"
    return report.status.value if report.status else OPEN


def _disposition(said: Determination) -> str:
    found = said.disposition
    if found.force is None:
        return OPEN
    return f"{found.force.value}: {', '.join(found.ways)}" if found.ways else found.force.value
