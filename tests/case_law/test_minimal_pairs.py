"""Minimal pairs: two cases that differ in exactly one item, and what the tool says of those that do not."""

from __future__ import annotations

import pytest

import ethics_engine as ee
from ethics_engine.case_law.corpus import ReportedCase, read_corpus
from ethics_engine.case_law.minimal_pairs import TaggedPair, differing_items, tagged_pairs


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


def test_a_value_that_is_assumed_is_no_difference(ruleset: ee.Ruleset) -> None:
    one = ee.new_case(ruleset, "may refer", {"client_is_angry": "yes", "client_in_crisis": "no"})
    other = ee.new_case(ruleset, "may refer", {"client_is_angry": "no"})
    assert differing_items(one, other, ruleset) == ("client_is_angry",)


def test_a_tag_is_untrue_if_more_differs(ruleset: ee.Ruleset) -> None:
    case = ee.new_case(ruleset, "may refer", {})
    pair = TaggedPair(ReportedCase(case, "one.case.yaml", "t", {}), "two", ("client_is_angry", "question"))
    assert not pair.is_true
    assert "differ in client_is_angry, question" in str(pair.finding())
    assert "compare two" in str(pair.finding())


def test_every_tag_of_the_bundled_cases_is_true(ruleset: ee.Ruleset) -> None:
    pairs = list(tagged_pairs(read_corpus(None, ruleset).cases, ruleset))
    assert pairs
    assert [str(pair.finding()) for pair in pairs if not pair.is_true] == []
