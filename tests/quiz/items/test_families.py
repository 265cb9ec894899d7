"""Which cases have a part in the questions on a topic."""

from __future__ import annotations

import pytest

import ethics_engine as ee
from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.quiz.items import families_touching


@pytest.fixture
def entries() -> list[ReportedCase]:
    """Of the rain, two cases: one on its own, one made to be compared with a case of the wind."""
    pair = ee.Case("wet", ee.Question(ee.Ask.WHAT), {}, tags=("minimal pair dry",))
    others = [ee.Case(name, ee.Question(ee.Ask.WHAT), {}) for name in ("alone", "dry", "still")]
    return [
        ReportedCase(case, case.id, "rain" if case.id in ("wet", "alone") else "wind", {}) for case in (pair, *others)
    ]


def test_a_family_counts_whole_where_one_case_of_it_is_of_the_topic(entries: list[ReportedCase]) -> None:
    assert families_touching(entries, ["rain"]) == {"wet": "dry", "dry": "dry", "alone": "alone"}


def test_all_families_count_where_no_topics_are_named(entries: list[ReportedCase]) -> None:
    assert families_touching(entries, None).keys() == {"wet", "dry", "alone", "still"}
