"""CSV, read by RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import attrs
import pytest

from ethics_engine.quiz.item import Item

from .made import ITEMS, exported


class TestCsv:
    def rows(self, items: Sequence[Item] = ITEMS) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(exported("csv", items).decode("utf-8-sig"), newline=""), strict=True))

    def test_every_item_is_a_row_that_comes_back_as_it_was(self) -> None:
        for row, known in zip(self.rows(), ITEMS, strict=True):
            assert (row["id"], row["fingerprint"], row["kind"]) == (known.id, known.fingerprint, known.kind.value)
            assert (row["vignette"], row["question"]) == (known.vignette, known.question)
            assert row["key"].split() == list(known.key)
            for number, option in enumerate(known.options, start=1):
                read = (row[f"option_{number}"], row[f"text_{number}"], row[f"feedback_{number}"])
                assert read == (option.id, option.text, option.feedback)
            assert row["sources"].split("; ") == list(known.sources)

    @pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1"])
    def test_no_cell_is_a_formula(self, start: str) -> None:
        cells = self.rows([attrs.evolve(ITEMS[0], question=start, topic=start, explanation=start)])[0]

        for name in ("question", "topic", "explanation"):
            assert cells[name] == f"'{start}"
