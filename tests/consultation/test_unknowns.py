"""What is not known and matters, and the words on danger that come first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]


def unknown(determination: ee.Determination) -> dict[str, tuple[str, ...]]:
    return {report.fact: report.bears_on for report in determination.unknown}


CHAIN = """
facts: [{id: a}, {id: b}, {id: c}, {id: d}, {id: e}]
concepts: [{id: ab, means: {all: [{a: yes}, {b: yes}]}}]
actions: [{id: go, way: yes}, {id: stay, way: yes}, {id: note}]
rules:
  - {id: r, when: {ab: yes}, then: [{should: go}], unless: {c: yes}}
  - {id: s, when: {d: yes}, then: [{must: note}]}
  - {id: t, when: {e: yes, a: no}, then: [{may: stay}]}
"""


def test_an_unknown_fact_may_matter_where_it_reaches_something_open(world: World, ask: Ask) -> None:
    found = unknown(ask(world(CHAIN), "may go"))

    assert {fact for fact, bears_on in found.items() if "answer" in bears_on} == {"a", "b", "c"}
    assert found["c"] == ("disposition", "answer", "go", "stay")
    assert found["d"] == ("note",)


def test_a_fact_whose_way_to_the_result_is_cut_off_does_not_matter(world: World, ask: Ask) -> None:
    found = unknown(ask(world(CHAIN), "may go", {"a": False, "d": False}))

    assert set(found) == {"e"}


def test_nothing_matters_where_nothing_is_open(world: World, ask: Ask) -> None:
    assert unknown(ask(world(CHAIN), "may go", {"a": False, "d": False, "e": False})) == {}


def test_what_the_answer_turns_on_comes_first(world: World, ask: Ask) -> None:
    reports = ask(world(CHAIN), "must note").unknown

    assert reports[0].fact == "d"
    assert reports[0].ask == "Is it so: d?"


def test_whether_an_act_must_wait_matters_to_the_answer(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: go}, {id: look}]
rules: [{id: r, then: [{may: go}]}, {id: s, when: {rain: yes}, then: [{must: look, before: go}]}]
""")

    assert "answer" in unknown(ask(ruleset, "may go"))["rain"]


def test_whether_a_step_is_done_matters_to_what_waits_for_it(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: go}, {id: look}]
rules: [{id: r, then: [{may: go}, {must: look, before: go}]}]
""")

    assert unknown(ask(ruleset, "may go", assumptions=False)) == {"done:look": ("answer",)}


def test_whether_a_duty_is_done_matters_to_what_comes_first(world: World, ask: Ask) -> None:
    ruleset = world("""
actions: [{id: look}, {id: listen}]
rules: [{id: r, then: [{must: [look, listen]}]}]
""")

    determination = ask(ruleset, "first", assumptions=False)

    assert determination.answer.possible == ("look", "listen", "none")
    assert set(unknown(determination)) == {"done:look", "done:listen"}


def test_whether_a_means_is_possible_matters_to_whether_the_duty_can_be_met(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: care, met_by: [call]}, {id: call, available: {rain: yes}}]
rules: [{id: r, then: [{must: care}]}]
""")

    determination = ask(ruleset, "must care")

    assert determination.answer.possible == ("yes", "dilemma")
    assert unknown(determination) == {"rain": ("answer",)}


DANGER = """
facts: [{id: threat, presumed: no}, {id: fire}]
actions: [{id: go, way: yes}, {id: stay, way: yes}]
safety:
  - {id: a_fire, when: {fire: yes}, matters_for: [go]}
  - {id: a_threat, when: {threat: yes}, matters_for: [go, stay]}
rules: [{id: r, then: [{may: [go, stay]}]}]
"""


def safety(determination: ee.Determination) -> list[str]:
    return [report.sentence for report in determination.safety]


def test_a_danger_that_was_stated_leads_whatever_was_asked(world: World, ask: Ask) -> None:
    determination = ask(world(DANGER), "may stay", {"fire": True, "threat": True})

    assert safety(determination) == ["Danger: a_fire.", "Danger: a_threat."]
    assert all(report.stated for report in determination.safety)


def test_a_danger_that_nobody_spoke_of_is_asked_about_where_it_matters_even_if_presumed_away(
    world: World, ask: Ask
) -> None:
    ruleset = world(DANGER)

    assert safety(ask(ruleset, "may go")) == ["Nobody asked about a_fire.", "Nobody asked about a_threat."]
    assert safety(ask(ruleset, "may stay")) == ["Nobody asked about a_threat."]


@pytest.mark.parametrize("question", ["what", "first"])
def test_a_question_about_every_action_makes_every_danger_matter(question: str, world: World, ask: Ask) -> None:
    assert len(safety(ask(world(DANGER), question))) == 2


def test_a_danger_matters_for_what_was_done(world: World, ask: Ask) -> None:
    assert safety(ask(world(DANGER), "right", did=["stay"])) == ["Nobody asked about a_threat."]


def test_a_danger_that_was_denied_is_not_spoken_of(world: World, ask: Ask) -> None:
    assert safety(ask(world(DANGER), "may go", {"fire": False, "threat": "no"})) == []


BOTH = """
facts: [{id: threat, presumed: no}, {id: fire, presumed: no}]
actions: [{id: go}]
safety:
  - {id: a_fire, when: {fire: yes}, matters_for: [go], meanwhile: Nobody goes in.}
  - id: both
    when: {fire: yes, threat: yes}
    instead_of: [a_fire]
    matters_for: [go]
    meanwhile: Nobody goes near.
rules: [{id: r, then: [{may: go}]}]
"""


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"fire": True}, ["Danger: a_fire.", "Nobody asked about both."]),
        ({"fire": True, "threat": True}, ["Danger: both."]),
        ({"fire": True, "threat": False}, ["Danger: a_fire."]),
        ({"fire": True, "threat": "unknown"}, ["Danger: a_fire.", "It is not known whether it is so: threat."]),
        ({"fire": "unknown", "threat": True}, ["It is not known whether it is so: fire."]),
        ({"fire": "unknown", "threat": False}, ["It is not known whether it is so: fire."]),
    ],
)
def test_where_a_line_on_two_dangers_is_said_the_line_on_one_is_not(
    facts: dict[str, object], said: list[str], world: World, ask: Ask
) -> None:
    assert safety(ask(world(BOTH), "may go", facts)) == said


MEANWHILE = """
facts: [{id: threat, presumed: no}, {id: fire, presumed: no}]
actions: [{id: go}, {id: stay}]
safety: [{id: a_threat, when: {any: [{threat: yes}, {fire: yes}]}, matters_for: [go], meanwhile: Nobody goes alone.}]
rules: [{id: r, then: [{may: [go, stay]}]}]
"""


@pytest.mark.parametrize("question", ["may go", "may stay"])
def test_a_danger_stated_as_unknown_is_named_alone_with_what_protects(question: str, world: World, ask: Ask) -> None:
    (report,) = ask(world(MEANWHILE), question, {"threat": "unknown"}).safety

    assert report.sentence == "It is not known whether it is so: threat."
    assert (report.stated, report.meanwhile) == (False, "Nobody goes alone.")


@pytest.mark.parametrize("stated", [{}, {"threat": True}, {"threat": False}, {"threat": "unknown", "fire": True}])
def test_what_protects_meanwhile_is_only_for_what_is_stated_as_unknown(
    stated: dict[str, object], world: World, ask: Ask
) -> None:
    assert [report.meanwhile for report in ask(world(MEANWHILE), "may go", stated).safety] == [""]


def test_no_rule_can_test_whether_something_is_unknown(world: World) -> None:
    with pytest.raises(ee.RulesetError, match="unknown"):
        world(MEANWHILE.replace("id: r,", "id: r, when: {threat: unknown},"))


def test_a_stated_danger_comes_before_one_that_is_asked_about(world: World, ask: Ask) -> None:
    determination = ask(world(DANGER), "may go", {"threat": True})

    assert safety(determination) == ["Danger: a_threat.", "Nobody asked about a_fire."]
