"""What the last thing that was stated of a consult changed in its answer."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ethics_engine.model.answer_page import AnswerPage, PageStep, When
from ethics_engine.model.enactment import DONE
from ethics_engine.text.lists import capital

from .ongoing_consult import OngoingConsult

_NOW = (When.NOW, When.BEFORE)


@frozen
class WhatChanged:
    """An answer beside the one before.

    Attributes:
        stated: What was stated since, as sentences.

        before: The answer before, if it is another now; else empty.

        now: The answer now.

        added: The steps that are now to be done, and were not before.

        dropped: Those that were, and neither are any more nor were stated as done.
    """

    stated: tuple[str, ...]
    before: str
    now: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]


def what_changed(page: AnswerPage, before: AnswerPage, stated: Iterable[str], consult: OngoingConsult) -> WhatChanged:
    """Compare the answer with the one before, after something was stated."""
    done = {each.fact.removeprefix(DONE) for each in consult.stated if each.fact.startswith(DONE)}
    now, then = _due(page.steps), _due(before.steps)
    said, said_before = _said(page), _said(before)
    return WhatChanged(
        stated=tuple(stated),
        before="" if said == said_before else said_before,
        now=said,
        added=tuple(words for action, words in now.items() if action not in then),
        dropped=tuple(words for action, words in then.items() if action not in now and action not in done),
    )


def _said(page: AnswerPage) -> str:
    """The answer and the course, as one text: the answer may stay the same while another course is named."""
    return " ".join(filter(None, (page.answer.sentence, page.answer.course)))


def _due(steps: Iterable[PageStep]) -> dict[str, str]:
    """What the practitioner is to do now, each with how strongly."""
    due = [step for step in steps if step.by is None and step.when in _NOW]
    return {step.action: f"{capital(step.strength.value)} {step.label}" for step in due}
