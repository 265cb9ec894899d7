"""`ethics consult`: what it prints, and what its exit code says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import ethics_engine as ee
from ethics_engine.loading import bundled
from tests.sampling import Of, each_case

Run = Callable[..., Result]


def answer(result: Result) -> str:
    assert result.exit_code == 0, result.stderr
    return str(json.loads(result.stdout)["answer"]["value"])


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_bundled_case_in_every_format(form: str, run: Run) -> None:
    result = run("consult", "values-001", "--format", form)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("\n")
    assert "values.no-referral-for-values" in result.stdout


def test_the_full_text_leads_with_question_and_answer_and_ends_with_where_it_comes_from(run: Run) -> None:
    text = run("consult", "values-001", "--full").stdout

    headings = [line for line in text.splitlines() if line and line == line.upper() and not line.startswith(" ")]
    assert headings.index("QUESTION AND ANSWER") < headings.index("WHY") < len(headings) - 1
    assert headings[-1] == "RULES AND VERSION"
    assert "ruleset referral-and-termination" in text


@pytest.mark.parametrize("name", each_case(Of.QUESTION))
def test_every_line_of_the_text_fits_a_terminal(name: str, run: Run) -> None:
    lines = run("consult", name, "--full").stdout.splitlines()
    assert max(map(len, lines), default=0) <= 88  # a case that contradicts itself is refused without a line


def test_json_says_what_its_format_is_and_what_it_was_made_by(run: Run) -> None:
    whole = json.loads(run("consult", "values-001", "--format", "json").stdout)

    assert whole["format"] == 2
    assert whole["case"] == "values-001"
    assert whole["provenance"]["ruleset"] == "referral-and-termination"
    assert len(whole["provenance"]["content_hash"]) == 64


def test_facts_may_be_given_instead_of_a_case(small: Path, run: Run) -> None:
    facts = ["--fact", "asked=wait", "--fact", "visits={at_least: 3}", "--fact", "mood={at_least: middle}"]

    options = ["--rules", small, *facts, "--question", "may look", "--format", "json"]

    assert answer(run("consult", *options)) == "not_yet"
    assert answer(run("consult", *options, "--not-done", "sing")) == "not_yet"
    assert answer(run("consult", *options, "--done", "sing")) == "rules_say_nothing"
    assert answer(run("consult", *options, "--tried", "sing")) == "rules_say_nothing"


def test_acts_may_be_given_to_be_judged(small: Path, run: Run) -> None:
    options = ["--rules", small, "--fact", "asked=down", "--format", "json"]

    assert answer(run("consult", *options, "--did", "look", "--done", "sing")) == "breach"
    assert answer(run("consult", *options, "--question", "right look", "--done", "sing")) == "breach"
    assert answer(run("consult", *options, "--omitted", "look", "--done", "sing")) == "consistent"


def test_a_case_may_be_asked_another_question(run: Run) -> None:
    assert answer(run("consult", "values-001", "--question", "must bracket_values", "--format", "json")) == "yes"
    judged = json.loads(run("consult", "values-001", "--question", "right refer", "--format", "json").stdout)
    assert judged["answer"]["value"] == "breach"


def test_a_case_comes_from_a_file_or_from_standard_input(run: Run) -> None:
    file = bundled.cases()["values-001"]

    by_name = run("consult", "values-001").stdout

    assert run("consult", file).stdout == by_name
    assert run("consult", "-", stdin=file.read_bytes()).stdout == by_name


def test_without_assumptions_nothing_is_presumed(small: Path, run: Run) -> None:
    options = ["--rules", small, "--fact", "asked=up", "--question", "may look", "--format", "json"]
    bare = json.loads(run("consult", *options, "--no-assumptions").stdout)

    assert bare["assumed"] == []
    assert bare["provenance"]["assumptions"] is False
    assert json.loads(run("consult", *options).stdout)["assumed"] != []
    assert "Nothing is assumed." in run("consult", *options[:-2], "--no-assumptions").stdout


def test_another_day_has_other_rules(small: Path, run: Run) -> None:
    options = ["--rules", small, "--fact", "asked=silent", "--fact", "visits=0", "--question", "must sing"]

    assert answer(run("consult", *options, "--format", "json", "--as-of", "2020-12-31")) == "yes"
    assert answer(run("consult", *options, "--format", "json", "--as-of", "2021-01-01")) == "rules_say_nothing"
    assert "2020-12-31" in run("consult", *options, "--as-of", "2020-12-31").stdout


@pytest.mark.parametrize("name", ["values-001", "romance-006", "violence-003", "dual-001"])
@pytest.mark.parametrize("full", [[], ["--full"]], ids=str)
def test_every_engine_gives_the_same_text_but_for_its_name(
    name: str, full: list[str], run: Run, engines: tuple[ee.Engine, ...]
) -> None:
    texts = {
        " ".join(run("consult", name, "--engine", engine.value, *full).stdout.split()).replace(engine.value, "")
        for engine in engines
    }

    assert len(texts) == 1
    assert "SAFETY" in texts.pop()


def test_an_engine_that_does_not_run_here_explains_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)

    result = run("consult", "values-001", "--engine", "chaining")

    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "columns" in result.stderr


@pytest.mark.usefixtures("needs_chaining")
def test_the_trace_shows_what_fired_and_says_so_where_there_is_none(run: Run) -> None:
    traced = run("consult", "violence-001", "--engine", "chaining", "--trace").stdout
    bare = run("consult", "violence-001", "--engine", "columns", "--trace").stdout

    assert "violence.end-the-work" in traced.partition("WHAT FIRED ON WHAT")[2]
    assert "no trace" in bare.partition("WHAT FIRED ON WHAT")[2]


CODES = {
    "yes": ("up", "may look", 10),
    "no": ("down", "may look", 11),
    "not yet": ("wait", "may look", 12),
    "advised against": ("advice", "may look", 13),
    "advised": ("advice", "must sing", 14),
    "the rules say nothing": ("silent", "may look", 15),
    "not possible": ("silent", "may fly", 16),
    "dilemma": ("torn", "may look", 17),
    "a dilemma of ways": ("torn", "what", 17),
    "a way is named": ("leave", "what", 19),
    "no way is named": ("silent", "what", 15),
    "a step is named": ("wait", "first look", 19),
    "no step comes first": ("silent", "first look", 15),
    "a manner is named": ("silent", "how go", 19),
    "breach": ("down", "right look", 20),
    "departure": ("advice", "right look", 22),
    "no verdict": ("torn", "right look", 23),
    "consistent": ("up", "right look", 24),
}


@pytest.mark.parametrize(("asked", "question", "code"), CODES.values(), ids=CODES)
def test_the_exit_code_tells_the_answer_where_it_is_asked_to(
    asked: str, question: str, code: int, small: Path, run: Run
) -> None:
    facts = [f"asked={asked}", "mood=high", "visits=0", "rain=yes"]
    stated = [option for fact in facts for option in ("--fact", fact)]

    result = run("consult", "--rules", small, *stated, "--question", question, "--exit-code")

    assert result.exit_code == code
    assert result.stdout == run("consult", "--rules", small, *stated, "--question", question).stdout


def test_the_exit_code_of_what_was_done_too_early_and_of_what_is_open(small: Path, run: Run) -> None:
    stated = ["--rules", small, "--fact", "asked=wait", "--fact", "mood=high", "--exit-code"]

    assert run("consult", *stated, "--not-done", "sing", "--did", "look").exit_code == 21
    assert run("consult", *stated, "--question", "must sing", "--fact", "visits=3").exit_code == 10
    assert (
        run("consult", "--rules", small, "--fact", "rain=no", "--question", "may look", "--exit-code").exit_code == 18
    )


def test_without_asking_the_exit_code_is_zero_whatever_the_answer(small: Path, run: Run) -> None:
    for asked in ("up", "down", "torn", "silent"):
        assert run("consult", "--rules", small, "--fact", f"asked={asked}", "--question", "may look").exit_code == 0


def test_the_help_lists_every_exit_code(run: Run) -> None:
    shown = " ".join(run("consult", "--help").stdout.split())

    for code in (*range(3), *range(10, 25)):
        assert f" {code} " in shown


def test_the_same_input_gives_the_same_bytes(shell: Callable[..., subprocess.CompletedProcess[bytes]]) -> None:
    for form in ("text", "json"):
        one, other = (shell("consult", "romance-006", "--format", form, PYTHONHASHSEED=seed) for seed in ("1", "2"))
        assert one.returncode == 0
        assert one.stdout == other.stdout


@pytest.mark.parametrize("name", each_case(Of.ANSWER))
def test_a_bundled_case_can_be_consulted_as_it_stands_or_says_what_it_contradicts(name: str, run: Run) -> None:
    result = run("consult", name)

    if "constraint: " in bundled.cases()[name].read_text(encoding="utf-8"):
        assert (result.exit_code, result.stdout) == (2, "")
        assert "constraint `" in result.stderr
        assert f"{name}.case.yaml:" in result.stderr
    else:
        assert (result.exit_code, result.stderr) == (0, "")


def test_a_question_may_be_put_without_any_fact(run: Run) -> None:
    assert "MAY THE PRACTITIONER REFER THE CLIENT" in run("consult", "--question", "may refer").stdout


def test_the_steps_of_one_of_several_ways_stand_under_that_way(run: Run) -> None:
    shown = " ".join(run("consult", "ending-001", "--full").stdout.split())

    assert "IF THE PRACTITIONER DECIDES TO REFER THE CLIENT TO SOMEONE ELSE 1. must: assess whether" in shown


def test_the_steps_of_a_way_that_is_only_permitted_hold_if_one_takes_it(run: Run) -> None:
    """Nothing asks for the referral itself."""
    shown = " ".join(run("consult", "dual-003", "--full").stdout.split())

    assert "The practitioner may refer the client to someone else." in shown
    _, apart = shown.split("IF THE PRACTITIONER DECIDES TO REFER THE CLIENT TO SOMEONE ELSE")
    assert "must: tell the client why a referral is suggested" in apart


def test_that_it_is_not_yet_may_be_settled_while_further_steps_are_not(run: Run) -> None:
    facts = [
        "client_threatens_violence=yes",
        "client_in_crisis=no",
        "client_stage=current",
        "contact_not_wanted=no",
        "client_has_died=no",
        "provider_safety=none_safe",
    ]
    options = [word for fact in facts for word in ("--fact", fact)]

    shown = run("consult", "--question", "may terminate", *options, "--not-done", "secure_own_safety").stdout

    assert "A step must come first, whatever is not known." in " ".join(shown.split())


@pytest.mark.parametrize(("value", "option"), [("yes", "--done"), ("no", "--not-done")])
def test_a_step_may_be_stated_by_the_id_that_answers_call_it_by(
    value: str, option: str, small: Path, run: Callable[..., Result]
) -> None:
    by_fact = run("consult", "--rules", small, "--format", "json", "--fact", f"done:sing={value}")
    by_option = run("consult", "--rules", small, "--format", "json", option, "sing")

    assert by_fact.exit_code == 0
    assert by_fact.stdout == by_option.stdout


@pytest.mark.parametrize("command", ["consult", "why", "what-if", "ask"])
def test_what_was_probably_not_meant_in_a_case_is_said_beside_the_answer(
    command: str, small: Path, tmp_path: Path, run: Callable[..., Result]
) -> None:
    file = tmp_path / "a.case.yaml"
    file.write_text("id: a\ntitle: Case #7 of 9\nquestion: may go\nfacts: {rain: yes, asked: up}\n")

    result = run(command, file, "--rules", small, stdin="quit\n")

    assert f"{file}:2:8: warning: the text after ` #` is a comment" in result.stderr
    assert "warning" not in result.stdout


def test_one_norm_decides_a_status_once_however_many_acts_it_comes_before(run: Callable[..., Result]) -> None:
    result = run("consult", "--fact", "client_threatens_violence=yes", "--format", "json")

    for status in json.loads(result.stdout)["statuses"]:
        for speaking in (status["decided_by"], status["outweighed"]):
            assert len({json.dumps(voice) for voice in speaking}) == len(speaking)


@pytest.mark.parametrize("action", ["refer", "terminate", "complete", "continue", "decline"])
@pytest.mark.parametrize("fact", ["practitioner_absence=for_good", "client_threatens_violence=yes", "fully_booked=yes"])
def test_an_answer_has_no_full_stop_within_a_sentence(action: str, fact: str, run: Callable[..., Result]) -> None:
    result = run("consult", "--fact", fact, "--question", f"must {action}", "--format", "json")

    assert not re.search(r"\. [a-z]", json.loads(result.stdout)["answer"]["sentence"])
