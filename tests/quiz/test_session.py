"""What is asked in one sitting, and in which order."""

from __future__ import annotations

import datetime
from typing import Any

import attrs
import pytest

from ethics_engine.quiz import spaced_repetition
from ethics_engine.quiz.answer_log import LearnerAnswer, answer_to
from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import KIND_IN_WORDS, Item, ItemKind, Option
from ethics_engine.quiz.session import ItemStanding, Sitting, next_due, number_due, sitting
from ethics_engine.quiz.terminal_text import question, reasons

NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
OPTIONS = (
    Option("a", "option one", "MARKER-FEEDBACK-A"),
    Option("b", "option two", "MARKER-FEEDBACK-B"),
    Option("c", "option three", "MARKER-FEEDBACK-C"),
)


def item(name: str, case: str = "", **changed: Any) -> Item:
    made = Item(
        id=name,
        kind=ItemKind.ANSWER,
        topic="rain",
        cases=(case or f"case-of-{name}",),
        vignette="It rained.",
        question="What now?",
        options=OPTIONS,
        key=("b",),
        explanation="MARKER-EXPLANATION",
        rules=("MARKER-RULE",),
        sources=("MARKER-SOURCE",),
    )
    return attrs.evolve(made, **changed)


def given(to: Item, when: datetime.datetime, right: bool = True) -> LearnerAnswer:
    chosen = ("b",) if right else ("a",)
    return answer_to(to, chosen, None, learner="anna", at=when, ruleset="small")


def asked(items: list[Item], answers: list[LearnerAnswer], number: int = 10, seed: int = 1) -> Sitting:
    """A sitting on these items."""
    return sitting(items, answers, now=NOW, number=number, seed=seed)


def ids(held: Sitting) -> list[str]:
    return [one.item.id for one in held.asked]


MANY = [item(f"item-{number}") for number in range(20)]


def test_what_is_due_comes_first_then_what_is_new_then_what_is_not_due_yet() -> None:
    early, new, due = item("early"), item("new"), item("due")
    answers = [given(due, NOW - 30 * DAY, right=False), given(early, NOW - DAY / 24)]

    held = asked([early, new, due], answers)

    assert [(one.item.id, one.standing) for one in held.asked] == [
        ("due", ItemStanding.DUE),
        ("new", ItemStanding.NEW),
        ("early", ItemStanding.EARLY),
    ]
    assert held.asked[0].last == NOW - 30 * DAY


def test_of_what_is_due_the_longest_overdue_comes_first() -> None:
    answers = [given(one, NOW - (5 + number) * DAY, right=False) for number, one in enumerate(MANY)]

    assert ids(asked(MANY, answers, number=20)) == [one.id for one in reversed(MANY)]


def test_what_falls_due_later_in_the_day_is_due() -> None:
    answered_yesterday_evening = given(MANY[0], NOW - DAY + DAY / 3, right=False)

    assert asked(MANY[:1], [answered_yesterday_evening]).asked[0].standing is ItemStanding.DUE


def test_an_item_that_changed_starts_anew_before_what_is_new() -> None:
    before = item("changed", key=("c",))
    answers = [given(before, NOW - DAY, right=False)]

    held = asked([MANY[0], item("changed")], answers)

    assert (ids(held)[0], held.asked[0].standing) == ("changed", ItemStanding.CHANGED)


def test_once_answered_anew_only_what_came_after_the_change_counts() -> None:
    before, after = item("changed", key=("c",)), item("changed")
    long_known = [given(before, NOW - number * 50 * DAY) for number in (5, 4, 3, 2)]
    answers = [*long_known, given(after, NOW - DAY, right=False)]

    assert asked([after], answers).asked[0].standing is ItemStanding.DUE
    assert next_due([*long_known, given(after, NOW, right=False)], now=NOW) == NOW + DAY


def test_the_seed_says_which_new_ones_and_in_which_order() -> None:
    assert ids(asked(MANY, [], number=5, seed=7)) == ids(asked(list(reversed(MANY)), [], number=5, seed=7))
    assert ids(asked(MANY, [], number=5, seed=7)) != ids(asked(MANY, [], number=5, seed=8))


def test_no_case_is_asked_about_twice() -> None:
    """The reasons of one item could give away the key of another."""
    items = [item("one", case="same"), item("two", case="same"), item("three")]

    held = asked(items, [])

    assert len(held.asked) == 2
    assert "three" in ids(held)


def test_no_two_of_one_minimal_pair_are_asked() -> None:
    items = [item("one", family="pair"), item("two", family="pair"), item("three"), item("four")]

    assert len(asked(items, []).asked) == 3


def test_no_more_questions_are_asked_than_wanted() -> None:
    assert len(asked(MANY, [], number=3).asked) == 3


def test_the_first_questions_are_the_same_however_many_are_asked() -> None:
    assert ids(asked(MANY, [], number=5)) == ids(asked(MANY, [], number=20))[:5]


def test_without_a_schedule_what_was_answered_longest_ago_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spaced_repetition, "find_spec", lambda _: None)
    answers = [given(MANY[0], NOW - DAY), given(MANY[1], NOW - 9 * DAY)]

    assert ids(asked(MANY[:3], answers)) == ["item-2", "item-1", "item-0"]
    assert next_due(answers, now=NOW) is None


def test_the_next_to_fall_due_is_not_one_that_is_due() -> None:
    answers = [given(MANY[0], NOW - 9 * DAY, right=False), given(MANY[1], NOW, right=False)]

    assert next_due(answers, now=NOW) == NOW + DAY
    assert number_due(answers, now=NOW) == 1
    assert number_due(answers, now=NOW + DAY) == 2


class TestWhatIsNoLongerAsked:
    """What was answered once, and is not made any more."""

    def test_it_is_named(self) -> None:
        assert asked(MANY[1:], [given(MANY[0], NOW), given(MANY[1], NOW)]).gone == ("item-0",)


class TestWhatIsShown:
    """Plain lines, and the key only after the answer."""

    def test_a_question_holds_nothing_of_the_answer(self) -> None:
        (one,) = asked([item("one")], []).asked

        shown = question(one, 1, 1, 80)

        assert "MARKER" not in shown
        assert all(option.text in shown for option in OPTIONS)

    @pytest.mark.parametrize("columns", [40, 88])
    def test_every_line_fits(self, columns: int) -> None:
        long = "It rained and rained, and everybody asked whether it would ever stop. " * 5
        options = tuple(attrs.evolve(option, text=long, feedback=long) for option in OPTIONS)
        wordy = item("one", vignette=f"{long}\n\n{long}", question=long, options=options, explanation=long)
        (one,) = asked([wordy], []).asked

        shown = [question(one, 1, 1, columns), reasons(wordy, given(wordy, NOW, right=False), columns, Citations())]

        assert max(len(line) for text in shown for line in text.splitlines()) <= columns

    def test_the_paragraphs_of_a_vignette_stay_apart(self) -> None:
        (one,) = asked([item("one", vignette="It rained.\n\nIt poured.")], []).asked

        assert "It rained.\n\nIt poured." in question(one, 1, 1, 80)

    def test_the_reasons_say_what_was_right_and_what_each_option_has_to_do_with_it(self) -> None:
        cited = Citations({"MARKER-SOURCE": "A book of rain"})
        shown = reasons(item("one"), given(item("one"), NOW, right=False), 80, cited)

        assert shown.startswith("Wrong: you chose a, the answer is b.")
        assert "a, wrong, your answer: MARKER-FEEDBACK-A" in shown
        assert "b, right: MARKER-FEEDBACK-B" in shown
        assert "c, wrong: MARKER-FEEDBACK-C" in shown
        assert all(marker in shown for marker in ("MARKER-EXPLANATION", "Rules: MARKER-RULE."))
        assert "Sources: A book of rain (MARKER-SOURCE)." in shown
        assert "`ethics rules source MARKER-SOURCE`" in shown

    def test_an_order_is_given_with_the_reason_of_each_place(self) -> None:
        steps = item("one", kind=ItemKind.OWN, ordered=True, key=("c", "a", "b"))
        answer = answer_to(steps, ("c", "a", "b"), None, learner="anna", at=NOW, ruleset="small")

        lines = reasons(steps, answer, 80, Citations()).splitlines()

        assert lines[0] == "Right."
        assert "1. c, option three: MARKER-FEEDBACK-C" in lines
        assert lines.index("2. a, option one: MARKER-FEEDBACK-A") < lines.index("3. b, option two: MARKER-FEEDBACK-B")

    @pytest.mark.parametrize(
        ("answers", "said"),
        [
            ([], ""),
            ([given(item("one"), NOW - 30 * DAY, right=False)], "Due again; last answered on 2026-10-22."),
            ([given(item("one"), NOW)], "Not due yet; last answered on 2026-11-21."),
            ([given(item("one", key=("c",)), NOW)], "Changed since you answered it on 2026-11-21"),
        ],
    )
    def test_it_is_said_why_a_question_comes_back(self, answers: list[LearnerAnswer], said: str) -> None:
        (one,) = asked([item("one")], answers).asked

        assert said in question(one, 1, 1, 200)
        assert bool(said) == ("answered" in question(one, 1, 1, 200))

    def test_every_kind_has_its_words(self) -> None:
        assert set(KIND_IN_WORDS) == set(ItemKind)
