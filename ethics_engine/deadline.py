"""The time within which a search stops by itself."""

from __future__ import annotations

import time
from math import inf

from .errors import CaseError, Finding, Place

SECONDS = 20.0
"""How long a search goes on at most, unless another time is given."""


class Deadline:
    """When a search is to stop; what was found until then is given, and the result tells that it was cut off.

    Attributes:
        at: The moment, by the clock that only ever moves forward.
    """

    def __init__(self, at: float = inf) -> None:
        self.at = at

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """So many seconds from now. Raises CaseError where that is not more than none."""
        if not seconds > 0:
            raise CaseError(
                [Finding(Place("seconds"), f"{seconds:g} seconds are too few for a search", "give 1 or more")]
            )
        return cls(time.monotonic() + seconds)

    @property
    def passed(self) -> bool:
        """Whether it is time to stop."""
        return time.monotonic() >= self.at


NEVER = Deadline()
"""For a search that goes on to its end."""
