"""What was held, point by point, and what the rules make of each point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import frozen

from ethics_engine.model.case import Ask, Case, Held, Verdict
from ethics_engine.model.status import Force, Status
from ethics_engine.model.truth import Truth

from .case_evaluation import CaseEvaluation, Disposition

OPEN = "open"
NONE = "none"
DILEMMA = "dilemma"

Said = frozenset[tuple[str, ...]]
"""What remains possible at a point: each possibility as the words in which it would have been held."""


class Point(Enum):
    """The points at which a case can be held to something; the words are the keys of a case file."""

    ANSWER = "answer"
    DISPOSITION = "disposition"
    STATUS = "statuses"
    DENIED = "not"
    FIRST = "first"
    VERDICT = "verdict"
    RATIO = "ratio"
    NORMS = "norms"
    MUST_ASK = "must_ask"


OUTCOMES = (Point.ANSWER, Point.DISPOSITION, Point.STATUS, Point.DENIED, Point.FIRST, Point.VERDICT)
"""The points that say how a case ends; the others say why, or what is missing."""


@frozen
class Holding:
    """One thing that was held.

    Attributes:
        subject: The action that a status is of, or the rule or fact that is named; empty for the other points.

        words: What was held, sorted.
    """

    point: Point
    words: tuple[str, ...]
    subject: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Where it stands in the file, by keys."""
        return ("held", self.point.value, self.subject) if self.subject else ("held", self.point.value)

    @property
    def name(self) -> str:
        """The same as one word, such as `statuses/refer`."""
        return "/".join(self.path[1:])


def holdings(held: Held) -> Iterator[Holding]:
    """Everything that was held, but a contradiction."""
    if held.answer is not None:
        yield Holding(Point.ANSWER, (held.answer,))
    if held.disposition:
        yield Holding(Point.DISPOSITION, tuple(sorted(held.disposition)))
    if held.first is not None:
        yield Holding(Point.FIRST, (held.first,))
    if held.verdict is not None:
        yield Holding(Point.VERDICT, (held.verdict.value,))
    for action, status in held.statuses.items():
        yield Holding(Point.STATUS, (status.value if status else OPEN,), action)
    for action, denied in held.denied.items():
        yield Holding(Point.DENIED, (denied.value,), action)
    for rule in held.ratio:
        yield Holding(Point.RATIO, ("effective",), rule)
    for rule in held.norms:
        yield Holding(Point.NORMS, ("collides",), rule)
    for fact in held.must_ask:
        yield Holding(Point.MUST_ASK, ("asked",), fact)


def outcomes(case: Case) -> tuple[Holding, ...]:
    """What was held of how a case ends."""
    return tuple(holding for holding in holdings(case.held or Held()) if holding.point in OUTCOMES)


def said(holding: Holding, evaluated: CaseEvaluation) -> Said:
    """What the rules make of an outcome that was held."""
    match holding.point:
        case Point.STATUS:
            return _words(status.value for status in evaluated.statuses(holding.subject))
        case Point.DENIED:
            if Status(holding.words[0]) not in evaluated.evaluation.statuses[holding.subject]:
                return _words(status.value for status in evaluated.evaluation.statuses[holding.subject])
            return _words(status.value for status in evaluated.statuses(holding.subject))
        case Point.DISPOSITION:
            return _dispositions(evaluated.dispositions())
        case Point.FIRST:
            found = evaluated.answers() if evaluated.query.question.ask is Ask.FIRST else evaluated.firsts()
            return _words(answer.value for answer in found)
        case Point.ANSWER | Point.VERDICT:
            return _words(answer.value for answer in evaluated.answers())
        case Point.RATIO:
            effective = evaluated.evaluation.effective.get(holding.subject) is Truth.TRUE
            return _words(["effective" if effective else "not effective"])
        case Point.NORMS | Point.MUST_ASK:
            raise AssertionError(holding)


def is_kept(holding: Holding, said: Said) -> bool:
    """Whether what the rules make of a point is what was held."""
    if holding.point is Point.DENIED:
        return holding.words not in said
    if len(said) > 1:
        return OPEN in holding.words or holding.words == (Verdict.NO_VERDICT.value,)
    (only,) = said
    if holding.point is Point.DISPOSITION and only[0] == DILEMMA and holding.words == (DILEMMA,):
        return True
    return tuple(sorted(only)) == holding.words


def shown(said: Said) -> str:
    """What the rules make of a point, in the words of a case file."""
    options = [" and ".join(words) for words in sorted(said)]
    if len(options) == 1:
        return options[0]
    return f"open: {' or '.join(dict.fromkeys(options))}"


def _words(words: Iterable[str]) -> Said:
    return frozenset((word,) for word in words)


def _dispositions(possible: frozenset[Disposition]) -> Said:
    """The ways alone where there is one disposition; with their forces where it is open which."""
    if len(possible) == 1:
        return frozenset(_held_as(force, ways) for force, ways in possible)
    return frozenset((f"{force.value}{': ' if ways else ''}{', '.join(sorted(ways))}",) for force, ways in possible)


def _held_as(force: Force, ways: frozenset[str]) -> tuple[str, ...]:
    named = tuple(sorted(ways))
    match force:
        case Force.DILEMMA:
            return (DILEMMA, *named)
        case Force.NONE:
            return (NONE,)
        case Force.ADVISED | Force.LEFT | Force.PERMITTED | Force.REQUIRED:
            return named
