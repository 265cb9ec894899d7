"""Why a status is not there: what stands against each rule that could have brought it."""

from __future__ import annotations

from attrs import frozen

from ethics_engine.model.determination import FactReport, PlanStep, Provenance, SourceReport
from ethics_engine.model.status import Status


@frozen
class Missing:
    """A fact, or the status of an action, that would have to be another.

    Attributes:
        fact: What is known of it; None where it is the status of an action.

        needed: What would have to be so, in words.

        deed: What the practitioner can do about it, as an infinitive; None where it is not within reach.
    """

    needed: str
    fact: FactReport | None = None
    deed: str | None = None


@frozen
class Opponent:
    """What stands against a rule: another rule, or a way that is required or advised instead.

    Attributes:
        rule: The rule; empty where it is a way.

        says: What it says, or which way it is.
    """

    rule: str
    says: str


@frozen
class Obstacle:
    """A rule that could have brought the status, and why it does not.

    Attributes:
        norm: What the rule says of the action, such as `may`.

        missing: The fewest facts that keep its condition from being true; None if a few facts do not tell.

        then: The statuses that the action might have if that, and nothing else, changed.

        defeated_by: The rules that take its place.

        outdone_by: The norms that are stronger than its own, or as strong and against it.
    """

    rule: str
    norm: str
    because: str
    sources: tuple[str, ...]
    missing: tuple[Missing, ...] | None
    then: tuple[Status, ...]
    defeated_by: tuple[Opponent, ...]
    outdone_by: tuple[Opponent, ...]


@frozen
class Remedy:
    """Facts with other values, such that the status would come about; a minimal set, and no pretext among them.

    Attributes:
        facts: Each with what would have to be so.

        within_reach: Whether the practitioner can bring it about.
    """

    facts: tuple[Missing, ...]
    within_reach: bool


@frozen
class Absence:
    """Why an action does not have a status.

    Attributes:
        wanted: The statuses, any of which was asked for.

        status: The status that it has; None while that is open.

        sentence: How the rules stand to the action.

        met: Whether it is as was asked for, so that there is nothing to explain.

        awaits: The steps that must come first.

        unavailable: The fewest facts that keep the action from being possible at all; () where it is possible, and None
            if a few facts do not tell.

        decided_by: What gives the action the status that it has.

        rivals: The ways that would rule this one out if they were required or advised, where that was asked for.

        obstacles: The rules that could have brought it, those nearest to it first.

        pretexts: How many more rules could have brought it, but only by a pretext; they are not among the obstacles.

        changes: The smallest changes that would bring it about, any one of which would do: first those that the
            practitioner can honestly make, then those that might be the case.

        due: What the rules ask of the practitioner now, first the steps by which they get help or learn.

        stopped_after: After how many seconds the search for changes was stopped; None where it came to its end.
    """

    provenance: Provenance
    case: str
    title: str
    action: str
    label: str
    question: str
    wanted: tuple[Status, ...]
    status: Status | None
    sentence: str
    met: bool
    awaits: tuple[str, ...]
    unavailable: tuple[Missing, ...] | None
    decided_by: tuple[Opponent, ...]
    rivals: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    pretexts: int
    changes: tuple[Remedy, ...]
    due: tuple[PlanStep, ...]
    stopped_after: float | None
    sources: tuple[SourceReport, ...]
    redacted: bool = False
