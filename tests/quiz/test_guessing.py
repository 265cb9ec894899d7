"""How far somebody gets who knows nothing."""

from __future__ import annotations

import pytest

from ethics_engine.quiz.guessing import guessed
from ethics_engine.quiz.item import Item, ItemKind, Option


def item(name: str, key: str, *texts: str) -> Item:
    options = tuple(Option(letter, text, "Why.") for letter, text in zip("abc", texts, strict=True))
    return Item(name, ItemKind.ANSWER, "rain", (name,), "It rained on the roof.", "What now?", options, (key,), "So.")


ITEMS = (
    item("one", "a", "Go.", "Stay under the roof.", "Wait for a while."),
    item("two", "b", "Leave at once.", "Stay under it.", "Sing."),
    item("three", "c", "Sing in the rain.", "Ask.", "Go."),
)


def test_each_way_to_guess_is_measured_against_chance() -> None:
    found = guessed(ITEMS)

    assert found.items == 3
    assert found.chance == pytest.approx(1 / 3)
    assert found.shortest == pytest.approx(2 / 3)
    assert found.longest == pytest.approx((0 + 1 / 2 + 0) / 3)
    assert found.alone == pytest.approx(1 / 3)
    assert found.echo == pytest.approx((0 + 1 + 0) / 3)
    assert found.frequent == pytest.approx((1 + 1 / 3 + 1) / 3)


def test_without_items_there_is_nothing_to_measure() -> None:
    with pytest.raises(ValueError, match="no item"):
        guessed(())
