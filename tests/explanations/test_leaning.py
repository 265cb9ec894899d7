"""The presumptions that a smallest set leans on."""

from __future__ import annotations

from collections.abc import Callable

import attrs

import ethics_engine as ee
from ethics_engine.explanations import why, with_only
from ethics_engine.model.case import Statement
from ethics_engine.model.enactment import done_fact
from ethics_engine.model.knowledge import EITHER

World = Callable[[str], ee.Ruleset]


def leaned(ruleset: ee.Ruleset, case: ee.Case, action: str | None = None) -> set[str]:
    return {fact.fact for fact in why(ruleset, case, action).leans_on}


def test_without_any_of_them_the_set_does_not_settle_the_result_and_without_others_it_does(rules: ee.Ruleset) -> None:
    case = ee.load_case("values-001", rules)
    explanation = why(rules, case)
    alone = with_only(case, [fact.fact for fact in explanation.smallest[0]])
    wanted = ee.consult(rules, alone)
    leans_on = [fact.fact for fact in explanation.leans_on]
    others = [fact.id for fact in rules.facts if fact.presumed and fact.id not in {*leans_on, *alone.facts}]
    others += [done_fact(step.id) for step in rules.steps if done_fact(step.id) not in {*leans_on, *alone.facts}]

    def without(fact: str) -> bool:
        known = rules.fact[fact].anything if fact in rules.fact else EITHER
        found = ee.consult(rules, attrs.evolve(alone, facts={**alone.facts, fact: Statement(known)}))
        return (found.answer.value, found.disposition.force, found.disposition.ways) == (
            wanted.answer.value,
            wanted.disposition.force,
            wanted.disposition.ways,
        )

    assert not [fact for fact in leans_on[::8] if without(fact)]
    assert not [fact for fact in others[::60] if not without(fact)]


RULES = """
facts: [{id: a, presumed: no}, {id: b, presumed: no}, {id: c, presumed: no}, {id: d}]
actions: [{id: go}]
rules:
  - {id: one, when: {d: yes, a: no, any: [{b: no}, {c: no}]}, then: [{must: go}]}
"""


def test_a_presumption_counts_where_the_set_falls_without_it_and_not_where_another_does_as_well(world: World) -> None:
    ruleset = world(RULES)

    assert leaned(ruleset, ee.new_case(ruleset, "must go", {"d": True})) == {"a"}


def test_what_cannot_be_otherwise_is_not_leaned_on(world: World) -> None:
    ruleset = world(RULES + "constraints: [{id: never_a, never: {a: yes}}]")

    assert leaned(ruleset, ee.new_case(ruleset, "must go", {"d": True})) == set()


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
    assert [(fact.fact, fact.value, fact.presumed) for fact in explanation.leans_on] == [("b", "no", True)]
    assert [(fact.fact, fact.value, fact.presumed) for fact in explanation.otherwise] == [("b", "yes", False)]


def test_nothing_is_leaned_on_where_nothing_is_presumed(rules: ee.Ruleset) -> None:
    assert why(rules, ee.load_case("violence-007", rules), presumptions=False).leans_on == ()
