"""What a story may be about is told by decided stories in like words, and by the words of the facts themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.case_law.decided_stories import MOST, DecidedStories, facts_of_story
from ethics_engine.loading import read_ruleset
from tests.small_ruleset import write_ruleset

VOCABULARY = """
facts:
  - {id: debt, ask: Does the client owe?, says: a debt, type: yes_no, presumed: no, also: [owes]}
  - {id: boat, ask: Is there a boat?, says: a boat, type: yes_no, presumed: no}
  - {id: tired, ask: Is anybody tired?, says: fatigue, type: yes_no, presumed: no, also: [yawns]}
actions:
  - {id: refer, label: refer the client, way: yes}
"""
OWING = (
    "The old fisherman lost his ship, his nets, his harbour and his savings in one winter storm, and paid nobody since."
)


@pytest.fixture
def ruleset(tmp_path: Path) -> ee.Ruleset:
    return read_ruleset(write_ruleset(tmp_path, VOCABULARY))


def _decided(ruleset: ee.Ruleset, *stories: tuple[str, dict[str, str]]) -> DecidedStories:
    cases = [ee.new_case(ruleset, "may refer", facts, narrative=story) for story, facts in stories]
    return DecidedStories(cases, ruleset.facts)


def _found(ruleset: ee.Ruleset, story: str, decided: DecidedStories) -> list[tuple[str, str]]:
    return [(hit.item.id, hit.words) for hit in facts_of_story(ruleset.facts, story, decided)]


def test_a_fact_is_found_that_decided_stories_in_like_words_were_about(ruleset: ee.Ruleset) -> None:
    decided = _decided(ruleset, (OWING, {"debt": "yes", "boat": "no"}), ("A girl dances.", {"tired": "yes"}))

    story = "A fisherman whose ship and nets went down in a winter storm, with all savings, in the harbour."
    assert _found(ruleset, story, decided) == [("debt", "")], "what is as usual tells nothing"


def test_of_what_only_words_speak_for_the_first_is_found(ruleset: ee.Ruleset) -> None:
    decided = _decided(ruleset, (OWING, {"debt": "yes"}), ("A girl dances.", {"tired": "yes"}))

    assert _found(ruleset, "She yawns. There is a boat.", decided) == [("boat", "boat")]


def test_a_word_or_two_make_no_story(ruleset: ee.Ruleset) -> None:
    decided = _decided(ruleset, (OWING, {"debt": "yes"}), ("A girl dances.", {"tired": "yes"}))

    assert _found(ruleset, "A storm?", decided) == []


def test_without_decided_stories_words_alone_find_facts(ruleset: ee.Ruleset) -> None:
    found = _found(ruleset, "She yawns. She owes us a boat.", _decided(ruleset))

    assert {name for name, _ in found} == {"debt", "boat", "tired"}


@pytest.mark.slow
def test_the_facts_of_decided_stories_are_found_by_the_others() -> None:
    """Of each fifth decided story, read by the others, few facts are offered, and a third of them was stated."""
    ruleset = ee.load_ruleset()
    cases = [entry.case for entry in read_corpus(None, ruleset).cases if entry.case.narrative]
    held_out = cases[::5]
    decided = DecidedStories([case for case in cases if case not in held_out], ruleset.facts)
    offered = right = stated = 0
    for case in held_out:
        told = {
            name
            for name, each in case.facts.items()
            if name in ruleset.fact and each.known != ruleset.fact[name].presumed
        }
        found = {hit.item.id for hit in facts_of_story(ruleset.facts, case.narrative, decided)}
        assert len(found) <= MOST
        offered, right, stated = offered + len(found), right + len(found & told), stated + len(told)
    assert right > 0.28 * offered
    assert right > 0.4 * stated
