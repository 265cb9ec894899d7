"""What is kept of answers: looked at by the learner, shown to a trainer, forgotten."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from .questions import kept

Run = Callable[..., Result]
Quiz = Callable[..., Result]


class TestProgress:
    """`ethics quiz progress`."""

    def test_the_chart_of_a_learner(self, quiz: Quiz, run: Run) -> None:
        quiz("--learner", "anna", "--kind", "answer", "--topic", "rain", answers="b/3/b/3/a/3")

        result = run("quiz", "progress", "--learner", "  anna ")

        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("PROGRESS OF anna\n3 answers to 3 questions, ")
        assert "  rain 2 of 3 #######---\n" in result.stdout

    def test_progress_of_a_learner_who_is_not_known_names_the_nearest(
        self, quiz: Quiz, refused: Callable[..., str]
    ) -> None:
        quiz("--learner", "anna", "--kind", "answer", answers="b/3")

        assert "did you mean `anna`?" in refused("quiz", "progress", "--learner", "ana")

    def test_before_anything_was_answered(self, data: Path, refused: Callable[..., str]) -> None:
        assert "no answers saved here yet" in refused("quiz", "progress")
        assert not data.exists()

    @pytest.mark.usefixtures("items")
    @pytest.mark.parametrize("command", [["progress"], ["report"], ["forget", "me", "--yes"], ["--number", "1"]])
    def test_a_broken_file_is_left_alone(self, command: list[str], data: Path, refused: Callable[..., str]) -> None:
        data.parent.mkdir()
        data.write_bytes(b"dear diary" * 100)

        said = refused("quiz", *command)

        assert "nothing was changed; move it away, or name another file with --data" in said
        assert data.read_bytes() == b"dear diary" * 100


class TestReport:
    """`ethics quiz report`."""

    @pytest.fixture
    def answered(self, quiz: Quiz, data: Path) -> Path:
        """A file with the answers of two learners."""
        for learner in ("ben", "anna"):
            quiz("--learner", learner, "--kind", "answer", "--number", "2", answers="b/3/a/3")
        return data

    def test_of_the_file_that_is_named_and_not_of_the_usual_one(self, answered: Path, run: Run, tmp_path: Path) -> None:
        moved = answered.rename(tmp_path / "moved.sqlite3")

        assert run("quiz", "report", "--data", moved).stdout == run("quiz", "report", moved).stdout
        assert "LEARNERS" in run("quiz", "report", "--data", moved).stdout

    @pytest.mark.usefixtures("answered")
    def test_a_report_has_all_learners(self, run: Run) -> None:
        out = run("quiz", "report").stdout

        assert "  anna: 2 answers, 1 right (50 %), -3 of 6 marks for certainty, 1 confident mistake\n" in out
        assert out.index("anna") < out.index("ben")

    @pytest.mark.usefixtures("answered")
    def test_of_a_class_list_as_csv_into_a_file(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "class.txt").write_text("carl\nben\n")
        file = tmp_path / "report.csv"

        result = run("quiz", "report", "--class", tmp_path / "class.txt", "--format", "csv", "--output", file)

        assert (result.stdout, result.stderr) == ("", "not in the class list: anna\n")
        assert {row["learner"] for row in csv.DictReader(io.StringIO(file.read_text()))} == {"carl", "ben"}

    def test_over_several_files_of_which_two_are_copies(self, answered: Path, run: Run, tmp_path: Path) -> None:
        copy = tmp_path / "copy.sqlite3"
        copy.write_bytes(answered.read_bytes())

        value = json.loads(run("quiz", "report", answered, copy, "--format", "json").stdout)

        assert [(one["learner"], one["answers"]) for one in value["learners"]] == [("anna", 2), ("ben", 2)]

    @pytest.mark.usefixtures("answered")
    def test_a_class_list_with_the_same_name_twice(self, refused: Callable[..., str], tmp_path: Path) -> None:
        (tmp_path / "class.txt").write_text("ben\nben\n")

        assert ":2:1: error: `ben` is listed twice" in refused("quiz", "report", "--class", tmp_path / "class.txt")


class TestForgetting:
    """`ethics quiz forget`."""

    @pytest.fixture(autouse=True)
    def answered(self, quiz: Quiz) -> None:
        for learner in ("ben", "anna"):
            quiz("--learner", learner, "--kind", "answer", "--number", "2", answers="b/3/a/3")

    def test_it_asks_and_says_what_was_removed(self, data: Path, run: Run) -> None:
        result = run("quiz", "forget", "anna", stdin="y\n")

        shown = " ".join(result.stdout.split())
        assert f"Delete 2 answers of anna from {data} for good? [y/N]: y Deleted 2 answers" in shown
        assert b"anna" not in data.read_bytes()
        assert {answer.learner for answer in kept(data)} == {"ben"}

    @pytest.mark.parametrize(("typed", "code"), [("n\n", 0), ("\n", 0), ("", 1)])
    def test_without_a_yes_nothing_is_removed(self, typed: str, code: int, data: Path, run: Run) -> None:
        assert run("quiz", "forget", "anna", stdin=typed).exit_code == code
        assert len(kept(data)) == 4

    def test_ctrl_c_removes_nothing(self, data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt() -> str:
            raise KeyboardInterrupt

        monkeypatch.setattr("ethics_engine.cli.prompt.read_line", interrupt)

        assert run("quiz", "forget", "anna").exit_code == 130
        assert len(kept(data)) == 4

    def test_yes_does_not_ask(self, data: Path, run: Run) -> None:
        assert run("quiz", "forget", "anna", "--yes").stdout.startswith("Deleted 2 answers and the name of anna")
        assert len(kept(data)) == 2

    def test_forgetting_a_learner_who_is_not_known_names_the_nearest(self, refused: Callable[..., str]) -> None:
        assert "did you mean `anna`?" in refused("quiz", "forget", "annna", "--yes")
