"""What would turn an answer: that each is named beside it, and that the answer is then as it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.consultation.answer_page import page_and_turning_points
from ethics_engine.consultation.page_turning import TurningPoint, TurnOrigin
from ethics_engine.loading import bundled
from ethics_engine.model.case import Answer, Ask, Statement
from ethics_engine.model.facts import FactType
from ethics_engine.model.knowledge import Values
from ethics_engine.text.answers import ANSWER_IN_WORDS
from tests.sampling import Of, sampled_cases

World = Callable[[str], ee.Ruleset]

WORLD = """
facts:
  - {id: wet, ask: "Is it wet?", says: it is wet, denies: it is dry, type: yes_no, presumed: no}
  - {id: dark, ask: "Is it dark?", says: it is dark, denies: it is light, type: yes_no, presumed: no}
  - {id: far, ask: "Is it far?", says: it is far, denies: it is near, type: yes_no}
  - {id: slow, ask: "Are you slow?", says: you are slow, denies: you are fast, type: yes_no, presumed: no}
  - {id: hail, ask: "Is there hail?", says: it hails, denies: there is no hail, type: yes_no, presumed: no, topic: sky}
  - {id: tired, ask: "Are you tired?", says: you are tired, type: yes_no, presumed: no, pretext: yes}
actions:
  - {id: go, label: go, way: yes}
  - {id: stay, label: stay, way: yes}
  - {id: rest, label: rest}
  - {id: call, label: call}
rules:
  - {id: go, when: {dark: no}, then: [{may: go}], because: You see the way.}
  - {id: wet, when: {wet: yes}, then: [{must not: go}], because: It is slippery.}
  - {id: far, when: {far: yes, wet: no}, then: [{must: call, before: go}], because: It takes long.}
  - {id: slow, when: {slow: yes}, then: [{must: rest, before: go}], because: You need time.}
  - {id: hail, when: {hail: yes}, then: [{must not: go}], because: It hurts.}
  - {id: tired, when: {tired: yes}, then: [{must not: go}], because: You need rest.}
"""


@pytest.fixture
def ruleset(world: World) -> ee.Ruleset:
    return world(WORLD)


def _points(ruleset: ee.Ruleset, question: str, **facts: object) -> tuple[TurningPoint, ...]:
    return page_and_turning_points(ee.consult(ruleset, ee.new_case(ruleset, question, facts)))[1]


def _turned(points: Iterable[TurningPoint], origin: TurnOrigin) -> dict[str, list[tuple[str, str]]]:
    return {
        each.sentence: [(turn.condition, turn.answer) for turn in each.turns]
        for each in points
        if each.origin is origin
    }


def test_the_step_that_the_answer_waits_for_is_named_with_the_answer_then(ruleset: ee.Ruleset) -> None:
    points = _points(ruleset, "may go", far="yes")

    (step,) = (each for each in points if each.origin is TurnOrigin.STEP)
    assert (step.sentence, step.turns[0].condition, step.turns[0].answer) == ("call", "", "yes")


def test_a_duty_that_changes_nothing_is_named_with_the_answer_that_stays(world: World) -> None:
    ruleset = world(
        WORLD
        + """
  - {id: tell, when: {wet: yes}, then: [{must: call}], because: Others want to know.}
"""
    )
    points = _points(ruleset, "may go", wet="yes")

    assert _turned(points, TurnOrigin.STEP) == {"call": [("", "still no")]}


def test_a_step_is_named_with_what_would_keep_a_yes_from_standing(ruleset: ee.Ruleset) -> None:
    points = _points(ruleset, "may go", far="yes")

    assert _turned(points, TurnOrigin.STEP)["call"] == [("", "yes"), ("it is dark", "No rule speaks of it")]
    assert [*_turned(points, TurnOrigin.ASSUMED)] == ["It is dry."], "what is told of an assumption is not told again"


def test_a_step_after_which_the_answer_is_open_is_named_with_what_to_find_out(ruleset: ee.Ruleset) -> None:
    points = _points(ruleset, "may go", slow="yes", far="unknown")

    assert _turned(points, TurnOrigin.STEP)["rest"] == [("", "open, until this is known: “Is it far?”")]


@pytest.mark.parametrize(
    ("facts", "nearer"),
    [({"wet": "yes"}, True), ({"wet": "no", "dark": "no", "slow": "yes"}, True), ({"hail": "yes"}, True)],
)
def test_an_answer_says_whether_it_is_nearer_to_a_yes(ruleset: ee.Ruleset, facts: dict[str, str], nearer: bool) -> None:
    (stated, *_) = (each for each in _points(ruleset, "may go", far="no", **facts) if each.origin is TurnOrigin.STATED)

    assert stated.turns[0].nearer is nearer


def test_what_was_stated_is_named_with_the_answer_if_it_were_otherwise(ruleset: ee.Ruleset) -> None:
    points = _points(ruleset, "may go", far="no", dark="no", wet="yes")

    stated = _turned(points, TurnOrigin.STATED)
    assert stated["It is wet."] == [("it is dry", "Yes")]
    assert "It is light." not in stated, "what is as usual is named only if nothing else turns the answer"


def test_what_was_stated_is_named_first_if_it_is_why_another_step_comes_first(ruleset: ee.Ruleset) -> None:
    points = _points(ruleset, "may go", far="yes", slow="yes")

    assert points[0].origin is TurnOrigin.STATED
    assert _turned(points, TurnOrigin.STATED)["You are slow."] == [("you are fast", "Not yet, first call; then yes")]


def test_what_is_as_usual_is_not_named_where_it_is_far_from_the_case(ruleset: ee.Ruleset) -> None:
    points = _points(ruleset, "may go", hail="no")

    assert _turned(points, TurnOrigin.STATED) == {}


def test_what_is_not_known_is_named_with_the_answer_after_each_reply(ruleset: ee.Ruleset) -> None:
    points = _points(ruleset, "may go")

    assert _turned(points, TurnOrigin.UNKNOWN) == {
        "Is it far?": [("it is far", "Not yet, first call"), ("it is near", "Yes")]
    }


def test_an_assumption_is_named_with_the_answer_if_it_is_wrong(ruleset: ee.Ruleset) -> None:
    points = _points(ruleset, "may go", far="no")

    assert _turned(points, TurnOrigin.ASSUMED)["It is dry."] == [("it is wet", "No")]


def test_the_topics_of_what_is_assumed_and_turns_the_answer_tell_of_what_kind_it_is(ruleset: ee.Ruleset) -> None:
    named = {"far": "no", "wet": "no", "dark": "no", "slow": "no"}
    determination = ee.consult(ruleset, ee.new_case(ruleset, "may go", named))

    assert page_and_turning_points(determination)[2] == ("sky",), "of being tired nothing is told"


def test_a_pretext_turns_nothing_and_whoever_is_no_better_after_help_is_promised_no_yes() -> None:
    ruleset = ee.load_ruleset()
    reasons = {"reasons_for_referral": ["values_conflict"], "practitioner_values_conflict": "yes"}

    step, after = _points(ruleset, "may refer", **reasons)

    assert [turn.answer for turn in step.turns] == ["still no"]
    assert after.origin is TurnOrigin.AFTER
    assert after.facts == ("done:consult_supervisor", "still_unable_to_serve")
    assert [turn.answer for turn in after.turns] == [
        "not yet, first check that the reasons for referring or ending serve the client"
    ]


CONSISTENT = [
    name for name in sampled_cases(Of.ANSWER) if "  constraint:" not in bundled.cases()[name].read_text("utf-8")
]


@pytest.mark.parametrize("name", CONSISTENT)
def test_stated_otherwise_the_answer_is_as_it_says(name: str) -> None:
    """Of every fact of a decided case that is said to turn its answer, a consult on the other value gives that one."""
    ruleset = ee.load_ruleset()
    case = ee.load_case(bundled.cases()[name], ruleset)
    points = page_and_turning_points(ee.consult(ruleset, case))[1]

    for point in points:
        fact = ruleset.fact.get(point.facts[0])
        if point.origin is TurnOrigin.STATED and fact and fact.type in (FactType.YES_NO, FactType.CHOICE):
            for value, answer in ((value, turn.answer) for turn in point.turns for value in turn.values):
                otherwise = {**case.facts, fact.id: Statement(Values(frozenset({value})))}
                then = ee.consult(ruleset, attrs.evolve(case, facts=otherwise))
                assert _word(then) in answer.lower(), (fact.id, value)


def _word(determination: ee.Determination) -> str:
    """The answer in the word that a turn begins with; of a question without one, nothing."""
    value = determination.answer.value
    return ANSWER_IN_WORDS[Answer(value)].lower() if determination.ask is not Ask.WHAT else ""


def test_nothing_is_said_to_turn_an_answer_into_what_it_is_in_the_same_words() -> None:
    ruleset = ee.load_ruleset()
    determination = ee.consult(ruleset, ee.new_case(ruleset, "what", {"progress": "none", "client_absence": "unknown"}))

    points = page_and_turning_points(determination)[1]

    assert determination.answer.sentence.startswith("The course is open")
    assert [each for each in points for turn in each.turns if turn.answer == "The course is open"] == []
