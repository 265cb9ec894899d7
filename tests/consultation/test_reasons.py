"""Why: norms for and against, dilemmas with their two sides, rules that hold and rules that give way."""

from __future__ import annotations

from collections.abc import Callable

import ethics_engine as ee
from ethics_engine.model.determination import ContributingNorm
from ethics_engine.model.rules import Modality

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]


def norms_of(found: tuple[ContributingNorm, ...]) -> list[tuple[Modality, str | None, str | None]]:
    return [(voice.modality, voice.rule, voice.derived_from) for voice in found]


def test_the_stronger_norm_decides_and_the_weaker_is_outweighed(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: go}]
rules: [{id: loud, then: [{must: go}]}, {id: quiet, then: [{should not: go}]}]
""")

    status = ask(ruleset, "may go").status("go")

    assert status.status is ee.Status.REQUIRED
    assert norms_of(status.decided_by) == [(Modality.MUST, "loud", None)]
    assert norms_of(status.outweighed) == [(Modality.SHOULD_NOT, "quiet", None)]


def test_may_yields_to_any_norm_against(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: go}]
rules: [{id: leave, then: [{may: go}]}, {id: advice, then: [{should not: go}]}]
""")

    status = ask(ruleset, "may go").status("go")

    assert status.status is ee.Status.DISCOURAGED
    assert norms_of(status.outweighed) == [(Modality.MAY, "leave", None)]


def test_norms_of_equal_weight_are_a_dilemma_with_both_sides(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: go}]
rules:
  - {id: for, then: [{must: go}]}
  - {id: against, then: [{must not: go}]}
  - {id: mild, then: [{should: go}]}
""")

    (collision,) = ask(ruleset, "may go").dilemmas

    assert collision.action == "go"
    assert norms_of(collision.positive) == [(Modality.MUST, "for", None)]
    assert norms_of(collision.negative) == [(Modality.MUST_NOT, "against", None)]
    assert collision.unmet_means == ()


def test_a_duty_without_an_open_means_is_a_dilemma_on_the_duty(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: care, met_by: [visit, call]}, {id: visit}, {id: call, available: {rain: yes}}]
rules: [{id: r, then: [{must: care}, {must not: visit}]}]
""")

    unmet = ask(ruleset, "must care", {"rain": False})
    assert unmet.answer.value == "dilemma"
    assert unmet.status("care").status is ee.Status.REQUIRED
    assert [(collision.action, collision.unmet_means) for collision in unmet.dilemmas] == [("care", ("visit", "call"))]
    assert ask(ruleset, "must care", {"rain": True}).dilemmas == ()


WAYS = """
facts: [{id: strength, type: choice, values: {must: must, should: should}}]
actions: [{id: go, way: yes, compatible: [sing]}, {id: stay, way: yes}, {id: sing, way: yes}]
rules:
  - {id: r, when: {strength: must}, then: [{must: go}]}
  - {id: s, when: {strength: should}, then: [{should: go}]}
"""


def test_a_way_that_is_required_forbids_the_ways_it_cannot_be_combined_with(world: World, ask: Ask) -> None:
    determination = ask(world(WAYS), "may stay", {"strength": "must"})

    assert determination.status("stay").status is ee.Status.PROHIBITED
    assert norms_of(determination.status("stay").decided_by) == [(Modality.MUST_NOT, None, "go")]
    assert determination.status("sing").status is ee.Status.UNREGULATED
    assert determination.answer.value == "no"


def test_a_way_that_is_advised_speaks_against_the_others(world: World, ask: Ask) -> None:
    determination = ask(world(WAYS), "may stay", {"strength": "should"})

    assert norms_of(determination.status("stay").decided_by) == [(Modality.SHOULD_NOT, None, "go")]
    assert determination.answer.value == "advised_against"


def test_two_ways_that_are_required_are_both_dilemmas(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: go, way: yes}, {id: stay, way: yes}]
rules: [{id: r, then: [{must: go}]}, {id: s, then: [{must: stay}]}]
""")

    determination = ask(ruleset, "what")

    assert determination.disposition.force is ee.Force.DILEMMA
    assert {
        collision.action: (norms_of(collision.positive), norms_of(collision.negative))
        for collision in determination.dilemmas
    } == {
        "go": ([(Modality.MUST, "r", None)], [(Modality.MUST_NOT, None, "stay")]),
        "stay": ([(Modality.MUST, "s", None)], [(Modality.MUST_NOT, None, "go")]),
    }


DEFEAT = """
facts: [{id: rain}, {id: storm}, {id: roof}]
concepts: [{id: foul, means: {any: [{rain: yes}, {storm: yes}]}}]
actions: [{id: go}]
rules:
  - {id: base, then: [{must: go}], unless: {foul: yes}, unless_because: "one stays dry."}
  - {id: again, when: {roof: yes}, overrides: ["base#unless"], because: "one stays dry anyway."}
  - {id: never, when: {storm: yes, roof: yes}, overrides: [again], then: [{must not: go}]}
"""


def rules(determination: ee.Determination) -> dict[str, bool]:
    return {reason.rule: reason.effective for reason in determination.reasons}


def test_a_rule_gives_way_to_its_exception(world: World, ask: Ask) -> None:
    determination = ask(world(DEFEAT), "must go", {"rain": True, "storm": False, "roof": False})

    assert rules(determination) == {"base#unless": True, "base": False}
    by_id = {reason.rule: reason for reason in determination.reasons}
    assert by_id["base"].defeated_by == ("base#unless",)
    assert by_id["base#unless"].defeats == ("base",)
    assert by_id["base#unless"].because == "one stays dry."
    assert determination.answer.value == "rules_say_nothing"


def test_an_exception_to_the_exception_reinstates_the_rule(world: World, ask: Ask) -> None:
    determination = ask(world(DEFEAT), "must go", {"rain": True, "storm": False, "roof": True})

    assert rules(determination) == {"base": True, "again": True, "base#unless": False}
    assert determination.answer.value == "yes"


def test_what_defeats_the_one_that_reinstates_brings_the_exception_back(world: World, ask: Ask) -> None:
    determination = ask(world(DEFEAT), "must go", {"rain": True, "storm": True, "roof": True})

    assert rules(determination) == {"never": True, "base#unless": True, "base": False, "again": False}
    assert determination.answer.value == "no"


def test_a_reason_names_the_facts_and_terms_it_rests_on_and_no_others(world: World, ask: Ask) -> None:
    determination = ask(world(DEFEAT), "must go", {"rain": True, "storm": False, "roof": False})

    reason = next(reason for reason in determination.reasons if reason.rule == "base#unless")
    assert [(fact.fact, fact.value) for fact in reason.facts] == [("rain", "yes")]
    assert reason.concepts == ("one can say foul",)
    assert [(source.reference, source.says) for source in reason.sources] == [("B-1", "So it is written.")]


def test_rules_that_do_not_apply_are_no_reasons(world: World, ask: Ask) -> None:
    determination = ask(world(DEFEAT), "must go", {"rain": False, "storm": False, "roof": False})

    assert rules(determination) == {"base": True}
