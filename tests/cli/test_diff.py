"""`ethics diff`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Refused = Callable[..., str]


@pytest.fixture
def other(small: Path, tmp_path: Path) -> Path:
    """The small ruleset with a norm that is weaker."""
    folder = tmp_path / "other"
    folder.mkdir()
    for file in small.iterdir():
        text = file.read_text().replace(
            "when: {asked: up}, then: [{may: look}]", "when: {asked: up}, then: [{should: look}]"
        )
        (folder / file.name).write_text(text)
    return folder


@pytest.fixture
def repository(small: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with the small ruleset in its first revision, and the other in its second."""
    root = tmp_path / "repository"
    (root / "rules").mkdir(parents=True)
    monkeypatch.chdir(root)
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "us")
        monkeypatch.setenv(f"{name}_EMAIL", "us@example.org")
    subprocess.run(["git", "init", "--quiet"], check=True)
    for folder in (small, other):
        for file in folder.iterdir():
            (root / "rules" / file.name).write_bytes(file.read_bytes())
        (root / "notes.txt").write_text(str(folder))
        subprocess.run(["git", "add", "."], check=True)
        subprocess.run(["git", "commit", "--quiet", "-m", "so"], check=True)
    return root


def test_a_difference_in_effect_is_shown_with_its_case(run: Run, small: Path, other: Path) -> None:
    result = run("diff", small, other)

    assert result.exit_code == 1
    assert "rule up: changed" in result.stdout
    assert "the answer: u" in result.stdout
    assert "look [look]: permitted -> advised" in result.stdout


def test_the_same_ruleset_is_said_to_be_the_same(run: Run, small: Path) -> None:
    result = run("diff", small, small)

    assert result.exit_code == 0
    assert "The same ruleset" in result.stdout


def test_what_is_only_worded_otherwise_is_the_same_in_effect(run: Run, small: Path, other: Path) -> None:
    (other / "parts.yaml").write_text(
        (small / "parts.yaml").read_text().replace("because: So it was.", "because: It was.")
    )

    result = run("diff", small, other)

    assert result.exit_code == 0
    assert "reason" in result.stdout
    assert "Nothing: " in result.stdout
    assert run("diff", small, other, "--text-only").exit_code == 1


def test_the_text_alone_or_the_effect_alone_can_be_asked_for(run: Run, small: Path, other: Path) -> None:
    text, effect = (run("diff", small, other, option).stdout for option in ("--text-only", "--effect-only"))

    assert "IN THE TEXT" in text
    assert "IN EFFECT" not in text
    assert "IN THE TEXT" not in effect
    assert "IN EFFECT" in effect


def test_json_says_the_same(run: Run, small: Path, other: Path) -> None:
    found = json.loads(run("diff", small, other, "--format", "json").stdout)

    assert found["differs_in_effect"] is True
    (witness,) = found["effect"]["witnesses"]
    assert [fact["fact"] for fact in witness["told"]] == ["asked", "mood"]
    assert [(e["action"], e["old"], e["new"]) for e in witness["effects"]] == [("look", "permitted", "advised")]


def test_markdown_has_headings(run: Run, small: Path, other: Path) -> None:
    assert "## What changed in effect" in run("diff", small, other, "--format", "markdown").stdout


def test_decided_cases_are_held_against_both(run: Run, small: Path, other: Path, tmp_path: Path) -> None:
    case = tmp_path / "a.case.yaml"
    case.write_text(
        "id: a\nquestion: {ask: must, action: look}\nfacts: {asked: up, mood: high}\nheld: {answer: no}\n"
        "decided: {by: us, date: 2026-11-21, under: small 1}\n"
    )

    result = run("diff", small, other, "--cases", case)

    assert "NOW FAIL (1 OF 1)" in result.stdout
    assert "the answer: no -> advised" in result.stdout


@pytest.mark.usefixtures("repository")
class TestRevisions:
    """Rulesets as they were in a revision of a git repository."""

    def test_a_revision_is_compared_with_a_folder(self, run: Run) -> None:
        result = run("diff", "HEAD~1:rules", "rules")

        assert result.exit_code == 1
        assert "permitted -> advised" in result.stdout

    def test_two_revisions_are_compared(self, run: Run) -> None:
        assert run("diff", "HEAD:rules", "rules").exit_code == 0
        assert run("diff", "HEAD~1:rules", "HEAD:rules").exit_code == 1

    def test_a_path_can_begin_at_the_current_folder(
        self, run: Run, repository: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(repository / "rules")

        assert run("diff", "HEAD:./", repository / "rules").exit_code == 0

    def test_a_folder_comes_before_a_revision(self, run: Run, repository: Path, small: Path) -> None:
        small.rename(repository / "HEAD:rules")

        assert run("diff", "HEAD:rules", "rules").exit_code == 1

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("HEAD~9:rules", "no revision `HEAD~9`"),
            (":rules", "no revision ``"),
            ("HEAD:nowhere", "no `nowhere` in revision `HEAD`"),
            ("HEAD:notes.txt", "`notes.txt` is a file in revision `HEAD`"),
            ("HEAD:", "not a ruleset: no `ruleset.yaml` here"),
            ("HEAD:a\0b", "no `a\\u0000b` in revision `HEAD`"),
            ("C:\\rules", "no ruleset"),
            ("nowhere", "no ruleset"),
        ],
    )
    def test_what_is_not_there_is_said_in_a_sentence(self, refused: Refused, name: str, message: str) -> None:
        assert message in refused("diff", name, "rules")

    def test_a_fault_is_told_at_its_place_in_the_revision(self, refused: Refused, repository: Path) -> None:
        (repository / "rules" / "parts.yaml").write_text("topic: small\nrules: none\n")
        subprocess.run(["git", "commit", "--quiet", "-am", "wrong"], check=True)

        message = refused("diff", "HEAD:rules", "HEAD~1:rules")

        assert "HEAD:rules/parts.yaml:2:" in message
        assert "ethics-diff-" not in message

    def test_outside_a_repository_that_is_said(
        self, refused: Refused, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

        assert "not in a git repository" in refused("diff", "HEAD:rules", small)

    def test_without_git_that_is_said(
        self, refused: Refused, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

        assert "git is not installed" in refused("diff", "HEAD:rules", small)


def test_options_that_exclude_each_other_are_refused(refused: Refused, small: Path) -> None:
    assert "cannot be combined" in refused("diff", small, small, "--text-only", "--effect-only")
    assert "cannot be combined with --cases" in refused("diff", small, small, "--text-only", "--cases", small)
