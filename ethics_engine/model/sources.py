"""What rules rest on: documents, and the passages of them that are cited."""

from __future__ import annotations

from enum import Enum

from .period import ALWAYS_IN_FORCE, Period
from .record import Record, frozen_record


class Confidence(Enum):
    """How the wording of a passage was checked by the keepers of the ruleset."""

    VERIFIED = "verified"
    PARTLY = "partly"
    FROM_MEMORY = "from memory"


class Authority(Enum):
    """What kind of text a passage stands in, from the most to the least binding.

    It is shown, and never decides between rules: a dilemma between a code and a blog stays a dilemma.
    """

    LAW = "law"
    CODE = "code"
    GUIDANCE = "guidance"
    ARTICLE = "article"
    LAY = "lay"
    BRIEF = "brief"

    @property
    def binds(self) -> bool:
        """Whether those to whom it applies are bound by it, so that a rule is not to be weaker than it."""
        return self in {Authority.LAW, Authority.CODE}


class Said(Enum):
    """How strongly the words of a passage put what they ask for or advise against.

    Attributes:
        strength: On the scale of norms, 2 for must, 1 for should, 0 for may; -1 where the words only describe.
    """

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    NONE = "none"

    def __init__(self, words: str) -> None:
        """Each member knows its strength, so that it compares with that of a norm."""
        self.strength = {"must": 2, "should": 1, "may": 0, "none": -1}[words]


@frozen_record
class Passage(Record):
    """One cited passage, said in the ruleset's own words.

    Attributes:
        reference: How rules cite it, such as `S3-20` or `ACA-2014 A.4.b`.

        document: The id of the document it is part of.

        says: What it says, in the ruleset's words.

        authority: What kind of text it stands in, if its document or the passage itself states one.

        said: How strongly its own words put it, if that is stated.

        confidence: How far the wording was checked; None where the document itself is the source at hand.

        note: What a reader must know to judge it, such as that it is a fragment of another text.

        not_encoded: Why nothing in the ruleset rests on it, in a few words.
    """

    reference: str
    document: str
    says: str
    authority: Authority | None = None
    said: Said | None = None
    confidence: Confidence | None = None
    note: str | None = None
    not_encoded: str | None = None


@frozen_record
class Document(Record):
    """A document that passages are cited from.

    Attributes:
        author: Who wrote it, for the bibliography.

        date: When it appeared or was read, in words.

        edition: Which edition of it is meant.

        authority: What kind of text it is; a passage may state another for itself.

        note: What a reader must know to judge it.

        complete: Whether the ruleset answers for every passage: each is cited, or says why it is not encoded.

        in_force: When it binds, as an edition of a code or a statute. On other days it is not cited, and a rule that
            rests on nothing else is absent.
    """

    id: str
    title: str
    passages: tuple[Passage, ...]
    author: str | None = None
    date: str | None = None
    edition: str | None = None
    authority: Authority | None = None
    note: str | None = None
    complete: bool = False
    in_force: Period = ALWAYS_IN_FORCE
