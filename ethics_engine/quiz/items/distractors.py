"""What is worth asking of a case, and a place in a line for what is offered."""

from __future__ import annotations

import hashlib

from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.outcome import Outcome, WayOn
from ethics_engine.model.status import Force

from .context import ItemContext


def asks_for_outcome(context: ItemContext) -> bool:
    """Whether the case asks for something that is settled and that its variants can be read for."""
    return context.ask in (Ask.MAY, Ask.MUST, Ask.WHAT, Ask.RIGHT) and context.outcome is not None


def teaches(outcome: Outcome | None) -> bool:
    """Whether rules stand behind an outcome; that none speaks of an act, or that it cannot be done, teaches nothing."""
    return outcome not in SILENT


SILENT = (None, Answer.RULES_SAY_NOTHING, Answer.NOT_POSSIBLE, Answer.OPEN, Verdict.NO_RULE, WayOn(Force.NONE))


def stable_hash(context: ItemContext, name: str) -> bytes:
    """A place in a line that is the same in every run and another in every case."""
    return hashlib.sha256(f"{context.case.id} {name}".encode()).digest()
