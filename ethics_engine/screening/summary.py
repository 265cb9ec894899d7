"""What a screened table holds, counted: by answer, course of action, status and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import define, field

from .bulk_results import SETS, STATUS, BulkPart

_BAR = 30
_MOST = 15
_HEADINGS: Mapping[str, str] = {
    BulkPart.IN_BULK.value: "What columns alone decide",
    BulkPart.ANSWER.value: "Answer",
    BulkPart.FIRMNESS.value: "How firm",
    BulkPart.FORCE.value: "Force of the course of action",
    BulkPart.COURSE.value: "Course of action (a row may have several)",
    BulkPart.FIRST.value: "What comes first",
    BulkPart.RULES.value: "Rules that apply (a row may have several)",
    BulkPart.TO_ASK.value: "What to ask of undecided rows (a row may have several)",
}


@define(eq=False, repr=False)
class ScreenSummary:
    """Counts, gathered block by block.

    Attributes:
        question: What was asked.

        rows: How many rows have results and were not filtered out.

        rejected: How many rows cannot be read.

        counts: For each result, how many rows have each value.
    """

    question: str
    rows: int = 0
    rejected: int = 0
    counts: dict[str, Counter[str]] = field(factory=dict)

    def add(self, count: int, results: Mapping[str, Iterable[tuple[str | None, int]]]) -> None:
        """Count rows: for each result, how many of them have each value."""
        self.rows += count
        for name, values in results.items():
            counter = self.counts.setdefault(name, Counter())
            for value, times in values:
                for part in (value or "").split() if name in SETS else [value] if value is not None else []:
                    counter[part] += times

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON knows values."""
        return {
            "question": self.question,
            "rows": self.rows,
            "rejected": self.rejected,
            "counts": {name: dict(counter.most_common()) for name, counter in self.counts.items()},
        }

    def lines(self) -> Iterator[str]:
        """The counts in words, each with a bar."""
        rejected = f"; {self.rejected:,} cannot be read" if self.rejected else ""
        yield f"{self.rows:,} rows, asked: {self.question}{rejected}"
        for name, counter in self.counts.items():
            if not counter:
                continue
            yield ""
            yield _HEADINGS.get(name) or f"Status of {name.removeprefix(STATUS)}"
            shown = counter.most_common(_MOST)
            width = max(len(value) for value, _ in shown)
            for value, times in shown:
                share = times / max(1, self.rows)
                yield f"  {value:<{width}}  {times:>10,}  {share:>6.1%}  {'#' * round(share * _BAR)}".rstrip()
            if len(counter) > _MOST:
                yield f"  and {len(counter) - _MOST} more"
