"""Anki, read as the tables of a collection; the heavy tests import it with Anki itself."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Sequence

import attrs
import pytest

from ethics_engine.errors import EngineUnavailableError
from ethics_engine.quiz.item import Item

from .made import ITEMS, exported, text_of


class TestAnki:
    def notes(self, items: Sequence[Item] = ITEMS) -> list[dict[str, str]]:
        with zipfile.ZipFile(io.BytesIO(exported("anki", items))) as packed:
            assert packed.read("media") == b"{}"
            database = sqlite3.connect(":memory:")
            database.deserialize(packed.read("collection.anki2"))
        ((models,),) = database.execute("select models from col")
        names = [field["name"] for field in next(iter(json.loads(models).values()))["flds"]]
        rows = database.execute("select guid, tags, mod, flds from notes order by id").fetchall()
        database.close()
        return [
            {"guid": guid, "tags": tags, "mod": mod, **dict(zip(names, fields.split("\x1f"), strict=True))}
            for guid, tags, mod, fields in rows
        ]

    def test_every_item_is_a_note_with_all_its_texts(self) -> None:
        for note, known in zip(self.notes(), ITEMS, strict=True):
            assert text_of(note["Id"]) == known.id
            assert known.question in text_of(note["Question"])
            for option in known.options:
                assert option.text in text_of(note["Options"])
                assert option.feedback in text_of(note["Feedback"])
            for id_ in known.key:
                assert known.option[id_].text in text_of(note["Answer"])
            for said in (*known.explanation.split("\n\n"), *known.rules, *known.sources):
                assert said in text_of(note["Explanation"])

    def test_a_corrected_item_keeps_its_guid(self) -> None:
        changed = attrs.evolve(ITEMS[0], key=("a",), explanation="Corrected.")

        before, after = self.notes()[0], self.notes([changed])[0]
        assert before["guid"] == after["guid"]
        assert before["Answer"] != after["Answer"]

    def test_tags_have_no_spaces_and_are_levels_deep(self) -> None:
        tags = self.notes()[0]["tags"].split()

        rules = ["rule::values.bracket", "rule::referral.steps"]
        assert tags == ["topic::values", "kind::answer", "difficulty::3", *rules, "source::ACA_A.11.b", "source::S3-31"]

    def test_no_text_is_taken_for_a_sound_or_latex(self) -> None:
        (note,) = self.notes([attrs.evolve(ITEMS[0], question="[sound:x.mp3] [latex]x[/latex] [$]y[/$]")])

        assert "[" not in note["Question"]

    def test_without_genanki_it_is_said_how_to_get_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "genanki", None)

        with pytest.raises(EngineUnavailableError, match=r"pip install genanki"):
            exported("anki")
