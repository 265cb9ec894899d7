"""Which questions are asked: topic, kind, difficulty, number, seed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from .questions import cases_of

Quiz = Callable[..., Result]


class TestChoosing:
    def test_questions_of_one_topic_can_be_chosen(self, quiz: Quiz) -> None:
        out = quiz("--topic", "wind", "--no-certainty", answers="quit").stdout

        assert "of 3. Topic wind" in out

    def test_the_kind_and_the_difficulty(self, quiz: Quiz) -> None:
        out = quiz("--kind", "own", "--difficulty", "2", "--no-certainty", answers="a b c/a b c").stdout

        assert sorted(cases_of(out)) == ["rain-2", "wind-2"]

    def test_the_number_of_questions_can_be_chosen(self, quiz: Quiz) -> None:
        assert "Question 1 of 4." in quiz("--number", "4").stdout

    def test_the_same_seed_asks_the_same(self, quiz: Quiz, data: Path) -> None:
        arguments = ["--number", "3", "--kind", "answer", "--no-certainty"]
        first = quiz(*arguments, answers="a/b/c").stdout
        data.unlink()

        assert quiz(*arguments, answers="a/b/c").stdout == first
        data.unlink()
        assert quiz(*arguments, "--seed", "2", answers="a/b/c").stdout != first

    def test_no_case_is_asked_about_twice_and_it_says_so(self, quiz: Quiz) -> None:
        out = quiz("--number", "10", "--no-certainty", answers="/".join(["a", "a b", "a b c"] * 12)).stdout

        assert len(set(cases_of(out))) == len(cases_of(out)) == 6
        assert "only one question on a case" in " ".join(out.split())

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--topic", "snow"], "no topic `snow`"),
            (["--kind", "riddle"], "'riddle' is not one of"),
            (["--difficulty", "4"], "4 is not in the range"),
            (["--number", "0"], "0 is not in the range"),
            (["--seed", "x"], "'x' is not a valid integer"),
            (["--kind", "code"], "no question matches"),
            (["--learner", ""], "a name cannot be empty"),
            (["--learner", "a\x1b[31m"], "a name cannot contain control characters"),
            (["--learner", "=1+1"], "spreadsheet"),
            (["--cases", "-"], "standard input is for the answers"),
            (["proggress"], "did you mean `progress`?"),
            (["--learner", "anna", "progress"], "--learner, --rules and --cases after `progress`"),
        ],
    )
    def test_a_choice_that_makes_no_sense_is_refused(self, arguments: list[str], said: str, quiz: Quiz) -> None:
        result = quiz(*arguments)

        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
        assert "\x1b" not in result.stderr

    def test_a_broken_case_is_named_and_the_rest_asked(self, quiz: Quiz, tmp_path: Path) -> None:
        (tmp_path / "cases" / "rain" / "bad.case.yaml").write_text("id: [")

        result = quiz("--number", "1", "--kind", "answer", "--no-certainty", answers="b")

        assert (result.exit_code, "1 answer saved" in result.stdout) == (0, True)
        assert "bad.case.yaml" in result.stderr
