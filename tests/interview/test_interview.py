"""An interview asks what matters, danger first, keeps what it says, and stops when it should."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from contextlib import suppress

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.interview import BaseRates, Interview, Reliance
from ethics_engine.interview.state import InterviewState
from ethics_engine.model.case import Statement
from ethics_engine.model.conditions import FactTest
from ethics_engine.model.conditions import tests_in as in_condition
from ethics_engine.model.enactment import enact
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import NO, Values
from ethics_engine.model.status import Status


def no_danger(fact: Fact) -> str:
    """The value of a fact about danger that is none."""
    return "none" if "none" in fact.value_ids else "no"


def answered(interview: Interview, answers: Mapping[str, object], changed: object = "unknown") -> list[str]:
    """Go through an interview; gives the facts asked about, in order."""
    asked = []
    while (query := interview.next()) is not None:
        asked.append(query.fact.id)
        interview.tell(query.fact.id, answers.get(query.fact.id, changed))
    return asked


def test_it_asks_of_danger_first(outing: ee.Ruleset) -> None:
    query = Interview(outing, "may go").next()

    assert query is not None
    assert (query.fact.id, query.safety) == ("storm", True)
    assert query.gain > 0


def test_whether_there_is_a_danger_comes_before_how_great_it_is(world: Callable[[str], ee.Ruleset]) -> None:
    ruleset = world("""
facts:
  - {id: wave, type: choice, values: {none: none, high: high}, unpresumed: It varies.}
  - {id: storm, presumed: no}
actions:
  - {id: go, way: yes}
rules:
  - {id: go.storm, when: {any: [{storm: yes}, {wave: high}]}, then: [{must not: go}]}
safety:
  - {id: weather, when: {any: [{wave: high}, {storm: yes}]}, matters_for: [go]}
""")

    assert answered(Interview(ruleset, "may go"), {"storm": False, "wave": "none"})[:2] == ["storm", "wave"]


def test_it_asks_nothing_that_cannot_matter(outing: ee.Ruleset) -> None:
    assert set(answered(Interview(outing, "may go"), {"storm": False, "rain": True}, changed=False)) == {
        "storm",
        "rain",
    }


def test_what_the_ruleset_wants_asked_early_comes_right_after_danger(outing: ee.Ruleset) -> None:
    assert answered(Interview(outing, "may stay"), {}, changed=True)[0] == "idle"
    assert answered(Interview(outing, "must stay", {"rain": False}), {}) == []


def test_the_reason_and_whether_the_client_stays_away_are_asked_early_where_the_question_is_about_ending(
    ruleset: ee.Ruleset, experience: BaseRates
) -> None:
    interview = Interview(ruleset, "may terminate", rates=experience)
    while (query := interview.next()) is not None and query.safety:
        interview.tell(query.fact.id, no_danger(query.fact))

    asked: list[str] = []
    while query is not None and len(asked) < 2:
        asked.append(query.fact.id)
        interview.tell(query.fact.id, [] if query.fact.type is FactType.CHOICES else False)
        query = interview.next()

    assert {*asked} == {"reasons_for_referral", "client_walks_away"}


def test_danger_comes_first_however_little_it_tells_on_what_is_stated(
    ruleset: ee.Ruleset, experience: BaseRates
) -> None:
    stated = {"client_stage": "current", "reasons_for_referral": ["lack_of_progress"]}
    interview = Interview(ruleset, "may terminate", stated, rates=experience)
    asked = []
    while (query := interview.next()) is not None:
        asked.append(query.safety)
        interview.tell(query.fact.id, no_danger(query.fact) if query.safety else "unknown")

    assert asked.index(False) == asked.count(True) > 0


def test_an_answer_that_decides_ends_it(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "may go")

    assert answered(interview, {"storm": True}) == ["storm"]
    assert interview.settled
    assert interview.determination.answer.value == "no"
    assert interview.possible_outcomes == (ee.Answer.NO,)


def test_it_goes_by_the_order_in_which_steps_come(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "first", {"storm": False})
    asked = answered(interview, {"rain": True, "mood": "high", "friends": []}, changed=False)

    assert "rain" in asked
    assert interview.determination.answer.value == "dress"


def test_the_same_answers_lead_to_the_same_questions(ruleset: ee.Ruleset, experience: BaseRates) -> None:
    def asked() -> list[str]:
        interview = Interview(ruleset, "may refer", rates=experience)
        return answered(
            interview, {"reasons_for_referral": ["cultural_unfamiliarity"], "client_stage": "current"}, "unknown"
        )

    assert asked() == asked()


def test_a_violence_case_takes_five_questions_at_most(ruleset: ee.Ruleset, experience: BaseRates) -> None:
    for question in ("may terminate", "what", "must terminate"):
        interview = Interview(ruleset, question, rates=experience)
        answers = {"client_threatens_violence": True, "client_stage": "current", "suicide_risk": "none"}

        assert len(answered(interview, answers, changed=False)) <= 5  # one of them about suicide
        assert interview.settled


def test_a_case_of_unfamiliarity_takes_a_handful(ruleset: ee.Ruleset, experience: BaseRates) -> None:
    interview = Interview(ruleset, "may refer", {"unfamiliar_with_background": True}, rates=experience)
    whole = {"reasons_for_referral": ["cultural_unfamiliarity"], "progress": "small_steps", "own_similar_issue": "none"}
    asked = answered(interview, whole, changed=False)

    assert len(asked) <= 8  # four of them about danger
    assert interview.determination.answer.value == "no"


def test_what_a_reply_is_said_to_do_it_does(ruleset: ee.Ruleset, experience: BaseRates) -> None:
    interview = Interview(ruleset, "may terminate", {"client_threatens_violence": True}, rates=experience)
    settling = 0
    while (query := interview.next()) is not None:
        for reply in query.why():
            (value,) = reply.known[query.fact.id].possible
            interview.tell(query.fact.id, value)
            settling += reply.settles
            assert (interview.next() is None) >= reply.settles
            assert interview.possible_outcomes == reply.outcomes
            assert interview.back() == query.fact.id
        interview.tell(query.fact.id, value)

    assert settling


@pytest.mark.parametrize(
    ("fact", "value", "message"),
    [
        ("rian", True, "no fact `rian`"),
        ("storm", "perhaps", "`storm` takes yes, no or unknown"),
        ("visits", -1, "cannot be negative"),
        ("wet", True, "`wet` is stated already"),
    ],
)
def test_what_cannot_be_told_is_refused_and_changes_nothing(
    outing: ee.Ruleset, fact: str, value: object, message: str
) -> None:
    interview = Interview(outing, "may go", {"wet": False})

    with pytest.raises(ee.CaseError, match=message):
        interview.tell(fact, value)

    assert interview.answered == ()
    assert set(interview.case().facts) == {"wet"}


def test_an_answer_that_contradicts_another_is_refused(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "may go", {"wet": False})

    with pytest.raises(ee.ContradictionError):
        interview.tell("rain", True)

    assert interview.answered == ()


def test_why_leaves_out_replies_that_contradict_what_was_told(outing: ee.Ruleset) -> None:
    replies = Interview(outing, "may go", {"wet": False}).ask_about("rain").why()

    assert [reply.known for reply in replies] == [{"rain": NO}]


def test_facts_that_cannot_all_be_so_do_not_begin_an_interview(outing: ee.Ruleset) -> None:
    with pytest.raises(ee.ContradictionError):
        Interview(outing, "may go", {"wet": False, "rain": True})


def test_going_back_undoes_an_answer(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "may go")
    before = interview.possible_outcomes
    interview.tell("storm", True)

    assert interview.back() == "storm"
    assert interview.possible_outcomes == before
    with pytest.raises(ee.CaseError, match="no answer was given"):
        interview.back()


def test_an_answer_given_long_ago_can_be_taken_back(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "may go")
    interview.tell("storm", True)
    interview.tell("idle", False)
    interview.retract("storm")
    interview.tell("storm", False)

    assert interview.answered == ("idle", "storm")
    assert [fact.id for fact, known in interview.answers if known == NO] == ["idle", "storm"]
    with pytest.raises(ee.CaseError, match="`rain` was not answered"):
        interview.retract("rain")


def test_going_back_forgets_that_nobody_knew(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "may go")
    interview.tell("done:look", "unknown")
    interview.tell("storm", False)

    assert (interview.back(), interview.back()) == ("storm", "done:look")
    interview.tell("done:look", True)
    assert set(interview.case().facts) == {"done:look"}


def test_however_much_is_told_one_state_is_kept(outing: ee.Ruleset) -> None:
    def states() -> int:
        gc.collect()
        return sum(isinstance(held, InterviewState) for held in gc.get_objects())

    before = states()
    interview = Interview(outing, "must sing")
    for fact, value in {"storm": False, "mood": "middle", "visits": 2, "friends": ["ann"]}.items():
        interview.tell(fact, value)
        assert interview.possible_outcomes

    assert states() == before + 1


def test_where_nobody_knows_it_says_that_it_is_open(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "may go", {"storm": False})
    asked = answered(interview, {})

    assert "rain" in asked
    assert not interview.settled
    assert interview.determination.answer.value == "open"


def test_what_the_page_would_list_to_find_out_for_the_course_is_asked(
    ruleset: ee.Ruleset, experience: BaseRates
) -> None:
    stated = {"need_exceeds_training": True, "does_not_know_what_to_do": True, "client_stage": "current"}
    interview = Interview(ruleset, "may refer", {**stated, "reasons_for_referral": []}, rates=experience)
    for item in interview.dangers():
        interview.deny(item)
    listed = {each.fact for each in ee.answer_page(interview.determination).questions}

    assert interview.determination.answer.value == "yes"
    assert answered(interview, {}, changed=False) == ["gap_can_be_closed"]
    assert listed == {"gap_can_be_closed"}


def test_whoever_asks_about_a_step_has_a_reason_to_and_is_asked_for_it(
    ruleset: ee.Ruleset, experience: BaseRates
) -> None:
    interview = Interview(ruleset, "must support_through_stressor", rates=experience)
    for item in interview.dangers():
        interview.deny(item)

    assert {*answered(interview, {}, changed=True)} == {"acts_as_school_social_worker", "acute_stressor"}
    assert interview.determination.answer.value == "yes"


def test_an_open_answer_does_not_end_it_as_long_as_something_was_not_asked_that_may_decide(
    world: Callable[[str], ee.Ruleset],
) -> None:
    ruleset = world("""
facts:
  - {id: fog, unpresumed: It comes and goes.}
  - {id: wave, unpresumed: It varies., base_rate: {yes: 1}}
actions:
  - {id: go, way: yes}
rules:
  - {id: go.may, then: [{may: go}]}
  - {id: go.fog, when: {fog: yes, wave: no}, then: [{must not: go}]}
""")
    interview = Interview(ruleset, "may go", {"fog": "unknown"})

    assert answered(interview, {"wave": True}) == ["wave"]
    assert interview.settled


def test_the_dangers_are_gone_through_at_once_but_for_one_that_is_asked_about_by_name(
    ruleset: ee.Ruleset, experience: BaseRates
) -> None:
    interview = Interview(ruleset, "may terminate", rates=experience)
    listed = {item.fact.id for item in interview.dangers()}
    for item in interview.dangers():
        interview.deny(item)
    query = interview.next()

    assert {"danger_is_immediate", "client_in_crisis", "abuse_suspected", "harassment"} <= listed
    assert "suicide_risk" not in listed
    assert query is not None
    assert query.fact.id == "suicide_risk"
    assert interview.tell("suicide_risk", "plan") == ("client_in_crisis",)
    assert not {item.fact.id for item in interview.dangers()} & {"client_in_crisis", "client_threatens_violence"}
    assert "suicide_risk" in {item.fact.id for item in Interview(ruleset, "may refer").dangers()}


def test_beside_a_threat_it_asks_whether_a_danger_is_immediate(ruleset: ee.Ruleset, experience: BaseRates) -> None:
    interview = Interview(ruleset, "may terminate", {"client_threatens_violence": True}, rates=experience)
    for item in interview.dangers():
        interview.deny(item)
    query = interview.next()

    assert "danger_is_immediate" not in interview.case().facts, "the threat speaks against denying it offhand"
    assert query is not None
    assert query.fact.id == "danger_is_immediate"


def test_a_step_of_which_nobody_knows_stays_presumed(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "may go", {"storm": False, "rain": True})
    interview.tell("done:look", "unknown")

    assert "done:look" not in interview.case().facts
    assert interview.answered == ("done:look",)
    assert interview.next() is None or "look" not in repr(interview.next())


def test_a_case_that_is_settled_already_is_not_asked_about(outing: ee.Ruleset) -> None:
    interview = Interview(outing, ee.new_case(outing, "may go", {"storm": True}))

    assert interview.over
    assert interview.settled


def test_it_asks_of_a_number_and_of_options(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "must sing", {"mood": "middle"})
    asked = answered(interview, {"visits": 2, "friends": ["ann"]})

    assert set(asked) == {"visits", "friends"}
    assert interview.determination.answer.value == "advised"


def test_thorough_means_settled_whatever_else_is_so(ruleset: ee.Ruleset, experience: BaseRates) -> None:
    interview = Interview(
        ruleset, "may terminate", {"client_threatens_violence": True}, rates=experience, assumptions=False
    )
    while (query := interview.next()) is not None:
        value = [] if query.fact.type is FactType.CHOICES else query.fact.value_ids[-1]
        interview.tell(query.fact.id, {"client_stage": "current"}.get(query.fact.id, value))

    assert interview.determination.answer.firmness is ee.Firmness.FIRM


def test_what_it_rests_on_would_really_make_another_answer(ruleset: ee.Ruleset, experience: BaseRates) -> None:
    """Each is stated, alone, and the case consulted again."""
    interview = Interview(ruleset, "may refer", {"reasons_for_referral": ["cultural_unfamiliarity"]}, rates=experience)
    answer = interview.determination.answer.value
    relied = interview.rests_on()

    assert relied
    for item in relied[::4]:
        for known, outcomes in item.changed:
            if hasattr(known[item.fact.id], "possible"):
                (value,) = known[item.fact.id].possible
                stated = {"reasons_for_referral": ["cultural_unfamiliarity"], item.fact.id: value}
                case = ee.new_case(ruleset, "may refer", stated)
                assert item.danger or ee.consult(ruleset, case).answer.value != answer
                assert ee.Answer(ee.consult(ruleset, case).answer.value) in outcomes or len(outcomes) > 1


@pytest.mark.parametrize("question", ["may terminate", "what", "may ask_item"])
def test_the_last_check_names_every_danger_not_spoken_of_whatever_the_question(
    ruleset: ee.Ruleset, question: str
) -> None:
    interview = Interview(ruleset, question, {"client_threatens_violence": True})
    dangers = [item for item in interview.rests_on() if item.danger]

    assert dangers == list(interview.rests_on()[: len(dangers)])
    assert {"client_in_crisis", "suicide_risk", "danger_to_others"} <= {item.fact.id for item in dangers}
    assert {item.fact.id: item.if_denied for item in dangers}["client_in_crisis"] == "no"
    assert "client_threatens_violence" not in {item.fact.id for item in dangers}


@pytest.mark.parametrize(
    ("question", "danger"), [("may terminate", True), ("may terminate", False), ("may complete", False)]
)
def test_whoever_asks_about_an_end_is_asked_about_suicide_early_and_by_name(
    ruleset: ee.Ruleset, experience: BaseRates, question: str, danger: bool
) -> None:
    interview = Interview(ruleset, question, {"client_threatens_violence": danger}, rates=experience)
    asked = []
    while (query := interview.next()) is not None and "suicide_risk" not in asked:
        asked.append(query.fact.id)
        assert query.safety
        interview.tell(query.fact.id, "none" if query.fact.type is FactType.CHOICE else False)

    assert "suicide_risk" in asked


def test_the_last_check_lists_nothing_of_which_a_stated_danger_says_more(ruleset: ee.Ruleset) -> None:
    def dangers(**stated: bool) -> set[str]:
        return {item.fact.id for item in Interview(ruleset, "may terminate", stated).rests_on() if item.danger}

    calm, threatened = dangers(), dangers(client_threatens_violence=True)

    assert {"vague_threat", "afraid_of_client"} <= calm - threatened
    assert "suicide_risk" in dangers(client_threatens_violence=True, client_in_crisis=True)


def test_what_is_a_danger_only_beside_another_is_listed_where_that_was_stated(ruleset: ee.Ruleset) -> None:
    calm, crisis = (
        {
            item.fact.id
            for item in Interview(ruleset, "may terminate", {"client_in_crisis": stated}).rests_on()
            if item.danger
        }
        for stated in (False, True)
    )

    assert "client_is_minor" in crisis - calm
    assert "practitioner_attracted" not in calm


@pytest.mark.parametrize("question", ["may refer", "may continue", "may terminate", "what"])
def test_whoever_is_in_danger_is_never_answered_without_asking_whether_they_are_under_age(
    ruleset: ee.Ruleset, question: str
) -> None:
    interview = Interview(ruleset, question, {"suicide_risk": "plan", "client_in_crisis": True})

    assert "client_is_minor" in {item.fact.id for item in interview.rests_on()}


def test_who_ends_without_danger_is_not_shown_what_a_danger_would_call_for(ruleset: ee.Ruleset) -> None:
    interview = Interview(ruleset, "may terminate", {"fees_unpaid": True})

    assert not [item for item in interview.rests_on() if item.adds_step]


def test_the_last_check_lists_what_adds_a_step_that_a_danger_calls_for(world: Callable[[str], ee.Ruleset]) -> None:
    ruleset = world("""
facts:
  - {id: storm, presumed: no}
  - {id: child, presumed: no}
  - {id: hat, presumed: no}
actions:
  - {id: go, way: yes}
  - {id: shelter}
  - {id: tell_parents}
  - {id: greet}
rules:
  - {id: go.storm, when: {storm: yes}, then: [{must: shelter, before: go}]}
  - {id: go.child, when: {storm: yes, child: yes}, then: [{must: tell_parents, before: go}]}
  - {id: go.hat, when: {hat: yes}, then: [{must: greet}]}
safety:
  - {id: weather, when: {storm: yes}, matters_for: [go]}
""")
    calm, in_danger = (Interview(ruleset, "may go", {"storm": storm}).rests_on() for storm in (False, True))

    assert [item.fact.id for item in in_danger if item.adds_step] == ["child"]
    assert not calm


@pytest.mark.parametrize(
    ("question", "danger"), [("may refer", {"suicide_risk": "plan"}), ("what", {"abuse_suspected": True})]
)
def test_after_an_interview_in_danger_nothing_left_unasked_adds_a_step_that_the_danger_calls_for(
    ruleset: ee.Ruleset, experience: BaseRates, question: str, danger: Mapping[str, object]
) -> None:
    """Whatever a rule on the danger tests is stated in turn, unless it was asked about or is listed.

    No rule that then applies requires a step that was not required before.
    """
    interview = Interview(ruleset, question, danger, rates=experience)
    while (query := interview.next()) is not None:
        interview.tell(query.fact.id, False if query.fact.type is FactType.YES_NO else "unknown")
    asked = {*interview.case().facts, *(item.fact.id for item in interview.rests_on())}
    before = required(interview.determination)
    enactment = enact(ruleset, interview.determination.provenance.as_of)
    rules: dict[str, set[str]] = {}
    for rule in ruleset.rules:
        if not danger.keys().isdisjoint(facts_read(rule.when, enactment)):
            for test in in_condition(rule.when):
                if isinstance(test, FactTest) and test.fact not in asked:
                    rules.setdefault(test.fact, set()).add(rule.id)

    assert rules
    for fact, on_danger in rules.items():
        for value in enactment.fact[fact].value_ids:
            case = interview.case()
            case = attrs.evolve(case, facts={**case.facts, fact: Statement(Values(frozenset({value})))})
            with suppress(ee.ContradictionError):
                found = ee.consult(ruleset, case)
                applicable = on_danger & {reason.rule for reason in found.reasons}
                called_for = {
                    norm.action for rule in applicable for norm in ruleset.rule[rule].norms if norm.modality.positive
                }
                assert not (required(found) - before) & called_for, (fact, value)


def required(determination: ee.Determination) -> set[str]:
    """The steps of the practitioner that are required and not done."""
    return {step.action for step in determination.plan if step.status is Status.REQUIRED}


def test_what_the_last_check_denied_is_stated_and_no_longer_doubtful(ruleset: ee.Ruleset) -> None:
    interview = Interview(ruleset, "may refer", {"reasons_for_referral": ["dislike"], "client_stage": "current"})
    listed = interview.rests_on()
    doubtful = {each.fact for each in ee.answer_page(interview.determination).assumptions}
    denied = {item.fact.id for item in listed if item.if_denied is None}
    for item in listed:
        interview.deny(item)

    page = ee.answer_page(interview.determination)
    stated = interview.case().facts
    assert doubtful
    assert {item.fact.id for item in listed if item.if_denied is not None} <= stated.keys()
    assert denied
    assert denied.isdisjoint(stated)
    assert not {*interview.answered} & {item.fact.id for item in listed if not item.danger}
    for each in page.assumptions:
        ruled_out = {value for item in listed if item.fact.id == each.fact for value in _listed(item)}
        assert ruled_out.isdisjoint(value for one in each.if_wrong for value in one.values)

    interview.take_denials_back()
    assert interview.denied == ()


def _listed(item: Reliance) -> set[str]:
    """The values that the last check lists of a fact."""
    found = (known[item.fact.id] for known, _ in item.changed)
    return {value for known in found if isinstance(known, Values) for value in known.possible}


def test_who_names_fees_as_the_reason_is_asked_about_fees_next(ruleset: ee.Ruleset, experience: BaseRates) -> None:
    stated = {
        **dict.fromkeys(["client_threatens_violence", "client_in_crisis", "danger_to_others"], False),
        **dict.fromkeys(["danger_is_immediate", "work_puts_practitioner_at_risk", "client_walks_away"], False),
        "client_stage": "current",
        "suicide_risk": "none",
        "reasons_for_referral": ["money"],
    }
    interview = Interview(ruleset, "may terminate", stated, rates=experience)
    asked = answered(interview, {"fees_unpaid": True, "cover": "goes_on"}, changed="unknown")

    dangers = {item.fact.id for item in Interview(ruleset, "what").rests_on() if item.danger}
    assert next(ruleset.fact[fact].topic for fact in asked if fact not in dangers) == "fees"
    assert len(asked) <= 14


def test_it_stops_where_no_question_tells_much_and_the_last_check_lists_the_rest(
    ruleset: ee.Ruleset, experience: BaseRates
) -> None:
    interview = Interview(ruleset, "may refer", rates=experience)
    asked = answered(interview, {"reasons_for_referral": [], "client_stage": "current"}, changed="no")

    assert len(asked) <= 10
    assert interview.settled
    assert "client_wants_other_provider" in {item.fact.id for item in interview.rests_on()}


def test_whoever_does_not_know_the_reason_is_not_asked_about_everything(
    ruleset: ee.Ruleset, experience: BaseRates
) -> None:
    no_danger_known = dict.fromkeys(
        ["client_threatens_violence", "client_in_crisis", "danger_is_immediate", "danger_to_others"], False
    )
    interview = Interview(
        ruleset, "may refer", {**no_danger_known, "reasons_for_referral": "unknown"}, rates=experience
    )
    answers = {"client_stage": "current", "progress": "small_steps"}

    assert interview.possible_outcomes
    assert len(answered(interview, answers, changed=False)) <= 12


def test_it_tells_about_how_many_questions_are_left(outing: ee.Ruleset) -> None:
    interview = Interview(outing, "may go")
    left = interview.likely_left
    interview.tell("storm", value=True)

    assert left is None or left > 0
    assert interview.likely_left == 0
