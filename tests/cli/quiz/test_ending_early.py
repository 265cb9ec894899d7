"""What was answered is kept, whatever ends the quiz."""

from __future__ import annotations

import io
import signal
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from ethics_engine.errors import InputError
from ethics_engine.quiz.progress import Progress

from .questions import kept

Quiz = Callable[..., Result]


class Interrupted(io.BytesIO):
    """What is typed, and then Ctrl-C."""

    def read1(self, size: int | None = -1) -> bytes:
        if chunk := super().read1(size):
            return chunk
        raise KeyboardInterrupt


class Terminal(io.BytesIO):
    """What is typed at a terminal."""

    def isatty(self) -> bool:
        return True


class TestEndingEarly:
    @pytest.mark.parametrize("rest", ["", "/quit", "/b", "/b/QUIT", "/zzz"])
    def test_the_end_of_the_script_or_the_wish_to_end(self, rest: str, quiz: Quiz, data: Path) -> None:
        result = quiz("--kind", "answer", answers=f"b/3{rest}")

        assert (result.exit_code, result.stderr) == (0, "")
        assert "Quiz ended.\n\n1 answer saved, 1 right." in result.stdout
        assert len(kept(data)) == 1

    @pytest.mark.parametrize(("typed", "answered"), [(b"", 0), (b"b\n", 0), (b"b\n3\n", 1), (b"b\n3\na\n", 1)])
    def test_ctrl_c_in_the_middle(self, typed: bytes, answered: int, quiz: Quiz, data: Path) -> None:
        """It comes where the next line would."""
        result = quiz("--kind", "answer", answers=Interrupted(typed))

        assert result.exit_code == 128 + signal.SIGINT
        assert "Quiz stopped" in result.stdout
        assert f"{answered} answer{'' if answered == 1 else 's'} saved" in result.stdout
        assert "Traceback" not in result.output
        assert len(kept(data)) == answered

    @pytest.mark.usefixtures("full_disk")
    def test_a_full_disk_ends_a_script_with_a_clear_message(self, quiz: Quiz, data: Path) -> None:
        quiz("--kind", "answer", "--number", "1", answers="b/3")
        with Progress(data) as progress, suppress(InputError):
            while True:
                progress.add(progress.answers()[0])

        result = quiz("--kind", "answer", "--number", "1", answers="b/3")

        assert result.exit_code == 2
        assert "the disk is full" in result.stderr
        assert "EXPLANATION" not in result.stdout
        assert len(kept(data)) > 1

    def test_at_a_terminal_one_can_make_room_and_try_again(
        self, quiz: Quiz, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add, tries = Progress.add, []

        def fails_once(self: Progress, answer: Any) -> None:
            tries.append(answer)
            if len(tries) == 1:
                other = sqlite3.connect(data, isolation_level=None)
                other.execute("BEGIN IMMEDIATE")
                try:
                    add(self, answer)
                finally:
                    other.close()
            add(self, answer)

        monkeypatch.setattr("ethics_engine.quiz.progress._PATIENCE", 0.01)
        monkeypatch.setattr(Progress, "add", fails_once)
        result = quiz("--kind", "answer", answers=Terminal(b"b\n3\n\nquit\n"))

        assert "another program is writing to it" in result.stderr
        assert "This answer is not saved yet." in result.stdout
        assert "1 answer saved, 1 right." in result.stdout
        assert len(kept(data)) == 1

    @pytest.fixture
    def full_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Gives the file no room for more than four pages; SQLite then fails as it does on a full disk."""
        connect = sqlite3.connect

        def confined(*args: Any, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*args, **options)
            connection.execute("PRAGMA max_page_count = 4")
            return connection

        monkeypatch.setattr(sqlite3, "connect", confined)
