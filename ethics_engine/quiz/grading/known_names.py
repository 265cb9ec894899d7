"""The names in a table of answers, and what is said of unknown ones."""

from __future__ import annotations

from collections.abc import Collection

from attrs import define, field

from ethics_engine.loading.diagnostics import Diagnostics, quoted
from ethics_engine.quiz.learners import name_of
from ethics_engine.suggestions import nearest

from .csv_table import CsvCell

_MOST_HINTS = 20  # looking for the nearest name takes a while
_LONGEST = 80


@define
class Names:
    """The names in one table; one that is unknown is reported where it first stands.

    Attributes:
        learners: The names in the class list; None where any will do.

        shown: What was said of names so far.
    """

    learners: Collection[str] | None
    report: Diagnostics
    shown: set[str] = field(factory=set)

    def learner(self, cell: CsvCell) -> str | None:
        """The name of a learner; None, and a finding, where it is none, or not in the class list."""
        try:
            name = name_of(cell.text)
        except ValueError as error:
            self.report.error(cell.place, str(error))
            return None
        if self.learners is not None and name not in self.learners:
            self.unknown(cell, "learner", self.learners, "use a name from the class list, or add this one to it")
            return None
        return name

    def unknown(self, cell: CsvCell, what: str, known: Collection[str], hint: str) -> None:
        """Note a name that stands for nothing, with the nearest that does, else with a hint."""
        if not cell.text:
            self.report.error(cell.place, f"no {what} in this row")
        else:
            looked = len(cell.text) <= _LONGEST and len(self.shown) < _MOST_HINTS
            near = nearest(cell.text, known) if looked else None
            self.once(cell, f"no {what} {quoted(cell.text)}", near or hint)

    def once(self, cell: CsvCell, message: str, hint: str) -> None:
        """Note what may be wrong in every row where it first stands."""
        if message not in self.shown:
            self.report.error(cell.place, message, hint)
            self.shown.add(message)
