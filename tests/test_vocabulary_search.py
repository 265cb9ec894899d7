"""Facts, values and actions are found by the words that people use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import ethics_engine as ee
from ethics_engine.loading import read_ruleset
from ethics_engine.vocabulary_search import FoundBy, HitKind, SearchHit, meant

from .small_ruleset import write_ruleset

VOCABULARY = """
facts:
  - id: client_absence
    ask: How often does the client miss an appointment?
    says: missed appointments
    type: choice
    values:
      none: never
      some: {label: now and then, also: [late cancellations]}
      gone: {label: stays away, also: [ghosted, dropped out]}
    unpresumed: It varies.
    also: [no-show]
  - {id: in_crisis, ask: Is the client at risk of serious harm?, says: the client is in crisis, type: yes_no,
     denies: the client is in no crisis, presumed: no, also: [suicidal, self-harm]}
  - {id: visits, ask: How many visits were there?, says: visits, type: count, unit: visits, unpresumed: They vary.}
  - {id: angry, ask: Has the client threatened to go to a café?, says: the client is angry, type: yes_no, presumed: no}
  - id: reasons
    ask: Why is a referral considered?
    says: reasons
    type: choices
    values: {threat: a threat to the practitioner, distance: the way is too long, other: another}
    unpresumed: It varies.
actions:
  - {id: refer, label: refer the client, way: yes, also: [pass on]}
  - {id: continue, label: go on with the client, way: yes}
  - {id: consult_supervisor, label: talk to the supervisor, also: [ask my boss]}
  - {id: call_help, label: call somebody at once, also: [emergency]}
"""


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> ee.Ruleset:
    return read_ruleset(write_ruleset(tmp_path_factory.mktemp("searched"), VOCABULARY))


def found(ruleset: ee.Ruleset, words: str) -> list[str]:
    return [hit.id for hit in ee.search(ruleset, words)]


def first(ruleset: ee.Ruleset, words: str) -> SearchHit:
    return ee.search(ruleset, words)[0]


@pytest.mark.parametrize(
    ("words", "id_", "by"),
    [
        ("in_crisis", "in_crisis", FoundBy.ID),
        ("appointments", "client_absence", FoundBy.LABEL),
        ("serious", "in_crisis", FoundBy.QUESTION),
        ("suicidal", "in_crisis", FoundBy.SYNONYM),
        ("pass on", "refer", FoundBy.SYNONYM),
        ("boss", "consult_supervisor", FoundBy.SYNONYM),
    ],
)
def test_what_is_searched(words: str, id_: str, by: FoundBy, ruleset: ee.Ruleset) -> None:
    hit = first(ruleset, words)

    assert (hit.id, hit.found_by, hit.every_word) == (id_, by, True)


@pytest.mark.parametrize(
    "words",
    [
        "SUICIDAL",
        "suicídal",
        "suicide",
        "suic",
        "sucidal",
        "suicidla",
        "my client is suicidal!",
        "self harm",
        "selfharm",
    ],
)
def test_a_word_is_found_in_any_form_and_with_a_slip(words: str, ruleset: ee.Ruleset) -> None:
    assert first(ruleset, words).id == "in_crisis"


@pytest.mark.parametrize(
    ("one", "several"), [("present", "presents"), ("assistant", "assistants"), ("threat", "threats")]
)
def test_one_and_several_are_the_same_word(one: str, several: str, tmp_path: Path) -> None:
    vocabulary = f"""
facts:
  - {{id: named, ask: Is it so?, says: it is so, type: yes_no, presumed: no, also: [{one}]}}
actions:
  - {{id: go, label: go, way: yes, also: [{several}]}}
"""
    searched = read_ruleset(write_ruleset(tmp_path, vocabulary))
    assert {*found(searched, one)} == {*found(searched, several)} == {"named", "go"}


def test_an_accent_is_no_hindrance_on_either_side(ruleset: ee.Ruleset) -> None:
    assert found(ruleset, "cafe") == found(ruleset, "café") == ["angry"]


@pytest.mark.parametrize("words", ["zzz", "", "?!", "the", "court", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"])
def test_nothing_is_made_up_where_nothing_fits(words: str, ruleset: ee.Ruleset) -> None:
    assert found(ruleset, words) == []


def test_hits_with_every_word_come_first_and_a_plain_text_before_a_long_one(ruleset: ee.Ruleset) -> None:
    assert found(ruleset, "threat") == ["reasons", "angry"]
    assert found(ruleset, "client crisis")[0] == "in_crisis"
    assert [hit.every_word for hit in ee.search(ruleset, "serious crisis of the supervisor")] == [False, False]


def test_a_value_that_is_found_is_named_with_how_to_state_it(ruleset: ee.Ruleset) -> None:
    hit = first(ruleset, "ghosted")

    assert (hit.id, hit.match, hit.statement) == ("client_absence", "ghosted", "--fact client_absence=gone")
    assert [(value.id, value.label, value.found) for value in hit.values] == [
        ("none", "never", False),
        ("some", "now and then", False),
        ("gone", "stays away", True),
    ]


def test_a_fact_as_a_whole_leaves_its_value_to_be_filled_in(ruleset: ee.Ruleset) -> None:
    hit = first(ruleset, "no-shows")

    assert (hit.statement, [value.found for value in hit.values]) == ("--fact client_absence=VALUE", [False] * 3)


@pytest.mark.parametrize(
    ("words", "kind", "statement"),
    [
        ("crisis", HitKind.FACT, "--fact in_crisis=yes"),
        ("visits", HitKind.FACT, "--fact visits=NUMBER"),
        ("distance", HitKind.FACT, "--fact reasons=distance"),
        ("supervisor", HitKind.STEP, "--done consult_supervisor"),
        ("refer", HitKind.COURSE, '--question "may refer"'),
    ],
)
def test_each_hit_says_how_to_state_it(words: str, kind: HitKind, statement: str, ruleset: ee.Ruleset) -> None:
    assert (first(ruleset, words).kind, first(ruleset, words).statement) == (kind, statement)


def test_both_values_of_a_yes_or_no_fact_have_their_sentence(ruleset: ee.Ruleset) -> None:
    labels = {hit.id: [value.label for value in hit.values] for hit in ee.search(ruleset, "crisis angry")}

    assert labels["in_crisis"] == ["the client is in crisis", "the client is in no crisis"]
    assert labels["angry"] == ["the client is angry", "not: the client is angry"]


def test_the_same_words_find_the_same_and_a_limit_takes_the_first(ruleset: ee.Ruleset) -> None:
    every = ee.search(ruleset, "client")

    assert len(every) > 3
    assert ee.search(ruleset, "client", limit=2) == every[:2] == ee.search(ruleset, "Client", limit=2)


def test_hits_are_equal_if_they_say_the_same_and_can_be_kept_in_a_set(ruleset: ee.Ruleset) -> None:
    assert len({first(ruleset, "crisis"), first(ruleset, "crisis"), first(ruleset, "visits")}) == 2


def test_words_of_the_wrong_type_are_refused(ruleset: ee.Ruleset) -> None:
    words: Any = 3
    with pytest.raises(ee.ArgumentError, match="`words` takes"):
        ee.search(ruleset, words)


def test_a_story_of_any_length_is_searched_by_its_first_words(ruleset: ee.Ruleset) -> None:
    story = " ".join(["suicidal", *(f"word{number}" for number in range(10_000))])

    assert found(ruleset, story) == ["in_crisis"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("in_crises", "did you mean `in_crisis`?"),
        ("suicidal", "did you mean `in_crisis`?"),
        ("client_suicidal", "did you mean `in_crisis`?"),
        ("threat", "did you mean `reasons` or `angry`?"),
        ("zzz", None),
    ],
)
def test_an_unknown_name_gets_a_hint_by_its_letters_or_else_by_its_words(
    name: str, hint: str | None, ruleset: ee.Ruleset
) -> None:
    assert meant(name, (*ruleset.facts, *ruleset.actions)) == hint
