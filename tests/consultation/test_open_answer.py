"""What an open answer says: what is certain, what is excluded, and when each possible answer holds."""

from __future__ import annotations

from collections.abc import Callable

import ethics_engine as ee

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]

SHED = """
facts: [{id: rain}, {id: wind}, {id: fire, sensitive: yes}]
actions: [{id: go, way: yes}, {id: look}, {id: listen}]
rules:
  - {id: r, then: [{may: go}, {must: listen, before: go}]}
  - {id: s, when: {all: [{rain: yes}, {wind: yes}]}, then: [{must not: go}]}
  - {id: t, when: {fire: yes}, then: [{must: look, before: go}]}
"""


def scenarios(determination: ee.Determination) -> list[str]:
    assert determination.open_answer is not None
    return [scenario.sentence for scenario in determination.open_answer.scenarios]


def test_each_possible_answer_has_one_smallest_scenario(world: World, ask: Ask) -> None:
    assert scenarios(ask(world(SHED), "may go", {"fire": False})) == [
        "No, if it is so: rain and it is so: wind.",
        "Not yet, if it is not true that it is so: rain.",
    ]


def test_it_says_which_answers_are_excluded(world: World, ask: Ask) -> None:
    open_answer = ask(world(SHED), "may go", {"fire": False}).open_answer

    assert open_answer is not None
    assert {"yes", "dilemma"} <= set(open_answer.excluded)
    assert not {"no", "not_yet", "open"} & set(open_answer.excluded)


def test_it_says_what_is_the_same_in_every_completion(world: World, ask: Ask) -> None:
    open_answer = ask(world(SHED), "may go", {"rain": True, "wind": "unknown"}).open_answer

    assert open_answer is not None
    assert open_answer.statuses == ()
    assert open_answer.awaits == ("listen",)

    open_answer = ask(world(SHED), "may go", {"rain": False}, done=["listen"]).open_answer

    assert open_answer is not None
    assert [(action, status.value) for action, status in open_answer.statuses] == [("go", "permitted")]


def test_an_answer_that_is_not_open_has_none(world: World, ask: Ask) -> None:
    assert ask(world(SHED), "may go", {"rain": False, "fire": False}).open_answer is None


def test_redaction_leaves_out_a_scenario_with_a_sensitive_fact(world: World, ask: Ask) -> None:
    determination = ask(world(SHED), "may go", {"rain": False}, done=["listen"])

    assert scenarios(determination) == [
        "Yes, if it is not true that it is so: fire.",
        "Not yet, if it is so: fire.",
    ]
    assert scenarios(ee.redacted(determination)) == []


def test_a_way_on_that_is_open_has_scenarios_too(world: World, ask: Ask) -> None:
    assert scenarios(ask(world(SHED), "what", {"rain": True, "fire": False})) == [
        "A dilemma, if it is so: wind.",
        "Do go (permitted), if it is not true that it is so: wind.",
    ]
