"""Which unknown facts matter is what trying out every pair of completions, one by one, finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import assume, given

import ethics_engine as ee
from ethics_engine.consultation import relevance
from ethics_engine.consultation.default_assumptions import CaseKnowledge
from ethics_engine.model.case import Ask
from ethics_engine.model.knowledge import Possible
from ethics_engine.model.possibilities import PossibilityQuery

from .one_by_one import MOST, Asked, case_of, consulted, results_of, unknown_of
from .strategies import DAY


@given(consulted())
def test_exactly_what_matters_is_named_and_an_open_answer_names_something(asked: Asked) -> None:
    known, determination, query = asked
    values = unknown_of(known)
    assume(prod(len(each) for each in values.values()) <= MOST)

    every = _mattering(known, values, query)
    named: dict[str, set[str]] = {}
    for report in determination.unknown:
        assert not report.possibly
        for target in report.bears_on:
            named.setdefault(target, set()).add(report.fact)

    assert named == {target: facts for target, facts in every.items() if facts}
    if determination.answer.firmness is ee.Firmness.OPEN and query.question.ask is not Ask.HOW:
        assert named["answer"]


@given(consulted())
def test_beyond_the_bound_all_that_matters_is_named_and_the_doubtful_is_marked(asked: Asked) -> None:
    known, _, query = asked
    values = unknown_of(known)
    assume(prod(len(each) for each in values.values()) <= MOST)
    every = _mattering(known, values, query)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relevance, "completed", lambda *_: None)
        determination = ee.consult(known.enactment.ruleset, case_of(query, known.stated), as_of=DAY)

    for report in determination.unknown:
        for target in set(report.bears_on) - set(report.possibly):
            assert report.fact in every[target]
    for target, mattering in every.items():
        assert mattering <= {report.fact for report in determination.unknown if target in report.bears_on}


def _mattering(
    known: CaseKnowledge, values: Mapping[str, Sequence[Possible]], query: PossibilityQuery
) -> Mapping[str, set[str]]:
    """For each result that differs, the facts in a smallest set in which completions that differ in it differ."""
    every = [dict(zip(values, each, strict=True)) for each in product(*values.values())]
    found = [
        (one, results)
        for one, results in zip(every, results_of(known, every, query), strict=True)
        if results is not None
    ]
    apart: dict[str, set[frozenset[str]]] = {}
    for (one, ones), (other, others) in combinations(found, 2):
        differing = frozenset(fact for fact in values if one[fact] != other[fact])
        for target, result in ones.items():
            if result != others[target]:
                apart.setdefault(target, set()).add(differing)
    return {
        target: {fact for facts in sets if not any(less < facts for less in sets) for fact in facts}
        for target, sets in apart.items()
    }
