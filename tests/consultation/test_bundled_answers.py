"""Answers of the bundled rules that were wrong once, as somebody would ask for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee

Asked = Callable[..., ee.Determination]

THREAT = {"client_threatens_violence": True, "client_in_crisis": False}


@pytest.fixture(scope="module")
def asked() -> Asked:
    """Puts a question to the bundled rules."""
    ruleset = ee.load_ruleset()

    def consult(question: str, facts: dict[str, object], **rest: list[str]) -> ee.Determination:
        return ee.consult(ruleset, ee.new_case(ruleset, question, facts, **rest))

    return consult


def test_how_to_refer_or_end_begins_with_that_it_is_forbidden(asked: Asked) -> None:
    for question in ("how refer", "how terminate", "first refer"):
        sentence = asked(question, {"practitioner_values_conflict": True}).answer.sentence
        assert sentence.startswith("The practitioner must not")


def test_how_to_end_in_a_crisis_begins_with_the_crisis(asked: Asked) -> None:
    answer = asked("how terminate", {"client_in_crisis": True, "client_threatens_violence": False}).answer

    assert answer.first == ("respond_to_crisis",)
    assert "first make sure that somebody responds to the crisis" in answer.sentence


def test_ending_without_the_talk_that_comes_first_is_too_soon(asked: Asked) -> None:
    facts = {"issues_addressed": True, "changes_made": True, "coping_gained": True, "progress": "good"}
    found = asked("right", facts, did=["complete"], omitted=["discuss_completion"])

    assert found.conduct[0].verdict is ee.Verdict.PREMATURE


def test_before_a_referral_every_step_that_comes_first_is_named(asked: Asked) -> None:
    facts = {"practitioner_attracted": True, "reasons_for_referral": ["own_issue"], "client_in_crisis": False}
    answer = asked("first refer", facts).answer

    assert "consult_supervisor" in answer.first
    assert "consult a supervisor" in answer.sentence


def test_a_referral_of_whose_manner_nothing_was_stated_is_consistent_only_as_far_as_stated(asked: Asked) -> None:
    found = asked("right", {"dual_relationship": "actual"}, did=["refer"], done=["check_own_reasons"])

    assert found.answer.sentence.startswith("It was consistent with the rules as far as stated. Required, and not")
    assert "say_why" in found.conduct[0].unstated


def test_an_ending_after_a_threat_names_the_duties_that_were_not_told(asked: Asked) -> None:
    found = asked("right", THREAT, did=["terminate"], omitted=["talk_through_ending"], done=["secure_own_safety"])

    assert found.conduct[0].unstated == ("state_boundary_honestly", "ensure_continuity")
    assert found.conduct[1].why == "the exception of ending.talk-it-through applies here"


def test_where_flirting_persists_the_first_step_is_to_talk_about_it_or_to_consult(asked: Asked) -> None:
    first = asked("first", {"client_romance": "persistent"}).answer.value

    assert first in {"discuss_transference", "set_boundary", "consult_supervisor"}


def test_after_a_threat_ending_is_a_yes_with_safety_first(asked: Asked) -> None:
    answer = asked("may terminate", THREAT).answer

    assert (answer.value, answer.then, answer.first) == ("not_yet", "yes", ("secure_own_safety",))
    assert answer.sentence.startswith("Yes, but first get to safety and stay there. ")


def test_where_values_forbid_every_parting_the_answer_to_must_go_on_says_so(asked: Asked) -> None:
    answer = asked("must continue", {"practitioner_values_conflict": True}).answer

    assert set(answer.barred) == {"refer", "terminate", "complete"}
    assert ". Forbidden: " in answer.sentence


def test_where_no_other_course_is_left_than_the_advised_one_that_comes_before_what_is_not_required(
    asked: Asked,
) -> None:
    found = asked("must continue", {"client_is_minor": True, "suicide_risk": "plan"}).answer

    assert found.value == "advised"
    assert found.sentence.startswith(
        "Advised, and every other course is forbidden or advised against. The practitioner should work with this client"
    )


def test_the_steps_of_a_forbidden_referral_carry_the_condition_that_it_goes_ahead(asked: Asked) -> None:
    found = asked("may refer", {"practitioner_values_conflict": True})

    assert {step.action: step.if_ for step in found.plan}["say_why"] == ("refer",)
