"""pytest collects decided cases wherever they are; the plugin is the entry point `pytest11` of the package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ethics_engine_pytest
from ethics_engine import bundled
from ethics_engine.consulting import Engine

Pytest = Callable[..., subprocess.CompletedProcess[str]]
Decided = Callable[..., Path]

WRONG = "title: Wrong\nquestion: {ask: may, action: go}\nfacts: {storm: yes}\nheld: {answer: yes}\n"


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder with nothing but one bundled case."""
    found = tmp_path / "alone"
    found.mkdir()
    shutil.copy(bundled.cases()["culture-001"], found)
    return found


def test_a_copied_case_in_an_empty_folder_is_collected_and_run(alone: Path, run_pytest: Pytest) -> None:
    done = run_pytest("-v", cwd=alone)

    assert done.returncode == 0, done.stdout
    assert "culture-001.case.yaml::culture-001 PASSED" in done.stdout


def test_a_case_that_falls_reads_like_a_docket_entry(
    decided: Decided, cases: Path, folder: Path, run_pytest: Pytest
) -> None:
    decided("storm-1")
    decided("storm-2", WRONG)

    done = run_pytest("--ethics-rules", folder, cwd=cases)

    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    assert "Traceback" not in done.stdout
    assert ".py" not in done.stdout.split("FAILURES")[1]
    assert (
        "storm-2: Wrong\n  storm/storm-2.case.yaml:5:8\n    held:      may go? yes\n    the rules: no\n" in done.stdout
    )


def test_a_broken_file_fails_and_stops_no_other(
    decided: Decided, cases: Path, folder: Path, run_pytest: Pytest
) -> None:
    decided("storm-1")
    decided("unread", "question: {ask: what}\nfacts: {rane: yes}\nheld: {disposition: none}")
    decided("torn", "question: {ask: what}\nfacts: {rain: yes, wet: no}\nheld: {disposition: none}")
    decided("follower", "question: {ask: what}\nheld: {disposition: open}\nfollows: nobody")
    decided("undecided", "question: {ask: what}\n")

    done = run_pytest("--ethics-rules", folder, cwd=cases)

    assert done.returncode == 1
    assert "4 failed, 1 passed" in done.stdout
    for message in (
        "storm/unread.case.yaml:3:9: error: unknown fact `rane`",
        "storm/torn.case.yaml:3:9: error: the facts stated cannot all be so: `rain`, `wet`",
        "storm/follower.case.yaml:4:1: error: unknown case `nobody`",
        "storm/undecided.case.yaml:1:1: error: nothing was held of this case",
    ):
        assert message in done.stdout


@pytest.mark.parametrize("engine", ["columns", "reasoning"])
def test_the_engine_can_be_chosen(engine: str, alone: Path, run_pytest: Pytest) -> None:
    assert run_pytest("--ethics-engine", engine, cwd=alone).returncode == 0


def test_every_engine_is_offered() -> None:
    assert set(ethics_engine_pytest.ENGINES) == {engine.value for engine in Engine}
    assert ethics_engine_pytest.SUFFIX == bundled.CASE_SUFFIX


def test_a_ruleset_that_is_not_there_is_said_without_a_traceback(alone: Path, run_pytest: Pytest) -> None:
    done = run_pytest("--ethics-rules", "referal-and-termination", cwd=alone)

    assert done.returncode == 2
    assert "there is no such ruleset" in done.stdout
    assert "did you mean `referral-and-termination`?" in done.stdout
    assert "Traceback" not in done.stdout
    assert ".py:" not in done.stdout


def test_a_case_is_chosen_by_its_id(decided: Decided, cases: Path, folder: Path, run_pytest: Pytest) -> None:
    decided("storm-1")
    decided("storm-2", WRONG)

    done = run_pytest("--ethics-rules", folder, "-k", "storm-1", cwd=cases)

    assert "1 passed, 1 deselected" in done.stdout


def test_where_there_are_no_cases_the_package_is_not_imported(tmp_path: Path, run_pytest: Pytest) -> None:
    (tmp_path / "conftest.py").write_text(
        "import sys\n"
        "def pytest_sessionfinish():\n"
        "    print('loaded:', sorted(name for name in sys.modules if name.split('.')[0] == 'ethics_engine'))\n"
    )
    (tmp_path / "test_nothing.py").write_text("def test_nothing(): pass\n")

    done = run_pytest("-s", cwd=tmp_path)

    assert "loaded: []" in done.stdout


def test_coverage_counts_what_the_cases_run(alone: Path, run_pytest: Pytest) -> None:
    """Modules are imported only when a case is met, so that their first lines are counted too."""
    done = run_pytest("--cov=ethics_engine.columns", "--cov-report=term-missing", cwd=alone)

    assert done.returncode == 0, done.stdout
    (line,) = (line for line in done.stdout.splitlines() if "columns/program.py" in line)
    assert int(line.split()[3].removesuffix("%")) > 90


def test_importing_the_plugin_imports_nothing_of_the_package() -> None:
    code = (
        "import sys, ethics_engine_pytest; print([name for name in sys.modules if name.startswith('ethics_engine.')])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stdout == "[]\n"
