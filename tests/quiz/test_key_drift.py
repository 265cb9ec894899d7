"""`ethics quiz check`: which keys have changed since they were recorded."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result
from ethics_engine.cli.main import COMMANDS, ethics

from ethics_engine.errors import InputError
from ethics_engine.quiz.item import Item, ItemKind, Option
from ethics_engine.quiz.key_drift import drift, read_record, recorded

ITEM = Item(
    id="answer.one",
    kind=ItemKind.ANSWER,
    topic="hills",
    cases=("one",),
    vignette="It rained.",
    question="What now?",
    options=(Option("a", "Go.", "So."), Option("b", "Stay.", "So."), Option("c", "Sing.", "So.")),
    key=("b",),
    explanation="So.",
)
SHUFFLED = attrs.evolve(ITEM, options=ITEM.options[1:] + ITEM.options[:1])


@pytest.fixture(autouse=True)
def _quiz_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "quiz", "Questions.")


def record_of(tmp_path: Path, *items: Item) -> Path:
    path = tmp_path / "record.json"
    path.write_text(recorded(items), encoding="utf-8")
    return path


def test_what_is_recorded_and_unchanged_is_sound(tmp_path: Path) -> None:
    found = drift([ITEM], read_record(record_of(tmp_path, ITEM)))

    assert found.is_sound
    assert (found.changed, found.gone, found.reworded, found.new) == ((), (), (), ())


def test_another_key_is_told_with_what_it_was(tmp_path: Path) -> None:
    found = drift([attrs.evolve(ITEM, key=("c",))], read_record(record_of(tmp_path, ITEM)))

    assert found.changed == (("answer.one", ("Stay.",), ("Sing.",)),)
    assert not found.is_sound


def test_another_letter_or_another_vignette_is_no_other_key(tmp_path: Path) -> None:
    relettered = tuple(Option(letter, o.text, o.feedback) for letter, o in zip("abc", SHUFFLED.options, strict=True))
    moved = attrs.evolve(ITEM, options=relettered, key=("a",))
    known = read_record(record_of(tmp_path, ITEM))

    assert drift([moved], known).reworded == ("answer.one",)
    assert drift([attrs.evolve(ITEM, vignette="It snowed.")], known).is_sound


def test_items_that_are_gone_or_new_are_told(tmp_path: Path) -> None:
    found = drift([attrs.evolve(ITEM, id="answer.two")], read_record(record_of(tmp_path, ITEM)))

    assert (found.gone, found.new) == (("answer.one",), ("answer.two",))
    assert not found.is_sound


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "it is not JSON"),
        ("[]", "is not a record of quiz items"),
        ('{"format": 1, "items": {"a": 3}}', "is not a record of quiz items"),
        ('{"format": 1, "items": {"a": {"key": [1], "fingerprint": "x"}}}', "is not a record of quiz items"),
        ('{"format": 99, "items": {}}', "was written by a newer version"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(text)

    with pytest.raises(InputError, match=message):
        read_record(path)


CASE = "id: one\nquestion: {ask: may, action: refer}\nfacts: {client_wants_other_provider: %s}\nheld: {answer: yes}\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(ethics, ["quiz", "check", *map(str, arguments)], prog_name="ethics")


def test_the_command_records_and_then_tells_what_changed(tmp_path: Path) -> None:
    cases, record = tmp_path / "cases", tmp_path / "record.json"
    cases.mkdir()
    (cases / "one.case.yaml").write_text(CASE % "yes")
    first = run("--cases", cases, "--write", record)
    same = run(record, "--cases", cases)
    (cases / "one.case.yaml").write_text(CASE % "no")
    other = run(record, "--cases", cases)

    assert (first.exit_code, same.exit_code, other.exit_code) == (0, 0, 1)
    assert "answer.one" in json.loads(record.read_text())["items"]
    assert "0 keys have changed, 0 items are gone" in same.stdout
    assert "changed: answer.one" in other.stdout


def test_the_command_wants_a_record_or_a_place_for_one() -> None:
    result = run()

    assert result.exit_code == 2
    assert "--write" in result.stderr


def test_a_missing_record_is_one_sentence(tmp_path: Path) -> None:
    result = run(tmp_path / "missing.json")

    assert result.exit_code == 2
    assert "cannot read it" in result.stderr
    assert "Traceback" not in result.output
