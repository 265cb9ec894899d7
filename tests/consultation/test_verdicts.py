"""The question `right`: what was done and what was omitted, judged by the rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]

LAW = """
facts: [{id: rain}]
actions:
  - {id: required}
  - {id: advised}
  - {id: permitted}
  - {id: silent}
  - {id: discouraged}
  - {id: prohibited}
  - {id: torn}
  - {id: impossible, available: {rain: yes}}
  - {id: unmet, met_by: [prohibited]}
  - {id: waiting}
  - {id: discouraged_and_waiting}
  - {id: prohibited_and_waiting}
  - {id: step}
rules:
  - id: all
    then:
      - {must: [required, torn, unmet, impossible]}
      - {should: advised}
      - {may: [permitted, waiting]}
      - {should not: [discouraged, discouraged_and_waiting]}
      - {must not: [prohibited, torn, prohibited_and_waiting]}
      - {must: step, before: waiting}
      - {must: step, before: discouraged_and_waiting}
      - {must: step, before: prohibited_and_waiting}
"""


def judged(determination: ee.Determination) -> dict[str, ee.Verdict]:
    return {report.action: report.verdict for report in determination.conduct}


@pytest.mark.parametrize(
    ("act", "verdict"),
    [
        ("required", "consistent"),
        ("advised", "consistent"),
        ("permitted", "consistent"),
        ("silent", "no_rule"),
        ("discouraged", "departure"),
        ("prohibited", "breach"),
        ("prohibited_and_waiting", "breach"),
        ("waiting", "premature"),
        ("discouraged_and_waiting", "premature"),
        ("torn", "no_verdict"),
        ("unmet", "no_verdict"),
        ("impossible", "no_verdict"),
    ],
)
def test_what_was_done_is_judged_by_its_status(act: str, verdict: str, world: World, ask: Ask) -> None:
    determination = ask(world(LAW), "right", {"rain": False}, did=[act], not_done=["step"])

    assert (determination.answer.value, determination.answer.firmness) == (verdict, ee.Firmness.FIRM)
    assert judged(determination) == {act: ee.Verdict(verdict)}


@pytest.mark.parametrize(
    ("act", "verdict"),
    [
        ("required", "breach"),
        ("advised", "departure"),
        ("permitted", "consistent"),
        ("silent", "consistent"),
        ("discouraged", "consistent"),
        ("prohibited", "consistent"),
        ("torn", "no_verdict"),
        ("unmet", "no_verdict"),
        ("impossible", "no_verdict"),
    ],
)
def test_what_was_omitted_is_judged_by_its_status(act: str, verdict: str, world: World, ask: Ask) -> None:
    determination = ask(world(LAW), "right", {"rain": False}, omitted=[act])

    assert determination.answer.value == verdict
    assert judged(determination) == {act: ee.Verdict(verdict)}
    assert [report.omitted for report in determination.conduct] == [True]


WAYS = """
facts: [{id: rain}, {id: wind}]
actions:
  - {id: go, way: yes}
  - {id: stay, way: yes}
  - {id: part, way: yes}
  - {id: tell, of: [go]}
  - {id: thank, of: [go]}
  - {id: call, of: [go], by: the office}
  - {id: wait, of: [stay]}
  - {id: silent}
  - {id: silence}
rules:
  - {id: manner, then: [{must: [tell, wait, call]}, {should: thank}]}
  - {id: wet, when: {rain: yes}, then: [{may: go}], unless: {wind: yes}}
  - {id: first, then: [{must: tell, before: part}]}
"""


NO_RULE = "No rule speaks of it, as the case was stated. That does not make it right."


def test_of_a_way_on_which_the_rules_are_silent_no_rule_speaks(world: World, ask: Ask) -> None:
    found = ask(world(WAYS), "right", {"rain": False, "wind": False}, did=["stay"], done=["wait"])

    assert (found.answer.value, found.answer.sentence) == ("no_rule", NO_RULE)
    assert [(report.verdict, report.why) for report in found.conduct] == [(ee.Verdict.NO_RULE, "no rule speaks of it")]


def test_of_a_step_on_which_the_rules_are_silent_no_rule_speaks_either(world: World, ask: Ask) -> None:
    found = ask(world(WAYS), "right", {"rain": False, "wind": False}, did=["silent"])

    assert (found.answer.value, found.answer.sentence) == ("no_rule", NO_RULE)
    (report,) = found.conduct
    assert (report.verdict, report.why) == (ee.Verdict.NO_RULE, "no rule speaks of it")


@pytest.mark.parametrize(("did", "omitted"), [(["silent", "thank"], []), (["silent"], ["silence"]), ([], ["silence"])])
def test_a_silent_step_spoils_no_sound_verdict(world: World, ask: Ask, did: list[str], omitted: list[str]) -> None:
    found = ask(world(WAYS), "right", {"rain": False, "wind": False}, did=did, omitted=omitted)

    assert found.answer.value == "consistent"


def test_where_a_rule_would_speak_but_for_its_exception_the_line_says_that_instead(world: World, ask: Ask) -> None:
    found = ask(world(WAYS), "right", {"rain": True, "wind": True}, did=["go"], done=["tell"])

    assert found.answer.value == "no_rule"
    assert [report.why for report in found.conduct] == ["the exception of wet applies here"]


def test_a_verdict_names_the_required_steps_of_the_way_done_that_were_told_neither_way(world: World, ask: Ask) -> None:
    ruleset = world(WAYS)

    unsaid = ask(ruleset, "right", {"rain": True, "wind": False}, did=["go"])
    assert unsaid.answer.value == "consistent"
    assert unsaid.answer.sentence == (
        "It was consistent with the rules as far as stated. Required, and not stated: do tell."
    )
    assert [report.unstated for report in unsaid.conduct] == [("tell",)]
    for found in ({"done": ["tell"]}, {"not_done": ["tell"]}, {"omitted": ["tell"]}):
        assert ask(ruleset, "right", {"rain": True, "wind": False}, did=["go"], **found).conduct[0].unstated == ()


def test_an_omitted_step_is_a_step_not_done_and_one_that_was_taken_is_done(world: World, ask: Ask) -> None:
    ruleset = world(LAW)

    assert ask(ruleset, "right", {"rain": False}, did=["waiting"], omitted=["step"]).answer.value == "breach"
    assert judged(ask(ruleset, "right", {"rain": False}, did=["waiting"], omitted=["step"])) == {
        "waiting": ee.Verdict.PREMATURE,
        "step": ee.Verdict.BREACH,
    }
    assert judged(ask(ruleset, "right", {"rain": False}, did=["step", "waiting"])) == {
        "step": ee.Verdict.CONSISTENT,
        "waiting": ee.Verdict.CONSISTENT,
    }


def test_the_manner_of_a_way_that_was_not_taken_is_not_held_against_anybody(world: World, ask: Ask) -> None:
    ruleset, facts = world(WAYS), {"rain": True, "wind": False}

    other = ask(ruleset, "right", facts, did=["go"], omitted=["wait"])
    assert other.answer.value == "consistent"
    assert other.conduct[1].why == "it belongs to a course that was not taken"
    assert ask(ruleset, "right", facts, did=["stay"], omitted=["wait"]).answer.value == "breach"
    assert ask(ruleset, "right", facts, omitted=["wait"]).answer.value == "breach"


def test_what_had_to_wait_for_a_step_that_nobody_spoke_of_has_no_verdict(world: World, ask: Ask) -> None:
    determination = ask(world(LAW), "right", {"rain": False}, did=["waiting"])

    assert determination.answer.value == "no_verdict"
    assert determination.answer.firmness is ee.Firmness.PROVISIONAL
    assert (determination.answer.sentence, determination.answer.standing) == (
        "No verdict can be given.",
        "",
    )
    assert judged(determination) == {"waiting": ee.Verdict.NO_VERDICT}
    assert "it is not known whether it was done" in determination.conduct[0].why


def test_what_had_to_wait_for_a_step_that_was_done_is_consistent(world: World, ask: Ask) -> None:
    assert ask(world(LAW), "right", {"rain": False}, did=["waiting"], done=["step"]).answer.value == "consistent"


def test_the_answer_is_the_worst_of_all_verdicts(world: World, ask: Ask) -> None:
    ruleset = world(LAW)

    many = ask(ruleset, "right", {"rain": False}, did=["permitted", "discouraged", "torn"], omitted=["advised"])
    assert many.answer.value == "departure"
    assert judged(many) == {
        "permitted": ee.Verdict.CONSISTENT,
        "discouraged": ee.Verdict.DEPARTURE,
        "torn": ee.Verdict.NO_VERDICT,
        "advised": ee.Verdict.DEPARTURE,
    }
    worse = ask(ruleset, "right", {"rain": False}, did=["waiting", "discouraged"], not_done=["step"])
    assert worse.answer.value == "premature"
    worst = ask(ruleset, "right", {"rain": False}, did=["waiting"], omitted=["required"], not_done=["step"])
    assert worst.answer.value == "breach"


def test_a_verdict_that_differs_between_completions_is_open(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: go}]
rules: [{id: r, when: {rain: yes}, then: [{must not: go}]}]
""")

    determination = ask(ruleset, "right", did=["go"])

    assert determination.answer.firmness is ee.Firmness.OPEN
    assert determination.answer.possible == ("breach", "no_rule")
    assert judged(determination) == {"go": ee.Verdict.NO_VERDICT}


def test_an_act_of_open_status_that_is_right_either_way_is_judged_so(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: go}]
rules: [{id: wet, when: {rain: yes}, then: [{must: go}]}, {id: dry, when: {rain: no}, then: [{should: go}]}]
""")

    determination = ask(ruleset, "right", did=["go"])

    assert (determination.answer.value, determination.answer.firmness) == ("consistent", ee.Firmness.FIRM)
    assert judged(determination) == {"go": ee.Verdict.CONSISTENT}


def test_an_act_that_only_perhaps_had_to_wait_is_not_called_premature(world: World, ask: Ask) -> None:
    ruleset = world("""
facts: [{id: rain}]
actions: [{id: go}, {id: step}]
rules: [{id: r, then: [{may: go}]}, {id: s, when: {rain: yes}, then: [{must: step, before: go}]}]
""")

    determination = ask(ruleset, "right", did=["go"], not_done=["step"])

    assert determination.answer.possible == ("premature", "consistent")
    assert judged(determination) == {"go": ee.Verdict.NO_VERDICT}


def test_the_question_names_what_was_done_and_what_was_left(world: World, ask: Ask) -> None:
    determination = ask(world(LAW), "right", did=["permitted"], omitted=["advised"])

    assert determination.question == "Was it right to do permitted and not to do advised?"


def test_asked_in_python_of_no_conduct_at_all_it_is_refused(world: World) -> None:
    ruleset = world(LAW)

    with pytest.raises(ee.CaseError, match="`right` needs an action"):
        ee.consult(ruleset, ee.Case("c", ee.Question(ee.Ask.RIGHT), {}))


def test_steps_that_had_to_come_first_are_told_in_their_order() -> None:
    ruleset = ee.load_ruleset()
    case = ee.new_case(ruleset, "right terminate", {"client_cannot_pay": True}, did=["terminate"])

    (act,) = ee.consult(ruleset, case).conduct

    assert act.why.index("about the fee") < act.why.index("name other services")
