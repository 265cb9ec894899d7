"""What a danger requires stands in the plan before whatever else is owed, under the ruleset of the package."""

from __future__ import annotations

from typing import Any

import pytest

import ethics_engine as ee

"""For each safety line of the ruleset, what is stated: the danger alone."""
DANGERS: dict[str, dict[str, Any]] = {
    "immediate_danger": {"danger_is_immediate": "yes"},
    "crisis": {"client_in_crisis": "yes"},
    "threat": {"client_threatens_violence": "yes"},
    "risk": {"work_puts_practitioner_at_risk": "yes"},
    "fear": {"afraid_of_client": "yes"},
    "others": {"danger_to_others": "yes", "law_on_disclosure": "requires"},
    "suicide": {"suicide_risk": "plan", "client_is_minor": "yes"},
    "under_age": {"client_in_crisis": "yes", "client_is_minor": "yes"},
    "unable": {"client_in_crisis": "yes", "still_unable_to_serve": "yes"},
    "drawn_to_a_minor": {"practitioner_attracted": "yes", "client_is_minor": "yes"},
    "harm": {"harm_to_others": "serious"},
    "abuse": {"abuse_suspected": "yes", "law_on_disclosure": "requires", "suspected_person": "guardian"},
    "harmed_client": {"client_is_harmed": "yes"},
    "between_clients": {"violence_between_clients": "yes", "several_clients": "together"},
    "suicide_and_threat": {"client_threatens_violence": "yes", "suicide_risk": "plan"},
}

"""What is owed beside it, of many kinds at once: talks, consent, fees, leaving, records, gifts, roles."""
ROUTINE: dict[str, Any] = {
    "progress": "stalled",
    "fees_unpaid": "yes",
    "fee_terms_clear": "yes",
    "client_absence": "irregular",
    "several_clients": "together",
    "client_is_minor": "yes",
    "practitioner_leaves": "planned",
    "dual_relationship": "actual",
    "dual_unavoidable": "yes",
    "gift": "large",
    "also_served_elsewhere": "yes",
    "own_conduct": "lapse",
    "given_reason_untrue": "yes",
    "told_to_part": "yes",
    "colleague_conduct": "concern",
    "promise_made": "yes",
    "client_is_mandated": "yes",
}


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


def required_steps(ruleset: ee.Ruleset, facts: dict[str, Any]) -> list[str]:
    """The steps that are no course of action, nor the manner of one, and that must be taken, in order."""
    determination = ee.consult(ruleset, ee.new_case(ruleset, "may terminate", facts))
    required = [ruleset.action[step.action] for step in determination.plan if step.status is ee.Status.REQUIRED]
    return [action.id for action in required if not action.is_way and not action.of]


def test_every_danger_that_the_ruleset_warns_of_is_looked_at(ruleset: ee.Ruleset) -> None:
    assert {line.id for line in ruleset.safety} == {*DANGERS}


@pytest.mark.parametrize("danger", DANGERS)
def test_what_a_danger_requires_stands_before_what_else_is_owed(danger: str, ruleset: ee.Ruleset) -> None:
    routine = {**ROUTINE, "client_is_minor": DANGERS[danger].get("client_is_minor", "no")}
    consent = {"ask_permission_and_assent", "explain_confidentiality_to_guardian"}
    owed_in_danger = required_steps(ruleset, DANGERS[danger])
    keeps_safe = {*owed_in_danger} - {*required_steps(ruleset, ROUTINE), *consent}

    plan = required_steps(ruleset, {**routine, **DANGERS[danger]})

    assert keeps_safe
    leading = plan[: max(map(plan.index, keeps_safe))]
    assert {*leading} <= {*owed_in_danger, "consult_supervisor"} - consent


@pytest.mark.parametrize("risk", ["thoughts", "plan"])
def test_consent_does_not_stand_before_what_keeps_a_minor_alive(risk: str, ruleset: ee.Ruleset) -> None:
    plan = required_steps(ruleset, {"suicide_risk": risk, "client_is_minor": "yes", "guardian_consent": "not_asked"})

    assert "make_safety_plan" in plan[: plan.index("ask_permission_and_assent")]
    assert risk == "thoughts" or "tell_guardian_of_danger" in plan[: plan.index("ask_permission_and_assent")]
