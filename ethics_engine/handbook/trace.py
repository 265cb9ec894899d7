"""Where every passage of every document went: the table that shows nothing was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from attrs import frozen

from ethics_engine.model.citations import Citation, citations
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.sources import Confidence, Document, Passage


@frozen
class Destination:
    """Where one passage went: what rests on it, or why nothing does."""

    passage: Passage
    resting: tuple[Citation, ...]

    @property
    def nowhere(self) -> bool:
        """Whether nothing rests on it and no reason is given."""
        return not self.resting and self.passage.not_encoded is None


@frozen
class Totals:
    """How many passages went where, and how far their wording was checked.

    Attributes:
        verified: Those whose wording was checked.

        partly: Those of which a part was checked, or another edition, or a summary.

        from_memory: Those that nobody looked up; of the rest the document itself was at hand.
    """

    passages: int
    cited: int
    not_encoded: int
    nowhere: int
    verified: int = 0
    partly: int = 0
    from_memory: int = 0


@frozen
class DocumentTrace:
    """Where the passages of one document went, in the order in which they are listed."""

    document: Document
    destinations: tuple[Destination, ...]

    @property
    def totals(self) -> Totals:
        """The totals of this document."""
        return _totals(self.destinations)


@frozen
class Trace:
    """Where the passages of all documents went."""

    ruleset: Ruleset
    documents: tuple[DocumentTrace, ...]

    @property
    def totals(self) -> Totals:
        """The totals over all documents."""
        return _totals(destination for traced in self.documents for destination in traced.destinations)

    @property
    def lost(self) -> tuple[str, ...]:
        """The passages of complete documents that went nowhere."""
        return tuple(
            destination.passage.reference
            for traced in self.documents
            if traced.document.complete
            for destination in traced.destinations
            if destination.nowhere
        )


def trace(ruleset: Ruleset, documents: Collection[str] = ()) -> Trace:
    """Where every passage went; where documents are named, every passage of these."""
    resting = citations(ruleset)
    return Trace(
        ruleset,
        tuple(
            DocumentTrace(
                document,
                tuple(Destination(passage, resting[passage.reference]) for passage in document.passages),
            )
            for document in ruleset.documents
            if not documents or document.id in documents
        ),
    )


def _totals(destinations: Iterable[Destination]) -> Totals:
    found = tuple(destinations)
    cited = sum(bool(destination.resting) for destination in found)
    nowhere = sum(destination.nowhere for destination in found)
    checked = Counter(destination.passage.confidence for destination in found)
    return Totals(
        passages=len(found),
        cited=cited,
        not_encoded=len(found) - cited - nowhere,
        nowhere=nowhere,
        verified=checked[Confidence.VERIFIED],
        partly=checked[Confidence.PARTLY],
        from_memory=checked[Confidence.FROM_MEMORY],
    )
