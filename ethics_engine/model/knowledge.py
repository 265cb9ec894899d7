"""What is known about a fact: the set of values still possible.

Knowledge of a case maps fact ids to such sets; a fact that is not named may have any value.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen
class Values:
    """The values still possible of a choice, or of a yes-or-no fact; never empty."""

    possible: frozenset[str]


@frozen
class Selection:
    """What is known of a choice of any number: values included, values left out, the rest unknown."""

    included: frozenset[str]
    excluded: frozenset[str]


@frozen
class Numbers:
    """The numbers still possible of a count: disjoint ranges, rising, both ends included, the last perhaps open."""

    ranges: tuple[tuple[int, int | None], ...]


Possible = Values | Selection | Numbers
Knowledge = Mapping[str, Possible]

YES = Values(frozenset({"yes"}))
NO = Values(frozenset({"no"}))
EITHER = Values(frozenset({"yes", "no"}))
