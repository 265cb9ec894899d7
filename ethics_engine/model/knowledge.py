"""What is known about a fact: the set of values still possible.

Knowledge of a case maps fact ids to such sets; a fact that is not named may have any value.
"""

from __future__ import annotations

from collections.abc import Mapping

from .record import Record, frozen_record


@frozen_record
class Values(Record):
    """The values still possible of a choice, or of a yes-or-no fact; never empty."""

    possible: frozenset[str]

    def __hash__(self) -> int:  # asked of every fact of a case
        return hash(self.possible)


@frozen_record
class Selection(Record):
    """What is known of a choice of any number: values included, values left out, the rest unknown."""

    included: frozenset[str]
    excluded: frozenset[str]


Range = tuple[int, int | None]
"""Numbers from the first to the second, both included; without end where that is None."""


@frozen_record
class Numbers(Record):
    """The numbers still possible of a count: disjoint ranges, rising, the last perhaps open."""

    ranges: tuple[Range, ...]


Possible = Values | Selection | Numbers
Knowledge = Mapping[str, Possible]

YES = Values(frozenset({"yes"}))
NO = Values(frozenset({"no"}))
EITHER = Values(frozenset({"yes", "no"}))
TRIED = Values(frozenset({"tried"}))
"""Of a step that needs the client: offered in earnest, and the client prevented it."""

STEP_KEYS: Mapping[str, Values] = {"done": YES, "tried": TRIED, "not_done": NO}
"""Under which key of a case a step is listed, by what is known of it."""


def overlap(one: Range, other: Range) -> bool:
    """Whether two ranges have a number in common."""
    (low, high), (start, end) = one, other
    return (end is None or low <= end) and (high is None or start <= high)


def overlaid(before: Possible, stated: Possible) -> Possible:
    """What is known of a fact when it is stated anew; of a `choices` fact, what is not stated stays as it was."""
    if isinstance(stated, Selection) and isinstance(before, Selection):
        return Selection(
            (before.included - stated.excluded) | stated.included, (before.excluded - stated.included) | stated.excluded
        )
    return stated
