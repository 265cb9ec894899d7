"""Settled, settled on assumptions, open: decided exactly, over every completion."""

from __future__ import annotations

from collections.abc import Callable

import ethics_engine as ee

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]

ONE_RULE = """
facts: [{id: fit, presumed: yes}, {id: rain}]
actions: [{id: go, way: yes}, {id: stay, way: yes, compatible: [go]}]
rules: [{id: r, when: {fit: yes}, then: [{may: go}]}, {id: s, when: {rain: yes}, then: [{must not: stay}]}]
"""


def test_what_was_stated_settles_the_answer(world: World, ask: Ask) -> None:
    answer = ask(world(ONE_RULE), "may go", {"fit": True}).answer

    assert (answer.value, answer.firmness, answer.possible) == ("yes", ee.Firmness.FIRM, ("yes",))


def test_what_is_only_presumed_settles_it_on_assumptions(world: World, ask: Ask) -> None:
    answer = ask(world(ONE_RULE), "may go").answer

    assert (answer.value, answer.firmness, answer.possible) == ("yes", ee.Firmness.PROVISIONAL, ("yes",))


def test_what_nobody_knows_leaves_it_open_and_says_what_is_possible(world: World, ask: Ask) -> None:
    answer = ask(world(ONE_RULE), "may stay").answer

    assert (answer.value, answer.firmness, answer.possible) == (
        "open",
        ee.Firmness.OPEN,
        ("no", "rules_say_nothing"),
    )


def test_without_assumptions_what_would_be_presumed_is_open(world: World, ask: Ask) -> None:
    determination = ask(world(ONE_RULE), "may go", assumptions=False)

    assert determination.answer.firmness is ee.Firmness.OPEN
    assert determination.provenance.assumptions is False
    assert determination.assumed == ()


def test_what_is_told_as_unknown_is_not_presumed(world: World, ask: Ask) -> None:
    determination = ask(world(ONE_RULE), "may go", {"fit": "unknown"})

    assert determination.answer.firmness is ee.Firmness.OPEN
    assert "fit" not in [report.fact.fact for report in determination.assumed]
    assert [(report.fact, report.value) for report in determination.stated] == [("fit", "not known")]


def test_two_rules_that_cover_every_possibility_settle_it_though_neither_is_known_to_apply(
    world: World, ask: Ask
) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: go}]
rules: [{id: wet, when: {rain: yes}, then: [{must: go}]}, {id: dry, when: {rain: no}, then: [{must: go}]}]
""")

    determination = ask(ruleset, "must go")

    assert (determination.answer.value, determination.answer.firmness) == ("yes", ee.Firmness.FIRM)
    assert determination.status("go").status is ee.Status.REQUIRED
    assert determination.unknown == ()


def test_a_constraint_rules_out_what_would_leave_it_open(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}, {id: wet}]
constraints: [{id: rain_wets, never: {rain: yes, wet: no}}]
actions: [{id: dry}]
rules: [{id: r, when: {wet: yes}, then: [{must: dry}]}]
""")

    assert ask(ruleset, "must dry", {"rain": True}).answer.firmness is ee.Firmness.FIRM
    assert ask(ruleset, "must dry", {"rain": False}).answer.firmness is ee.Firmness.OPEN


def test_the_answer_the_way_on_and_each_status_are_settled_apart(world: World, ask: Ask) -> None:
    determination = ask(world(ONE_RULE), "may go", {"fit": True})

    assert determination.answer.firmness is ee.Firmness.FIRM
    assert determination.disposition.firmness is ee.Firmness.FIRM
    assert (determination.disposition.force, determination.disposition.ways) == (ee.Force.PERMITTED, ("go",))
    assert determination.status("go").firmness is ee.Firmness.FIRM
    assert determination.status("stay").firmness is ee.Firmness.OPEN
    assert determination.status("stay").status is None
    assert determination.status("stay").possible == (ee.Status.UNREGULATED, ee.Status.PROHIBITED)


def test_an_open_way_on_says_which_forces_and_ways_are_possible(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: go, way: yes}, {id: stay, way: yes}]
rules: [{id: wet, when: {rain: yes}, then: [{must: stay}]}, {id: dry, when: {rain: no}, then: [{should: go}]}]
""")

    disposition = ask(ruleset, "what").disposition

    assert (disposition.force, disposition.firmness) == (None, ee.Firmness.OPEN)
    assert disposition.possible == ((ee.Force.REQUIRED, ("stay",)), (ee.Force.ADVISED, ("go",)))


def test_a_way_on_of_one_force_that_names_one_way_or_another_is_open(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: go, way: yes}, {id: stay, way: yes}]
rules: [{id: wet, when: {rain: yes}, then: [{must: stay}]}, {id: dry, when: {rain: no}, then: [{must: go}]}]
""")

    disposition = ask(ruleset, "what").disposition

    assert (disposition.force, disposition.firmness) == (None, ee.Firmness.OPEN)
    assert disposition.possible == ((ee.Force.REQUIRED, ("go", "stay")),)
