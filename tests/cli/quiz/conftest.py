"""`ethics quiz` as a student and a trainer meet it, on questions made by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import Result

from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.quiz import item_bank
from ethics_engine.quiz import items as training_items
from ethics_engine.quiz.item import Item
from ethics_engine.quiz.storage import VARIABLE

from .questions import ITEMS

Run = Callable[..., Result]
Quiz = Callable[..., Result]

CASE = "id: {id}\nquestion: {{ask: may, action: look}}\nfacts: {{asked: up}}\nheld: {{answer: yes}}\n"


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """The questions that there are; a test may change them."""
    there = list(ITEMS)

    def items_of(_ruleset: object, cases: Iterable[ReportedCase], **_: object) -> tuple[Item, ...]:
        ids = {entry.case.id for entry in cases}
        return tuple(item for item in there if item.cases[0] in ids)

    monkeypatch.setattr(training_items, "items_of", items_of)
    monkeypatch.setattr(item_bank, "cache_folder", lambda: None)
    return there


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where answers are kept; no file yet."""
    path = tmp_path / "data" / "quiz.sqlite3"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


@pytest.fixture
def quiz(small: Path, tmp_path: Path, run: Run, items: list[Item]) -> Quiz:  # noqa: ARG001 - sets up the questions
    """Takes a quiz on the small ruleset; the answers are the lines of a script."""
    folder = tmp_path / "cases"
    for topic in ("rain", "wind"):
        (folder / topic).mkdir(parents=True)
        for number in (1, 2, 3):
            (folder / topic / f"{topic}-{number}.case.yaml").write_text(CASE.format(id=f"{topic}-{number}"))

    def call(*arguments: str, answers: str | io.BytesIO = "") -> Result:
        script = "".join(f"{line}\n" for line in answers.split("/") if answers) if isinstance(answers, str) else answers
        return run("quiz", "--rules", small, "--cases", folder, "--seed", "1", *arguments, stdin=script)

    return call
