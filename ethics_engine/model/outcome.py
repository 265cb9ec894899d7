"""The outcome of a question: what can come of each kind, as values of its own."""

from __future__ import annotations

from enum import Enum
from typing import Final

from .case import Answer, Ask, Verdict
from .record import Record, frozen_record
from .status import Force, Status


@frozen_record
class FirstStep(Record):
    """The outcome of `first`: the step that comes first; None where no step has to."""

    step: str | None

    @property
    def value(self) -> str:
        """Its word, as in JSON and in case files."""
        return self.step or "none"


AnswerValue = Answer | Verdict | FirstStep
"""The outcome of a question whose answer is a word: of `may` and `must`, of `right`, and of `first`."""


@frozen_record
class WayOn(Record):
    """The outcome of `what`: the force of the disposition, and the ways that it names, in declared order.

    Attributes:
        instead: The ways among them that are only permitted, in place of an advised one, where these are told apart;
            only what an answer page says of other cases tells them apart.
    """

    force: Force
    ways: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


@frozen_record
class Manner(Record):
    """The outcome of `how`: the statuses of a way and of its manner steps, in declared order."""

    statuses: tuple[tuple[str, Status], ...]


class Undetermined(Enum):
    """Stands for an outcome that an evaluation does not tell."""

    UNDECIDED = "undecided"


UNDECIDED: Final = Undetermined.UNDECIDED

Outcome = AnswerValue | WayOn | Manner | Undetermined
"""What comes of a question."""


def answer_value(word: str, ask: Ask) -> AnswerValue:
    """The outcome that a word stands for; raises ValueError for a word or kind of question that has none."""
    match ask:
        case Ask.MAY | Ask.MUST:
            return Answer(word)
        case Ask.RIGHT:
            return Verdict(word)
        case Ask.FIRST:
            return FirstStep(None if word == "none" else word)
        case Ask.WHAT | Ask.HOW:
            raise ValueError(f"`{ask.value}` has no word for an answer")


def words_of(outcome: Outcome) -> tuple[str, ...]:
    """An outcome in the words of JSON and of case files; no word where it is undecided."""
    match outcome:
        case Answer() | Verdict() | FirstStep():
            return (outcome.value,)
        case WayOn(force, ways):
            return (force.value, *ways)
        case Manner(statuses):
            return tuple(f"{step}={status.value}" for step, status in statuses)
        case Undetermined():
            return ()
