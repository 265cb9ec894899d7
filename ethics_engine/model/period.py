"""A period of time, in which a rule, an edition of a code or a statute is in force."""

from __future__ import annotations

import datetime

from .record import Record, frozen_record


@frozen_record
class Period(Record):
    """From one day until another, both included; open where a day is missing."""

    since: datetime.date | None = None
    until: datetime.date | None = None

    def includes(self, day: datetime.date) -> bool:
        """Whether the day falls in the period."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


ALWAYS_IN_FORCE = Period()
