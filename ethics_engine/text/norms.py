"""Norms, statuses and who they speak to, in words."""

from __future__ import annotations

from ethics_engine.model.actions import Action
from ethics_engine.model.status import Status

from .lists import as_typed

STATUS_IN_WORDS = {
    Status.REQUIRED: "required",
    Status.ADVISED: "advised",
    Status.PERMITTED: "permitted",
    Status.UNREGULATED: "no rule",
    Status.DISCOURAGED: "advised against",
    Status.PROHIBITED: "forbidden",
    Status.DILEMMA: "a dilemma",
}
STATUSES_AS_TYPED = as_typed({status.value: words for status, words in STATUS_IN_WORDS.items()})


PRACTITIONER = "the practitioner"


def actor(action: Action) -> str:
    """Who acts."""
    return action.by or PRACTITIONER
