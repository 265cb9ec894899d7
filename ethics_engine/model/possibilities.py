"""What remains possible of a case: the exact counterpart of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from .case import Question
from .outcome import AnswerValue
from .status import Force, Status


@frozen
class PossibilityQuery:
    """What is asked of a case, apart from its facts.

    Attributes:
        question: The question.

        did: Actions done, for the question `right`.

        omitted: Actions omitted, for the question `right`.

        stated_not_done: Steps stated, and not only presumed, as not done.

        beside: Actions done beside those judged, which can excuse an omission.
    """

    question: Question
    did: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    stated_not_done: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()

    @property
    def all_done(self) -> tuple[str, ...]:
        """Everything that was done, judged or not."""
        return (*self.did, *self.beside)


@frozen
class Possibilities:
    """What is the case in at least one completion that keeps the constraints.

    Attributes:
        statuses: For each action, its statuses.

        forces: The forces of the disposition.

        named: For each possible force but `NONE`, with each way, whether the disposition of that force names it: both
            where it may or may not.

        unmet: For each action with means, whether the duty is unmet.

        awaits: For each pair of an action and a step that a norm puts before it, whether it awaits the step.

        answers: The answers; empty for `what` and `how`, whose answers are the disposition and statuses.
    """

    statuses: Mapping[str, frozenset[Status]]
    forces: frozenset[Force]
    named: Mapping[tuple[Force, str], frozenset[bool]]
    unmet: Mapping[str, frozenset[bool]]
    awaits: Mapping[tuple[str, str], frozenset[bool]]
    answers: frozenset[AnswerValue]
