"""The decided cases that a test goes through: a sample on every run, all of them where it is exhaustive.

A sample has one case of each kind, the one whose id has the least hash. So it is the same on every machine and in every
order, and a case that is added or taken away changes it little.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from ethics_engine.loading import bundled

QUESTION = re.compile(r"^question: (?:\{ask: )?(\w+)", re.MULTILINE)
HELD = re.compile(r"^  (answer|verdict|constraint): (\w+)", re.MULTILINE)


class Of(Enum):
    """How many kinds there are; take the most that the test has time for."""

    QUESTION = "the question"
    ANSWER = "the question with the answer or verdict; facts that contradict each other"
    TOPIC_AND_ANSWER = "that, and the topic"


@cache
def sampled_cases(of: Of = Of.TOPIC_AND_ANSWER) -> tuple[str, ...]:
    """The ids of one decided case of each kind, in order."""
    least: dict[object, str] = {}
    for name, file in bundled.cases().items():
        for kind in _kinds(file, of):
            least[kind] = min(name, least.get(kind, name), key=lambda each: sha256(each.encode()).digest())
    return tuple(sorted(set(least.values())))


def each_case(of: Of = Of.TOPIC_AND_ANSWER) -> list[object]:
    """The ids of all decided cases, for `parametrize`; those outside the sample are run with `-m exhaustive`."""
    sample = sampled_cases(of)
    rest = (name for name in bundled.cases() if name not in sample)
    return [*sample, *(pytest.param(name, marks=pytest.mark.exhaustive) for name in rest)]


def _kinds(file: Path, of: Of) -> list[object]:
    """What a case is one of. What comes first, which ways are right and what contradicts what are too many to count."""
    text = file.read_text(encoding="utf-8")
    question, held = QUESTION.search(text), HELD.search(text)
    assert question is not None, file
    asked = question[1]
    if of is Of.QUESTION:
        return [asked]
    if held is None or asked == "first":
        answer = asked
    else:
        answer = held[1] if held[1] == "constraint" else f"{asked}: {held[2]}"
    return [answer] if of is Of.ANSWER else [answer, file.parent]
