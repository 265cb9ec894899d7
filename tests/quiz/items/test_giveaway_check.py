"""Whether what is shown already holds the words of the answer."""

from __future__ import annotations

import pytest

from ethics_engine.quiz.items.giveaway_check import gives_away

KEY, WRONG = "Consult a supervisor.", ["Talk to the family.", "Draw a boundary."]


@pytest.mark.parametrize(
    "shown",
    ["Nobody had consulted any supervisor.", "CONSULT! the Supervisor's door", "a supervisor who is consulted"],
)
def test_words_of_the_key_alone_give_it_away(shown: str) -> None:
    assert gives_away(shown, [KEY], WRONG)


@pytest.mark.parametrize(
    "shown",
    [
        "It was a grey day.",
        "There was a supervisor.",
        "Consult a supervisor, talk to the family.",
    ],
)
def test_it_is_fair_where_words_are_missing_or_a_distractor_has_its_own_there_too(shown: str) -> None:
    assert not gives_away(shown, [KEY], WRONG)


def test_words_that_all_options_share_give_nothing_away() -> None:
    assert not gives_away("The rules are the rules.", ["The rules say so."], ["The rules forbid it.", "The rules ask."])


def test_other_forms_of_a_word_count() -> None:
    assert gives_away("It is forbidden, she was told.", ["The rules forbid it."], ["The rules require it."])


def test_of_several_keys_all_must_be_there() -> None:
    assert not gives_away("There was fog.", ["There is fog.", "A storm comes."], ["A dog barks."])
    assert gives_away("Fog, and a storm.", ["There is fog.", "A storm comes."], ["A dog barks."])


def test_an_option_of_common_words_alone_is_never_an_echo() -> None:
    assert not gives_away("Yes, she said; no, he said.", ["Yes."], ["No.", "The rules forbid it."])
