"""When an item is to be asked again: spaced repetition with FSRS, from the package `fsrs`.

A schedule is worked out from the answers alone, and so kept nowhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from .answer_log import LearnerAnswer
from .certainty_marking import Certainty

if TYPE_CHECKING:
    from fsrs import Rating


def available() -> str | None:
    """None where there is a schedule, else why there is none."""
    if find_spec("fsrs") is None:
        return (
            "no schedule without the package `fsrs`: new questions come first, then those answered longest ago; "
            "to have one: pip install fsrs"
        )
    return None


def due_dates(answers: Iterable[LearnerAnswer]) -> Mapping[str, datetime.datetime]:
    """When each item is due, from the answers of one learner, in their order; nothing where there is no schedule.

    Steps of minutes are left out, for a case read a minute ago is not recalled but recognised: whatever was answered
    comes back after a day at the earliest. Nothing is random.
    """
    if available() is not None:
        return {}
    from fsrs import Card, Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    cards: dict[str, Card] = {}
    for answer in answers:
        at = answer.at.astimezone(datetime.UTC)
        card = cards.get(answer.item) or Card(card_id=0, due=at)
        cards[answer.item], _ = scheduler.review_card(card, _rating(answer), at)
    return {item: card.due for item, card in cards.items()}


def _rating(answer: LearnerAnswer) -> Rating:
    """What is right comes back the later, the surer the learner was."""
    from fsrs import Rating

    if not answer.right:
        return Rating.Again
    return {Certainty.LOW: Rating.Hard, Certainty.HIGH: Rating.Easy}.get(
        answer.certainty or Certainty.MIDDLE, Rating.Good
    )
