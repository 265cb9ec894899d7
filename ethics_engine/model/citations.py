"""What in a ruleset rests on which passage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Protocol

from .record import Record, frozen_record
from .ruleset import Ruleset


class Citing(Enum):
    """The kinds of things that rest on passages, in the order in which they are shown."""

    RULE = "rule"
    CONCEPT = "concept"
    FACT = "fact"
    CONSTRAINT = "constraint"
    ACTION = "action"


@frozen_record
class Citation(Record):
    """One thing that rests on a passage."""

    kind: Citing
    id: str


def citations(ruleset: Ruleset) -> Mapping[str, tuple[Citation, ...]]:
    """For each passage, document by document, what rests on it; empty for one that nothing cites.

    A rule that overlays restate rests on what they cite for it, and on what the base does.
    """
    found: dict[str, dict[Citation, None]] = {reference: {} for reference in ruleset.passage}
    for kind, items in _citing(ruleset).items():
        for item in items:
            for reference in item.sources:
                found[reference][Citation(kind, item.id)] = None
    return {reference: tuple(resting) for reference, resting in found.items()}


class _Sourced(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def sources(self) -> tuple[str, ...]: ...


def _citing(ruleset: Ruleset) -> Mapping[Citing, Iterable[_Sourced]]:
    return {
        Citing.RULE: [each for rule in ruleset.rules for each in (rule, rule.in_base) if each is not None],
        Citing.CONCEPT: ruleset.concepts,
        Citing.FACT: ruleset.facts,
        Citing.CONSTRAINT: ruleset.constraints,
        Citing.ACTION: ruleset.actions,
    }
