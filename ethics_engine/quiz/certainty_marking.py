"""Certainty-based marking, after A. R. Gardner-Medwin, "Confidence assessment in the teaching of basic science" (1995).

To be sure pays where one is right and costs where one is wrong; the best that a learner can do is to be honest.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class Certainty(IntEnum):
    """How sure a learner is of an answer."""

    LOW = 1
    MIDDLE = 2
    HIGH = 3


CERTAINTY_IN_WORDS: Mapping[Certainty, str] = {
    Certainty.LOW: "not very",
    Certainty.MIDDLE: "fairly",
    Certainty.HIGH: "very",
}

_MARKS: Mapping[Certainty, tuple[int, int]] = {
    Certainty.LOW: (1, 0),
    Certainty.MIDDLE: (2, -2),
    Certainty.HIGH: (3, -6),
}

GREATEST = max(right for right, _ in _MARKS.values())
"""The most marks that an answer can get."""


def mark(certainty: Certainty, *, right: bool) -> int:
    """The marks of an answer: 1, 2 or 3 where it is right, 0, -2 or -6 where it is wrong."""
    if_right, if_wrong = _MARKS[certainty]
    return if_right if right else if_wrong
