"""What a learner answered, and when: all that is kept of anybody."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from attrs import frozen

from .certainty_marking import Certainty, mark
from .item import Item


@frozen
class LearnerAnswer:
    """One answer to one item.

    Attributes:
        learner: The name that was given, and nothing else of the person.

        at: When, to the second.

        ruleset: The name of the ruleset that the item was made from.

        item: The id of the item.

        fingerprint: What the item was then; see `Item.fingerprint`.

        chosen: The ids of the options chosen, in the order given.

        certainty: How sure the learner was; None where that was not asked.
    """

    learner: str
    at: datetime.datetime
    ruleset: str
    item: str
    fingerprint: str
    kind: str
    topic: str
    cases: tuple[str, ...]
    chosen: tuple[str, ...]
    right: bool
    certainty: Certainty | None = None

    @property
    def marks(self) -> int | None:
        """The marks for certainty; None where it was not asked."""
        return None if self.certainty is None else mark(self.certainty, right=self.right)

    @property
    def confidently_wrong(self) -> bool:
        """Whether the learner was very sure of what is wrong."""
        return self.certainty is Certainty.HIGH and not self.right


def answer_to(
    item: Item,
    chosen: tuple[str, ...],
    certainty: Certainty | None,
    *,
    learner: str,
    at: datetime.datetime,
    ruleset: str,
) -> LearnerAnswer:
    """The answer, marked."""
    return LearnerAnswer(
        learner=learner,
        at=at.replace(microsecond=0),
        ruleset=ruleset,
        item=item.id,
        fingerprint=item.fingerprint,
        kind=item.kind.value,
        topic=item.topic,
        cases=item.cases,
        chosen=chosen,
        right=item.is_right(chosen),
        certainty=certainty,
    )


def last_of_each(answers: Iterable[LearnerAnswer]) -> tuple[LearnerAnswer, ...]:
    """Of each learner and item the last answer, in the order in which the items were first answered."""
    return tuple({(answer.learner, answer.ruleset, answer.item): answer for answer in answers}.values())
