"""What remains possible of a case: the exact counterpart of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping

from .case import Ask, Question
from .enactment import Enactment
from .outcome import AnswerValue
from .record import Record, frozen_record
from .status import Force, Status


@frozen_record
class PossibilityQuery(Record):
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
    def judged(self) -> tuple[str, ...]:
        """The actions done and omitted that the question `right` judges."""
        return (*self.did, *self.omitted)

    @property
    def named(self) -> tuple[str, ...]:
        """The actions that the question names, or that it judges."""
        return (*([self.question.action] if self.question.action else ()), *self.judged)

    @property
    def all_done(self) -> tuple[str, ...]:
        """Everything that was done, judged or not."""
        return (*self.did, *self.beside)


def actions_asked_about(enactment: Enactment, query: PossibilityQuery) -> tuple[str, ...]:
    """The actions whose statuses make the answer; the one place that says which those are."""
    question = query.question
    match question.ask:
        case Ask.WHAT:
            return tuple(way.id for way in enactment.ways)
        case Ask.HOW:
            return tuple(enactment.how(question.action))
        case Ask.FIRST if question.action is None:
            return tuple(action.id for action in enactment.actions)
        case Ask.RIGHT:
            return query.judged
        case Ask.MAY | Ask.MUST | Ask.FIRST:
            return (question.action,) if question.action else ()


@frozen_record
class Possibilities(Record):
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
