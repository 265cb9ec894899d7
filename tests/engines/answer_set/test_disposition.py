"""The disposition: its force and the ways it names."""

from __future__ import annotations

from types import ModuleType

import pytest

from ethics_engine.engines.answer_set import evaluate, possibilities
from ethics_engine.model.knowledge import NO, YES
from ethics_engine.model.status import Force
from ethics_engine.model.truth import Truth

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("norms", "force", "named"),
    [
        ([], Force.NONE, set()),
        (["must a"], Force.REQUIRED, {"a"}),
        (["must a", "must b"], Force.DILEMMA, {"a", "b"}),
        (["must not a", "must not b"], Force.DILEMMA, set()),
        (["must not a", "should not b"], Force.NONE, set()),
        (["should a"], Force.ADVISED, {"a"}),
        (["should a", "may b"], Force.ADVISED, {"a"}),
        (["may a"], Force.PERMITTED, {"a"}),
        (["may a", "may b"], Force.PERMITTED, {"a", "b"}),
        (["must not a"], Force.LEFT, {"b"}),
        (["should not b"], Force.LEFT, {"a"}),
    ],
)
def test_the_strongest_claim_gives_the_force(make: ModuleType, norms: list[str], force: Force, named: set[str]) -> None:
    enactment = make.enacted(make.way("a"), make.way("b"), make.rule("r", *norms))

    evaluation = evaluate(enactment, {})
    exact = possibilities(enactment, {}, make.WHAT)

    assert {force for force, truth in evaluation.forces.items() if truth is not F} == {force}
    assert {key for key, truth in evaluation.disposed.items() if truth is T} == {(force, way) for way in named}
    assert exact.forces == {force}
    assert {way for (_, way), truths in exact.named.items() if True in truths} == named


def test_without_ways_there_is_no_disposition(make: ModuleType) -> None:
    enactment = make.enacted(make.step("s"), make.rule("r", "must s"))

    assert evaluate(enactment, {}).forces[Force.NONE] is T
    assert possibilities(enactment, {}, make.WHAT).forces == {Force.NONE}
    assert possibilities(enactment, {}, make.WHAT).named == {}


def test_where_no_way_is_available_there_is_none(make: ModuleType) -> None:
    enactment = make.enacted(make.yes_no("f"), make.way("a", available=make.yes("f")), make.rule("r", "must not a"))

    assert possibilities(enactment, {"f": NO}, make.WHAT).forces == {Force.NONE}
    assert possibilities(enactment, {"f": YES}, make.WHAT).forces == {Force.DILEMMA}


def test_the_only_available_way_is_left(make: ModuleType) -> None:
    enactment = make.enacted(make.yes_no("f"), make.way("a", available=make.yes("f")), make.way("b"))

    assert evaluate(enactment, {"f": NO}).disposed[Force.LEFT, "b"] is T
    assert evaluate(enactment, {"f": YES}).forces[Force.NONE] is T
    assert evaluate(enactment, {}).disposed[Force.LEFT, "b"] is U
    assert evaluate(enactment, {}).disposed[Force.LEFT, "a"] is F


def test_one_force_may_name_different_ways(make: ModuleType) -> None:
    enactment = make.enacted(
        make.yes_no("f"),
        make.way("a"),
        make.way("b"),
        make.rule("yes", "must a", when=make.yes("f")),
        make.rule("no", "must b", when=make.no("f")),
    )

    exact = possibilities(enactment, {}, make.WHAT)

    assert exact.forces == {Force.REQUIRED}
    assert exact.named == {(Force.REQUIRED, "a"): {True, False}, (Force.REQUIRED, "b"): {True, False}}
    assert evaluate(enactment, {}).forces[Force.REQUIRED] is U
