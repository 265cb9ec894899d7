"""The smallest sets of stated facts: each settles the result alone, and no smaller one does."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import combinations

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.explanation import Explanation, why, with_only
from ethics_engine.loading import bundled

World = Callable[[str], ee.Ruleset]
NAMES = list(bundled.cases())


def result(made: ee.Determination, action: str | None) -> object:
    """What a determination says of an action, or of the question and the way on; None for what is open."""
    if action is not None:
        return made.status(action).status
    course = made.disposition
    disposition = None if course.force is None else (course.force, course.ways, course.instead)
    if made.answer.firmness is ee.Firmness.OPEN:
        return None, disposition
    asked = [step for step in made.statuses if made.action in (step.action, *step.of)]
    manner = tuple(step.status for step in asked if made.ask is ee.Ask.HOW)
    return (made.answer.value, manner), disposition


def same(found: object, wanted: object) -> bool:
    """Whether all that was decided comes out as it did."""
    if isinstance(wanted, tuple) and isinstance(found, tuple):
        return all(one == other for one, other in zip(found, wanted, strict=True) if other is not None)
    return found == wanted


def alone(
    ruleset: ee.Ruleset, case: ee.Case, facts: Collection[str], action: str | None, *, assumptions: bool
) -> object:
    return result(ee.consult(ruleset, with_only(case, facts), assumptions=assumptions), action)


def reasons(explanation: Explanation) -> list[set[str]]:
    return [{fact.fact for fact in facts} for facts in explanation.smallest]


def hold(ruleset: ee.Ruleset, name: str, *, assumptions: bool = True, action: str | None = None) -> Explanation | None:
    """Every set that is shown gives the same outcome alone; None where the case contradicts itself."""
    case = ee.load_case(name, ruleset)
    try:
        wanted = result(ee.consult(ruleset, case, assumptions=assumptions), action)
    except ee.ContradictionError:
        return None
    explanation = why(ruleset, case, action, assumptions=assumptions, checked=False)
    for facts in reasons(explanation):
        assert same(alone(ruleset, case, facts, action, assumptions=assumptions), wanted), (name, facts)
    assert bool(explanation.smallest) == bool(explanation.results), name
    assert explanation.proved, name
    return explanation


@pytest.mark.parametrize("name", NAMES[::90])
def test_a_set_that_is_shown_gives_the_same_outcome_alone(name: str, rules: ee.Ruleset) -> None:
    hold(rules, name)


@pytest.mark.exhaustive
def test_so_it_does_in_every_third_case_of_the_corpus(rules: ee.Ruleset) -> None:
    """All of them take a minute, and were found to hold."""
    names = NAMES[::3]

    shown = [hold(rules, name) for name in names]

    assert sum(explanation is not None and bool(explanation.smallest) for explanation in shown) > len(names) // 2


@pytest.mark.exhaustive
def test_so_does_every_set_for_the_action_asked_about(rules: ee.Ruleset) -> None:
    asked = {name: ee.load_case(name, rules).question.action for name in NAMES[::8]}

    shown = [hold(rules, name, action=action) for name, action in asked.items() if action]
    assert any(shown)


@pytest.mark.parametrize("name", ["alliance-004", pytest.param("related-clients-009", marks=pytest.mark.exhaustive)])
def test_so_it_does_where_nothing_is_presumed(name: str, rules: ee.Ruleset) -> None:
    hold(rules, name, assumptions=False)


FEW = ["values-010", pytest.param("availability-003", marks=pytest.mark.exhaustive)]


@pytest.mark.parametrize("assumptions", [True, False])
@pytest.mark.parametrize("name", FEW)
def test_no_smaller_set_of_the_stated_facts_gives_the_same_outcome(
    name: str, assumptions: bool, rules: ee.Ruleset
) -> None:
    case = ee.load_case(name, rules)
    explanation = why(rules, case, assumptions=assumptions)
    wanted = result(ee.consult(rules, case, assumptions=assumptions), None)
    if not explanation.smallest:
        assert wanted == (None, None)
        return
    size = len(explanation.smallest[0])
    smaller = [facts for few in range(size) for facts in combinations(case.facts, few)]
    assert not [facts for facts in smaller if same(alone(rules, case, facts, None, assumptions=assumptions), wanted)]
    equal = [
        set(facts)
        for facts in combinations(case.facts, size)
        if same(alone(rules, case, facts, None, assumptions=assumptions), wanted)
    ]
    assert all(facts in equal for facts in reasons(explanation))
    assert (len(explanation.smallest), explanation.more) == (min(3, len(equal)), len(equal) > 3)


def test_the_same_case_is_always_explained_alike(rules: ee.Ruleset) -> None:
    case = ee.load_case("values-002", rules)

    assert why(rules, case) == why(rules, case)


SMALL = """
facts: [{id: a, presumed: no}, {id: b, presumed: no}, {id: c}, {id: d}, {id: e}]
actions: [{id: go, way: yes}, {id: stay, way: yes}, {id: look}]
rules:
  - {id: one, when: {a: yes, c: yes}, then: [{must: go}]}
  - {id: two, when: {any: [{b: yes}, {d: yes}, {e: yes}]}, then: [{should: look}]}
  - {id: three, when: {c: yes}, then: [{may: look}]}
  - {id: four, when: {c: no}, then: [{may: look}]}
"""


def test_an_answer_needs_its_own_facts_and_the_way_on_its_own(world: World) -> None:
    ruleset = world(SMALL)
    facts = dict.fromkeys(["a", "b", "c"], True)
    case = ee.new_case(ruleset, "must look", facts)

    assert reasons(why(ruleset, case)) == [{"a", "b", "c"}]
    assert reasons(why(ruleset, case, "look")) == [{"b"}]
    assert reasons(why(ruleset, case, "stay")) == [{"a", "c"}]


def test_which_way_is_advised_and_which_may_be_taken_instead_is_part_of_the_result(rules: ee.Ruleset) -> None:
    """A threat alone makes ending the advised way, and a crisis beside it makes that handing over."""
    facts = {"client_threatens_violence": True, "client_stage": "current", "client_in_crisis": True}
    case = ee.new_case(rules, "may terminate", facts)

    explanation = why(rules, case)

    assert reasons(explanation) == [{"client_threatens_violence", "client_in_crisis"}]


def test_of_sets_of_equal_size_at_most_three_are_shown_as_the_facts_were_told(world: World) -> None:
    ruleset = world(SMALL.replace("{e: yes}", "{e: yes}, {c: yes}"))
    case = ee.new_case(ruleset, "must look", {"e": True, "d": True, "c": True, "b": True})

    explanation = why(ruleset, case, "look")

    assert reasons(explanation) == [{"e"}, {"d"}, {"c"}]
    assert explanation.more


def test_what_would_be_so_anyway_needs_no_fact(world: World) -> None:
    ruleset = world(SMALL)
    case = ee.new_case(ruleset, "what", {"a": False, "b": True})

    assert reasons(why(ruleset, case, "go")) == [set()]


@pytest.mark.parametrize("assumptions", [True, False])
def test_what_is_so_either_way_needs_no_fact_though_three_valued_logic_leaves_it_open(
    assumptions: bool, world: World
) -> None:
    either = """
    facts: [{id: c}, {id: d, presumed: no}]
    actions: [{id: look}]
    rules:
      - {id: three, when: {c: yes}, then: [{must: look}]}
      - {id: four, when: {c: no}, then: [{must: look}]}
    """
    ruleset = world(either)
    explanation = why(ruleset, ee.new_case(ruleset, "must look", {"d": True}), "look", assumptions=assumptions)

    assert explanation.results == ("It is required to do look (firm).",)
    assert reasons(explanation) == [set()]
    assert explanation.leans_on == ()


def test_assumptions_that_fall_are_reckoned_with(world: World) -> None:
    ruleset = world("""
    facts: [{id: rain}, {id: wet, presumed: no}, {id: sun, presumed: yes}]
    constraints: [{id: rain_wets, never: {rain: yes, wet: no}}]
    actions: [{id: dry}]
    rules: [{id: dry, when: {wet: yes}, then: [{must: dry}]}]
    """)
    case = ee.new_case(ruleset, "must dry", {"rain": True, "wet": True, "sun": True})

    # Where it rains it is no longer presumed that it is not wet; then, as the constraint has it, it must be.
    assert reasons(why(ruleset, case, "dry")) == [{"rain"}, {"wet"}]
    assert reasons(why(ruleset, case, "dry", assumptions=False)) == [{"rain"}, {"wet"}]


def test_a_step_stated_as_not_done_may_be_what_makes_conduct_premature(world: World) -> None:
    ruleset = world("""
    facts: [{id: a}]
    actions: [{id: go, way: yes}, {id: ask}]
    rules: [{id: ask, then: [{must: ask, before: go}]}]
    """)
    case = ee.new_case(ruleset, "right", {"a": True}, did=["go"], not_done=["ask"])

    assert reasons(why(ruleset, case)) == [{"done:ask"}]
    assert reasons(why(ruleset, attrs.evolve(case, facts={}))) == [set()]


def test_of_equal_sets_one_that_holds_whatever_the_others_are_comes_first(world: World) -> None:
    ruleset = world("""
    facts:
      - {id: a, presumed: no}
      - {id: b, type: choice, values: {none: none, some: some, much: much}, presumed: none}
    actions: [{id: go}]
    rules:
      - {id: one, when: {a: yes, b: none}, then: [{must: go}]}
      - {id: two, when: {b: much}, then: [{must: go}]}
    """)
    explanation = why(ruleset, ee.new_case(ruleset, "must go", {"a": True, "b": "much"}), "go")

    assert reasons(explanation) == [{"b"}, {"a"}]
    assert (explanation.leans_on, explanation.otherwise) == ((), ())


MANY = 40


def test_a_case_told_in_very_many_facts_is_explained_too(world: World) -> None:
    names = [f"f{number}" for number in range(MANY)]
    facts = ", ".join(f"{{id: {name}, presumed: no}}" for name in names)
    clauses = ", ".join(f"{{{name}: no}}" for name in names[1:])
    ruleset = world(f"""
    facts: [{facts}]
    actions: [{{id: go}}]
    rules: [{{id: one, when: {{all: [{{f0: yes}}, {clauses}]}}, then: [{{must: go}}]}}]
    """)
    case = ee.new_case(ruleset, "must go", {name: name == "f0" for name in names})

    assert reasons(why(ruleset, case, "go")) == [{"f0"}]
    assert reasons(why(ruleset, case, "go", assumptions=False)) == [set(names)]


def test_where_too_many_sets_would_have_to_be_tried_it_says_so_and_spares_what_it_can(world: World) -> None:
    names = [f"f{number}" for number in range(MANY)]
    facts = ", ".join(f"{{id: {name}, presumed: no}}" for name in names)
    clauses = ", ".join(f"{{{name}: yes}}" for name in names[: MANY // 2])
    ruleset = world(f"""
    facts: [{facts}]
    actions: [{{id: go}}]
    rules: [{{id: one, when: {{all: [{clauses}]}}, then: [{{must: go}}]}}]
    """)
    explanation = why(ruleset, ee.new_case(ruleset, "must go", dict.fromkeys(names, True)), "go")

    assert reasons(explanation) == [set(names[: MANY // 2])]
    assert not explanation.proved
