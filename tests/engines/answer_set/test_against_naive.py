"""Both halves of the page against the naive reading of the semantics, on random small rulesets."""

from __future__ import annotations

from random import Random
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethics_engine.engines.answer_set import conflict, evaluate, possibilities
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import Numbers, Possible, Selection, Values
from ethics_engine.model.truth import Truth

quick = settings(max_examples=60, deadline=None)
randomness = given(random=st.randoms(use_true_random=False))


@pytest.fixture(scope="session")
def enacted(make: ModuleType, drawing: ModuleType) -> Any:
    def draw(random: Random) -> Enactment:
        return enact(drawing.ruleset(random), make.DAY)

    return draw


@quick
@randomness
def test_exact_possibilities_are_those_of_every_completion(
    random: Random, enacted: Any, drawing: ModuleType, naive: ModuleType
) -> None:
    enactment = enacted(random)
    knowledge, query = drawing.knowledge(random, enactment), drawing.query(random, enactment)

    assert possibilities(enactment, knowledge, query) == naive.possibilities(enactment, knowledge, query)


@quick
@randomness
def test_kleene_values_include_those_of_every_completion(
    random: Random, enacted: Any, drawing: ModuleType, naive: ModuleType, make: ModuleType
) -> None:
    enactment = enacted(random)
    knowledge = drawing.knowledge(random, enactment)
    evaluation = evaluate(enactment, knowledge)

    for assignment in naive.completions(enactment, knowledge):
        assert_includes(evaluation, naive.outcome(enactment, assignment, make.WHAT))


@quick
@randomness
def test_kleene_values_are_exact_where_all_is_known(
    random: Random, enacted: Any, drawing: ModuleType, naive: ModuleType, make: ModuleType
) -> None:
    enactment = enacted(random)
    completions = naive.completions(enactment, drawing.knowledge(random, enactment))
    assignment = random.choice(list(completions))
    evaluation = evaluate(enactment, {fact.id: known(fact, assignment[fact.id]) for fact in enactment.facts})

    assert Truth.UNKNOWN not in truths_in(evaluation)
    assert all(len(statuses) == 1 for statuses in (*evaluation.base.values(), *evaluation.statuses.values()))
    assert_includes(evaluation, naive.outcome(enactment, assignment, make.WHAT))


@quick
@randomness
def test_a_conflict_is_a_smallest_set_that_no_completion_keeps(
    random: Random, enacted: Any, drawing: ModuleType, naive: ModuleType, make: ModuleType
) -> None:
    enactment = enacted(random)
    knowledge = drawing.knowledge(random, enactment)
    broken = [naive.outcome(enactment, each, make.WHAT).broken for each in naive.completions(enactment, knowledge)]

    found = set(conflict(enactment, knowledge))

    assert bool(found) == all(broken)
    assert not found or all(each & found for each in broken)
    assert not any(all(each & (found - {spared}) for each in broken) for spared in found)


def assert_includes(evaluation: Evaluation, outcome: Any) -> None:
    """The outcome of one completion is among what the evaluation leaves possible."""
    facts = {
        **{field: getattr(outcome, field) for field in ("concepts", "applicable", "effective", "available")},
        "constraints": {constraint: constraint in outcome.broken for constraint in evaluation.constraints},
        "unmet": outcome.unmet,
        "awaits": outcome.awaits,
        "instead": outcome.instead,
        "forces": {force: force is outcome.force for force in evaluation.forces},
        "disposed": {
            (force, way): force is outcome.force and way in outcome.names for force, way in evaluation.disposed
        },
    }
    for field, actual in facts.items():
        found = getattr(evaluation, field)
        assert found.keys() == actual.keys()
        assert all(found[key] in (Truth.UNKNOWN, Truth.TRUE if actual[key] else Truth.FALSE) for key in found), field
    for field in ("base", "statuses"):
        found, status = getattr(evaluation, field), getattr(outcome, field)
        assert found.keys() == status.keys()
        assert all(status[key] in found[key] for key in found), field


def truths_in(evaluation: Evaluation) -> set[Truth]:
    fields = attrs.asdict(evaluation, recurse=False).values()
    return {value for field in fields for value in field.values() if isinstance(value, Truth)}


def known(fact: Fact, value: str | int | frozenset[str]) -> Possible:
    if isinstance(value, str):
        return Values(frozenset({value}))
    if isinstance(value, int):
        return Numbers(((value, value),))
    return Selection(value, frozenset(fact.value_ids) - value)
