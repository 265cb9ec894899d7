"""When what was answered comes back."""

from __future__ import annotations

import datetime
import sys

import attrs
import pytest

from ethics_engine.quiz import spaced_repetition
from ethics_engine.quiz.answer_log import LearnerAnswer
from ethics_engine.quiz.certainty_marking import Certainty
from ethics_engine.quiz.spaced_repetition import available, due_dates

START = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
ANSWER = LearnerAnswer("anna", START, "small", "one", "f", "answer", "rain", ("rain-1",), ("a",), True)
DAY = datetime.timedelta(days=1)


def days(*answers: LearnerAnswer) -> int:
    """After how many days the item of the last answer comes back."""
    return (due_dates(answers)[answers[-1].item] - answers[-1].at).days


def test_what_was_right_comes_back_the_later_the_surer_the_learner_was() -> None:
    waits = [days(attrs.evolve(ANSWER, certainty=certainty)) for certainty in Certainty]

    assert waits == sorted(set(waits))
    assert waits[0] >= 1


def test_without_certainty_right_is_as_good_as_fairly_sure() -> None:
    assert days(ANSWER) == days(attrs.evolve(ANSWER, certainty=Certainty.MIDDLE))


@pytest.mark.parametrize("certainty", [None, *Certainty])
def test_what_was_wrong_comes_back_the_next_day(certainty: Certainty | None) -> None:
    assert days(attrs.evolve(ANSWER, right=False, certainty=certainty)) == 1


def test_each_time_that_it_is_right_it_waits_longer() -> None:
    answers = [ANSWER]
    waits = []
    for _ in range(4):
        waits.append(days(*answers))
        answers.append(attrs.evolve(ANSWER, at=due_dates(answers)["one"]))

    assert waits == sorted(set(waits))


def test_items_are_scheduled_apart() -> None:
    other = attrs.evolve(ANSWER, item="two", right=False)

    assert due_dates([ANSWER, other]) == {**due_dates([ANSWER]), **due_dates([other])}


def test_the_same_answers_give_the_same_dates() -> None:
    answers = [attrs.evolve(ANSWER, at=START + number * 30 * DAY) for number in range(6)]

    assert due_dates(answers) == due_dates(answers)


def test_a_clock_that_went_back_does_no_harm() -> None:
    assert days(ANSWER, attrs.evolve(ANSWER, at=START - 400 * DAY)) >= 1


def test_any_time_zone_will_do() -> None:
    elsewhere = START.astimezone(datetime.timezone(datetime.timedelta(hours=-7)))

    assert due_dates([attrs.evolve(ANSWER, at=elsewhere)]) == due_dates([ANSWER])


def test_without_the_package_there_is_no_schedule_and_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spaced_repetition, "find_spec", lambda _: None)
    monkeypatch.setitem(sys.modules, "fsrs", None)

    assert due_dates([ANSWER]) == {}
    assert "pip install fsrs" in str(available())
