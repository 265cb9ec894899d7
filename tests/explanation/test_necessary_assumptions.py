"""The assumptions that a smallest set needs: with them it settles the result, whatever else is unknown."""

from __future__ import annotations

from collections.abc import Callable, Collection

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.explanation import render, why, with_only
from ethics_engine.loading import bundled
from ethics_engine.model.case import Statement
from ethics_engine.model.enactment import done_fact, step_fact
from ethics_engine.model.facts import FactType
from ethics_engine.model.status import Force

World = Callable[[str], ee.Ruleset]
NAMES = sorted(bundled.cases())


def leaned(ruleset: ee.Ruleset, case: ee.Case, action: str | None = None) -> set[str]:
    return {fact.fact for fact in why(ruleset, case, action).leans_on}


def with_no_more_than(ruleset: ee.Ruleset, case: ee.Case, stated: Collection[str], assumed: Collection[str]) -> ee.Case:
    """The case with some of what was stated; all else is stated as unknown, but for what may be assumed."""
    steps = {done_fact(step.id): step_fact(step).anything for step in ruleset.steps}
    anything = {fact.id: fact.anything for fact in ruleset.facts} | steps
    unknown = {fact: Statement(known) for fact, known in anything.items() if fact not in {*stated, *assumed}}
    facts = {fact: statement for fact, statement in case.facts.items() if fact in stated}
    return attrs.evolve(case, facts={**unknown, **facts})


def results(made: ee.Determination) -> list[object]:
    """What is decided of the answer and of the course of action; None for what is open, or beside the point.

    A course that no rule asks for is beside the point of a question about a step, and is not explained there.
    """
    answer = None if made.answer.firmness is ee.Firmness.OPEN else made.answer.value
    force = made.disposition.force
    about_a_step = made.action is not None and not made.status(made.action).way
    idle = about_a_step and answer is not None and force in (Force.NONE, Force.PERMITTED)
    ways = None if force is None or idle else (force, *made.disposition.ways)
    return [ways] if made.ask is ee.Ask.WHAT else [answer, ways]


def left_out_changes_nothing(ruleset: ee.Ruleset, case: ee.Case) -> None:
    """Whatever is left out of the explanation, all of it at once, can be set to unknown."""
    try:
        wanted = results(ee.consult(ruleset, case))
    except ee.ContradictionError:
        return
    explanation = why(ruleset, case)
    leans_on = [fact.fact for fact in explanation.leans_on]
    for facts in explanation.smallest[:1]:
        less = with_no_more_than(ruleset, case, [fact.fact for fact in facts], leans_on)
        found = results(ee.consult(ruleset, less))
        for one, other in zip(wanted, found, strict=True):
            assert one in (None, other), case.id


@pytest.mark.parametrize("name", ["culture-001", *NAMES[::250]])
def test_what_is_left_out_can_be_unknown(rules: ee.Ruleset, name: str) -> None:
    left_out_changes_nothing(rules, ee.load_case(name, rules))


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_out_of_any_decided_case_can_be_unknown(rules: ee.Ruleset, name: str) -> None:
    left_out_changes_nothing(rules, ee.load_case(name, rules))


@given(st.data())
@settings(max_examples=settings().max_examples // 10)
def test_what_is_left_out_of_a_random_case_can_be_unknown(rules: ee.Ruleset, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.sampled_from(rules.facts), unique_by=lambda fact: fact.id, min_size=1, max_size=4))
    facts = {
        fact.id: [value] if fact.type is FactType.CHOICES else value
        for fact in drawn
        if fact.value_ids
        for value in [data.draw(st.sampled_from(fact.value_ids))]
    }
    question = data.draw(st.sampled_from(["may refer", "may terminate", "must continue", "what"]))
    left_out_changes_nothing(rules, ee.new_case(rules, question, facts))


def test_reasons_that_contradict_an_assumption_do_not_hide_the_others(rules: ee.Ruleset) -> None:
    """Who names unfamiliarity as the reason is not assumed to be familiar with the background."""
    case = ee.new_case(rules, "may refer", {"reasons_for_referral": ["cultural_unfamiliarity"]})

    assert {"need_exceeds_training", "relationship_impairs_therapy"} <= leaned(rules, case)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["values-001", "culture-001"])
def test_none_of_them_can_be_spared(rules: ee.Ruleset, name: str) -> None:
    case = ee.load_case(name, rules)
    explanation = why(rules, case)
    stated = [fact.fact for fact in explanation.smallest[0]]
    wanted = results(ee.consult(rules, with_only(case, stated)))
    leans_on = [fact.fact for fact in explanation.leans_on]

    def spared(fact: str) -> bool:
        less = with_no_more_than(rules, case, stated, set(leans_on) - {fact})
        return results(ee.consult(rules, less)) == wanted

    assert not [fact for fact in leans_on[::8] if spared(fact)]


RULES = """
facts: [{id: a, presumed: no}, {id: b, presumed: no}, {id: c, presumed: no}, {id: d}]
actions: [{id: go}]
rules:
  - {id: one, when: {d: yes, a: no, any: [{b: no}, {c: no}]}, then: [{must: go}]}
"""


def test_of_assumptions_that_would_each_do_one_is_named(world: World) -> None:
    ruleset = world(RULES)
    explanation = why(ruleset, ee.new_case(ruleset, "must go", {"d": True}))

    assert [fact.fact for fact in explanation.leans_on] == ["a", "b"]


def test_what_cannot_be_otherwise_is_not_assumed(world: World) -> None:
    ruleset = world(RULES + "constraints: [{id: never_a, never: {a: yes}}]")

    assert leaned(ruleset, ee.new_case(ruleset, "must go", {"d": True})) == {"b"}


def test_it_says_where_the_case_has_it_otherwise_than_the_set_alone_would_presume(world: World) -> None:
    ruleset = world("""
    facts:
      - {id: a, presumed: no}
      - {id: b, type: choice, values: {"no": "no", some: some, "yes": "yes"}, presumed: "no"}
    actions: [{id: go}]
    rules:
      - {id: one, when: {a: yes, b: {one_of: ["no", "yes"]}}, then: [{must: go}]}
    """)
    explanation = why(ruleset, ee.new_case(ruleset, "must go", {"a": True, "b": "yes"}), "go")

    assert [fact.fact for fact in explanation.smallest[0]] == ["a"]
    assert [(fact.fact, fact.value, fact.assumed) for fact in explanation.leans_on] == [("b", "no", True)]
    assert [(fact.fact, fact.value, fact.assumed) for fact in explanation.otherwise] == [("b", "yes", False)]


def test_nothing_is_leaned_on_where_nothing_is_presumed(rules: ee.Ruleset) -> None:
    assert why(rules, ee.load_case("violence-007", rules), assumptions=False).leans_on == ()


def test_a_search_that_is_stopped_says_so_and_what_it_lists_is_enough(rules: ee.Ruleset) -> None:
    explanation = why(rules, ee.load_case("romance-006", rules), seconds=1e-9)

    assert (explanation.stopped_after, explanation.proved) == (1e-9, False)
    assert "The search was stopped" in " ".join(render(explanation, "text").split())
