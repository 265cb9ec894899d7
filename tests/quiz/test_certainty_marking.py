"""Certainty-based marking, and answers counted."""

from __future__ import annotations

import datetime

import attrs
import pytest

from ethics_engine.errors import UnclearReplyError
from ethics_engine.quiz.answer_log import LearnerAnswer, answer_to, last_of_each
from ethics_engine.quiz.certainty_marking import GREATEST, Certainty, mark
from ethics_engine.quiz.item import Item, ItemKind, Option
from ethics_engine.quiz.parse_answer import read_answer, read_certainty
from ethics_engine.quiz.tally import by_certainty, by_topic, tally

NOW = datetime.datetime(2026, 11, 21, 9, 0, 0, 999, tzinfo=datetime.UTC)
OPTIONS = tuple(Option(letter, f"option {letter}", f"because of {letter}") for letter in "abcd")


def item(key: str, kind: ItemKind = ItemKind.ANSWER) -> Item:
    return Item(
        "one",
        kind,
        "rain",
        ("rain-1",),
        "It rained.",
        "What now?",
        OPTIONS,
        tuple(key),
        "So.",
        ordered=kind is ItemKind.OWN,
    )


def given(right: bool, certainty: Certainty | None, topic: str = "rain", item_id: str = "one") -> LearnerAnswer:
    chosen = ("a",) if right else ("b",)
    made = attrs.evolve(item("a"), topic=topic, id=item_id)
    return answer_to(made, chosen, certainty, learner="anna", at=NOW, ruleset="small")


@pytest.mark.parametrize(
    ("certainty", "if_right", "if_wrong"),
    [(Certainty.LOW, 1, 0), (Certainty.MIDDLE, 2, -2), (Certainty.HIGH, 3, -6)],
)
def test_the_surer_the_more_is_at_stake(certainty: Certainty, if_right: int, if_wrong: int) -> None:
    assert (mark(certainty, right=True), mark(certainty, right=False)) == (if_right, if_wrong)
    assert given(True, certainty).marks == if_right
    assert given(False, certainty).marks == if_wrong


@pytest.mark.parametrize(("chance", "best"), [(0.5, Certainty.LOW), (0.7, Certainty.MIDDLE), (0.9, Certainty.HIGH)])
def test_it_pays_best_to_be_honest(chance: float, best: Certainty) -> None:
    """The thresholds are two thirds and four fifths."""
    expected = {
        level: chance * mark(level, right=True) + (1 - chance) * mark(level, right=False) for level in Certainty
    }

    assert max(expected, key=lambda level: expected[level]) is best


def test_without_certainty_there_are_no_marks() -> None:
    answer = given(True, None)

    assert (answer.marks, answer.confidently_wrong) == (None, False)


def test_an_answer_is_kept_to_the_second() -> None:
    assert given(True, None).at == NOW.replace(microsecond=0)


def test_a_tally_counts_marks_only_where_certainty_was_asked() -> None:
    count = tally([given(True, Certainty.HIGH), given(False, Certainty.HIGH), given(True, None)])

    assert (count.answers, count.right, count.marked, count.marks, count.possible) == (3, 2, 2, -3, 2 * GREATEST)
    assert (count.confident_mistakes, count.percent) == (1, 67)


def test_a_tally_of_nothing_has_no_percentage() -> None:
    assert tally(()).percent is None


def test_answers_are_counted_by_topic_and_by_certainty() -> None:
    answers = [given(True, Certainty.LOW, "wind"), given(False, Certainty.LOW), given(True, None)]

    assert {topic: count.answers for topic, count in by_topic(answers).items()} == {"rain": 2, "wind": 1}
    assert list(by_topic(answers)) == ["rain", "wind"]
    assert {level: count.right for level, count in by_certainty(answers).items()} == {Certainty.LOW: 1}


def test_only_the_last_answer_to_an_item_counts_as_what_is_known_now() -> None:
    first, other, last = given(False, None), given(True, None, item_id="two"), given(True, None)

    assert last_of_each([first, other, last]) == (last, other)


@pytest.mark.parametrize("typed", ["b", " B ", "b.", "b)", "b\n", "b,"])
def test_one_letter_however_it_is_typed(typed: str) -> None:
    assert read_answer(typed, item("a")) == ("b",)


@pytest.mark.parametrize("typed", ["d b", "db", "D, B", "b;d"])
def test_several_letters_are_put_in_the_order_of_the_options(typed: str) -> None:
    assert read_answer(typed, item("bd")) == ("b", "d")


@pytest.mark.parametrize("typed", ["c a b d", "cabd", "C > A > B > D", "c,a,b,d", "c) a) b) d)"])
def test_an_order_stays_as_it_is_typed(typed: str) -> None:
    ordered = item("cabd", ItemKind.OWN)

    assert read_answer(typed, ordered) == ("c", "a", "b", "d")
    assert ordered.is_right(read_answer(typed, ordered))


@pytest.mark.parametrize(
    ("typed", "asked", "said"),
    [
        ("", item("a"), "Please answer with a, b, c or d."),
        ("   ", item("a"), "Please answer with a, b, c or d."),
        ("e", item("a"), "Please answer with a, b, c or d."),
        ("1", item("a"), "Please answer with a, b, c or d."),
        ("\x1b[31m", item("a"), "Please answer with a, b, c or d."),
        ("x" * 10_000, item("a"), "Please answer with a, b, c or d."),
        ("a b", item("a"), "Please choose only one."),
        ("a", item("ab"), "More than one is right. Please type all of them."),
        ("a a", item("ab"), "You typed a more than once."),
        ("a b c", item("abcd", ItemKind.OWN), "Please put all of a, b, c and d in order, such as: a b c d"),
        ("a b c c", item("abcd", ItemKind.OWN), "You typed c more than once."),
    ],
)
def test_what_is_no_answer_is_said_in_a_sentence(typed: str, asked: Item, said: str) -> None:
    with pytest.raises(UnclearReplyError) as unclear:
        read_answer(typed, asked)

    assert str(unclear.value) == said


@pytest.mark.parametrize(
    ("typed", "meant"), [("1", Certainty.LOW), (" 2\n", Certainty.MIDDLE), ("VERY", Certainty.HIGH)]
)
def test_certainty_by_number_or_word(typed: str, meant: Certainty) -> None:
    assert read_certainty(typed) is meant


@pytest.mark.parametrize("typed", ["", "0", "4", "a", "1 2"])
def test_what_is_no_certainty_is_refused(typed: str) -> None:
    with pytest.raises(match="1, 2 or 3"):
        read_certainty(typed)
