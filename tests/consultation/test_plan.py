"""The plan: what must and should be done, in order."""

from __future__ import annotations

from collections.abc import Callable

import ethics_engine as ee

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]


def planned(determination: ee.Determination) -> list[str]:
    return [step.action for step in determination.plan]


def test_required_comes_before_advised_and_ties_go_by_declared_order(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: e}, {id: d}, {id: c}, {id: b}, {id: a}]
rules: [{id: r, then: [{should: [a, e]}, {must: [b, d]}, {may: c}]}]
""")

    determination = ask(ruleset, "what")

    assert planned(determination) == ["d", "b", "e", "a"]
    assert [step.status for step in determination.plan] == [ee.Status.REQUIRED] * 2 + [ee.Status.ADVISED] * 2


def test_natural_order_comes_first_even_of_an_advised_step(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: last, after: [unplanned]}, {id: unplanned, after: [first]}, {id: first}]
rules: [{id: r, then: [{must: last}, {should: first}]}]
""")

    assert planned(ask(ruleset, "what")) == ["first", "last"]


def test_before_orders_the_plan_while_its_norm_counts(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: x}, {id: y, available: {rain: yes}}, {id: z}]
rules:
  - {id: r, then: [{must: [x, y, z]}]}
  - {id: s, when: {rain: yes}, then: [{should: z, before: x}]}
  - {id: t, then: [{should: y, before: x}]}
""")

    assert planned(ask(ruleset, "what", {"rain": True})) == ["y", "z", "x"]
    assert planned(ask(ruleset, "what", {"rain": False})) == ["x", "z"]


def test_a_step_says_what_waits_for_it_only_where_it_must_come_first(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: x}, {id: y}, {id: z}]
rules: [{id: r, then: [{must: y, before: x}, {should: z, before: x}, {must: x}]}]
""")

    determination = ask(ruleset, "what")

    assert {step.action: step.before for step in determination.plan} == {"y": ("x",), "z": (), "x": ()}
    assert determination.status("x").awaits == ("y",)


def test_what_is_done_and_what_others_do_is_left_out(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: x}, {id: y}, {id: z, by: the school}]
rules: [{id: r, then: [{must: [x, y, z]}]}]
""")

    determination = ask(ruleset, "what", done=["x"])

    assert planned(determination) == ["y"]
    assert determination.status("z").status is ee.Status.REQUIRED
    assert determination.status("z").by == "the school"


def test_manner_steps_are_listed_only_under_a_way_asked_about_or_chosen(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: go, way: yes}, {id: stay, way: yes}, {id: tell, of: [go]}, {id: wait, of: [stay]}]
rules: [{id: r, then: [{must: [tell, wait]}]}, {id: s, when: {rain: yes}, then: [{should: stay}]}]
""")

    assert planned(ask(ruleset, "what", {"rain": False})) == []
    assert planned(ask(ruleset, "may go", {"rain": False})) == ["tell"]
    assert planned(ask(ruleset, "what", {"rain": True})) == ["wait", "stay"]
    assert planned(ask(ruleset, "may go", {"rain": True})) == ["tell", "wait", "stay"]
    assert planned(ask(ruleset, "right", {"rain": False}, did=["go"])) == ["tell"]


TWO_PARTS = """
facts: [{id: rain}]
actions:
  - {id: go, way: yes}
  - {id: stay, way: yes}
  - {id: tell, of: [go]}
  - {id: ask_leave, of: [go]}
  - {id: pack, after: [fetch]}
  - {id: fetch, of: [go]}
  - {id: rest}
rules:
  - {id: r, then: [{must: [tell, fetch, rest]}, {should: [pack, go]}, {must: ask_leave, before: go}]}
"""


def test_steps_that_belong_to_no_way_or_that_a_way_awaits_come_first_with_all_that_precedes_them(
    world: World, ask: Ask
) -> None:
    determination = ask(world(TWO_PARTS), "what")

    assert planned(determination) == ["ask_leave", "fetch", "rest", "pack", "tell", "go"]
    assert ask(world(TWO_PARTS), "first").answer.value == "ask_leave"


PERMITTED = """
facts: [{id: rain}]
actions:
  - {id: go, way: yes}
  - {id: stay, way: yes}
  - {id: tell, of: [go]}
  - {id: wait, of: [stay]}
  - {id: call, of: [go, stay]}
  - {id: rest}
rules:
  - {id: r, then: [{must: [tell, wait, call]}, {should: rest}]}
  - {id: s, then: [{may: [go, stay]}]}
  - {id: t, when: {rain: yes}, then: [{must not: go}]}
"""


def test_the_steps_of_ways_that_are_left_to_choose_from_are_listed_apart_each_with_its_ways(
    world: World, ask: Ask
) -> None:
    determination = ask(world(PERMITTED), "what", {"rain": False})

    assert planned(determination) == ["rest"]
    assert {step.action: step.if_ for step in determination.if_chosen} == {
        "tell": ("go",),
        "wait": ("stay",),
        "call": ("go", "stay"),
    }
    assert determination.to_dict()["if_chosen"][0]["if"] == ["go"]
    assert ask(world(PERMITTED), "first", {"rain": False}).answer.value == "rest"


def test_a_step_of_a_way_that_was_asked_about_says_that_it_is_owed_only_on_that_way(world: World, ask: Ask) -> None:
    forbidden = ask(world(PERMITTED), "may go", {"rain": True})

    assert {step.action: step.if_ for step in forbidden.plan} == {"rest": (), "tell": ("go",), "call": ("go", "stay")}
    assert [step.action for step in forbidden.if_chosen] == ["wait"]


def test_a_step_of_a_way_that_was_taken_is_owed_without_condition(world: World, ask: Ask) -> None:
    taken = ask(world(PERMITTED), "right", {"rain": True}, did=["go"])

    assert {step.action: step.if_ for step in taken.plan} == {"rest": (), "tell": (), "call": ()}


def test_what_is_open_or_a_dilemma_is_not_planned(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: x}, {id: y}, {id: z}]
rules:
  - {id: r, then: [{must: [x, y]}]}
  - {id: s, then: [{must not: x}]}
  - {id: t, when: {rain: yes}, then: [{must: z}]}
""")

    determination = ask(ruleset, "what")

    assert planned(determination) == ["y"]
    assert [collision.action for collision in determination.dilemmas] == ["x"]
