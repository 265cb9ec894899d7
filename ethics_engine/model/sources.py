"""What rules rest on: documents, and the passages of them that are cited."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Confidence(Enum):
    """How the wording of a passage was checked by the keepers of the ruleset."""

    VERIFIED = "verified"
    PARTLY = "partly"
    FROM_MEMORY = "from memory"


@frozen
class Passage:
    """One cited passage, said in the ruleset's own words.

    Attributes:
        reference: How rules cite it, such as `S3-20` or `ACA-2014 A.4.b`.

        document: The id of the document it is part of.

        says: What it says, in the ruleset's words.

        confidence: How far the wording was checked; None where the document itself is the source at hand.

        not_encoded: Why nothing in the ruleset rests on it, in a few words.
    """

    reference: str
    document: str
    says: str
    confidence: Confidence | None = None
    not_encoded: str | None = None


@frozen
class Document:
    """A document that passages are cited from.

    Attributes:
        author: Who wrote it, for the bibliography.

        date: When it appeared or was read, in words.

        edition: Which edition of it is meant.

        kind: What it is, such as "code of ethics" or "article".

        note: What a reader must know to judge it.

        complete: Whether the ruleset answers for every passage: each is cited, or says why it is not encoded.
    """

    id: str
    title: str
    passages: tuple[Passage, ...]
    author: str | None = None
    date: str | None = None
    edition: str | None = None
    kind: str | None = None
    note: str | None = None
    complete: bool = False
