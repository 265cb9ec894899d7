"""`ethics why` and `ethics why-not`: what they print, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Refused = Callable[..., str]

CASE = "id: mine\nquestion: {ask: may, action: look}\nfacts: {asked: up, mood: low}\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The file of a case of the small ruleset."""
    path = tmp_path / "mine.case.yaml"
    path.write_text(CASE)
    return path


def test_why_of_a_bundled_case(run: Run) -> None:
    result = run("why", "values-001")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "values.no-referral-for-values" in result.stdout


@pytest.mark.parametrize("form", ["text", "markdown", "json", "svg"])
def test_why_in_every_format(form: str, small: Path, case: Path, run: Run) -> None:
    result = run("why", case, "look", "--rules", small, "--format", form)

    assert (result.exit_code, result.stderr) == (0, "")
    assert "It is advised to look (firm)." in result.stdout


def test_why_at_three_lengths(small: Path, case: Path, run: Run) -> None:
    lengths = ("line", "paragraph", "tree")
    line, paragraph, tree = (run("why", case, "look", "--rules", small, "--length", one).stdout for one in lengths)

    assert line.count("\n") == 1
    assert len(line) < len(paragraph) < len(tree)
    assert "PROOF" in tree


def test_why_of_one_action_and_of_a_case_from_standard_input(small: Path, case: Path, run: Run) -> None:
    from_file = run("why", case, "look", "--rules", small, "--length", "line")
    piped = run("why", "-", "look", "--rules", small, "--length", "line", stdin=CASE)

    assert (
        from_file.stdout
        == piped.stdout
        == "It is advised to look (firm). Because: the answer: u; the mood: MARKER-LOW.\n"
    )


def test_why_as_of_a_day_and_with_nothing_presumed(small: Path, case: Path, run: Run) -> None:
    result = run("why", case, "sing", "--rules", small, "--as-of", "2019-01-01", "--no-assumptions", "--format", "json")

    whole = json.loads(result.stdout)
    assert whole["results"] == ["It is required to sing (firm)."]
    assert (whole["provenance"]["as_of"], whole["provenance"]["assumptions"]) == ("2019-01-01", False)


@pytest.mark.parametrize("command", [["why"], ["why-not"]])
def test_redact_leaves_out_what_is_sensitive(command: list[str], small: Path, case: Path, run: Run) -> None:
    asked = "look" if command == ["why"] else "look=required"
    for form in ("text", "markdown", "json"):
        assert "MARKER" not in run(*command, case, asked, "--rules", small, "--redact", "--format", form).stdout


def test_why_of_what_is_open_says_so_and_asks(run: Run) -> None:
    result = run("why", "referral-004")

    assert result.exit_code == 0
    assert "The stated facts leave this open." in result.stdout


def test_why_not_tells_what_is_missing(small: Path, case: Path, run: Run) -> None:
    text = " ".join(run("why-not", case, "look=permitted", "--rules", small).stdout.split())

    assert "It is advised to look." in text
    assert "up, may: So." in text
    assert "outweighed by mood, should: So." in text


def test_why_not_without_a_status_means_why_one_may_not(run: Run) -> None:
    text = run("why-not", "values-001", "refer").stdout

    assert "Why may the practitioner not refer the client to someone else?" in text
    assert "values.no-referral-for-values" in text


def test_why_not_of_facts_without_a_case_file(run: Run) -> None:
    options = ("--question", "may refer", "--fact", "practitioner_values_conflict=yes")

    assert "values.no-referral-for-values" in run("why-not", "refer", *options).stdout


@pytest.mark.parametrize("arguments", [[], ["refer"], ["--fact", "gift=large"]])
def test_why_not_without_an_action_says_what_is_missing(arguments: list[str], run: Run) -> None:
    result = run("why-not", *arguments)

    assert result.exit_code == 2
    assert "name a case or facts, and an action" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["why", "values-001", "refr"], "no action", "did you mean `refer`?"),
        (["why-not", "values-001", "refr"], "no action", "did you mean `refer`?"),
        (["why-not", "values-001", "refer=prohibitd"], "no status", "did you mean `prohibited`?"),
        (
            ["why-not", "values-001", "refer="],
            "no status",
            "use `required`, `advised`, `permitted`, `unregulated` (no rule), ",
        ),
        (["why", "values-01"], "no case", "did you mean `values-"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(
    arguments: list[str], message: str, hint: str, refused: Refused
) -> None:
    said = refused(*arguments)

    assert message in said
    assert hint in said


@pytest.mark.parametrize("arguments", [["why"], ["why-not"]])
def test_facts_that_contradict_each_other_are_refused_with_their_place(
    arguments: list[str], small: Path, tmp_path: Path, refused: Refused
) -> None:
    path = tmp_path / "dry.case.yaml"
    path.write_text("id: dry\nquestion: {ask: what}\nfacts: {rain: yes, wet: no}\n")

    said = refused(*arguments, path, "look", "--rules", small)

    assert "dry.case.yaml:3:" in said
    assert "contradict each other: `rain`, `wet`" in said


def test_why_of_another_question_than_the_case_asks(small: Path, case: Path, run: Run) -> None:
    other = run("why", case, "--rules", small, "--length", "line", "--question", "what")
    own = run("why", case, "--rules", small, "--length", "line")

    assert other.exit_code == own.exit_code == 0
    assert other.stdout != own.stdout


def test_why_of_facts_that_are_stated_instead_of_a_case(small: Path, run: Run, refused: Refused) -> None:
    given = ("--fact", "asked=up", "--fact", "mood=low", "--rules", small, "--length", "line")

    assert run("why", *given, "look").stdout.startswith("It is advised to look (firm).")
    assert run("why", *given, "--question", "may look").exit_code == 0
    assert "leave out one" in refused("why", "mine", "look", *given)
    assert "nothing to explain" in refused("why", "--rules", small)


def test_a_paragraph_does_not_say_the_answer_again_as_the_course(run: Run) -> None:
    stated = ("--fact", "progress=none", "--fact", "specialist_treatment_needed=yes")
    said = " ".join(run("why", "--question", "may refer", *stated).stdout.split())

    assert said.count("should refer the client to someone else") == 1
    assert "The practitioner may instead keep a part of the work and refer the rest (provisional)." in said


def test_why_of_an_act_that_was_done_without_a_case_file(run: Run) -> None:
    stated = ("--fact", "practitioner_values_conflict=yes", "--did", "refer", "--done", "consult_supervisor")

    assert "Was it right to refer the client to someone else? It was a breach" in run("why", *stated).stdout
