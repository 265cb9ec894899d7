"""Statuses of actions and the force of a disposition."""

from __future__ import annotations

from enum import Enum
from functools import cache


class Status(Enum):
    """What the rules make of an action; `UNREGULATED` means that they say nothing."""

    REQUIRED = "required"
    ADVISED = "advised"
    PERMITTED = "permitted"
    UNREGULATED = "unregulated"
    DISCOURAGED = "discouraged"
    PROHIBITED = "prohibited"
    DILEMMA = "dilemma"

    __hash__ = object.__hash__  # there is one of each, and hashing names takes a tenth of a consult


class Force(Enum):
    """How strongly a disposition speaks for its ways.

    `LEFT`: nothing speaks for the way, but every other available one is discouraged or prohibited. `DILEMMA`: ways of
    equal weight collide, or, where it names no way, no available way is acceptable. `NONE`: no way is at stake.
    """

    REQUIRED = "required"
    DILEMMA = "dilemma"
    ADVISED = "advised"
    PERMITTED = "permitted"
    LEFT = "left"
    NONE = "none"

    __hash__ = object.__hash__


POSITIVE = (Status.REQUIRED, Status.ADVISED, Status.PERMITTED)
"""The statuses of an action that the rules speak for."""

NEGATIVE = (Status.PROHIBITED, Status.DISCOURAGED)
"""The statuses of an action that the rules speak against."""

DUTIES = (Status.REQUIRED, Status.ADVISED)
"""The statuses of an action that is to be done, the stronger first."""

NO_NORM = -1
"""The strength of a side on which no norm speaks; `may` is 0, `should` 1, `must` 2."""

_BY_STRENGTH_FOR = {0: Status.PERMITTED, 1: Status.ADVISED, 2: Status.REQUIRED}
_BY_STRENGTH_AGAINST = {1: Status.DISCOURAGED, 2: Status.PROHIBITED}

STRENGTHS_FOR = tuple(_BY_STRENGTH_FOR)
"""The strengths of norms for an action: `may`, `should`, `must`."""

STRENGTHS_AGAINST = tuple(_BY_STRENGTH_AGAINST)
"""Those of norms against an action: `should not`, `must not`."""

GREATEST = max(*STRENGTHS_FOR, *STRENGTHS_AGAINST)
"""The greatest strength of a norm on either side."""


def status_of(positive: int, negative: int) -> Status:
    """The status where `positive` and `negative` are the greatest strengths on either side.

    The stronger side decides; equal strengths collide in a dilemma.
    """
    if positive == negative:
        return Status.UNREGULATED if positive == NO_NORM else Status.DILEMMA
    return _BY_STRENGTH_FOR[positive] if positive > negative else _BY_STRENGTH_AGAINST[negative]


@cache
def statuses_of(positive: frozenset[int], negative: frozenset[int]) -> frozenset[Status]:
    """Every status that can come of the strengths still possible on either side, taken independently."""
    return frozenset(status_of(p, n) for p in positive for n in negative)
