"""What is said of a result that is there: the facts that settle it, and how it follows."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from ethics_engine.model.determination import FactReport, Provenance, SourceReport, UnknownReport

FORMAT = 2
"""The version of the JSON of an explanation; within it, keys are added but never renamed, removed or redefined."""


LEFT_OUT = FactReport("withheld", "", "something sensitive", "left out here", sensitive=True)
"""Stands for any number of sensitive facts."""


class StepKind(Enum):
    """What a step of a proof speaks of."""

    RESULT = "result"
    STATUS = "status"
    RULE = "rule"
    CONCEPT = "term"
    FACT = "fact"
    NOTE = "note"


class StepRole(Enum):
    """How a step of a proof stands to the one it is part of."""

    BECAUSE = "because"
    OUTWEIGHED = "outweighed"
    DEFEATED = "overridden"
    DEFEATS = "overridden by"
    SPARED = "unless"


@frozen
class Step:
    """A step of a proof, with the steps that it follows from.

    Attributes:
        id: The id of what it speaks of; empty for a note.

        says: What it says, in plain words.

        sources: The references that a rule rests on.

        fact: For a fact, what is known of it and from whom.

        deciding: Whether the fact is among a smallest set that settles the result.

        above: Whether its own steps are shown further up, where it occurs for the first time.

        sensitive: Whether redaction leaves it out.
    """

    kind: StepKind
    bearing: StepRole
    id: str
    says: str
    parts: tuple[Step, ...] = ()
    sources: tuple[str, ...] = ()
    fact: FactReport | None = None
    deciding: bool = False
    above: bool = False
    sensitive: bool = False

    def walk(self) -> Iterator[Step]:
        """The step and all that it follows from, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@frozen
class Explanation:
    """Why a case comes out as it does.

    Attributes:
        case: The id of the case.

        question: What is explained, as a question.

        results: What came out, a sentence each; empty where all of it is open.

        still_open: What remains open of what is explained, a sentence each.

        unknown: The questions that may settle what is open.

        smallest: Sets of stated facts each of which alone settles the results; none where there are no results.

        more: Whether there are more sets of that size.

        proved: Whether no smaller set of stated facts settles the results; else none of these facts can be spared.

        leans_on: What is assumed beside the first of the sets: with both the results are settled, whatever else is
            unknown.

        otherwise: What was stated otherwise than that set, taken alone, would presume it.

        stopped_after: After how many seconds the search was stopped, so that the sets may be larger than need be, and
            more may be assumed than need be; None where it came to its end.

        proof: How each result follows.

        sources: The passages that the rules in the proof rest on.

        redacted: Whether title, notes, reporters and sensitive facts were taken out.
    """

    provenance: Provenance
    case: str
    title: str
    action: str | None
    question: str
    results: tuple[str, ...]
    still_open: tuple[str, ...]
    unknown: tuple[UnknownReport, ...]
    smallest: tuple[tuple[FactReport, ...], ...]
    more: bool
    proved: bool
    stopped_after: float | None
    leans_on: tuple[FactReport, ...]
    otherwise: tuple[FactReport, ...]
    proof: tuple[Step, ...]
    sources: tuple[SourceReport, ...]
    redacted: bool = False
