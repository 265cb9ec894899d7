"""Each folder and file under `bad` has an `expected.txt` of everything that must be found wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ethics_engine.errors import CaseError, RulesetError
from ethics_engine.loading import check_ruleset, read_case, read_ruleset
from ethics_engine.model.ruleset import Ruleset

BAD = Path(__file__).parent / "bad"
RULESETS = sorted((BAD / "rulesets").iterdir())
CASES = sorted((BAD / "cases").glob("*.case.yaml"))


@pytest.mark.parametrize("folder", RULESETS, ids=lambda folder: folder.name)
def test_everything_wrong_with_a_ruleset_is_said_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)

    with pytest.raises(RulesetError) as raised:
        read_ruleset(Path())

    assert f"{raised.value}\n" == (folder / "expected.txt").read_text()
    assert raised.value.findings == check_ruleset(Path())


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.name)
def test_everything_wrong_with_a_case_is_said_at_once(
    file: Path, world: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(file.parent)

    with pytest.raises(CaseError) as raised:
        read_case(file.name, world)

    assert f"{raised.value}\n" == file.with_name(file.name.replace(".case.yaml", ".expected.txt")).read_text()


def test_what_was_probably_not_meant_is_a_warning(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here / "doubtful")

    findings = check_ruleset(Path())

    assert "".join(f"{finding}\n" for finding in findings) == Path("expected.txt").read_text()


def test_warnings_do_not_keep_a_ruleset_from_loading(here: Path) -> None:
    assert read_ruleset(here / "doubtful").name == "doubtful"
