"""The log of who opened which consult, and when; it holds no story and no fact."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

from attrs import frozen

from .members import Member


class NotLoggedError(Exception):
    """An opening could not be logged, so nothing is shown."""


@frozen
class Openings:
    """Notes each opening as a line of JSON at the end of a file that only its owner can read."""

    file: Path

    def note(self, member: Member, consult: str, page: str, *, sent: bool) -> None:
        """Note that a member opened a page of a consult, or sent a form of it.

        Raises:
            NotLoggedError: The file cannot be written.
        """
        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        entry = {"at": at, "who": member.name, "consult": consult, "page": page, "sent": sent}
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        try:
            written = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(written, line.encode())
            finally:
                os.close(written)
        except OSError as error:
            raise NotLoggedError from error
