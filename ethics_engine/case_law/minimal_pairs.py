"""Minimal pairs: two cases of which exactly one stated item differs, so that it alone makes the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ethics_engine.errors import Finding, Place, Severity
from ethics_engine.model.case import Case
from ethics_engine.model.enactment import done_fact
from ethics_engine.model.knowledge import NO
from ethics_engine.model.ruleset import Ruleset

from .corpus import ReportedCase

TAG = "minimal pair "
"""What a tag begins with that names the other case of a minimal pair."""

COMPARE = "compare "
"""What a tag begins with that names a case to compare with, of which more may differ."""


@frozen
class TaggedPair:
    """Two cases that one of them calls a minimal pair.

    Attributes:
        items: What differs: facts, steps as `done:STEP`, acts as `did:ACT`, omissions as `omitted:ACT`, and `question`.
    """

    entry: ReportedCase
    other: str
    items: tuple[str, ...]

    @property
    def is_true(self) -> bool:
        """Whether exactly one stated item differs."""
        return len(self.items) == 1

    def finding(self) -> Finding:
        """What is wrong with the tag."""
        differ = ", ".join(self.items) if self.items else "nothing"
        message = f"`{self.entry.case.id}` and `{self.other}` differ in {differ}: no minimal pair"
        place = self.entry.places.get(
            ("tags", TAG + self.other), self.entry.places.get(("tags",), Place(self.entry.file))
        )
        hint = f"let exactly one stated item differ, or write `{COMPARE}{self.other}`"
        return Finding(place, message, hint, Severity.WARNING)


def tagged_pairs(entries: Sequence[ReportedCase], ruleset: Ruleset) -> Iterator[TaggedPair]:
    """Each tag of a minimal pair whose other case is at hand, with what differs between the two."""
    by_id = {entry.case.id: entry.case for entry in entries}
    for entry in entries:
        for tag in entry.case.tags:
            other = tag.removeprefix(TAG).strip()
            if tag.startswith(TAG) and other in by_id:
                yield TaggedPair(entry, other, differing_items(entry.case, by_id[other], ruleset))


def differing_items(one: Case, other: Case, ruleset: Ruleset) -> tuple[str, ...]:
    """The items in which two cases differ; one that a case does not state has the value that is assumed."""
    first, second = _items(one, ruleset), _items(other, ruleset)
    return tuple(sorted(item for item in first.keys() | second.keys() if first.get(item) != second.get(item)))


def _items(case: Case, ruleset: Ruleset) -> Mapping[str, object]:
    return {
        **{fact.id: fact.presumed for fact in ruleset.facts if fact.presumed is not None},
        **{done_fact(step.id): NO for step in ruleset.steps},
        **{name: statement.known for name, statement in case.facts.items()},
        **{f"did:{act}": True for act in case.did},
        **{f"omitted:{act}": True for act in case.omitted},
        "question": case.question,
    }
