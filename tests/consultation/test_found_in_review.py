"""Defects that were found by reading, each with the case that showed it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]


def test_a_assumption_bears_on_the_answer_through_a_constraint(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: u}, {id: p, presumed: yes}]
constraints: [{id: c, never: {p: yes, u: yes}, because: Not both.}]
actions: [{id: a}]
rules: [{id: r0, then: [{may: a}]}, {id: r1, when: {u: yes}, then: [{must not: a}]}]
""")

    presumed = {report.fact.fact: report.bears for report in ask(ruleset, "may a").assumed}

    assert presumed["p"] is True


def test_a_rule_that_only_orders_may_matter_to_what_comes_first(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: f}]
actions: [{id: y}, {id: x}]
rules: [{id: r1, then: [{must: x}, {must: y}]}, {id: r2, when: {f: yes}, then: [{should: x, before: y}]}]
""")

    assert [report.fact for report in ask(ruleset, "first").unknown] == ["f"]


def test_a_step_that_is_awaited_for_certain_may_be_open_itself(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: f}]
actions: [{id: x}, {id: y}, {id: a}]
rules:
  - {id: r0, then: [{may: a}]}
  - {id: r1, when: {f: yes}, then: [{must: x, before: a}]}
  - {id: r2, when: {f: no}, then: [{must: y, before: a}]}
""")

    answer = ask(ruleset, "may a").answer

    assert answer.value == "not_yet"
    assert answer.first == ()
    assert "Which one is not known yet" in answer.sentence


def test_a_fallen_assumption_names_the_constraint_by_which_it_fell(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: f}, {id: g, presumed: yes}, {id: k, presumed: yes}]
constraints:
  - {id: c1, never: {f: yes, g: yes}, because: Not both.}
  - {id: c2, never: {g: no, k: yes}, because: Not both.}
actions: [{id: a}]
rules: [{id: r, when: {g: yes, k: yes}, then: [{may: a}]}]
""")

    fallen = {report.fact.fact: report.fell for report in ask(ruleset, "may a", {"f": True}).assumed if report.fell}

    assert fallen["g"] == "c1"


@pytest.mark.parametrize("redact", [False, True])
def test_a_rule_that_asks_for_something_never_counts_as_holding_in_every_case(*, redact: bool) -> None:
    ruleset = ee.load_ruleset()
    found = ee.consult(ruleset, ee.new_case(ruleset, "may refer", {"client_romance": "persistent"}))

    text = ee.render(ee.redacted(found) if redact else found, "text", full=True)

    always = text.partition("RULES THAT HOLD IN EVERY CASE")[2].partition("\n\n")[0]
    assert always
    assert "romance.refer-when-it-persists" not in always


def test_what_others_have_done_is_not_asked_of_them_again(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: s, by: the supervisor}, {id: a}]
rules: [{id: r, then: [{must: s}]}]
""")

    assert "WHAT OTHERS MUST OR SHOULD DO" in ee.render(ask(ruleset, "may a"), "text", full=True)
    assert "WHAT OTHERS MUST OR SHOULD DO" not in ee.render(ask(ruleset, "may a", {}, done=["s"]), "text", full=True)


def test_an_engine_that_does_not_exist_is_named_with_those_that_do() -> None:
    ruleset = ee.load_ruleset()

    with pytest.raises(ee.EngineUnavailableError, match="no engine `colums`"):
        ee.consult(ruleset, ee.new_case(ruleset, "what"), engine="colums")
