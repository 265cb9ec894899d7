"""Which decided cases are like another one."""

from __future__ import annotations

from collections.abc import Callable

import ethics_engine as ee
from ethics_engine.case_law.cases_alike import cases_alike
from ethics_engine.model.case import Case

World = Callable[[str], ee.Ruleset]


RULES = """
facts: [{id: rain}, {id: wind}]
actions: [{id: go, way: yes}, {id: stay, way: yes}]
rules:
  - {id: wet, when: {rain: yes}, then: [{must not: go}]}
  - {id: rough, when: {wind: yes}, then: [{should not: go}]}
  - {id: ever, always: yes, then: [{may: stay}]}
"""


def decided(ruleset: ee.Ruleset, name: str, *ratio: str) -> Case:
    return ee.new_case(ruleset, "may go", id=name, held={"ratio": list(ratio)})


def test_the_case_that_shares_the_rarest_rules_comes_first(world: World) -> None:
    ruleset = world(RULES)
    corpus = [
        decided(ruleset, "a", "wet"),
        decided(ruleset, "b", "wet"),
        decided(ruleset, "c", "rough"),
        decided(ruleset, "d", "ever"),
    ]
    case = ee.new_case(ruleset, "may go", {"rain": True, "wind": True})
    found = cases_alike(ee.consult(ruleset, case), corpus)
    assert [each.case.id for each in found] == ["c", "a", "b"]
    assert [reason.rule for reason in found[0].shared] == ["rough"]


def test_a_rule_that_holds_always_makes_no_case_alike(world: World) -> None:
    ruleset = world(RULES)
    case = ee.new_case(ruleset, "may go", {"rain": False, "wind": False})
    assert cases_alike(ee.consult(ruleset, case), [decided(ruleset, "d", "ever")]) == ()


def test_a_case_with_the_same_facts_is_nearer_than_one_with_others(world: World) -> None:
    ruleset = world(RULES)
    corpus = [
        ee.new_case(ruleset, "may go", {"rain": True, "wind": True}, id="both", held={"ratio": ["wet"]}),
        ee.new_case(ruleset, "may go", {"rain": True}, id="rain", held={"ratio": ["wet"]}),
        ee.new_case(ruleset, "may stay", {"rain": True}, id="other", held={"ratio": ["wet"]}),
        decided(ruleset, "d", "ever"),
    ]
    case = ee.new_case(ruleset, "may go", {"rain": True})
    found = cases_alike(ee.consult(ruleset, case), corpus)

    assert found[0].case.id == "rain"
    assert {each.case.id: (each.same, each.different) for each in found} == {
        "rain": (("rain",), ()),
        "other": (("rain",), ()),
        "both": (("rain",), ("wind",)),
    }
