"""`ethics test`: a line a topic, failures in full, and an exit code that says which it was."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

from ethics_engine.consultation import Engine

Run = Callable[..., Result]
Decided = Callable[..., Path]

WRONG = "title: Wrong\nquestion: {ask: may, action: go}\nfacts: {storm: yes}\nheld: {answer: yes}\ntags: [blue]\n"


@pytest.fixture
def mixed(decided: Decided, cases: Path) -> Path:
    """Two cases that stand, one that falls and one that is broken."""
    decided("storm-1")
    decided("storm-2", WRONG)
    decided("rain-1", topic="rain")
    decided("rain-2", "question: {ask: what}\nfacts: {rane: yes}\nheld: {disposition: none}", topic="rain")
    return cases


def test_cases_that_all_stand_are_a_line_a_topic_and_exit_with_zero(run: Run, decided: Decided, folder: Path) -> None:
    file = decided("storm-1")
    decided("rain-1", topic="rain")

    result = run("test", file.parent.parent, "--rules", folder)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[:2] == ["rain   1 passes", "storm  1 passes"]
    assert "2 cases pass, 0 fail  (weather 1, " in result.stdout


def test_cases_that_nobody_has_looked_at_since_an_older_version_are_counted(
    run: Run, decided: Decided, folder: Path
) -> None:
    body = "question: {{ask: may, action: go}}\nfacts: {{storm: yes}}\nheld: {{answer: no}}\n"
    body += "decided: {{by: us, date: 2026-11-21, under: weather {}}}\n"
    for number, version in enumerate(("0.10", "0.9", "0.9", "1")):
        cases = decided(f"storm-{number}", body.format(version)).parent

    counted = json.loads(run("test", cases, "--rules", folder, "--format", "json").stdout)["not_looked_at_since"]

    assert counted == {"0.9": 2, "0.10": 1}


def test_a_failing_case_says_when_by_whom_and_under_which_version_it_was_decided(
    run: Run, decided: Decided, folder: Path
) -> None:
    body = "question: {ask: may, action: go}\nfacts: {storm: yes}\nheld: {answer: yes}\n"
    file = decided("storm-1", body + "decided: {by: us, date: 2026-11-21, under: weather 0.9}\n")

    assert "  decided on 2026-11-21 by us, under weather 0.9\n" in run("test", file, "--rules", folder).stdout


def test_what_was_probably_not_meant_in_a_case_is_said(run: Run, decided: Decided, folder: Path) -> None:
    file = decided("storm-1", "title: Case #7 of 9\nquestion: may go\nfacts: {storm: yes}\nheld: {answer: no}\n")

    assert f"{file}:2:8: warning: " in run("test", file, "--rules", folder).stderr


def test_a_case_that_falls_is_told_in_full_and_exits_with_one(run: Run, decided: Decided, folder: Path) -> None:
    decided("storm-1")
    file = decided("storm-2", WRONG)

    result = run("test", file.parent, "--rules", folder)

    assert result.exit_code == 1
    assert "storm  1 passes, 1 fails: storm-2" in result.stdout
    assert (
        f"FAILED storm-2: Wrong\n  {file}:5:8\n    decided:       may go? yes\n    rules now say: no\n" in result.stdout
    )


def test_a_broken_file_exits_with_two_and_stops_no_other(run: Run, mixed: Path, folder: Path) -> None:
    result = run("test", mixed, "--rules", folder)

    assert result.exit_code == 2
    assert result.stdout.splitlines()[:2] == [
        "rain   1 passes, 1 file cannot be read",
        "storm  1 passes, 1 fails: storm-2",
    ]
    assert f"BROKEN {mixed}/rain/rain-2.case.yaml:3:9: error: no fact `rane`" in result.stdout
    assert "did you mean `rain`?" in result.stdout
    assert "FAILED storm-2" in result.stdout
    assert "2 cases pass, 1 fails, 1 file cannot be read" in result.stdout


def test_a_topic_that_is_broken_as_a_whole_has_its_line(run: Run, decided: Decided, folder: Path) -> None:
    file = decided("a", "question: {ask: what}")

    result = run("test", file, "--rules", folder)

    assert result.exit_code == 2
    assert result.stdout.startswith("storm  0 pass, 1 file cannot be read\n")


def test_facts_that_contradict_each_other_break_the_file(run: Run, decided: Decided, folder: Path) -> None:
    file = decided("a", "question: {ask: what}\nfacts: {rain: yes, wet: no}\nheld: {disposition: none}")

    result = run("test", file, "--rules", folder)

    assert result.exit_code == 2
    assert f"BROKEN {file}:3:9: error: these facts contradict each other: `rain`, `wet`" in result.stdout


@pytest.mark.parametrize(
    ("options", "tested"),
    [
        (["-k", "storm-1"], ["storm-1"]),
        (["-k", "blue"], ["storm-2"]),
        (["-k", "wrong or rain"], ["rain-1", "storm-2"]),
        (["--topic", "storm"], ["storm-1", "storm-2"]),
        (["--topic", "storm", "--topic", "rain", "-k", "not 2"], ["rain-1", "storm-1"]),
    ],
)
def test_options_choose_the_cases(options: list[str], tested: list[str], run: Run, mixed: Path, folder: Path) -> None:
    result = run("test", mixed, "--rules", folder, "--format", "json", *options)

    assert [case["id"] for case in json.loads(result.stdout)["cases"]] == tested


def test_failed_tests_what_failed_last_time_until_it_stands(
    run: Run, mixed: Path, decided: Decided, folder: Path
) -> None:
    def tested(*options: str) -> tuple[list[str], list[str], int]:
        result = run("test", mixed, "--rules", folder, "--format", "json", *options)
        made = json.loads(result.stdout)
        return [case["id"] for case in made["cases"]], [Path(f["file"]).name for f in made["broken"]], result.exit_code

    run("test", mixed, "--rules", folder)
    again = tested("--failed")
    decided("storm-2")
    mended = tested("--failed", "-k", "storm")
    left = tested("--failed")
    decided("rain-2", topic="rain")
    last = tested("--failed")
    nothing = run("test", mixed, "--rules", folder, "--failed")

    assert again == (["storm-2"], ["rain-2.case.yaml"], 2)
    assert mended == (["storm-2"], [], 0)
    assert left == ([], ["rain-2.case.yaml"], 2)
    assert last == (["rain-2"], [], 0)
    assert (nothing.exit_code, nothing.stdout) == (0, "No case failed last time.\n")


def test_failed_tests_a_contradictory_case_in_a_file_of_another_name(run: Run, decided: Decided, folder: Path) -> None:
    file = decided("a", "question: {ask: what}\nfacts: {rain: yes, wet: no}\nheld: {disposition: none}")
    file = file.rename(file.with_name("renamed.case.yaml"))
    run("test", file, "--rules", folder)

    again = run("test", file, "--rules", folder, "--failed")
    decided("a").rename(file)
    mended = run("test", file, "--rules", folder, "--failed")
    nothing = run("test", file, "--rules", folder, "--failed")

    assert (again.exit_code, mended.exit_code) == (2, 0)
    assert "these facts contradict each other" in again.stdout
    assert nothing.stdout == "No case failed last time.\n"


def test_only_ids_are_remembered_of_what_failed(run: Run, mixed: Path, folder: Path, tmp_path: Path) -> None:
    run("test", mixed, "--rules", folder)

    (file,) = (file for file in (tmp_path / "cache").rglob("*") if file.is_file())
    assert json.loads(file.read_text()) == ["rain-2", "storm-2"]


@pytest.mark.parametrize("cache", ["/dev/null/nowhere", "relative\0"])
def test_where_nothing_can_be_remembered_nothing_is_said(
    cache: str, run: Run, mixed: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "\0" not in cache:
        monkeypatch.setenv("XDG_CACHE_HOME", cache)
    else:
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setenv("HOME", "/dev/null")

    result = run("test", mixed, "--rules", folder, "-k", "storm-1")

    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("text", ["", "{", "{}", "[1, {}]", "\xff"])
def test_a_memory_that_is_no_list_of_ids_is_none(
    text: str, run: Run, mixed: Path, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "cache" / "ethics-engine" / "failed.json"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="latin-1")

    assert run("test", mixed, "--rules", folder, "--failed").stdout == "No case failed last time.\n"


def test_json_tells_everything(run: Run, mixed: Path, folder: Path) -> None:
    made = json.loads(run("test", mixed, "--rules", folder, "--format", "json").stdout)

    assert (made["format"], made["ruleset"], made["engine"], made["stand"], made["fall"]) == (
        1,
        "weather",
        "columns",
        2,
        1,
    )
    (finding,) = made["broken"][0]["findings"]
    assert (finding["line"], finding["column"], finding["hint"]) == (3, 9, "did you mean `rain`?")
    (difference,) = next(case for case in made["cases"] if not case["stands"])["differences"]
    assert (difference["point"], difference["line"], difference["held"], difference["said"]) == (
        "answer",
        5,
        "yes",
        "no",
    )
    assert [speaker["rule"] for speaker in difference["for_said"]] == ["go.not-in-a-storm"]
    assert difference["for_said"][0]["facts"] == [{"fact": "storm", "value": "yes", "presumed": False}]


def test_junit_is_a_suite_a_topic(run: Run, mixed: Path, folder: Path) -> None:
    root = ET.fromstring(run("test", mixed, "--rules", folder, "--format", "junit").stdout)

    suites = {suite.get("name"): suite for suite in root}
    assert {name: (s.get("tests"), s.get("failures"), s.get("errors")) for name, s in suites.items()} == {
        "rain": ("2", "0", "1"),
        "storm": ("2", "1", "0"),
    }
    (failure,) = suites["storm"].iter("failure")
    assert failure.get("message") == "not as held: answer"
    assert "rules now say: no" in (failure.text or "")
    (error,) = suites["rain"].iter("error")
    assert "no fact `rane`" in (error.text or "")


def test_every_engine_gives_the_same_results(run: Run, mixed: Path, folder: Path, engines: tuple[Engine, ...]) -> None:
    made = []
    for engine in engines:
        result = run("test", mixed, "--rules", folder, "--format", "json", "--engine", engine.value)
        made.append({**json.loads(result.stdout), "engine": ""})

    assert all(other == made[0] for other in made)


def test_a_single_bundled_case_is_tested_by_its_id(run: Run) -> None:
    result = run("test", "culture-001")

    assert result.exit_code == 0
    assert result.stdout.startswith("culture  1 passes\n")


def test_a_case_on_standard_input_is_tested(run: Run, decided: Decided, folder: Path) -> None:
    result = run("test", "-", "--rules", folder, stdin=decided("a").read_text())

    assert (result.exit_code, "1 case passes, 0 fail" in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--topic", "strom"], "--topic: error: no topic `strom`\n    did you mean `storm`?"),
        (["-k", "nobody"], "no case matches"),
        (["-k", "("], "-k: error: this is not a selection of cases"),
        (["--engine", "magic"], "'magic' is not one of"),
        (["--format", "tap"], "'tap' is not one of"),
    ],
)
def test_what_chooses_nothing_is_refused(
    arguments: list[str], message: str, run: Run, mixed: Path, folder: Path
) -> None:
    result = run("test", mixed, "--rules", folder, *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_another_ruleset_needs_cases_of_its_own(run: Run, folder: Path) -> None:
    result = run("test", "--rules", folder)

    assert result.exit_code == 2
    assert "name the case files" in result.stderr


@pytest.mark.parametrize("path", ["nowhere", "nowhere.case.yaml", "culture-0001", "a" * 5000])
def test_a_path_that_leads_nowhere_is_a_broken_file(path: str, run: Run) -> None:
    result = run("test", path)

    assert result.exit_code == 2
    assert "0 cases pass, 0 fail, 1 file cannot be read" in result.stdout


def test_a_changed_rule_names_the_cases_that_fall(run: Run, decided: Decided, folder: Path, cases: Path) -> None:
    decided("storm-1")
    decided("rain-1", "question: {ask: what}\nfacts: {rain: yes}\nheld: {disposition: stay}", topic="rain")
    rules = folder / "parts.yaml"
    rules.write_text(rules.read_text().replace("then: [{must not: go}]", "then: [{should not: go}]"))

    result = run("test", cases, "--rules", folder)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == ["rain   1 passes", "storm  0 pass, 1 fails: storm-1"]
    assert "      - go.not-in-a-storm (should not go) is effective\n          because there is a storm" in result.stdout


def test_a_terminal_is_told_how_far_it_is(decided: Decided, folder: Path) -> None:
    file = decided("storm-1")
    command = [
        sys.executable,
        "-c",
        "from ethics_engine.cli import main; main()",
        "test",
        str(file),
        "--rules",
        str(folder),
    ]
    reading, writing = pty.openpty()

    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=writing, check=False)

    os.close(writing)
    assert (done.returncode, b"\x1b" in done.stdout) == (0, False)
    assert b"1/1" in os.read(reading, 1000)
    os.close(reading)


@pytest.mark.exhaustive  # each case of it is a test already, which the plugin collects
def test_the_whole_bundled_corpus_stands(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from ethics_engine.cli import main; main()", "test"]

    done = subprocess.run(
        command, capture_output=True, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)}, check=False
    )

    assert done.returncode == 0, done.stdout.decode()


def test_what_was_typed_and_is_no_id_is_not_remembered(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from ethics_engine.cli import main; main()", "test", "Somebody told me a story"]

    subprocess.run(command, capture_output=True, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)}, check=False)

    remembered = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.json")]
    assert all("story" not in text for text in remembered)
