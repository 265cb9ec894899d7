"""Knowledge, tests and conditions, as the Kleene half reads them."""

from __future__ import annotations

from types import ModuleType

import pytest

from ethics_engine.engines.answer_set import evaluate
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, NoneOf
from ethics_engine.model.knowledge import NO, YES, Numbers, Selection, Values
from ethics_engine.model.truth import Truth

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def values(*names: str) -> Values:
    return Values(frozenset(names))


def selection(stated: str) -> Selection:
    """What is included, a stroke, what is left out."""
    included, excluded = stated.split("/")
    return Selection(frozenset(included.split()), frozenset(excluded.split()))


@pytest.mark.parametrize(
    ("operator", "operands", "possible", "truth"),
    [
        ("is", ["low"], ["low"], T),
        ("is", ["low"], ["low", "high"], U),
        ("is", ["low"], ["middle", "high"], F),
        ("one_of", ["low", "high"], ["low", "high"], T),
        ("one_of", ["low", "high"], ["middle"], F),
        ("at_least", ["middle"], ["middle", "high"], T),
        ("at_least", ["middle"], ["low", "high"], U),
        ("at_most", ["low"], ["middle", "high"], F),
        ("at_most", ["middle"], ["low", "middle"], T),
    ],
)
def test_a_choice_passes_as_far_as_its_possible_values_do(
    make: ModuleType, operator: str, operands: list[str], possible: list[str], truth: Truth
) -> None:
    grade = make.choice("grade", "low", "middle", "high", ordered=True)
    enactment = make.enacted(grade, make.concept("it", make.test("grade", operator, *operands)))

    assert evaluate(enactment, {"grade": values(*possible)}).concepts == {"it": truth}


@pytest.mark.parametrize(
    ("operator", "operands", "stated", "truth"),
    [
        ("includes", ["x", "y"], "x y / ", T),
        ("includes", ["x", "y"], "x / ", U),
        ("includes", ["x", "y"], "x / y", F),
        ("includes_any", ["x", "y"], "x / y", T),
        ("includes_any", ["x", "y"], " / x", U),
        ("includes_any", ["x", "y"], "z / x y", F),
        ("none_of", ["x", "y"], "z / x y", T),
        ("none_of", ["x", "y"], " / x", U),
        ("none_of", ["x", "y"], "y / x", F),
        ("only", ["x", "y"], "x / z", T),
        ("only", ["x", "y"], " / z", U),
        ("only", ["x", "y"], "x / ", U),
        ("only", ["x", "y"], "x z / ", F),
        ("only", ["x", "y"], " / x y", F),
        ("only", ["x", "y", "z"], "x / ", T),
        ("includes", [], " / ", T),
        ("includes_any", [], " / ", F),
        ("none_of", [], " / ", T),
        ("only", [], " / ", F),
    ],
)
def test_options_are_known_one_by_one(
    make: ModuleType, operator: str, operands: list[str], stated: str, truth: Truth
) -> None:
    reasons = make.choices("reasons", "x", "y", "z")
    enactment = make.enacted(reasons, make.concept("it", make.test("reasons", operator, *operands)))

    assert evaluate(enactment, {"reasons": selection(stated)}).concepts == {"it": truth}


@pytest.mark.parametrize(
    ("operator", "operands", "ranges", "truth"),
    [
        ("at_least", [3], [(3, None)], T),
        ("at_least", [3], [(2, None)], U),
        ("at_least", [3], [(0, 1), (2, 2)], F),
        ("at_least", [0], [(0, None)], T),
        ("at_most", [3], [(0, 3)], T),
        ("at_most", [3], [(3, 4)], U),
        ("at_most", [3], [(4, 9)], F),
        ("is", [2], [(2, 2)], T),
        ("is", [2], [(1, 1), (3, None)], F),
        ("one_of", [1, 2], [(1, 2)], T),
        ("one_of", [1, 3], [(1, 3)], U),
        ("one_of", [1, 3], [(2, 2), (4, None)], F),
        ("at_least", [10**12], [(10**12, None)], T),
        ("at_least", [10**12], [(0, 10**12 - 1)], F),
    ],
)
def test_a_count_passes_as_far_as_its_possible_numbers_do(
    make: ModuleType, operator: str, operands: list[int], ranges: list[tuple[int, int | None]], truth: Truth
) -> None:
    enactment = make.enacted(make.count("times"), make.concept("it", make.test("times", operator, *operands)))

    assert evaluate(enactment, {"times": Numbers(tuple(ranges))}).concepts == {"it": truth}


@pytest.mark.parametrize(
    ("condition", "truth"),
    [(AllOf(()), T), (AnyOf(()), F), (NoneOf(()), T), (NoneOf((AnyOf(()), NoneOf((AllOf(()),)))), T)],
)
def test_empty_conditions_have_a_truth_of_their_own(make: ModuleType, condition: AllOf, truth: Truth) -> None:
    enactment = make.enacted(make.concept("it", condition))

    assert evaluate(enactment, {}).concepts == {"it": truth}


def test_conditions_are_strong_kleene(make: ModuleType) -> None:
    known, open_ = make.yes("known"), make.yes("open")
    enactment = make.enacted(
        make.yes_no("known"),
        make.yes_no("open"),
        make.concept("both", AllOf((known, open_))),
        make.concept("either", AnyOf((known, open_))),
        make.concept("neither", NoneOf((known, open_))),
        make.concept("excluded_middle", AnyOf((open_, make.no("open")))),
        make.concept("nested", AllOf((ConceptTest("either"), NoneOf((ConceptTest("neither"),))))),
    )

    concepts = evaluate(enactment, {"known": YES}).concepts

    assert concepts == {"both": U, "either": T, "neither": F, "excluded_middle": U, "nested": T}


def test_a_done_step_is_a_fact_of_its_own(make: ModuleType) -> None:
    enactment = make.enacted(make.step("consult"), make.rule("r", "may consult", when=make.done("consult")))

    assert evaluate(enactment, {}).applicable == {"r": U}
    assert evaluate(enactment, {"done:consult": YES}).applicable == {"r": T}
    assert evaluate(enactment, {"done:consult": NO}).applicable == {"r": F}


def test_names_may_hold_any_character(make: ModuleType) -> None:
    name = 'quote " backslash \\ newline \n percent % stop .'
    enactment = make.enacted(make.yes_no(name), make.step(name), make.rule(name, when=make.yes(name)))

    evaluation = evaluate(enactment, {name: YES})

    assert evaluation.effective == {name: T}
    assert set(evaluation.statuses) == {name}
