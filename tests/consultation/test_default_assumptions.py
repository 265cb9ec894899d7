"""Statements that contradict each other, and assumptions that fall."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee
from ethics_engine.model.knowledge import YES

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]


def fell(determination: ee.Determination) -> dict[str, str | None]:
    return {report.fact.fact: report.fell for report in determination.assumed}


RAIN = """
facts: [{id: rain}, {id: wet, presumed: no}, {id: warm, presumed: yes}]
concepts: [{id: is_dry, means: {wet: no}}]
constraints: [{id: rain_wets, never: {rain: yes, is_dry: yes}}]
actions: [{id: dry}]
rules: [{id: r, when: {wet: yes}, then: [{must: dry}]}]
"""


def test_statements_that_break_a_constraint_are_refused_by_its_name(world: World, ask: Ask) -> None:
    with pytest.raises(ee.ContradictionError) as refused:
        ask(world(RAIN), "must dry", {"rain": True, "wet": False})

    assert refused.value.constraints == ("rain_wets",)
    assert "`rain`, `wet`" in str(refused.value)
    assert "rain_wets" in str(refused.value)


def test_statements_that_break_constraints_only_together_are_refused_by_all_their_names(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: a}, {id: b}, {id: c}]
constraints:
  - {id: one, never: {a: yes, c: yes}}
  - {id: other, never: {b: yes, c: no}}
  - {id: idle, never: {a: no, b: no}}
actions: [{id: go}]
rules: [{id: r, when: {c: yes}, then: [{may: go}]}]
""")

    with pytest.raises(ee.ContradictionError) as refused:
        ask(ruleset, "may go", {"a": True, "b": True})

    assert set(refused.value.constraints) == {"one", "other"}
    assert len(refused.value.findings) == 2
    assert all("change or remove" in str(finding) for finding in refused.value.findings)


def test_a_contradiction_says_where_its_facts_were_told(world: World) -> None:
    ruleset = world(RAIN)
    case = ee.new_case(ruleset, "must dry", {"rain": True, "wet": False})
    places = {"rain": ee.Place("a.yaml", 7, 3), "wet": ee.Place("a.yaml", 5, 3), "warm": ee.Place("a.yaml", 1, 3)}

    with pytest.raises(ee.ContradictionError, match=r"^a\.yaml:5:3: error: ") as refused:
        ee.consult(ruleset, case, places=places)

    assert refused.value.findings[0].place == places["wet"]


def test_a_assumption_that_contradicts_a_statement_falls_and_the_rest_stand(world: World, ask: Ask) -> None:
    determination = ask(world(RAIN), "must dry", {"rain": True})

    assert fell(determination) == {"wet": "rain_wets", "warm": None, "done:dry": None}
    assert (determination.answer.value, determination.answer.firmness) == ("yes", ee.Firmness.FIRM)


def test_a_assumption_stands_where_nothing_contradicts_it(world: World, ask: Ask) -> None:
    determination = ask(world(RAIN), "must dry", {"rain": False})

    assert fell(determination) == {"wet": None, "warm": None, "done:dry": None}
    assert determination.answer.firmness is ee.Firmness.PROVISIONAL


def test_every_assumption_that_a_broken_constraint_reads_falls(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: a}, {id: b, presumed: no}, {id: c, presumed: no}]
constraints: [{id: some, never: {a: yes, b: no, c: no}}]
actions: [{id: go}]
rules: [{id: r, when: {b: yes}, then: [{may: go}]}, {id: s, when: {c: yes}, then: [{may: go}]}]
""")

    determination = ask(ruleset, "may go", {"a": True})

    assert fell(determination) == {"b": "some", "c": "some", "done:go": None}
    assert (determination.answer.value, determination.answer.firmness) == ("yes", ee.Firmness.FIRM)


def test_assumptions_that_break_constraints_only_together_fall_too(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: a}, {id: b, presumed: yes}, {id: c}]
constraints: [{id: one, never: {a: yes, c: yes}}, {id: other, never: {b: yes, c: no}}]
actions: [{id: go}]
rules: [{id: r, when: {b: no}, then: [{may: go}]}, {id: s, when: {c: no}, then: [{may: go}]}]
""")

    determination = ask(ruleset, "may go", {"a": True})

    assert fell(determination) == {"b": "other", "done:go": None}
    assert (determination.answer.value, determination.answer.firmness) == ("yes", ee.Firmness.FIRM)


def test_steps_are_presumed_not_done_and_that_falls_like_any_assumption(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: told}]
constraints: [{id: telling_is_talking, never: {told: yes, none: [{done: talk}]}}]
actions: [{id: talk}, {id: go}]
rules: [{id: r, then: [{must: talk, before: go}]}, {id: s, then: [{may: go}]}]
""")

    assert ask(ruleset, "may go").answer.value == "not_yet"
    determination = ask(ruleset, "may go", {"told": True})
    assert fell(determination)["done:talk"] == "telling_is_talking"
    assert (determination.answer.value, determination.answer.firmness) == ("yes", ee.Firmness.FIRM)


def test_a_assumption_bears_where_the_answer_may_turn_on_it(world: World, ask: Ask) -> None:
    determination = ask(world(RAIN), "must dry")

    bears = {report.fact.fact: report.bears for report in determination.assumed}
    assert bears["wet"] is True
    assert bears["warm"] is False
    assert determination.assumed[0].fact.fact == "wet"


def test_a_stated_fact_keeps_its_note_and_who_said_it(world: World, ask: Ask) -> None:
    stated = {"wet": {"value": "yes", "note": "He dripped.", "reported_by": "the porter"}}

    determination = ask(world(RAIN), "must dry", stated)

    (report,) = determination.stated
    assert (report.note, report.reported_by, report.assumed) == ("He dripped.", "the porter", False)


def test_the_facts_of_a_case_reach_the_rules_as_they_were_told(world: World) -> None:
    case = ee.new_case(world(RAIN), "what", {"wet": "yes"})

    assert case.facts["wet"].known == YES
