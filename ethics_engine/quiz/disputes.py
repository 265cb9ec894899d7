"""Keys that learners dispute, kept for the trainer in a file beside the saved answers: one line of JSON each."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
from collections.abc import Iterable
from pathlib import Path

import attrs
from attrs import frozen

from ethics_engine.errors import Finding, Place, StorageError

from .answer_log import LearnerAnswer
from .exports.csv import cell
from .item import Item

_MOST = 2000
"""Of a longer remark only so many characters are kept."""


@frozen
class Dispute:
    """Somebody's view that a key is wrong.

    Attributes:
        at: When, in ISO 8601.

        fingerprint: What the item was then; see `Item.fingerprint`.

        chosen: The options that the learner had chosen.

        key: The options that are right.

        remark: What the learner had to say of it; may be empty.
    """

    at: str
    learner: str
    ruleset: str
    item: str
    fingerprint: str
    chosen: str
    key: str
    remark: str


def dispute_of(item: Item, answer: LearnerAnswer, remark: str, at: datetime.datetime) -> Dispute:
    """A learner's dispute of an item that they have answered; the options in words, for letters are shuffled."""
    return Dispute(
        at=at.replace(microsecond=0).isoformat(),
        learner=answer.learner,
        ruleset=answer.ruleset,
        item=item.id,
        fingerprint=item.fingerprint,
        chosen=" / ".join(item.option[letter].text for letter in answer.chosen),
        key=" / ".join(item.option[letter].text for letter in item.key),
        remark=" ".join(remark.split())[:_MOST],
    )


def disputes_file(answers: Path) -> Path:
    """Where disputes are kept: beside the file of saved answers."""
    return answers.with_name(f"{answers.name}.disputes.jsonl")


def keep_dispute(file: Path, dispute: Dispute) -> None:
    """Add a dispute; once this returns, it is on the disk. Raises StorageError if it cannot be kept."""
    line = json.dumps(attrs.asdict(dispute), ensure_ascii=True) + "\n"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as opened:
            opened.write(line.encode("ascii"))
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise _refused(file, f"the dispute cannot be saved: {(error.strerror or 'unknown').lower()}") from None


def read_disputes(file: Path) -> tuple[Dispute, ...]:
    """The disputes that are kept, the oldest first; none without a file.

    Raises:
        StorageError: The file cannot be read, or a line of it is no dispute.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    except (OSError, UnicodeDecodeError):
        raise _refused(file, "cannot read it") from None
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(Dispute(**{name: str(value) for name, value in json.loads(line).items()}))
        except (ValueError, TypeError, AttributeError):
            raise StorageError(
                [
                    Finding(
                        Place(str(file), number, 1), "this line is no dispute", "delete the line, or move the file away"
                    )
                ]
            ) from None
    return tuple(found)


def forget_disputes(file: Path, learner: str) -> int:
    """Remove the disputes of a learner; the number that was removed."""
    from ethics_engine.rendering.atomic_write import write

    kept = read_disputes(file)
    left = [dispute for dispute in kept if dispute.learner != learner]
    if len(left) < len(kept):
        write(file, "".join(json.dumps(attrs.asdict(dispute)) + "\n" for dispute in left).encode("ascii"))
    return len(kept) - len(left)


def as_csv(disputes: Iterable[Dispute]) -> str:
    """A table with a row for each dispute, under a header; no cell is a formula."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    names = [column.name for column in attrs.fields(Dispute)]
    table.writerow(names)
    for dispute in disputes:
        table.writerow([cell(getattr(dispute, name)) for name in names])
    return out.getvalue()


def as_json(disputes: Iterable[Dispute]) -> str:
    """The same as JSON."""
    return json.dumps([attrs.asdict(dispute) for dispute in disputes], indent=2, ensure_ascii=False) + "\n"


def _refused(file: Path, message: str) -> StorageError:
    return StorageError([Finding(Place(str(file)), message, "check that you may read and write it and its folder")])
