"""What a story may be about is found by the words of facts that stand in it."""

from __future__ import annotations

import pytest

import ethics_engine as ee
from ethics_engine.loading import read_ruleset
from ethics_engine.story_search import found_in_story

from .small_ruleset import write_ruleset

VOCABULARY = """
facts:
  - {id: feelings, ask: Is the practitioner in love?, says: romantic feelings, type: yes_no, presumed: no,
     also: [in love with the client, attraction, likes the woman]}
  - {id: abuse, ask: Does the client curse?, says: verbal abuse, type: yes_no, presumed: no,
     also: [told to stop, swore]}
  - {id: touch, ask: Is there touch after a long walk?, says: there is touch, type: yes_no, presumed: no,
     also: [hug, hand on the shoulder]}
  - {id: flirting, ask: Does the client flirt?, says: flirting, type: yes_no, presumed: no, also: [hugs, love letter]}
  - {id: move, ask: Does the client move?, says: a move, type: yes_no, presumed: no, also: [moving to another city]}
  - {id: talk, ask: Was it talked of?, says: a supervisor, type: yes_no, presumed: no,
     also: [supervisor on call, late supervisor]}
actions:
  - {id: refer, label: refer the client, way: yes}
"""


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> ee.Ruleset:
    return read_ruleset(write_ruleset(tmp_path_factory.mktemp("told"), VOCABULARY))


@pytest.mark.parametrize(
    ("story", "found"),
    [
        ("I fell in love with my client.", ["feelings"]),
        ("May I hug her when we say goodbye?", ["touch", "flirting"]),
        ("He swears and I am attracted to him. He swore.", ["abuse", "feelings"]),
        ("My client is moving in May, to another city", ["move"]),
        ("The city. Another day we were moving.", []),
        ("We stop after a long walk.", []),
        ("My supervisor says so.", []),
        ("My supervisor was late.", []),
        ("There is a supervisor on call.", ["talk"]),
        ("A long love of letters", ["flirting"]),
        ("I should hand him on.", []),
        ("I would like to see five women.", []),
        ("What shall I do?", []),
        ("", []),
    ],
)
def test_a_story_finds_what_its_words_are_about(ruleset: ee.Ruleset, story: str, found: list[str]) -> None:
    assert [hit.item.id for hit in found_in_story(ruleset.facts, story)] == found


@pytest.mark.parametrize(
    ("story", "words"), [("There was a Hug.", "hug"), ("Moving soon to another city", "moving … another city")]
)
def test_a_hit_quotes_the_words_of_the_story(ruleset: ee.Ruleset, story: str, words: str) -> None:
    assert found_in_story(ruleset.facts, story)[0].words == words


def test_steps_are_found_as_well(ruleset: ee.Ruleset) -> None:
    assert [hit.item.id for hit in found_in_story(ruleset.actions, "I would refer him.")] == ["refer"]
