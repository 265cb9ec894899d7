"""Former names: what an id, or a value, of an earlier version of a ruleset is now."""

from __future__ import annotations

from enum import Enum

from .record import Record, frozen_record


class RenamedKind(Enum):
    """What has another name now."""

    FACT = "fact"
    ACTION = "action"
    RULE = "rule"
    VALUE = "value"


@frozen_record
class Renaming(Record):
    """A name that is no longer known, and what it is now.

    Attributes:
        kind: What it named.

        old: The former name.

        now: The name that it has now, if it has one.

        decide: What a person must decide, if the new name cannot simply take the place of the old one.

        fact: For a value, the fact, by the id that it has now.
    """

    kind: RenamedKind
    old: str
    now: str | None = None
    decide: str = ""
    fact: str | None = None
