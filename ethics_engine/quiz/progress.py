"""What learners answered, in a SQLite file; nothing else here touches SQLite.

Answers are only ever added, each in a transaction of its own, so that neither a crash nor a second quiz at the same
time can spoil another. Each has a digest, so that a byte that changed on the disk is noticed even where SQLite finds
nothing wrong; in a file of the version before, from when something is written to it. The journal is a rollback journal
and not a write-ahead log, for then progress is one file, which may also lie in a folder that is shared over a network.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shlex
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ethics_engine.errors import Finding, InputError, Place, StorageError
from ethics_engine.suggestions import nearest

from .answer_log import LearnerAnswer
from .certainty_marking import Certainty
from .learners import alphabetical

APPLICATION = 0x45745131
"""What marks a SQLite file as ours: EtQ1."""

VERSION = 2
"""The version of the tables; a file with a greater one is left alone. Up to 1, answers had no digest."""

_PATIENCE = 10.0
"""How long to wait for another program that is writing, in seconds."""

_TABLE = """CREATE TABLE answer (
        id INTEGER PRIMARY KEY,
        learner TEXT NOT NULL,
        at INTEGER NOT NULL CHECK (typeof(at) = 'integer' AND at BETWEEN 0 AND 250000000000),
        ruleset TEXT NOT NULL,
        item TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        kind TEXT NOT NULL,
        topic TEXT NOT NULL,
        cases TEXT NOT NULL,
        chosen TEXT NOT NULL,
        right INTEGER NOT NULL CHECK (right IN (0, 1)),
        certainty INTEGER CHECK (certainty IN (1, 2, 3)){digest}
    )"""
_INDEX = "CREATE INDEX answer_by_learner ON answer (learner, id)"
_TABLES = {
    1: (_TABLE.format(digest=""), _INDEX),
    2: (_TABLE.format(digest=",\n        digest TEXT NOT NULL"), _INDEX),
}
"""By their version, the statements that make the tables."""

_INSERT = "INSERT INTO answer VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # the table numbers the answer itself
_SELECT = "SELECT * FROM answer WHERE ? IS NULL OR learner = ? ORDER BY id"

_REASONS = {
    sqlite3.SQLITE_FULL: ("the disk is full", "free some space; earlier answers are safe"),
    sqlite3.SQLITE_BUSY: ("another program is writing to it", "try again; earlier answers are safe"),
    sqlite3.SQLITE_LOCKED: ("another program is writing to it", "try again; earlier answers are safe"),
    sqlite3.SQLITE_READONLY: ("no permission to write to it", "change its permissions; earlier answers are safe"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "check that you may read and write it and its folder"),
    sqlite3.SQLITE_PERM: ("it cannot be opened", "check that you may read and write it and its folder"),
}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_LEFT = "nothing was changed; move it away, or name another file with --data"
_ROLLBACK = b"\x01\x01"
"""Bytes 18 and 19 of a file that was only ever written with a rollback journal (SQLite file format, 1.3.3)."""


class Progress:
    """The answers that are kept in one file.

    Whatever goes wrong is a StorageError that says what, and that what was kept before is as it was.
    """

    def __init__(self, path: Path, *, create: bool = True) -> None:
        """Open the file, or begin it where there is none.

        Raises:
            StorageError: It cannot be opened, or is none of ours, or broken, or of a newer version, or, unless it may
                be created, does not exist.
        """
        self._path = path
        self._ready(create=create)
        with self._reporting():
            uri = f"{path.absolute().as_uri()}?mode=rw"
            self._connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)
        try:
            with self._reporting():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def add(self, answer: LearnerAnswer) -> None:
        """Keep an answer; once this returns, it is on the disk.

        Raises:
            StorageError: It cannot be kept.
        """
        row = (
            answer.learner,
            int(answer.at.timestamp()),
            answer.ruleset,
            answer.item,
            answer.fingerprint,
            answer.kind,
            answer.topic,
            " ".join(answer.cases),
            " ".join(answer.chosen),
            answer.right,
            answer.certainty,
        )
        # The name of a folder, and so a topic, may hold what is not Unicode.
        sound = [value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value for value in row]
        with self._reporting(), self._transaction():
            self._migrate()
            self._connection.execute(_INSERT, (*sound, _digest(sound)))

    def answers(self, learner: str | None = None) -> tuple[LearnerAnswer, ...]:
        """The answers of a learner, or of all, in the order in which they were given.

        Raises:
            StorageError: They cannot be read.
        """
        with self._reporting():
            return tuple(map(_answer, self._rows(learner)))

    def learners(self) -> tuple[str, ...]:
        """The names of all that ever answered, in alphabetical order.

        Raises:
            StorageError: They cannot be read.
        """
        with self._reporting():
            return alphabetical(name for (name,) in self._connection.execute("SELECT DISTINCT learner FROM answer"))

    def known(self, learner: str) -> str:
        """The learner, who has answered something.

        Raises:
            InputError: Nobody of this name has; names the nearest who has.
        """
        if learner not in (names := self.learners()):
            everybody = f"to list the learners: `ethics quiz report --data {shlex.quote(str(self._path))}`"
            hint = nearest(learner, names) or everybody
            raise InputError([Finding(Place(learner), "no answers saved for this learner", hint)])
        return learner

    def forget(self, learner: str) -> int:
        """Remove all that is kept of a learner, so that nothing of it stays in the file; gives how many answers.

        Raises:
            StorageError: It cannot be removed.
        """
        with self._reporting():
            self._connection.execute("PRAGMA secure_delete = ON")
            with self._transaction():
                removed = self._connection.execute("DELETE FROM answer WHERE learner = ?", (learner,)).rowcount
            self._connection.execute("VACUUM")
        return removed

    def _rows(self, learner: str | None = None) -> Iterator[tuple[Any, ...]]:
        """The answers as they are in the table, in order.

        Raises:
            ValueError: One is not what was written.
        """
        has_digest = self._pragma("user_version") > 1
        for _, *row in self._connection.execute(_SELECT, (learner, learner)):
            if has_digest and (written := row.pop()) != _digest(row):
                raise ValueError(written)
            yield tuple(row)

    def _migrate(self) -> None:
        """Give every answer of a file of the version before its digest; within a transaction."""
        if self._pragma("user_version") == VERSION:
            return
        rows = list(self._rows())
        self._connection.execute("DROP TABLE answer")
        self._make()
        self._connection.executemany(_INSERT, [(*row, _digest(row)) for row in rows])

    def _make(self) -> None:
        for statement in _TABLES[VERSION]:
            self._connection.execute(statement)
        self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
        self._connection.execute(f"PRAGMA user_version = {VERSION}")

    def _ready(self, *, create: bool) -> None:
        """See that there is a file, for its owner alone where it is new."""
        path = self._path
        try:
            if not path.exists():
                if not create:
                    raise self._problem("no answers saved here yet", "start with `ethics quiz`")
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            elif not path.is_file():
                raise self._problem("not a file")
            with path.open("rb") as file:
                journal = file.read(20)[18:]
            if journal not in (b"", _ROLLBACK):  # SQLite would make files beside it
                raise self._damaged()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "not a file name"
            raise self._problem(f"cannot be opened: {reason[0].lower()}{reason[1:]}") from None

    def _prepare(self) -> None:
        """Make the tables where the file is empty, as after a crash at the very start; see that they are ours."""
        if not self._pragma("page_count"):
            if self._path.stat().st_size:
                raise self._damaged()
            with self._transaction():
                if not self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    self._make()
        if self._pragma("application_id") != APPLICATION:
            raise self._problem("not a file of `ethics quiz`", _LEFT)
        if (version := self._pragma("user_version")) > VERSION:
            hint = "update ethics-engine, or name another file with --data"
            raise self._problem(f"made by a newer version of ethics-engine (tables {version})", hint)
        if self._pragma("integrity_check") != "ok" or self._made_of() != _TABLES.get(version):
            raise self._damaged()
        self.answers()

    def _made_of(self) -> tuple[str, ...]:
        """The statements that the tables were made by; more, or others, and it is damaged."""
        return tuple(sql for (sql,) in self._connection.execute("SELECT sql FROM sqlite_master ORDER BY rowid"))

    def _pragma(self, name: str) -> Any:
        return self._connection.execute(f"PRAGMA {name}").fetchone()[0]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing; the lock is taken at once, for a lock that is raised later can be refused."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            # The low byte is the kind of error, the rest its variety.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code in _BROKEN:
                raise self._damaged() from None
            raise self._problem(*_REASONS.get(code, (str(error), "earlier answers are safe"))) from None
        except (TypeError, ValueError, AttributeError, OverflowError):  # a row that no answer can be made of
            raise self._damaged() from None

    def _damaged(self) -> StorageError:
        return self._problem("damaged, or not a file of `ethics quiz`", _LEFT)

    def _problem(self, message: str, hint: str | None = None) -> StorageError:
        return StorageError([Finding(Place(str(self._path)), message, hint)])


def _digest(row: Iterable[Any]) -> str:
    """Of the values of an answer, as they are in the table."""
    return hashlib.sha256(
        json.dumps([int(value) if isinstance(value, int) else value for value in row]).encode()
    ).hexdigest()


def _answer(row: tuple[Any, ...]) -> LearnerAnswer:
    learner, at, ruleset, item, fingerprint, kind, topic, cases, chosen, right, certainty = row
    return LearnerAnswer(
        learner=learner,
        at=datetime.datetime.fromtimestamp(at, datetime.UTC),
        ruleset=ruleset,
        item=item,
        fingerprint=fingerprint,
        kind=kind,
        topic=topic,
        cases=tuple(cases.split()),
        chosen=tuple(chosen.split()),
        right=bool(right),
        certainty=None if certainty is None else Certainty(certainty),
    )
