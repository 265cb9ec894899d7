"""Question, answer, how sure, reasons."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from .questions import OPTIONS

CASES = Path(__file__).parent.parent.parent.parent / "cases"
Run = Callable[..., Result]
Quiz = Callable[..., Result]


class TestTakingAQuiz:
    """Question, answer, how sure, reasons."""

    def test_the_key_comes_after_the_answer_and_never_before(self, quiz: Quiz) -> None:
        out = quiz("--kind", "answer", "--number", "2", answers="b/3/a/1").stdout

        first, second, third = out.split("What now?")
        asked, _, reasons = second.partition("Sure?")
        assert all(option.text in asked for option in OPTIONS)
        assert not any(word in first + asked for word in ("FEEDBACK", "EXPLANATION", "ight."))
        assert all(word in reasons for word in ("Right.", "EXPLANATION", "FEEDBACK-A", "values.bracket", "S3-31"))
        assert "Wrong: you chose a, the answer is b." in third
        assert "You were not very sure: 0 marks." in " ".join(third.split())

    def test_every_prompt_shows_what_a_script_answered(self, quiz: Quiz) -> None:
        lines = quiz("--kind", "answer", "--number", "1", answers="B/2").stdout.splitlines()

        assert "One letter: B" in lines
        assert "Sure? 1 not very, 2 fairly, 3 very: 2" in lines

    def test_an_order_and_several_letters(self, quiz: Quiz) -> None:
        order = quiz("--kind", "own", "--number", "1", "--no-certainty", answers="c a b").stdout
        several = quiz("--kind", "conduct", "--number", "1", "--no-certainty", answers="ca").stdout

        assert "All letters, in the right order: c a b\n\nRight." in order
        assert "All right letters: ca\n\nRight." in several

    def test_it_ends_with_what_it_came_to(self, quiz: Quiz) -> None:
        out = quiz("--kind", "answer", "--number", "3", answers="b/2/b/3/a/3").stdout

        assert "3 answers saved, 2 right. -1 of 9 marks for certainty." in out
        assert "You were very sure and wrong on " in out
        assert "The next question is due on 20" in out

    def test_without_certainty_nothing_is_asked_or_said_of_it(self, quiz: Quiz) -> None:
        out = quiz("--kind", "answer", "--number", "2", "--no-certainty", answers="b/a").stdout

        assert "2 answers saved, 1 right." in out
        assert "sure" not in out.lower()
        assert "mark" not in out

    def test_a_bad_answer_is_asked_again_with_a_sentence(self, quiz: Quiz) -> None:
        out = quiz("--kind", "answer", "--number", "1", answers="//z/a b/b/7/very").stdout

        assert out.count("Please answer with a, b or c.") == 3
        assert "Please choose only one." in out
        assert "Please answer with 1, 2 or 3." in out
        assert "1 answer saved, 1 right." in out

    @pytest.mark.parametrize("columns", ["40", "20", "200"])
    def test_every_line_fits_the_terminal(self, columns: str, quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", columns)

        out = quiz(answers="x/b/3/c a b/1/a c/2/b/a/b/c").stdout

        assert max(map(len, out.splitlines())) <= max(40, min(int(columns), 88))

    def test_only_plain_characters(self, quiz: Quiz) -> None:
        assert quiz(answers="b/3/c a b/1/a c/2").stdout.replace("\n", "").isprintable()

    def test_what_is_typed_cannot_steer_a_terminal(self, quiz: Quiz) -> None:
        assert "\x1b" not in quiz("--kind", "answer", answers="\x1b[31m").stdout

    def test_what_is_typed_need_not_be_text(self, quiz: Quiz) -> None:
        result = quiz(answers=io.BytesIO(b"\xff\xfe\nquit\n"))

        assert (result.exit_code, "Please answer" in result.stdout) == (0, True)


class TestOnDecidedCases:
    """The questions that are really made."""

    def test_ten_questions_from_end_to_end(self, run: Run, tmp_path: Path) -> None:
        for topic in ("wish", "culture", "crisis"):
            shutil.copytree(CASES / topic, tmp_path / "decided" / topic)
        some = ("--cases", tmp_path / "decided")
        out = run("quiz", "--kind", "answer", "--seed", "3", *some, stdin="a\n1\n" * 10).stdout

        assert [line.split(".")[0] for line in out.splitlines() if line.startswith("Question ")] == [
            f"Question {number} of 10" for number in range(1, 11)
        ]
        assert "\n10 answers saved, " in out
        assert max(map(len, out.splitlines())) <= 88
