"""Which cases belong together."""

from __future__ import annotations

import ethics_engine as ee
from ethics_engine.quiz.items.families import families


def test_cases_of_a_pair_are_a_family_and_every_other_case_is_one_of_its_own() -> None:
    pair = ee.Case("wet", ee.Question(ee.Ask.WHAT), {}, tags=("minimal pair dry",))
    others = [ee.Case(name, ee.Question(ee.Ask.WHAT), {}) for name in ("alone", "dry", "still")]

    assert families([pair, *others]) == {"wet": "dry", "dry": "dry", "alone": "alone", "still": "still"}
