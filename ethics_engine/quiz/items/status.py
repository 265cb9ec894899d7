"""Which act the case calls for, or which the rules speak against, among acts of which they say the opposite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.actions import Action
from ethics_engine.model.case import Held
from ethics_engine.model.conditions import ALWAYS
from ethics_engine.model.enactment import is_seen_to
from ethics_engine.model.status import DUTIES, NEGATIVE, Status
from ethics_engine.model.truth import Truth
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import sentence

from .citing import cited
from .context import ItemContext
from .distractors import stable_hash
from .draft import Draft, DraftOption
from .vignette import vignette

_FEWEST = 2
_LEAD = {
    Status.REQUIRED: "It is required here.",
    Status.ADVISED: "It is advised here.",
    Status.PERMITTED: "It is permitted here.",
    Status.DISCOURAGED: "It is advised against here.",
    Status.PROHIBITED: "It is forbidden here.",
}
_CALLED_FOR = "Which of these is required or advised in this case?"
_AGAINST = "Which of these is forbidden or advised against in this case?"


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """Up to two items a case: what it calls for among what is wrong, and what is wrong among what it calls for."""
    for context in contexts:
        spoken_of = [action for action in context.enactment.actions if _counts(context, action)]
        good = [action for action in spoken_of if context.status(action.id) in DUTIES]
        bad = [action for action in spoken_of if context.status(action.id) in NEGATIVE]
        for keys, wrong, asked, about in ((good, bad, _CALLED_FOR, "asked"), (bad, good, _AGAINST, "against")):
            held = [action for action in keys if _is_held(context, action)]
            if held and len(wrong) >= _FEWEST:
                yield _draft(context, _drawn(context, held, about), wrong, asked, about)


def _counts(context: ItemContext, action: Action) -> bool:
    """Whether a rule of its own gives an act its status in this case, and the story does not have it done already.

    A step of a course that the rules do not ask for is not counted: it is owed only on that course.
    """
    status = context.status(action.id)
    if action.by or status not in _LEAD or not context.is_available(action.id):
        return False
    if not action.is_way and is_seen_to(action.id, context.stated) is Truth.TRUE:
        return False
    if action.of and not any(context.status(way) in (*DUTIES, Status.PERMITTED) for way in action.of):
        return False
    if not _is_held(context, action) and not _is_special(context, action):
        return False
    positive = status not in NEGATIVE
    own = {rule.id for rule, norm in context.enactment.norms_on[action.id] if norm.modality.positive is positive}
    return not own.isdisjoint(context.reasons.deciding(action.id))


def _is_held(context: ItemContext, action: Action) -> bool:
    return action.id in (context.case.held or Held()).statuses


def _is_special(context: ItemContext, action: Action) -> bool:
    """Whether it has its status because of this case, and not in every case."""
    return any(context.enactment.rule[rule].when != ALWAYS for rule in context.reasons.deciding(action.id))


def _drawn(context: ItemContext, actions: Sequence[Action], about: str) -> Action:
    asked = context.query.question.action
    return min(actions, key=lambda action: (action.id == asked, stable_hash(context, f"{about} {action.id}")))


def _draft(context: ItemContext, key: Action, wrong: Sequence[Action], asked: str, about: str) -> Draft:
    shown = vignette(context)
    near = sorted(
        wrong,
        key=lambda action: (
            not _is_held(context, action),
            not _is_special(context, action),
            stable_hash(context, f"{about} {action.id}"),
        ),
    )
    right = _option(context, key)
    rules = context.reasons.deciding(key.id)
    return Draft(
        ItemKind.STATUS,
        context,
        shown,
        asked,
        right,
        tuple(_option(context, action) for action in near),
        "\n\n".join(
            filter(None, [f"{sentence(key.label)} {right.feedback}", " ".join(context.case.rationale.split())])
        ),
        rules,
        about=about,
    )


def _option(context: ItemContext, action: Action) -> DraftOption:
    rules = context.reasons.deciding(action.id)
    reasons = dict.fromkeys(context.reasons.because(rule) for rule in rules)
    status = context.status(action.id) or Status.UNREGULATED
    feedback = " ".join([_LEAD[status], *reasons, cited(context.enactment, rules[0])])
    return DraftOption(action.id, sentence(action.label), feedback)
