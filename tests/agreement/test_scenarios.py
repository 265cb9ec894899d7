"""The scenarios of an open answer are those that trying out every completion, one by one, finds to be smallest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import assume, given

import ethics_engine as ee
from ethics_engine.consultation import determination_builder, relevance
from ethics_engine.consultation.relevance import Relevance
from ethics_engine.consultation.scenarios import FoundScenario, scenarios
from ethics_engine.model.case import Ask
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import Outcome
from ethics_engine.model.variables import Assignment, variables_of

from .one_by_one import MOST, Asked, case_of, consulted, results_of, unknown_of
from .strategies import DAY

Completions = Sequence[tuple[Knowledge, object]]
"""Every lawful completion, with its answer."""


@given(consulted(openly=True))
def test_each_answer_has_a_scenario_and_fewer_values_would_not_do(asked: Asked) -> None:
    every = _completed(asked)
    found = _found(asked)

    assert {frozenset({outcome}) for outcome in found} == {answers for _, answers in every}
    for outcome, scenario in found.items():
        assert scenario.smallest
        assert _answers(scenario.values, every) == {frozenset({outcome})}
        for values in _fewer(asked, len(scenario.values) - 1):
            assert _answers(values, every) != {frozenset({outcome})}


@given(consulted(openly=True))
def test_beyond_the_bound_a_scenario_is_certain_and_not_said_to_be_smallest(asked: Asked) -> None:
    every = _completed(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relevance, "completed", lambda *_: None)
        found = _found(asked)

    assert found
    for outcome, scenario in found.items():
        assert not scenario.smallest
        assert _answers(scenario.values, every) == {frozenset({outcome})}


def _completed(asked: Asked) -> Completions:
    known, determination, query = asked
    assume(determination.answer.firmness is ee.Firmness.OPEN and query.question.ask is not Ask.WHAT)
    values = unknown_of(known)
    assume(prod(len(each) for each in values.values()) <= MOST)
    every = [dict(zip(values, each, strict=True)) for each in product(*values.values())]
    results = results_of(known, every, query)
    return [(one, result["answer"]) for one, result in zip(every, results, strict=True) if result is not None]


def _found(asked: Asked) -> Mapping[Outcome, FoundScenario]:
    """The scenarios that a consult puts into words."""
    known, _, query = asked
    caught: list[Mapping[Outcome, FoundScenario]] = []

    def catching(relevant: Relevance) -> Mapping[Outcome, FoundScenario]:
        caught.append(scenarios(relevant))
        return caught[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(determination_builder, "scenarios", catching)
        ee.consult(known.enactment.ruleset, case_of(query, known.stated), as_of=DAY)
    return caught[0]


def _answers(values: Assignment, every: Completions) -> set[object]:
    """The answers of the completions with these values."""
    return {answer for one, answer in every if all(variable.allows(value, one) for variable, value in values.items())}


def _fewer(asked: Asked, size: int) -> Sequence[Assignment]:
    """Every way to tell so many variables."""
    known, _, _ = asked
    left = {variable: variable.possible(known.known) for variable in variables_of(known.enactment)}
    unknown = [variable for variable, values in left.items() if len(values) > 1]
    return [
        dict(zip(some, values, strict=True))
        for some in combinations(unknown, max(0, size))
        for values in product(*(left[variable] for variable in some))
    ]
