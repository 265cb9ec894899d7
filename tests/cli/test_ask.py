"""`ethics ask` by script: question after question, what else may be typed, what is saved, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import ethics_engine as ee

Run = Callable[..., Result]


def test_a_violence_case(run: Run) -> None:
    result = run("ask", "--question", "may terminate", stdin="y\nno\nno\n2\n")

    assert result.exit_code == 0
    assert "After 4 answers:" in result.output
    assert "Yes, but first get to safety and stay there." in result.output
    assert result.output.count("Question ") == 4


def test_it_begins_with_what_is_asked(run: Run, small: Path) -> None:
    result = run("ask", "--rules", small, stdin="may fly away\nmay dance\nmay look\nquit\n")

    assert "What is asked?" in result.output
    assert "unknown action `dance`" in result.stderr
    assert "Question about the answer [asked]" in result.output


def test_why_back_and_what_is_unclear(run: Run, small: Path) -> None:
    typed = "why\nback\nperchance\nl\nback\nd\n"
    result = run("ask", "--rules", small, "--question", "may look", stdin=typed)

    assert "  - d: no (this would settle it)" in result.output
    assert "No answer was given yet that could be taken back." in result.output
    assert "Please give one number from 1 to 7." in result.output
    assert "Taken back: asked." in result.output


def test_what_is_saved_can_be_consulted(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.case.yaml"
    result = run("ask", "--rules", small, "--question", "may look", "--save", file, stdin="d\n3\nnone\n")
    case = ee.load_case(file, ee.load_ruleset(small))

    assert result.exit_code == 0, result.output
    assert case.id == "mine"
    assert "asked" in case.facts
    assert run("consult", "--rules", small, file).output.count("No. The rules forbid") >= 1


def test_no_file_is_overwritten_unless_by_force(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.case.yaml"
    file.write_text("precious")
    common = ("ask", "--rules", small, "--question", "may look")
    refused = run(*common, "--save", file, stdin="d\n3\nnone\n")
    within = run(*common, stdin=f"save\nsave {file}\nquit\n")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "there is such a file already" in refused.stderr
    assert "Name the file" in within.output
    assert "there is such a file already" in within.stderr
    assert file.read_text() == "precious"
    assert run(*common, "--save", file, "--force", stdin="d\n3\nnone\n").exit_code == 0
    assert "asked: down" in file.read_text()


def test_a_case_may_be_saved_on_the_way(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "half.case.yaml"
    result = run("ask", "--rules", small, "--question", "may look", stdin=f"save {file}\nquit\n")

    assert result.exit_code == 0
    assert "nothing was saved that you did not save yourself" in result.output
    assert ee.load_case(file, ee.load_ruleset(small)).facts == {}


def test_where_the_input_ends_nothing_is_saved(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.case.yaml"
    result = run("ask", "--rules", small, "--question", "may look", "--save", file, stdin="")

    assert result.exit_code == 1
    assert "The input ended before the end; nothing was saved." in result.output
    assert list(tmp_path.glob("*.case.yaml")) == []


def test_breaking_off_saves_nothing(run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("ethics_engine.cli.interview_prompt.read_line", interrupt)
    result = run("ask", "--rules", small, "--question", "may look", "--save", tmp_path / "mine.case.yaml")

    assert result.exit_code == 130
    assert "Broken off before the end; nothing was saved." in result.output
    assert list(tmp_path.glob("*.case.yaml")) == []


def test_a_case_that_is_settled(run: Run) -> None:
    result = run("ask", "violence-009")

    assert result.exit_code == 0
    assert "there is nothing to ask" in result.output
    assert "After 0 answers:" in result.output


def test_a_fact_that_is_stated_twice(refused: Callable[..., str]) -> None:
    message = refused("ask", "violence-001", "--fact", "client_threatens_violence=yes")

    assert "`client_threatens_violence` is stated in the case and on the command line" in message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--question", "may dance"), "unknown action `dance`"),
        (("--question", "may look", "--fact", "nonsense=yes"), "unknown fact `nonsense`"),
        (("--question", "may look", "--fact", "rain=yes", "--fact", "wet=no"), "cannot all be so"),
        (("nowhere",), "there is no such case"),
        (("-",), "give a file"),
    ],
)
def test_bad_input(refused: Callable[..., str], small: Path, arguments: tuple[str, ...], message: str) -> None:
    assert message in refused("ask", "--rules", small, *arguments)


def test_json_goes_to_standard_output_and_questions_to_standard_error(run: Run, small: Path) -> None:
    arguments = ("ask", "--rules", small, "--question", "may look", "--format", "json", "--redact")
    result = run(*arguments, stdin="d\n3\nnone\n")
    value = json.loads(result.stdout)

    assert value["settled"] is True
    assert value["asked"][0] == "asked"
    assert "mood" not in value["asked"]
    assert value["determination"]["answer"]["value"] == "no"
    assert "Question 1." in result.stderr


def test_the_closing_question_opens_the_interview_again(run: Run) -> None:
    opening = "no\nno\n1\nyes\n2\nno\n"
    asked = run("ask", "--question", "may refer", stdin=opening).output

    assert asked.count("Question ") >= 5
    assert "Last question." in asked or "Question 6." in asked


@pytest.mark.slow
def test_the_questions_of_decided_cases_are_counted(run: Run) -> None:
    text = run("audit", "questions", "violence-007", "violence-008")
    value = json.loads(run("audit", "questions", "violence-007", "--format", "json").stdout)

    assert "QUESTIONS UNTIL IT IS FIRM, 2 cases" in text.output
    assert "backward chaining" in text.output
    assert value["cases"][0]["interview"]["agrees"] is True
    assert [row["order"] for row in value["orders"]] == [
        "interview",
        "backward chaining",
        "fixed order",
        "with hindsight",
    ]


def test_dangers_that_nobody_asked_about_are_named_at_the_end(run: Run) -> None:
    options = ("--question", "may terminate", "--fact", "client_threatens_violence=yes")

    shown = run("ask", *options, stdin="no\nno\n2\n").stdout

    assert "Nobody has said whether the client is in crisis." in shown
