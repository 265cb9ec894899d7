"""More of a question that was answered: the proof behind it, and a key that a learner disputes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]
Quiz = Callable[..., Result]
ONE = ("--kind", "answer", "--number", "2", "--no-certainty")


def test_it_says_how_many_are_right_so_far_and_what_may_be_typed(quiz: Quiz) -> None:
    out = " ".join(quiz(*ONE, answers="b/a").stdout.split())

    assert "So far 1 of 1 right. Type `why` for the proof, or `dispute` if you disagree" in out
    assert "So far 1 of 2 right." in out


def test_why_shows_the_proof_of_the_last_question(quiz: Quiz) -> None:
    out = quiz(*ONE, answers="why/b/why/a").stdout

    assert "Answer a question first." in out
    lines = out.partition("Question 2")[2].splitlines()
    assert lines.index("PROOF") < lines.index("ENOUGH FACTS")
    assert "2 answers saved, 1 right." in out


def test_a_disputed_key_is_kept_listed_and_exported(quiz: Quiz, run: Run, data: Path, tmp_path: Path) -> None:
    out = quiz(*ONE, answers="a/dispute =it was raining indoors/b").stdout
    table = tmp_path / "disputes.csv"
    listed = run("quiz", "disputes").stdout
    run("quiz", "disputes", "--format", "csv", "--output", table)
    (row,) = list(csv.DictReader(io.StringIO(table.read_text())))
    (found,) = json.loads(run("quiz", "disputes", "--format", "json").stdout)

    assert "Saved for your trainer" in out
    assert "2 answers saved, 1 right." in out
    assert "1 dispute." in listed
    assert "Reason: =it was raining indoors" in listed
    assert (row["chosen"], row["key"]) == ("Take an umbrella.", "Stay at home.")
    assert row["remark"].startswith("'=")
    assert found["item"].endswith(".answer")
    assert data.with_name(f"{data.name}.disputes.jsonl").stat().st_mode & 0o077 == 0


def test_a_dispute_without_a_reason_asks_for_it(quiz: Quiz, run: Run) -> None:
    out = quiz(*ONE, answers="a/dispute/it was raining/b").stdout

    assert "Your reason, in a sentence" in out
    assert "Reason: it was raining" in run("quiz", "disputes").stdout


def test_nothing_is_disputed_before_an_answer(quiz: Quiz, run: Run) -> None:
    assert "Answer a question first." in quiz(*ONE, answers="dispute no/b/a").stdout
    assert "0 disputes." in run("quiz", "disputes").stdout


def test_who_is_forgotten_leaves_no_dispute(quiz: Quiz, run: Run) -> None:
    quiz(*ONE, "--learner", "anna", answers="a/dispute no/b")
    quiz(*ONE, "--learner", "ben", answers="a/dispute yes/b")
    run("quiz", "forget", "anna", "--yes")

    assert "disputed by ben" in (listed := run("quiz", "disputes").stdout)
    assert "anna" not in listed


def test_a_line_that_is_no_dispute_is_named(quiz: Quiz, run: Run, data: Path) -> None:
    quiz(*ONE, answers="a/dispute no/b")
    file = data.with_name(f"{data.name}.disputes.jsonl")
    file.write_text(file.read_text() + "{\n")

    result = run("quiz", "disputes")
    assert result.exit_code == 2
    assert "this line is no dispute" in result.stderr
