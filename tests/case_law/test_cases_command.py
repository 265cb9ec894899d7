"""`ethics cases`: list, show, and begin cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import Result

import ethics_engine as ee
from ethics_engine.loading import facts_from_options

Run = Callable[..., Result]
Decided = Callable[..., Path]

WHOLE = """
title: Out in the storm
question: {ask: right}
narrative: >-
  She went out.
facts: {storm: {value: yes, note: it was on the radio, reported_by: a friend}, visits: {at_least: 2}}
done: [sing]
not_done: [look]
did: [go]
held: {verdict: breach, statuses: {go: prohibited}, not: {stay: required}, ratio: [go.not-in-a-storm]}
rationale: Nobody had looked.
dissent: {by: the sailor, rationale: It was a small storm., held: {verdict: consistent}}
decided: {by: the harbour, date: 2026-11-21, under: weather 1}
follows: culture-001
sources: [B-1]
tags: [blue]
"""


@pytest.fixture
def some(decided: Decided, cases: Path) -> Path:
    """Three cases."""
    decided("storm-1")
    decided("storm-2", WHOLE)
    decided("rain-1", "question: {ask: what}\nfacts: {rain: yes}\nheld: {disposition: stay}\n", topic="rain")
    return cases


def test_list_names_the_cases_by_topic(run: Run, some: Path, folder: Path) -> None:
    result = run("cases", "list", some, "--rules", folder)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "RAIN\n  rain-1\nSTORM\n  storm-1\n  storm-2  Out in the storm\n"


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (["--topic", "rain"], ["rain-1"]),
        (["--tag", "blue"], ["storm-2"]),
        (["--disposition", "stay"], ["rain-1"]),
        (["--rule", "go.not-in-a-storm"], ["storm-1", "storm-2"]),
        (["--fact", "rain"], ["rain-1"]),
        (["--fact", "look"], ["storm-2"]),
        (["--fact", "done:sing"], ["storm-2"]),
        (["--topic", "storm", "--fact", "visits"], ["storm-2"]),
        (["--disposition", "dilemma"], []),
        (["--tag", "red"], []),
    ],
)
def test_the_options_of_list_choose_the_cases(
    options: list[str], listed: list[str], run: Run, some: Path, folder: Path
) -> None:
    result = run("cases", "list", some, "--rules", folder, *options)

    assert [line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ")] == listed
    assert ("no decided case is like that" in result.stdout) == (not listed)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--topic", "rian"], "--topic: error: no topic `rian`\n    did you mean `rain`?"),
        (["--disposition", "satt"], "--disposition: error: no course of action `satt`"),
        (["--rule", "go.maay"], "--rule: error: no rule `go.maay`\n    did you mean `go.may`?"),
        (["--rule", "zzz"], "--rule: error: no rule `zzz`\n    list rules: `ethics rules list`"),
        (["--fact", "zzz"], "--fact: error: no fact `zzz`\n    find facts by everyday words: `ethics facts WORDS`"),
        (["--fact", "raim"], "--fact: error: no fact `raim`\n    did you mean `rain`?"),
    ],
)
def test_a_filter_that_names_nothing_is_refused(
    options: list[str], message: str, run: Run, some: Path, folder: Path
) -> None:
    result = run("cases", "list", some, "--rules", folder, *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_list_names_the_rest_where_a_file_is_broken(run: Run, some: Path, decided: Decided, folder: Path) -> None:
    broken = decided("broken", "question: {ask: which}")

    result = run("cases", "list", some, "--rules", folder)

    assert result.exit_code == 2
    assert "storm-1" in result.stdout
    assert f"{broken}:2:17: error: `which` is not a kind of question" in result.stderr


def test_the_bundled_cases_are_listed_by_themselves(run: Run) -> None:
    assert "  culture-001  " in run("cases", "list", "--topic", "culture").stdout


def test_show_reads_the_whole_case_out(run: Run, some: Path, folder: Path) -> None:
    result = run("cases", "show", some / "storm" / "storm-2.case.yaml", "--rules", folder)

    assert result.stdout.splitlines() == [
        "storm-2: Out in the storm",
        "",
        "  She went out.",
        "",
        "QUESTION",
        "  Was it right to go out?",
        "",
        "STATED",
        "  - there is a storm (reported by a friend) [it was on the radio]",
        "  - visits: at least 2 visits",
        "  - done: sing",
        "  - not done: look out of the window",
        "",
        "HELD",
        "  - verdict: a breach of the rules",
        "  - forbidden: go out",
        "  - not required: stay in",
        "  - decided on: go.not-in-a-storm",
        "",
        "BECAUSE",
        "  Nobody had looked.",
        "",
        "DISSENT BY THE SAILOR",
        "  It was a small storm.",
        "",
        "THE DISSENT WOULD HOLD",
        "  - verdict: consistent with the rules",
        "",
        "DECIDED",
        "  by the harbour, 2026-11-21, under weather 1",
        "",
        "OTHER CASES",
        "  - follows: culture-001",
        "",
        "SOURCES",
        "  - B-1: So it is written.",
        "",
        "TAGS",
        "  - blue",
    ]


def test_show_reads_out_a_bundled_case_and_one_that_is_not_decided(run: Run, folder: Path) -> None:
    bundled = run("cases", "show", "culture-001")
    undecided = run("cases", "show", "-", "--rules", folder, stdin="id: a\nquestion: {ask: what}\n")

    assert bundled.stdout.startswith("culture-001: ")
    assert undecided.stdout == "a\n\nQUESTION\n  What should the practitioner do?\n\nHELD\n  not decided yet\n"


def test_show_of_an_unknown_case_gives_the_nearest(run: Run) -> None:
    result = run("cases", "show", "culture-0001")

    assert result.exit_code == 2
    assert "did you mean `culture-001`?" in result.stderr


NEW = [
    ["--fact", "rain=yes", "--question", "may go"],
    ["--fact", "visits=3", "--fact", "mood={at_most: middle}", "--fact", "friends=ann"],
    ["--fact", "friends={yes: [ann]}", "--fact", "storm=unknown", "--question", "first go", "--done", "look"],
    ["--fact", "visits={at_least: 2, not: [4, 5]}", "--not-done", "look", "--question", "must sing"],
    ["--fact", "visits={one_of: [1, 1000]}", "--question", "how go"],
    ["--fact", "visits={at_least: 1, at_most: 3}", "--did", "go", "--omitted", "look"],
    [],
]


@pytest.mark.parametrize("options", NEW, ids=" ".join)
def test_a_new_case_has_the_facts_given_and_nothing_held(
    options: list[str], run: Run, weather: ee.Ruleset, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "new.case.yaml"

    printed = run("cases", "new", "--rules", folder, "--id", "new", *options)
    written = run("cases", "new", "--rules", folder, "--id", "new", *options, "--output", file)

    assert (printed.exit_code, printed.stderr, written.stdout) == (0, "", "")
    assert file.read_text() == printed.stdout
    assert yaml.safe_load(printed.stdout)["held"] is None
    case = ee.load_case(file, weather)
    again = run("cases", "show", file, "--rules", folder).stdout
    assert (case.id, case.held) == ("new", None)
    for option in (option for option in options if "=" in option):
        ((fact, stated),) = facts_from_options([option], weather).items()
        assert case.facts[fact] == stated
        assert weather.fact[fact].says in again


def test_a_new_case_tells_the_present_view_as_a_comment_below(run: Run, folder: Path) -> None:
    printed = run("cases", "new", "--rules", folder, "--fact", "storm=yes", "--fact", "rain=no", "--question", "may go")

    blank, view = printed.stdout.split("# What weather 1 now says")
    assert "held:" in blank
    assert "go.not-in-a-storm" not in blank
    assert all(line.startswith("#") for line in view.splitlines()[1:])
    assert "#   answer: no\n" in view
    assert "#   go: prohibited\n" in view
    assert "#     go.not-in-a-storm\n" in view


def test_a_new_case_can_be_consulted_and_is_not_yet_tested(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.case.yaml"
    run("cases", "new", "--rules", folder, "--fact", "storm=yes", "--question", "may go", "--output", file)

    consulted, tested = run("consult", file, "--rules", folder), run("test", file, "--rules", folder)

    assert consulted.exit_code == 0
    assert tested.exit_code == 2
    assert "this case is not decided" in tested.stdout


def test_a_file_that_is_there_is_not_written_over(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.case.yaml"
    file.write_text("old")

    result = run("cases", "new", "--rules", folder, "--output", file)

    assert (result.exit_code, file.read_text()) == (2, "old")
    assert "file already exists" in result.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fact", "raim=yes"], "did you mean `rain`?"),
        (["--fact", "rain=perhaps"], "--fact: error:"),
        (["--question", "may gou"], "no action `gou`"),
        (["--done", "go"], "`go` is a course of action, not a step"),
        (["--id", "A B"], "is not a valid id of a case"),
        (["--question", "right"], "`right` needs an action"),
        (["--fact", "rain=yes", "--fact", "wet=no"], "these facts contradict each other"),
    ],
)
def test_a_new_case_that_is_told_wrongly_is_refused(options: list[str], message: str, run: Run, folder: Path) -> None:
    result = run("cases", "new", "--rules", folder, *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_list_gives_json_for_scripts(run: Run, some: Path, folder: Path) -> None:
    listed = json.loads(run("cases", "list", some, "--rules", folder, "--format", "json").stdout)

    assert [entry["id"] for entry in listed] == ["rain-1", "storm-1", "storm-2"]
    assert listed[0].keys() == {"id", "topic", "title", "tags", "question"}
