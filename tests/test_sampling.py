"""The sample of decided cases is small, has a case of each kind, and changes little when the cases do."""

from __future__ import annotations

import pytest

from ethics_engine.loading import bundled

from .sampling import Of, each_case, sampled_cases


def test_a_sample_has_a_case_of_each_topic_and_few_more_than_there_are_kinds() -> None:
    topics = {file.parent for file in bundled.cases().values()}

    assert {bundled.cases()[name].parent for name in sampled_cases()} == topics
    assert len(sampled_cases()) < len(bundled.cases()) / 4


def test_fewer_kinds_make_a_smaller_sample() -> None:
    assert set(sampled_cases(Of.ANSWER)) <= set(sampled_cases())
    assert len(sampled_cases(Of.QUESTION)) < len(sampled_cases(Of.ANSWER))


def test_every_case_is_a_parameter_and_those_outside_the_sample_are_exhaustive() -> None:
    marked = [each for each in each_case() if not isinstance(each, str)]

    assert len(each_case()) == len(bundled.cases())
    assert len(marked) == len(bundled.cases()) - len(sampled_cases())


def test_a_case_that_is_taken_away_is_replaced_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sampled_cases.__wrapped__(Of.ANSWER)
    gone = before[0]
    rest = {name: file for name, file in bundled.cases().items() if name != gone}
    monkeypatch.setattr(bundled, "cases", lambda: rest)

    assert set(before) - {gone} <= set(sampled_cases.__wrapped__(Of.ANSWER))
