"""Answers counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from .answer_log import LearnerAnswer
from .certainty_marking import GREATEST, Certainty


@frozen
class AnswerTally:
    """What some answers come to.

    Attributes:
        marked: How many were given with a certainty.

        marks: The marks of those.

        confident_mistakes: How many were wrong although the learner was very sure.
    """

    answers: int
    right: int
    marked: int
    marks: int
    confident_mistakes: int

    @property
    def possible(self) -> int:
        """The most marks that could have been had."""
        return self.marked * GREATEST

    @property
    def percent(self) -> int | None:
        """How many of a hundred are right; None where there are no answers."""
        return round(100 * self.right / self.answers) if self.answers else None


def tally(answers: Iterable[LearnerAnswer]) -> AnswerTally:
    """Count answers."""
    given = tuple(answers)
    marks = [answer.marks for answer in given if answer.marks is not None]
    return AnswerTally(
        answers=len(given),
        right=sum(answer.right for answer in given),
        marked=len(marks),
        marks=sum(marks),
        confident_mistakes=sum(answer.confidently_wrong for answer in given),
    )


def by_topic(answers: Iterable[LearnerAnswer]) -> Mapping[str, AnswerTally]:
    """Count the answers to each topic, in alphabetical order."""
    given = tuple(answers)
    return {
        topic: tally(answer for answer in given if answer.topic == topic)
        for topic in sorted({answer.topic for answer in given})
    }


def by_certainty(answers: Iterable[LearnerAnswer]) -> Mapping[Certainty, AnswerTally]:
    """Count the answers given with each certainty that there was."""
    given = tuple(answers)
    counted = {level: tally(answer for answer in given if answer.certainty is level) for level in Certainty}
    return {level: count for level, count in counted.items() if count.answers}
