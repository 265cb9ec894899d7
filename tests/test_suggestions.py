"""What is proposed for a name that nothing is called by."""

from __future__ import annotations

import pytest

from ethics_engine.suggestions import nearest

FACTS = [
    "client_age",
    "client_in_crisis",
    "client_is_angry",
    "client_is_offended",
    "client_romance",
    "client_stage",
    "client_threatens_violence",
    "danger_is_immediate",
    "involvement",
    "school_social_worker",
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("client_romnace", "client_romance"),
        ("clientthreatensviolence", "client_threatens_violence"),
        ("client_voilent", "client_threatens_violence"),
        ("client_is_violent", "client_threatens_violence"),
        ("violence", "client_threatens_violence"),
        ("client-threat", "client_threatens_violence"),
        ("client_dangerous", "danger_is_immediate"),
        ("crisis", "client_in_crisis"),
    ],
)
def test_a_name_alike_as_a_whole_or_with_a_word_alike_that_few_names_have(typed: str, meant: str) -> None:
    assert nearest(typed, FACTS) == f"did you mean `{meant}`?"


@pytest.mark.parametrize("typed", ["client_zzzz", "client_is_minor", "suicidal", "zzz", "", "_"])
def test_no_name_is_proposed_for_what_most_names_have_in_common(typed: str) -> None:
    assert nearest(typed, FACTS) is None


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("rian", ["rain", "wet"], "rain"),
        ("oen", ["one", "two"], "one"),
        ("B-9", ["B-1", "A-12"], "B-1"),
        ("done:dres", ["done:dress", "rain"], "done:dress"),
        ("values.braket", ["values.bracket", "values.refer"], "values.bracket"),
    ],
)
def test_a_short_name_need_only_be_more_alike_than_not(typed: str, known: list[str], meant: str) -> None:
    assert nearest(typed, known) == f"did you mean `{meant}`?"
