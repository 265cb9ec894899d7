"""Nothing in a folder of rules or cases is waited for, and nothing is left out without a word."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.errors import RulesetError
from ethics_engine.loading import read_ruleset
from ethics_engine.model.ruleset import Ruleset

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and links as POSIX has them")


@pytest.fixture
def copy(here: Path, tmp_path: Path) -> Path:
    """A ruleset to change."""
    return shutil.copytree(here / "world", tmp_path / "copy")


@pytest.mark.parametrize("name", ["rules/pipe.yaml", "ruleset.yaml"])
def test_a_pipe_in_a_ruleset_is_refused_and_not_waited_for(name: str, copy: Path) -> None:
    (copy / name).unlink(missing_ok=True)
    os.mkfifo(copy / name)

    with pytest.raises(RulesetError, match="this is a pipe or a device, not a file"):
        read_ruleset(copy)


def test_a_link_to_a_device_in_a_ruleset_is_refused(copy: Path) -> None:
    (copy / "endless.yaml").symlink_to("/dev/zero")

    with pytest.raises(RulesetError, match=r"endless.yaml: error: this is a pipe or a device"):
        read_ruleset(copy)


def test_a_pipe_among_cases_is_a_broken_file(tmp_path: Path, world: Ruleset) -> None:
    os.mkfifo(tmp_path / "pipe.case.yaml")

    (broken,) = read_corpus([tmp_path], world).broken

    assert broken.findings[0].message == "this is a pipe or a device, not a file"
    assert broken.file == str(tmp_path / "pipe.case.yaml")


def test_a_linked_sub_folder_of_a_ruleset_is_read(copy: Path, world: Ruleset, tmp_path: Path) -> None:
    (copy / "rules").rename(tmp_path / "elsewhere")
    (copy / "rules").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    assert read_ruleset(copy) == world


def test_a_link_that_leads_back_to_the_ruleset_is_followed_once(copy: Path, world: Ruleset) -> None:
    (copy / "rules" / "again").symlink_to(copy, target_is_directory=True)

    assert read_ruleset(copy) == world


def test_a_linked_sub_folder_of_cases_is_read(here: Path, tmp_path: Path, world: Ruleset) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(here / "world.case.yaml", elsewhere)
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "linked").symlink_to(elsewhere, target_is_directory=True)

    corpus = read_corpus([cases], world)

    files = [entry.file for entry in corpus.cases] + [file.file for file in corpus.broken]
    assert files == [str(cases / "linked" / "world.case.yaml")]


def test_a_link_that_leads_nowhere_is_an_error(copy: Path) -> None:
    (copy / "gone.yaml").symlink_to(copy / "nowhere.yaml")

    with pytest.raises(RulesetError, match=r"gone.yaml: error: file not found"):
        read_ruleset(copy)
