"""What is kept of learners: whole, private, and safe from whatever happens to it."""

from __future__ import annotations

import datetime
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethics_engine.errors import InputError
from ethics_engine.quiz import progress as module
from ethics_engine.quiz.answer_log import LearnerAnswer
from ethics_engine.quiz.certainty_marking import Certainty
from ethics_engine.quiz.learners import name_of, read_class_list
from ethics_engine.quiz.progress import APPLICATION, VERSION, Progress
from ethics_engine.quiz.storage import VARIABLE, progress_file

ANSWER = LearnerAnswer(
    learner="anna",
    at=datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC),
    ruleset="small",
    item="rain-1.answer",
    fingerprint="0123456789abcdef",
    kind="answer",
    topic="rain",
    cases=("rain-1", "rain-2"),
    chosen=("b", "a"),
    right=False,
    certainty=Certainty.HIGH,
)


KEPT = tuple(
    attrs.evolve(ANSWER, learner=f"learner {number % 7}", item=f"rain-{number}.answer") for number in range(60)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where no file is yet."""
    return tmp_path / "quiz.sqlite3"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file in which nothing is wrong."""
    path = tmp_path_factory.mktemp("sound") / "quiz.sqlite3"
    with Progress(path) as progress:
        for answer in KEPT:
            progress.add(answer)
    return path.read_bytes()


@pytest.fixture
def refused(path: Path) -> Callable[[], str]:
    """Opens the file, which is refused and stays as it is; gives the message."""

    def call() -> str:
        before = path.read_bytes()
        with pytest.raises(InputError) as error:
            Progress(path)
        assert path.read_bytes() == before
        assert str(path) in str(error.value)
        return str(error.value)

    return call


def test_what_is_kept_is_got_back(path: Path) -> None:
    plain = attrs.evolve(ANSWER, learner="ben", certainty=None, right=True)
    with Progress(path) as progress:
        progress.add(ANSWER)
        progress.add(plain)

    with Progress(path, create=False) as again:
        assert again.answers() == (ANSWER, plain)
        assert again.answers("anna") == (ANSWER,)
        assert again.answers("nobody") == ()


def test_learners_in_alphabetical_order(path: Path) -> None:
    with Progress(path) as progress:
        for name in ("ben", "Zoë", "Anna", "ben"):
            progress.add(attrs.evolve(ANSWER, learner=name))

        assert progress.learners() == ("Anna", "ben", "Zoë")


def test_an_unknown_learner_with_the_nearest(path: Path) -> None:
    with Progress(path) as progress:
        progress.add(ANSWER)

        assert progress.known("anna") == "anna"
        with pytest.raises(InputError, match="did you mean `anna`"):
            progress.known("anne")


def test_a_topic_that_is_not_unicode_is_kept_as_something_readable(path: Path) -> None:
    with Progress(path) as progress:
        progress.add(attrs.evolve(ANSWER, topic="caf\udce9"))

        assert progress.answers()[0].topic == "caf\\udce9"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_file_and_its_folder_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "quiz.sqlite3"
    Progress(path).__exit__(None, None, None)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_name_with_what_means_something_in_an_address(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=memory#b%20c.sqlite3"
    with Progress(path) as progress:
        progress.add(ANSWER)

    assert path.stat().st_size > 0
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_nothing_is_made_where_nothing_is_to_be_made(path: Path) -> None:
    with pytest.raises(InputError, match="no answers saved here yet"):
        Progress(path, create=False)

    assert not path.exists()


class TestAFileOfTheVersionBefore:
    """It had no digests."""

    def test_is_read_and_left_as_it_is(self, path: Path) -> None:
        _without_digests(path)
        before = path.read_bytes()
        with Progress(path) as progress:
            assert progress.answers() == (ANSWER, attrs.evolve(ANSWER, learner="ben"))

        assert path.read_bytes() == before

    def test_has_them_once_something_is_added(self, path: Path, refused: Callable[[], str]) -> None:
        _without_digests(path)
        with Progress(path) as progress:
            progress.add(attrs.evolve(ANSWER, learner="carl"))
        with Progress(path) as progress:
            assert [answer.learner for answer in progress.answers()] == ["anna", "ben", "carl"]
        _execute(path, "UPDATE answer SET topic = 'snow' WHERE learner = 'anna'")

        assert "damaged" in refused()


class TestForgetting:
    """What is forgotten is gone from the file."""

    def test_nothing_of_the_learner_stays_in_the_file_and_the_room_is_given_back(self, path: Path) -> None:
        name = "Rumpelstiltskin"
        with Progress(path) as progress:
            for number in range(80):
                progress.add(attrs.evolve(ANSWER, learner=name if number % 4 else "ben"))
            before = path.read_bytes()
            assert name.encode() in before

            assert progress.forget(name) == 60

            assert progress.learners() == ("ben",)
            assert len(progress.answers()) == 20
        after = path.read_bytes()
        assert name.encode() not in after
        assert len(after) < len(before)

    def test_who_is_not_there_cannot_be_forgotten(self, path: Path) -> None:
        with Progress(path) as progress:
            assert progress.forget("anna") == 0


def read_whole(path: Path) -> str | None:
    """Read all that is kept in every way that there is; gives the message where it is refused."""
    try:
        with Progress(path, create=False) as progress:
            answers = [answer for name in progress.learners() for answer in progress.answers(name)]
            assert sorted(map(repr, answers)) == sorted(map(repr, progress.answers()))
    except InputError as error:
        return str(error)
    return None


class TestAFileThatIsNotOurs:
    """It is never written to."""

    def test_a_file_that_is_no_database_is_refused(self, path: Path, refused: Callable[[], str]) -> None:
        path.write_text("dear diary, " * 1000)

        assert "not a file of `ethics quiz`" in refused()

    def test_the_database_of_another_program(self, path: Path, refused: Callable[[], str]) -> None:
        _execute(path, "CREATE TABLE answer (id)")

        assert "not a file of `ethics quiz`" in refused()

    def test_a_file_of_a_newer_version_is_refused(self, path: Path, refused: Callable[[], str]) -> None:
        Progress(path).__exit__(None, None, None)
        _execute(path, f"PRAGMA user_version = {VERSION + 1}")

        said = refused()
        assert "newer version" in said
        assert "update ethics-engine" in said

    def test_a_damaged_file_is_refused(self, path: Path, refused: Callable[[], str]) -> None:
        with Progress(path) as progress:
            for _ in range(90):
                progress.add(ANSWER)
        content = bytearray(path.read_bytes())
        content[5000:12000] = b"\xff" * 7000
        path.write_bytes(content)

        assert "damaged" in refused()

    def test_one_that_was_cut_short(self, path: Path, refused: Callable[[], str]) -> None:
        with Progress(path) as progress:
            for _ in range(90):
                progress.add(ANSWER)
        path.write_bytes(path.read_bytes()[:9000])

        assert "damaged" in refused()

    def test_one_with_values_that_make_no_sense(self, path: Path, refused: Callable[[], str]) -> None:
        with Progress(path) as progress:
            progress.add(ANSWER)
        _execute(path, "PRAGMA ignore_check_constraints = ON", "UPDATE answer SET at = 'yesterday'")

        assert "damaged" in refused()

    @pytest.mark.parametrize("column", ["item", "topic", "chosen", "cases", "fingerprint"])
    def test_one_in_which_a_letter_of_an_answer_is_another(
        self, column: str, path: Path, refused: Callable[[], str]
    ) -> None:
        with Progress(path) as progress:
            progress.add(ANSWER)
        _execute(path, f"UPDATE answer SET {column} = 'x' || substr({column}, 2)")

        assert "damaged" in refused()

    @given(
        share=st.one_of(st.floats(0, 0.01), st.floats(0, 1, exclude_max=True)), flipped=st.integers(1, 255) | st.none()
    )
    @settings(max_examples=300)
    def test_one_in_which_any_byte_is_another_or_the_end_is_missing(
        self, share: float, flipped: int | None, sound: bytes, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        """It is refused in one message, or read as it was; whichever it is, reading does not write."""
        path = tmp_path_factory.mktemp("damaged") / "quiz.sqlite3"
        content = bytearray(sound)
        where = int(share * len(sound))
        if flipped is None:
            del content[max(1, where) :]
        else:
            content[where] ^= flipped
        path.write_bytes(content)

        said = read_whole(path)
        if said is None:
            with Progress(path) as progress:
                assert progress.answers() == KEPT
        assert said is None or said.endswith("name another file with --data")
        assert said is None or said.count("error:") == 1
        assert path.read_bytes() == content
        assert [file.name for file in path.parent.iterdir()] == [path.name]

    def test_an_empty_file_is_one_that_was_never_begun(self, path: Path) -> None:
        path.touch()
        with Progress(path) as progress:
            progress.add(ANSWER)

        assert _value(path, "PRAGMA application_id") == APPLICATION

    def test_a_folder_in_place_of_the_file_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="not a file"):
            Progress(tmp_path)

    @pytest.mark.parametrize("name", ["a\0b", "a" * 5000])
    def test_what_is_no_file_name(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="cannot be opened"):
            Progress(tmp_path / name)

    def test_a_folder_that_is_a_file(self, path: Path) -> None:
        path.touch()
        with pytest.raises(InputError, match="cannot be opened"):
            Progress(path / "quiz.sqlite3")


class TestTrouble:
    """A crash, a second quiz, a full disk."""

    def test_a_crash_in_the_middle_of_an_answer_loses_only_that_one(self, path: Path) -> None:
        """The process is killed while its transaction is open; its journal stays behind."""
        with Progress(path) as progress:
            progress.add(ANSWER)
        script = (
            "import sqlite3, sys, os, signal\n"
            "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "db.execute('PRAGMA cache_size = 1')\n"
            "db.execute('BEGIN IMMEDIATE')\n"
            "for _ in range(2000):\n"
            "    db.execute('INSERT INTO answer SELECT NULL, learner, at, ruleset, item, fingerprint, kind,'\n"
            "               ' topic, cases, chosen, right, certainty, digest FROM answer WHERE id = 1')\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        killed = subprocess.run([sys.executable, "-c", script, str(path)], check=False)

        assert killed.returncode == -signal.SIGKILL
        assert path.with_name(f"{path.name}-journal").exists()
        with Progress(path) as again:
            assert again.answers() == (ANSWER,)

    def test_many_at_once_lose_nothing(self, path: Path) -> None:
        """Also where they all find no file, and begin it together."""
        failed: list[BaseException] = []

        def answer(learner: str) -> None:
            try:
                with Progress(path) as progress:
                    for _ in range(5):
                        progress.add(attrs.evolve(ANSWER, learner=learner))
            except InputError as error:
                failed.append(error)

        threads = [threading.Thread(target=answer, args=[f"learner {number}"]) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failed == []
        with Progress(path) as progress:
            assert [len(progress.answers(name)) for name in progress.learners()] == [5] * 6

    def test_another_that_does_not_let_go(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "_PATIENCE", 0.01)
        with Progress(path) as progress:
            progress.add(ANSWER)
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")

            with pytest.raises(InputError, match="another program is writing to it"):
                progress.add(ANSWER)

            other.execute("ROLLBACK")
            other.close()
            progress.add(ANSWER)
            assert progress.answers() == (ANSWER, ANSWER)

    def test_a_full_disk_loses_nothing_that_was_kept(self, path: Path, full_disk: Callable[[int], None]) -> None:
        full_disk(4)
        with Progress(path) as progress:

            def fill() -> None:
                while True:
                    progress.add(ANSWER)

            with pytest.raises(InputError, match=r"the disk is full\n *free some space; earlier answers are safe"):
                fill()
            kept = progress.answers()

        with Progress(path) as again:
            assert again.answers() == kept
        assert set(kept) == {ANSWER}

    def test_a_disk_that_is_full_from_the_start_leaves_what_can_be_begun_later(
        self, path: Path, full_disk: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        full_disk(1)
        with pytest.raises(InputError, match="the disk is full"):
            Progress(path)

        monkeypatch.undo()
        with Progress(path) as progress:
            progress.add(ANSWER)
            assert progress.answers() == (ANSWER,)

    @pytest.fixture
    def full_disk(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
        """Gives a file no room for more than so many pages; SQLite then fails as it does on a full disk."""
        connect = sqlite3.connect

        def fill(pages: int) -> None:
            def confined(*args: Any, **options: Any) -> sqlite3.Connection:
                connection: sqlite3.Connection = connect(*args, **options)
                connection.execute(f"PRAGMA max_page_count = {pages}")
                return connection

            monkeypatch.setattr(sqlite3, "connect", confined)

        return fill

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
    def test_a_file_that_may_not_be_written_to_can_still_be_read(self, path: Path) -> None:
        with Progress(path) as progress:
            progress.add(ANSWER)
        path.chmod(0o400)
        with Progress(path) as progress:
            assert progress.answers() == (ANSWER,)
            with pytest.raises(InputError, match="may not be written"):
                progress.add(ANSWER)

    def test_a_copy_is_whole(self, path: Path, tmp_path: Path) -> None:
        """Progress is one file, with nothing beside it that a backup could miss."""
        with Progress(path) as progress:
            progress.add(ANSWER)
            shutil.copy(path, tmp_path / "copy.sqlite3")

        with Progress(tmp_path / "copy.sqlite3") as copy:
            assert copy.answers() == (ANSWER,)


class TestWhereItIsKept:
    """The user's data folder, as each system has one."""

    @pytest.fixture(autouse=True)
    def _no_variables(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(VARIABLE, raising=False)
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
        monkeypatch.setenv("HOME", "/home/a")

    @pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these have folders of their own")
    @pytest.mark.parametrize(
        ("environment", "file"),
        [
            ({"XDG_DATA_HOME": "/data"}, "/data/ethics-engine/quiz.sqlite3"),
            ({"XDG_DATA_HOME": "data"}, "/home/a/.local/share/ethics-engine/quiz.sqlite3"),
            ({}, "/home/a/.local/share/ethics-engine/quiz.sqlite3"),
            ({VARIABLE: "/elsewhere"}, "/elsewhere"),
            ({VARIABLE: "", "XDG_DATA_HOME": "/data"}, "/data/ethics-engine/quiz.sqlite3"),
        ],
    )
    def test_the_environment_says_where_the_file_is(
        self, environment: dict[str, str], file: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)

        assert progress_file() == Path(file)

    def test_what_was_kept_before_on_macos_stays_in_use(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "platform", "darwin")
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        earlier = tmp_path / "Library" / "Application Support" / "ethics-engine" / "quiz.sqlite3"
        new = tmp_path / "data" / "ethics-engine" / "quiz.sqlite3"

        assert progress_file() == new

        earlier.parent.mkdir(parents=True)
        earlier.touch()

        assert progress_file() == earlier

    def test_without_a_home_it_is_said_what_to_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def homeless(**_: object) -> Path:
            raise RuntimeError

        monkeypatch.setattr("platformdirs.user_data_path", homeless)
        with pytest.raises(InputError, match="--data"):
            progress_file()


class TestNames:
    """However it was typed, the same name is the same learner."""

    @pytest.mark.parametrize("typed", ["Zoë B", "  Zoe\u0308   B ", "Zoë\u00a0B"])
    def test_however_a_name_is_typed_it_is_one_name(self, typed: str) -> None:
        assert name_of(typed) == "Zoë B"

    @pytest.mark.parametrize(
        "typed", ["", "  ", "a\x1b[31m", "a\0", "a\u202eb", "a\nb", "a\udce9", "=1+1", "@a", "x" * 101]
    )
    def test_what_is_no_name_is_refused(self, typed: str) -> None:
        with pytest.raises(ValueError, match="a name"):
            name_of(typed)

    def test_a_class_list_is_read_line_by_line(self, tmp_path: Path) -> None:
        file = tmp_path / "class.txt"
        file.write_bytes("\ufeffBen\r\n\r\n  Anna \n".encode())

        assert read_class_list(file) == ("Ben", "Anna")

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "no names"),
            (b"caf\xe9", "not UTF-8"),
            (b"a\nb\na\n", ":3:1: error: `a` is listed twice; the first is on line 1"),
            (b"a\n=b\n", ":2:1: error: a name cannot start with `=`"),
            (b"a\n\x00b\n", ":2:1: error: a name cannot contain control characters"),
        ],
    )
    def test_a_class_list_that_is_none(self, content: bytes, said: str, tmp_path: Path) -> None:
        file = tmp_path / "class.txt"
        file.write_bytes(content)
        with pytest.raises(InputError) as error:
            read_class_list(file)

        assert said in str(error.value)

    @pytest.mark.parametrize("name", ["nowhere", "."])
    def test_a_class_list_that_cannot_be_read(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="cannot read it"):
            read_class_list(tmp_path / name)


def _execute(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def _value(path: Path, query: str) -> object:
    connection = sqlite3.connect(path)
    (value,) = connection.execute(query).fetchone()
    connection.close()
    return value


def _without_digests(path: Path) -> None:
    """Two answers, as version 1 of the tables kept them."""
    with Progress(path) as progress:
        progress.add(ANSWER)
        progress.add(attrs.evolve(ANSWER, learner="ben"))
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT * FROM answer").fetchall()
    connection.execute("DROP TABLE answer")
    for statement in module._TABLES[1]:
        connection.execute(statement)
    connection.executemany(f"INSERT INTO answer VALUES ({', '.join('?' * 12)})", [row[:-1] for row in rows])
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
