"""What an audit of the rules finds."""

from __future__ import annotations

import datetime
from enum import Enum

from attrs import frozen

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge


class FindingKind(Enum):
    """The kinds of findings, the most serious first; a finding's id begins with its kind."""

    NO_CASE = "no-case"
    DILEMMA = "dilemma"
    UNMET = "unmet"
    NO_WAY = "no-way"
    DEAD_RULE = "dead-rule"
    DEFEATED_RULE = "defeated-rule"
    UNREACHABLE_STATUS = "unreachable-status"
    UNREACHABLE_DISPOSITION = "unreachable-disposition"
    IDLE_RULE = "idle-rule"
    IDLE_CONSTRAINT = "idle-constraint"
    IDLE_CONDITION = "idle-condition"
    GAP = "gap"
    ASSUMPTION = "assumption"
    STALE = "stale"


@frozen
class RuleFinding:
    """One thing found of the rules as a whole.

    Attributes:
        name: What it is about; with the kind, its id.

        sentence: What was found, in words.

        witness: A case that shows it, by what it states; all else is as assumed. None where no case can, or a
            decided one does.

        because: The rules and constraints that make it so, by id.

        explained: How they do, in words; follows on the sentence.

        undecided: Whether the search was stopped before it was known; then the sentence says what may be so.

        case: The decided case that shows it, by id; its facts are its own affair.
    """

    kind: FindingKind
    name: str
    sentence: str
    witness: Knowledge | None = None
    because: tuple[str, ...] = ()
    explained: str = ""
    undecided: bool = False
    case: str | None = None

    @property
    def id(self) -> str:
        """The name under which the keepers of the rules may accept it."""
        return f"{self.kind.value}:{self.name}" if self.name else self.kind.value


@frozen
class AcceptedRuleFinding:
    """A finding that the keepers of the rules have decided to live with, and why."""

    finding: RuleFinding
    because: str


@frozen
class Audit:
    """What was found of a ruleset, the most serious first.

    Attributes:
        as_of: The day whose rules were looked at.

        findings: Those that nobody accepted.

        accepted: Those that the ruleset accepts.
    """

    enactment: Enactment
    as_of: datetime.date
    findings: tuple[RuleFinding, ...]
    accepted: tuple[AcceptedRuleFinding, ...]
