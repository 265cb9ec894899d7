"""What fired on what: the notions of an enactment, what is concluded of them, and from what."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import frozen

from ethics_engine.model.conditions import FactTest, StatusTest
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth, negation


class NotionKind(Enum):
    """What a notion stands for.

    A rule that nothing overrides is effective as soon as it is applicable, and has no notion of kind `APPLICABLE`.
    """

    FACT = "fact"
    CONCEPT = "concept"
    CONSTRAINT = "constraint"
    AVAILABLE = "available"
    APPLICABLE = "applicable"
    EFFECTIVE = "effective"
    STATUS = "status"
    PART = "part"

    __hash__ = object.__hash__  # there is one of each


_SENTENCES = {
    NotionKind.CONCEPT: ("concept `{}` holds", "concept `{}` does not hold"),
    NotionKind.CONSTRAINT: ("constraint `{}` is broken", "constraint `{}` is kept"),
    NotionKind.AVAILABLE: ("`{}` is available", "`{}` is not available"),
    NotionKind.APPLICABLE: ("rule `{}` is applicable", "rule `{}` is not applicable"),
    NotionKind.EFFECTIVE: ("rule `{}` is effective", "rule `{}` is not effective"),
    NotionKind.PART: ("part {} holds", "part {} does not hold"),
}


@frozen(cache_hash=True)
class Notion:
    """Something that is true, false or unknown of a case.

    Attributes:
        kind: What it stands for.

        id: The fact, concept, constraint, rule or action it is about.

        test: What is asked of that fact, or of the status of that action.
    """

    kind: NotionKind
    id: str
    test: FactTest | StatusTest | None = None

    def said(self, *, holds: bool) -> str:
        """A clause that says so, or the opposite."""
        match self.test:
            case FactTest(fact, operator, operands):
                words = operator.value.replace("_", " ")
                clause = f"`{fact}` {words} {', '.join(str(operand) for operand in operands)}"
            case StatusTest(action, statuses):
                clause = f"`{action}` is {_either(statuses)}"
            case None:
                return _SENTENCES[self.kind][0 if holds else 1].format(self.id)
        return clause if holds else f"not: {clause}"


@frozen
class Literal:
    """A notion found true, or found false; what is unknown is never said."""

    notion: Notion
    truth: Truth

    def negated(self) -> Literal:
        """The opposite finding."""
        return Literal(self.notion, negation(self.truth))

    def __str__(self) -> str:
        return self.notion.said(holds=self.truth is Truth.TRUE)


@frozen
class Resolved:
    """The statuses still possible of an action once every rule with a norm on it is settled.

    Attributes:
        base: Whether this is the base status of a way, from which the norms derived for other ways come.
    """

    action: str
    statuses: frozenset[Status]
    base: bool = False

    def __str__(self) -> str:
        statuses = _either(status for status in Status if status in self.statuses)
        return f"`{self.action}` is {statuses}" + (" by its own norms" if self.base else "")


@frozen
class Firing:
    """One conclusion, and all that it rests on."""

    fired: Literal | Resolved
    on: tuple[Literal | Resolved, ...]

    def __str__(self) -> str:
        return f"{self.fired}, because {'; '.join(map(str, self.on))}" if self.on else str(self.fired)


def _either(statuses: Iterable[Status]) -> str:
    return " or ".join(status.value for status in statuses)
