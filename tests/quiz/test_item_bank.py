"""Items that are kept, until something changes that they rest on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.case_law.corpus import Corpus, read_corpus
from ethics_engine.quiz import item_bank
from ethics_engine.quiz.item_bank import ItemBank, bank_of, kept_bank
from tests.quiz.items.test_build import CLEAR, FOG, PARTS

RULES = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two cases; what is kept is kept beside it."""
    monkeypatch.setattr(item_bank, "cache_folder", lambda: tmp_path / "cache")
    cases = tmp_path / "cases" / "hills"
    cases.mkdir(parents=True)
    (cases / "fog.case.yaml").write_text(f"id: fog\ntitle: In the fog\n{FOG}\n")
    (cases / "clear.case.yaml").write_text(f"id: clear\n{CLEAR}\n")
    return cases


@pytest.fixture
def ruleset(tmp_path: Path, write_ruleset: RULES) -> ee.Ruleset:
    return ee.load_ruleset(write_ruleset(tmp_path / "rules", PARTS, name="hills", title="In the hills"))


def bank(ruleset: ee.Ruleset, folder: Path) -> tuple[ItemBank, ItemBank | None, Corpus]:
    """The items of a folder as they are made, and as they are found kept afterwards."""
    corpus = read_corpus([folder], ruleset)
    made = bank_of(ruleset, corpus)
    return made, kept_bank(ruleset, [Path(entry.file) for entry in corpus.cases]), corpus


def test_what_was_made_is_kept_as_it_is(ruleset: ee.Ruleset, folder: Path) -> None:
    made, kept, _ = bank(ruleset, folder)

    assert made.items
    assert kept == made
    assert made.titles["fog"] == "In the fog"
    assert made.topics == ("hills",)


def test_a_changed_case_a_changed_rule_or_a_damaged_file_is_made_anew(
    ruleset: ee.Ruleset, folder: Path, tmp_path: Path, write_ruleset: RULES
) -> None:
    _, _, corpus = bank(ruleset, folder)
    files = [Path(entry.file) for entry in corpus.cases]
    other = write_ruleset(tmp_path / "others", PARTS.replace("Fog hides", "Mist hides"), name="hills", title="Hills")

    assert kept_bank(ee.load_ruleset(other), files) is None
    files[0].write_text(files[0].read_text() + "# a remark\n")
    assert kept_bank(ruleset, files) is None
    _, kept, _ = bank(ruleset, folder)
    assert kept is not None
    for file in (tmp_path / "cache").iterdir():
        file.write_text("{")
    assert kept_bank(ruleset, files) is None


def test_where_nothing_can_be_kept_all_is_made(
    ruleset: ee.Ruleset, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_bank, "cache_folder", lambda: None)
    made, kept, _ = bank(ruleset, folder)

    assert made.items
    assert kept is None


def test_items_of_which_a_case_is_broken_are_not_kept(ruleset: ee.Ruleset, folder: Path) -> None:
    (folder / "odd.case.yaml").write_text("id: odd\nquestion: {ask: may, action: fly}\nheld: {answer: yes}\n")
    made, kept, corpus = bank(ruleset, folder)

    assert corpus.broken
    assert made.items
    assert kept is None
