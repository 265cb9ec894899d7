"""What a danger requires stands in the plan before whatever else is owed, under the ruleset of the package."""

from __future__ import annotations

from collections.abc import Iterator
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
    "suicide_plan": {"suicide_risk": "plan"},
    "injury": {"suicide_risk": "injury"},
    "hospital": {"higher_care_needed": "hospital"},
    "under_age": {"client_in_crisis": "yes", "client_is_minor": "yes"},
    "unable": {"client_in_crisis": "yes", "still_unable_to_serve": "yes"},
    "drawn_to_a_minor": {"practitioner_attracted": "yes", "client_is_minor": "yes"},
    "harm": {"harm_to_others": "serious"},
    "abuse": {"abuse_suspected": "yes", "law_on_disclosure": "requires", "suspected_person": "guardian"},
    "harmed_client": {"client_is_harmed": "yes"},
    "between_clients": {"violence_between_clients": "yes", "several_clients": "together"},
    "gone_quiet": {"client_absence": "stopped", "suicide_risk": "past"},
    "suicide_and_threat": {"client_threatens_violence": "yes", "suicide_risk": "plan"},
    "intoxicated": {"client_substance_use": "intoxicated"},
    "somebody_close": {"person_close_in_need": "at_risk"},
}

"""What is a danger where nothing else was stated, and the safety line that says so."""
A_DANGER_ALONE: tuple[tuple[str, str, str], ...] = (
    ("danger_is_immediate", "yes", "immediate_danger"),
    ("client_in_crisis", "yes", "crisis"),
    ("client_threatens_violence", "yes", "threat"),
    ("harassment", "stalking", "risk"),
    ("work_puts_practitioner_at_risk", "yes", "risk"),
    ("afraid_of_client", "yes", "fear"),
    ("vague_threat", "yes", "fear"),
    ("danger_to_others", "yes", "others"),
    ("harm_to_others", "serious", "harm"),
    ("suicide_risk", "thoughts", "suicide"),
    ("suicide_risk", "injury", "suicide"),
    ("suicide_risk", "injury", "injury"),
    ("suicide_risk", "plan", "suicide_plan"),
    ("suicide_risk", "plan", "suicide"),
    ("higher_care_needed", "hospital", "hospital"),
    ("client_substance_use", "intoxicated", "intoxicated"),
    ("person_close_in_need", "at_risk", "somebody_close"),
    ("abuse_suspected", "yes", "abuse"),
    ("client_is_harmed", "yes", "harmed_client"),
    ("violence_between_clients", "yes", "between_clients"),
)

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


"""What is stated beside a danger: one thing at a time, of many kinds."""
BESIDE: tuple[dict[str, Any], ...] = (
    {"client_is_minor": "yes"},
    {"client_is_minor": "yes", "guardian_objects": "yes", "suspected_person": "guardian"},
    {"practitioner_attracted": "yes", "client_is_minor": "yes"},
    {"violence_between_clients": "yes", "secret_of_one": "yes", "records_asked_for": "court"},
    {"client_absence": "stopped", "contact_not_wanted": "yes"},
    {"issues_addressed": "yes", "changes_made": "yes", "coping_gained": "yes"},
    {
        "fees_unpaid": "yes",
        "fee_terms_clear": "yes",
        "cover": "ended",
        "referral_refused": "yes",
        "told_to_part": "yes",
    },
    {"progress": "good", "client_wants_to_stay": "yes", "forewarning_client": "dangerous"},
    {"client_romance": "persistent", "dual_relationship": "actual", "fatigue": "automatic", "impairment": "interferes"},
)


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
def test_a_danger_is_said_whenever_it_was_stated_though_nothing_else_was(danger: str, ruleset: ee.Ruleset) -> None:
    determination = ee.consult(ruleset, ee.new_case(ruleset, "may terminate", DANGERS[danger]))

    assert danger in {report.id for report in determination.safety if report.stated}


@pytest.mark.parametrize(("fact", "value", "line"), A_DANGER_ALONE)
def test_a_danger_that_is_all_that_was_stated_heads_the_page(
    fact: str, value: str, line: str, ruleset: ee.Ruleset
) -> None:
    """Whatever else is not known: a line that also asks for the absence of something would stay unsaid."""
    determination = ee.consult(ruleset, ee.new_case(ruleset, "may refer", {fact: value}))

    assert line in {report.id for report in determination.safety if report.stated}
    assert "No danger" not in ee.answer_page(determination).not_stated


def test_whoever_was_threatened_is_not_told_to_ask_about_suicide_in_person(ruleset: ee.Ruleset) -> None:
    case = ee.new_case(ruleset, "may refer", {"suicide_risk": "plan", "client_threatens_violence": "yes"})

    assert not any("ask directly" in report.sentence for report in ee.consult(ruleset, case).safety)


# What somebody who is no client needs is advised, and not required.
@pytest.mark.parametrize("danger", sorted(DANGERS.keys() - {"somebody_close"}))
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


def wrongs(facts: dict[str, Any], allowed: set[str], owed: set[str]) -> Iterator[str]:
    """What could harm somebody in an answer, by what is stated, what is allowed or advised, and what is required."""

    def stated(**values: str) -> bool:
        return any(facts.get(fact) == value for fact, value in values.items())

    crisis = stated(client_in_crisis="yes", suicide_risk="plan", higher_care_needed="hospital")
    crisis = crisis or stated(suicide_risk="injury")
    at_risk = crisis or stated(suicide_risk="thoughts")
    in_danger = stated(client_threatens_violence="yes", work_puts_practitioner_at_risk="yes", harassment="stalking")
    abuse = stated(abuse_suspected="yes") or (stated(client_is_minor="yes") and stated(client_is_harmed="yes"))
    others = abuse or stated(danger_to_others="yes", harm_to_others="serious")
    harmed = stated(client_is_harmed="yes", violence_between_clients="yes")
    protects = {"assess_danger_to_others", "protect_others", "tell_who_can_protect", "look_up_local_rules"}
    if (at_risk or others or harmed) and not in_danger and "terminate" in allowed:
        yield "somebody in danger is left"
    if (crisis or others) and "complete" in allowed:
        yield "work is finished in a crisis"
    if at_risk and not in_danger and "space_sessions" in allowed:
        yield "a client at risk is seen less often"
    if others and not owed & protects:
        yield "nobody protects whoever is in danger"
    if "tell_client_of_disclosure" in allowed and stated(forewarning_client="dangerous") and others:
        yield "whoever may do harm is warned"
    if "tell_suspected_person" in allowed and (abuse or harmed):
        yield "whoever may do harm hears of the suspicion"
    if abuse and stated(suspected_person="guardian") and allowed & {"tell_guardian_of_danger", "talk_with_guardian"}:
        yield "a guardian who may do harm is told"
    warned = {"share_between_clients"} if others else set()  # for whoever is in danger may be warned
    between = {"see_together", "share_between_clients", "ask_to_share_secret"} - warned
    if stated(violence_between_clients="yes") and allowed & between:
        yield "a word passes between a violent couple"
    if harmed and "write_closing_letter" in allowed and stated(client_absence="stopped"):
        yield "a letter reaches whoever does harm"
    together = {"make_safety_plan"} if not stated(violence_between_clients="yes") else set()  # made with the other one
    if stated(client_threatens_violence="yes") and allowed & {"continue", "see_each_alone", *together}:
        yield "whoever was threatened sits down with the client"
    if in_danger and "secure_own_safety" not in owed:
        yield "whoever is in danger is not told to get to safety"
    if stated(practitioner_attracted="yes") and stated(client_is_minor="yes") and not crisis and "continue" in allowed:
        yield "whoever is drawn to a minor goes on"


@pytest.mark.parametrize("danger", DANGERS)
def test_no_answer_beside_a_danger_could_harm_somebody(danger: str, ruleset: ee.Ruleset) -> None:
    for beside in BESIDE:
        facts = {**beside, **DANGERS[danger]}

        determination = ee.consult(ruleset, ee.new_case(ruleset, "may terminate", facts))

        speaks_for = {ee.Status.PERMITTED, ee.Status.ADVISED, ee.Status.REQUIRED}
        allowed = {each.action for each in determination.statuses if each.status in speaks_for}
        owed = {each.action for each in determination.statuses if each.status is ee.Status.REQUIRED}
        assert not [*wrongs(facts, allowed, owed)], facts
