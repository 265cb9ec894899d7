"""pytest collects decided cases wherever they are; the plugin is the entry point `pytest11` of the package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import ethics_engine_pytest
from ethics_engine.consultation import Engine
from ethics_engine.loading import bundled

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
        "storm-2: Wrong\n  storm/storm-2.case.yaml:5:8\n    decided:       may go? yes\n    rules now say: no\n"
        in done.stdout
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
        "storm/unread.case.yaml:3:9: error: no fact `rane`",
        "storm/torn.case.yaml:3:9: error: these facts contradict each other: `rain`, `wet`",
        "storm/follower.case.yaml:4:1: error: no case `nobody`",
        "storm/undecided.case.yaml:1:1: error: this case is not decided",
    ):
        assert message in done.stdout


def test_two_files_with_one_id_are_refused_in_the_words_of_the_command(
    decided: Decided, cases: Path, folder: Path, run_pytest: Pytest, run: Callable[..., Result]
) -> None:
    decided("storm-1")
    decided("storm-2").write_text((cases / "storm" / "storm-1.case.yaml").read_text())
    words = "storm-2.case.yaml:1:1: error: two cases have the id `storm-1`\n    rename one; the first is at "

    assert words in run("test", cases, "--rules", folder).stdout
    done = run_pytest("--ethics-rules", folder, cwd=cases)
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout
    assert words in done.stdout


@pytest.mark.parametrize("where", ["", "sub"])
def test_a_ruleset_in_a_configuration_file_is_relative_to_that_file(
    where: str, decided: Decided, cases: Path, folder: Path, run_pytest: Pytest
) -> None:
    decided("storm-1", topic="sub")
    shutil.copytree(folder, cases / "myrules")
    (cases / "pytest.ini").write_text("[pytest]\naddopts = --ethics-rules ./myrules\n")

    done = run_pytest(cwd=cases / where)

    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_a_ruleset_on_the_command_line_is_relative_to_the_current_folder(
    decided: Decided, cases: Path, folder: Path, run_pytest: Pytest
) -> None:
    decided("storm-1", topic="sub")
    shutil.copytree(folder, cases / "sub" / "myrules")
    (cases / "pytest.ini").write_text("[pytest]\n")

    assert run_pytest("--ethics-rules", "myrules", cwd=cases / "sub").returncode == 0


def test_the_file_of_another_tool_is_left_alone_with_a_note(alone: Path, run_pytest: Pytest) -> None:
    (alone / "openapi.case.yaml").write_text("# of another tool\ntestcase: login\nsteps: [GET /]\n")

    done = run_pytest(cwd=alone)

    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    assert "openapi.case.yaml: left alone, for it does not look like a decided case" in done.stdout
    assert "`ethics_cases`" in done.stdout


def test_the_notes_of_workers_reach_the_summary_once(alone: Path, run_pytest: Pytest) -> None:
    (alone / "openapi.case.yaml").write_text("testcase: login\n")

    done = run_pytest("-n", "2", "-p", "xdist", cwd=alone)

    assert done.returncode == 0, done.stdout
    assert done.stdout.count("openapi.case.yaml: left alone") == 1


def test_only_where_cases_live_are_they_collected_where_that_is_set(alone: Path, run_pytest: Pytest) -> None:
    (alone / "pytest.ini").write_text("[pytest]\nethics_cases = decided\n")
    (alone / "decided").mkdir()
    (alone / "culture-001.case.yaml").rename(alone / "decided" / "culture-001.case.yaml")
    (alone / "openapi.case.yaml").write_text("testcase: login\n")

    done = run_pytest(cwd=alone)

    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    assert "left alone" not in done.stdout


def test_what_is_no_case_where_cases_live_fails(alone: Path, run_pytest: Pytest) -> None:
    (alone / "pytest.ini").write_text("[pytest]\nethics_cases = .\n")
    (alone / "openapi.case.yaml").write_text("testcase: login\n")

    assert run_pytest(cwd=alone).returncode == 1


def test_the_plugin_can_be_switched_off(alone: Path, run_pytest: Pytest) -> None:
    assert run_pytest("-p", "no:ethics", cwd=alone).returncode == pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.mark.parametrize("engine", ["columns", "reasoning"])
def test_the_engine_can_be_chosen(engine: str, alone: Path, run_pytest: Pytest) -> None:
    assert run_pytest("--ethics-engine", engine, cwd=alone).returncode == 0


def test_every_engine_is_offered() -> None:
    assert set(ethics_engine_pytest.ENGINES) == {engine.value for engine in Engine}
    assert ethics_engine_pytest.SUFFIXES == (bundled.CASE_SUFFIX, bundled.TESTS_SUFFIX)


def test_a_ruleset_that_is_not_there_is_said_without_a_traceback(alone: Path, run_pytest: Pytest) -> None:
    done = run_pytest("--ethics-rules", "referal-and-termination", cwd=alone)

    assert done.returncode == 2
    assert "no ruleset" in done.stdout
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
    done = run_pytest("--cov=ethics_engine.engines.bitset", "--cov-report=term-missing", cwd=alone)

    assert done.returncode == 0, done.stdout
    (line,) = (line for line in done.stdout.splitlines() if "bitset/machine.py" in line)
    assert int(line.split()[3].removesuffix("%")) > 70


def test_importing_the_plugin_imports_nothing_of_the_package() -> None:
    code = (
        "import sys, ethics_engine_pytest; print([name for name in sys.modules if name.startswith('ethics_engine.')])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stdout == "[]\n"


def test_a_case_is_run_under_the_overlays_that_it_names_and_again_under_those_of_held_under(
    tmp_path: Path, run_pytest: Pytest
) -> None:
    shutil.copy(bundled.cases()["values-002"], tmp_path)
    shutil.copy(bundled.cases_of_overlays()["aca-2014-001"], tmp_path)

    done = run_pytest("-v", cwd=tmp_path)

    assert done.returncode == 0, done.stdout
    assert "::values-002 PASSED" in done.stdout
    assert "::values-002 (under aca-2014) PASSED" in done.stdout
    assert "::aca-2014-001 (under aca-2014) PASSED" in done.stdout
