"""Every kind of question, with every answer it can have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]

EVERYTHING = """
facts: [{id: rain}]
actions:
  - {id: permitted}
  - {id: advised}
  - {id: required}
  - {id: discouraged}
  - {id: prohibited}
  - {id: torn}
  - {id: silent}
  - {id: impossible, available: {rain: yes}}
  - {id: waiting}
  - {id: silent_but_waiting}
  - {id: prohibited_and_waiting}
  - {id: advised_and_waiting}
  - {id: required_and_waiting}
  - {id: unmet, met_by: [prohibited, impossible]}
  - {id: met, met_by: [prohibited, permitted]}
  - {id: step}
rules:
  - id: all
    then:
      - {may: [permitted, waiting]}
      - {should: [advised, advised_and_waiting]}
      - {must: [required, torn, unmet, met, required_and_waiting, impossible]}
      - {should not: discouraged}
      - {must not: [prohibited, torn, prohibited_and_waiting]}
      - {must: step, before: waiting}
      - {must: step, before: silent_but_waiting}
      - {must: step, before: prohibited_and_waiting}
      - {must: step, before: advised_and_waiting}
      - {must: step, before: required_and_waiting}
"""


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("permitted", "yes"),
        ("advised", "yes"),
        ("required", "yes"),
        ("met", "yes"),
        ("discouraged", "advised_against"),
        ("prohibited", "no"),
        ("prohibited_and_waiting", "no"),
        ("torn", "dilemma"),
        ("unmet", "dilemma"),
        ("silent", "rules_say_nothing"),
        ("silent_but_waiting", "not_yet"),
        ("waiting", "not_yet"),
        ("required_and_waiting", "not_yet"),
        ("impossible", "not_possible"),
    ],
)
def test_may_is_answered_by_the_status_of_the_action(action: str, answer: str, world: World, ask: Ask) -> None:
    determination = ask(world(EVERYTHING), f"may {action}", {"rain": False}, not_done=["step"])

    assert (determination.answer.value, determination.answer.firmness) == (answer, ee.Firmness.FIRM)
    assert determination.answer.first == (("step",) if "waiting" in action else ())


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("required", "yes"),
        ("met", "yes"),
        ("required_and_waiting", "not_yet"),
        ("advised", "advised"),
        ("advised_and_waiting", "advised"),
        ("permitted", "no"),
        ("discouraged", "no"),
        ("prohibited", "no"),
        ("torn", "dilemma"),
        ("unmet", "dilemma"),
        ("silent", "rules_say_nothing"),
        ("impossible", "not_possible"),
    ],
)
def test_must_is_answered_by_the_status_of_the_action(action: str, answer: str, world: World, ask: Ask) -> None:
    determination = ask(world(EVERYTHING), f"must {action}", {"rain": False}, not_done=["step"])

    assert (determination.answer.value, determination.answer.firmness) == (answer, ee.Firmness.FIRM)


def test_no_longer_waiting_once_the_step_is_done(world: World, ask: Ask) -> None:
    ruleset = world(EVERYTHING)

    assert ask(ruleset, "may waiting", {"rain": False}, done=["step"]).answer.value == "yes"
    assert ask(ruleset, "must required_and_waiting", {"rain": False}, done=["step"]).answer.value == "yes"
    assert ask(ruleset, "may silent_but_waiting", {"rain": False}, done=["step"]).answer.value == "rules_say_nothing"


STEPS = """
facts: [{id: rain}]
actions:
  - {id: go, way: yes}
  - {id: later, after: [sooner]}
  - {id: sooner}
  - {id: free}
rules:
  - {id: r, when: {rain: yes}, then: [{must: later, before: go}, {must: sooner, before: go}]}
"""


def test_first_names_the_first_step_of_the_plan(world: World, ask: Ask) -> None:
    assert ask(world(STEPS), "first", {"rain": True}).answer.value == "sooner"


def test_first_skips_what_is_done(world: World, ask: Ask) -> None:
    assert ask(world(STEPS), "first", {"rain": True}, done=["sooner"]).answer.value == "later"


def test_first_of_nothing_is_none(world: World, ask: Ask) -> None:
    answer = ask(world(STEPS), "first", {"rain": False}).answer

    assert (answer.value, answer.firmness) == ("none", ee.Firmness.FIRM)


def test_first_of_an_action_names_the_first_step_that_it_awaits(world: World, ask: Ask) -> None:
    ruleset = world(STEPS)

    assert ask(ruleset, "first go", {"rain": True}).answer.value == "sooner"
    assert ask(ruleset, "first go", {"rain": True}, done=["sooner"]).answer.value == "later"
    assert ask(ruleset, "first go", {"rain": True}, done=["sooner", "later"]).answer.value == "none"
    assert ask(ruleset, "first free", {"rain": True}).answer.value == "none"


def test_first_is_open_where_nobody_knows_whether_the_rule_applies(world: World, ask: Ask) -> None:
    answer = ask(world(STEPS), "first").answer

    assert (answer.value, answer.possible) == ("open", ("sooner", "none"))


WAYS = """
facts: [{id: x, type: choice, values: {a: a, b: b, c: c, d: d, e: e, f: f, g: g}}]
actions: [{id: go, way: yes}, {id: stay, way: yes}]
rules:
  - {id: a, when: {x: a}, then: [{must: go}]}
  - {id: b, when: {x: b}, then: [{should: go}]}
  - {id: c, when: {x: c}, then: [{may: [go, stay]}]}
  - {id: d, when: {x: d}, then: [{should not: stay}]}
  - {id: e, when: {x: e}, then: [{must: [go, stay]}]}
  - {id: f, when: {x: f}, then: [{must not: [go, stay]}]}
"""


@pytest.mark.parametrize(
    ("x", "force", "ways"),
    [
        ("a", "required", ("go",)),
        ("b", "advised", ("go",)),
        ("c", "permitted", ("go", "stay")),
        ("d", "left", ("go",)),
        ("e", "dilemma", ("go", "stay")),
        ("f", "dilemma", ()),
        ("g", "none", ()),
    ],
)
def test_what_is_answered_by_the_courses_of_action(
    x: str, force: str, ways: tuple[str, ...], world: World, ask: Ask
) -> None:
    determination = ask(world(WAYS), "what", {"x": x})

    assert determination.answer.value == force
    assert determination.disposition.force is ee.Force(force)
    assert determination.disposition.ways == ways
    assert determination.answer.sentence == determination.disposition.sentence


def test_what_is_open_where_the_way_on_is(world: World, ask: Ask) -> None:
    answer = ask(world(WAYS), "what", {"x": {"one_of": ["a", "b"]}}).answer

    assert (answer.value, answer.firmness) == ("open", ee.Firmness.OPEN)


MANNER = """
facts: [{id: rain}]
actions:
  - {id: go, way: yes}
  - {id: stay, way: yes}
  - {id: say_why, of: [go], label: say why}
  - {id: hurry, of: [go], label: hurry}
  - {id: wait, of: [stay], label: wait}
rules:
  - {id: r, then: [{must: say_why}, {must not: hurry}, {must: wait}]}
  - {id: s, when: {rain: yes}, then: [{should: go}]}
"""


def test_how_names_the_manner_steps_of_the_way_asked_about_and_no_others(world: World, ask: Ask) -> None:
    determination = ask(world(MANNER), "how go", {"rain": False})

    assert (determination.answer.value, determination.answer.firmness) == ("answered", ee.Firmness.FIRM)
    assert "say why" in determination.answer.sentence
    assert "wait" not in determination.answer.sentence


def test_how_speaks_of_manner_steps_that_are_forbidden(world: World, ask: Ask) -> None:
    assert "hurry" in ask(world(MANNER), "how go", {"rain": False}).answer.sentence


def test_how_does_not_say_that_the_rules_say_nothing_once_all_is_done(world: World, ask: Ask) -> None:
    sentence = ask(world(MANNER), "how go", {"rain": False}, done=["say_why"]).answer.sentence

    assert "say nothing" not in sentence


def test_how_is_open_where_a_manner_step_is(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: go, way: yes}, {id: hurry, of: [go]}]
rules: [{id: r, when: {rain: yes}, then: [{must: hurry}]}]
""")

    answer = ask(ruleset, "how go").answer

    assert (answer.value, answer.firmness) == ("open", ee.Firmness.OPEN)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("may advised", "May the practitioner do advised?"),
        ("must advised", "Must the practitioner do advised?"),
        ("first", "What must come first?"),
        ("first advised", "What must come before the practitioner may do advised?"),
        ("what", "What should the practitioner do?"),
    ],
)
def test_the_question_is_repeated_in_words(question: str, sentence: str, world: World, ask: Ask) -> None:
    assert ask(world(EVERYTHING), question).question == sentence
