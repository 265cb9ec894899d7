"""What is stated of a danger is never contradicted by what an interview states as absent."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.consultation.default_assumptions import case_knowledge
from ethics_engine.interview import Interview
from ethics_engine.interview.contradicted_denials import danger_values, denies_danger, spoken_against
from ethics_engine.model.enactment import enact

RULESET = ee.load_ruleset()
LAW = enact(RULESET, datetime.date(2026, 11, 29))
DANGERS = sorted({(variable.fact, str(value)) for variable, value in danger_values(LAW)})
QUESTIONS = ("must continue", "may terminate", "may refer", "what")


@settings(max_examples=12)  # each goes through every deviation of a case
@given(stated=st.lists(st.sampled_from(DANGERS), min_size=1, max_size=3), question=st.sampled_from(QUESTIONS))
def test_whatever_danger_is_stated_no_denial_that_it_speaks_against_is_recorded(
    stated: list[tuple[str, str]], question: str
) -> None:
    """Of whatever the last check lists, nothing is so."""
    interview = Interview(RULESET, question, dict(stated))
    for item in interview.rests_on():
        interview.deny(item)
    facts = {fact: statement.known for fact, statement in interview.case().facts.items()}

    against = spoken_against(case_knowledge(LAW, facts, presume=True, places={}))

    assert dict(stated).keys() <= facts.keys()
    assert not [fact for fact in against if fact in facts and denies_danger(LAW, fact, facts[fact])]


@pytest.mark.parametrize("danger", [{"suicide_risk": "plan"}, {"higher_care_needed": "hospital"}])
def test_a_plan_of_suicide_and_the_need_of_a_hospital_are_a_crisis_that_nobody_denies(
    danger: dict[str, object],
) -> None:
    interview = Interview(RULESET, "must continue", danger)

    assert "client_in_crisis" not in {item.fact.id for item in interview.rests_on()}
    with pytest.raises(ee.ContradictionError, match="this contradicts what is stated: the client "):
        interview.tell("client_in_crisis", False)
    assert interview.answered == ()


def test_a_plan_of_suicide_takes_an_earlier_denial_of_a_crisis_back() -> None:
    interview = Interview(RULESET, "must continue")
    interview.tell("client_in_crisis", False)

    assert interview.tell("suicide_risk", "plan") == ("client_in_crisis",)
    assert interview.answered == ("suicide_risk",)


def test_thoughts_of_suicide_without_a_crisis_can_be_stated() -> None:
    interview = Interview(RULESET, "must continue", {"suicide_risk": "thoughts"})
    listed = {item.fact.id: item for item in interview.rests_on()}
    interview.deny(listed["client_in_crisis"])

    assert "client_in_crisis" not in interview.case().facts
    interview.tell("client_in_crisis", False)
    assert interview.answered == ("client_in_crisis",)
