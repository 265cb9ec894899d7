"""Exports read by other people's readers, which are too much to install for every change; `.ci/long` runs this."""

from __future__ import annotations

import datetime
import html
import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import moodle_xml_parser.parser
import pytest
import qti_convert
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from ethics_engine.quiz.exports import export
from ethics_engine.quiz.item import Item, ItemKind, Option

HOSTILE = (
    "a~b=c#d{e}f:g\\h->i //j %50%k [html]l <script>n</script>&amp;o \"p\" 'q' ::r:: \\n {{c1::s}} ####t é ✓ \\(x\\)"
)
DAY = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)


def item(id_: str, kind: ItemKind, key: tuple[str, ...]) -> Item:
    return Item(
        id=id_,
        kind=kind,
        topic="values",
        cases=("values-001",),
        vignette=f"A first paragraph: {HOSTILE}.\n\nA second one.",
        question=f"What of {HOSTILE}?",
        options=tuple(Option(letter, f"{HOSTILE} ({letter})", f"Because of {HOSTILE}, {letter}.") for letter in "abcd"),
        key=key,
        explanation=f"Explained by {HOSTILE}.",
        rules=("values.bracket",),
        sources=("ACA A.11.b",),
        ordered=kind is ItemKind.OWN,
    )


ITEMS = (
    item("values-001:answer", ItemKind.ANSWER, ("b",)),
    item("values-001:unknown", ItemKind.CONDUCT, ("a", "c", "d")),
    item("values-001:order", ItemKind.OWN, ("c", "a", "d", "b")),
)


def exported(form: str, items: tuple[Item, ...] = ITEMS, dated: datetime.datetime = DAY) -> bytes:
    return export(items, form, title="A quiz", dated=dated).content


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


# Anki


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


def imported(collection: Collection, content: bytes, folder: Path) -> Any:
    """Import as a student would, with Anki's own settings."""
    file = folder / "deck.apkg"
    file.write_bytes(content)
    options = ImportAnkiPackageOptions(merge_notetypes=False)
    return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(file), options=options)).log


def note_of(collection: Collection, id_: str) -> Any:
    (found,) = (note for note in map(collection.get_note, collection.find_notes("")) if text_of(note["Id"]) == id_)
    return found


def test_anki_takes_every_item_with_tags_and_feedback(collection: Collection, tmp_path: Path) -> None:
    log = imported(collection, exported("anki"), tmp_path)

    assert (len(log.new), collection.note_count(), collection.card_count()) == (3, 3, 3)
    assert "A quiz" in [deck.name for deck in collection.decks.all_names_and_ids()]
    for known in ITEMS:
        note = note_of(collection, known.id)
        assert {"topic::values", f"kind::{known.kind.value}", "rule::values.bracket"} <= set(note.tags)
        (card,) = note.cards()
        front, back = text_of(card.question()), text_of(card.answer())
        assert known.question in front
        assert known.explanation in back
        for option in known.options:
            assert option.text in front
            assert option.feedback not in front
            assert option.feedback in back


def test_anki_takes_the_same_deck_twice_without_duplicates(collection: Collection, tmp_path: Path) -> None:
    imported(collection, exported("anki"), tmp_path)
    log = imported(collection, exported("anki"), tmp_path)

    assert (len(log.new), len(log.updated), collection.note_count()) == (0, 0, 3)


def test_a_corrected_card_updates_in_place_and_keeps_what_was_learnt(collection: Collection, tmp_path: Path) -> None:
    imported(collection, exported("anki"), tmp_path)
    before = note_of(collection, ITEMS[0].id)
    card = before.cards()[0]
    card.ivl, card.type, card.queue, card.due, card.reps = 21, 2, 2, 100, 5
    collection.update_card(card)

    corrected = attrs.evolve(ITEMS[0], key=("a",), explanation="Corrected.")
    later = DAY + datetime.timedelta(minutes=1)
    log = imported(collection, exported("anki", (corrected, *ITEMS[1:]), later), tmp_path)

    after = note_of(collection, ITEMS[0].id)
    assert (len(log.new), collection.note_count(), collection.card_count()) == (0, 3, 3)
    assert (after.id, "Corrected." in after["Explanation"]) == (before.id, True)
    assert (after.cards()[0].ivl, after.cards()[0].reps) == (21, 5)


# Moodle XML


def test_a_reader_of_moodle_xml_finds_options_fractions_and_feedback() -> None:
    read = moodle_xml_parser.parser.parse_bytes(exported("moodle"))["multichoice"]

    assert [question.name for question in read] == [ITEMS[0].id, ITEMS[1].id]
    assert [question.single for question in read] == [True, False]
    fractions = [[option.score_fraction for option in question.options] for question in read]
    assert fractions == [[0, 100, 0, 0], [33.33333, -100, 33.33333, 33.33333]]
    for question, known in zip(read, ITEMS, strict=False):
        assert [(option.answer, option.feedback) for option in question.options] == [
            (option.text, option.feedback) for option in known.options
        ]
        assert known.question in question.text_pre_parse
        assert known.explanation in question.general_feedback


# GIFT


def test_a_reader_of_gift_finds_ids_tags_options_weights_and_feedback(tmp_path: Path) -> None:
    file = tmp_path / "quiz.gift"
    file.write_bytes(exported("gift"))
    script = """
        const parser = require(process.argv[1] + "/lib/gift-parser.js");
        const written = require("fs").readFileSync(process.argv[2], "utf8");
        console.log(JSON.stringify(parser.parse(written)));
    """
    command = ["node", "-e", script, os.environ["GIFT_PEGJS"], str(file)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    category, single, several, order = json.loads(done.stdout)

    assert category["title"] == "$course$/top/A quiz/values"
    assert [question["id"] for question in (single, several, order)] == [known.id for known in ITEMS]
    assert "source:ACA A.11.b" in single["tags"]
    assert [choice["isCorrect"] for choice in single["choices"]] == [False, True, False, False]
    assert [choice["weight"] for choice in several["choices"]] == [33.33333, -100, 33.33333, 33.33333]
    for question, known in zip((single, several), ITEMS, strict=False):
        assert [
            (text_of(choice["text"]["text"]), text_of(choice["feedback"]["text"])) for choice in question["choices"]
        ] == [(option.text, option.feedback) for option in known.options]
        assert known.explanation in text_of(question["globalFeedback"]["text"])
    assert [(text_of(pair["subquestion"]["text"]), pair["subanswer"]) for pair in order["matchPairs"]] == [
        (ITEMS[2].option[id_].text, str(number)) for number, id_ in enumerate(ITEMS[2].key, start=1)
    ]


# QTI 3.0


def test_a_converter_of_qti_3_reads_the_package_and_keeps_the_keys(tmp_path: Path) -> None:
    file, old = tmp_path / "quiz.zip", tmp_path / "quiz-2.1.zip"
    file.write_bytes(exported("qti"))

    result = qti_convert.downgrade_package(str(file), str(old))

    assert list(result.warnings) == []
    space = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
    with zipfile.ZipFile(io.BytesIO(old.read_bytes())) as packed:
        roots = [ET.fromstring(packed.read(name)) for name in packed.namelist() if name.startswith("items/")]
    for root, known in zip(roots, ITEMS, strict=True):
        assert tuple(value.text for value in root.findall(f"{space}responseDeclaration//{space}value")) == known.key
        choices = [(choice.get("identifier"), choice.text) for choice in root.iter(f"{space}simpleChoice")]
        assert choices == [(option.id, option.text) for option in known.options]
        feedback = {found.get("identifier"): "".join(found.itertext()) for found in root.iter(f"{space}modalFeedback")}
        for option in known.options:
            assert option.feedback in feedback[option.id]
