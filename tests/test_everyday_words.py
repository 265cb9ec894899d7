"""What practitioners and lay readers type finds what they mean, in the bundled vocabulary.

The words were chosen before their synonyms were written.
"""

from __future__ import annotations

import pytest

import ethics_engine as ee

MEANT = {
    "suicidal": {"client_in_crisis", "suicide_risk"},
    "stalking": {"work_puts_practitioner_at_risk", "client_threatens_violence"},
    "ghosted": {"client_walks_away", "disengagement=late_or_absent"},
    "no-show": {"disengagement=late_or_absent"},
    "interpreter": {"interpreter_available"},
    "waitlist": {"fully_booked"},
    "burnout": {"fatigue"},
    "supervisor": {"consult_supervisor"},
    "hostile": {"client_is_angry"},
    "self-harm": {"client_in_crisis"},
    "insurance": {"unmet_basic_needs=insurance"},
    "friend": {"close_personal_tie"},
    "crush": {"client_romance", "practitioner_attracted"},
    "religion": {"unfamiliar_with_background", "practitioner_values_conflict"},
    "gay": {"unfamiliar_with_background"},
    "vacation": {"practitioner_absence"},
    "abandonment": {"terminate", "walk_off"},
    "eating disorder": {"specialist_treatment_needed", "need_exceeds_training"},
    "weapon": {"client_threatens_violence"},
    "kickback": {"payment_offered"},
    "records": {"complete_handover"},
    "stuck": {"progress=stalled"},
    "psychiatrist": {"suggest_medical_evaluation"},
    "out of my depth": {"severity_beyond"},
    "homeless": {"unmet_basic_needs=housing"},
    "gift": {"gift"},
    "money": {"fees_unpaid", "client_cannot_pay"},
    "medication": {"medication_at_issue"},
    "minor": {"client_is_minor"},
    "court": {"client_is_mandated"},
}
"""By the words, each fact, value or action that is meant; one of them has to be among the first three hits."""

MEANT_BY_PHRASES = {
    "friend's child": {"slight_tie=through_another"},
    "my friend's daughter": {"slight_tie=through_another"},
    "family friend": {"slight_tie=through_another"},
    "parent is a friend of mine": {"slight_tie=through_another"},
    "affair with father": {"romance_near_client=present"},
    "trans teen": {"unfamiliar_with_background"},
    "death of therapist": {"practitioner_leaves=died"},
    "keeps cancelling": {"client_absence=irregular"},
    "minor parent stops therapy": {"guardian_consent=not_needed", "guardian_objects"},
    "couple secret affair": {"secret_of_one"},
    "client hit me": {"client_threatens_violence"},
    "mother wants notes": {"records_asked_for=other"},
    "client in another country": {"client_moves=out_of_reach"},
    "supervisor says discharge": {"told_to_part"},
    "coworker as client": {"dual_relationship"},
    "too many clients": {"fully_booked"},
    "therapist has cancer": {"impairment=may_interfere"},
    "parent refuses consent": {"guardian_objects", "guardian_consent=not_asked"},
    "partner beats her": {"client_is_harmed"},
    "same thing every week": {"progress=stalled"},
    "client wants discount": {"client_cannot_pay"},
    "lost my license": {"practitioner_leaves=sudden"},
    "seeing another counselor": {"also_served_elsewhere"},
    "partner never comes": {"one_wants_to_stop"},
    "told the employer": {"tell_without_leave"},
    "refer to my own practice": {"steer_to_own_practice"},
    "deaf caller": {"access_need"},
    "client swears at me": {"verbal_abuse"},
    "fewer sessions": {"space_sessions"},
    "only one parent consented": {"guardian_consent=one_of_two"},
    "custody dispute": {"guardian_consent=one_of_two", "guardian_objects"},
    "attendance report": {"tell_whoever_sent_client"},
    "probation officer": {"client_is_mandated"},
    "lapsed license": {"licence_missing"},
    "kept no notes": {"neglect_records"},
    "who owns the clients": {"telling_forbidden"},
    "honest mistake": {"given_reason_untrue"},
    "where is my online client": {"seen_from_afar", "ask_where_client_is"},
    "noncompliant": {"disengagement=little_interest"},
    "non-adherent": {"disengagement=little_interest", "medication_at_issue"},
    "does not take medication": {"medication_at_issue"},
    "refuses treatment plan": {"disengagement=little_interest"},
    "ignores medical advice": {"disengagement=little_interest"},
    "racist client": {"verbal_abuse=repeated"},
    "bigoted client": {"verbal_abuse=repeated"},
    "racist remarks": {"verbal_abuse=repeated"},
    "hate speech": {"verbal_abuse=repeated"},
    "discrimination by client": {"verbal_abuse=repeated"},
    "staff member accused": {"suspected_person=other"},
    "abuse by care worker": {"suspected_person=other"},
    "own agency accused": {"suspected_person=other"},
    "retaliation for a complaint": {"silence_client"},
    "mediator": {"second_role=adviser"},
    "mediation": {"second_role=adviser"},
    "gives legal advice": {"second_role=adviser"},
    "financial advice": {"second_role=adviser"},
    "business with client's parent": {"dual_relationship"},
    "tie with the client's mother": {"dual_relationship"},
    "custody decided by court": {"guardian_consent=given"},
    "sole custody": {"guardian_consent=given"},
    "parent without rights": {"others_interfere"},
    "already reported": {"tell_who_can_protect"},
    "report made last year": {"tell_who_can_protect"},
    "psychosis": {"client_in_crisis"},
    "lacks insight": {"referral_refused"},
    "capacity in doubt": {"client_is_minor"},
    "cannot be kept against their will": {"urge_care_needed_now"},
    "involuntary admission": {"urge_care_needed_now"},
    "placement ended": {"practitioner_leaves=gone"},
    "no longer employed there": {"practitioner_leaves=gone"},
    "acts outside the agency": {"licence_missing"},
    "inexperienced": {"need_exceeds_training"},
    "assigned to intern": {"practitioner_is_trainee"},
    "short of staff": {"told_to_go_on"},
    "no colleague free": {"provider_safety=none_safe"},
    "family will not take him back": {"depends_on_service_for=basic_care"},
    "unsafe discharge": {"depends_on_service_for=basic_care", "told_to_part"},
    "phobia of the practitioner": {"impairment=interferes"},
    "unwilling student": {"client_walks_away"},
    "forced counselling": {"told_to_go_on"},
    "husband of a former client": {"several_clients=apart"},
    "letter for surgery": {"promise_made"},
    "waiting period between services": {"telling_forbidden"},
    "sees ex-patient privately": {"practitioner_leaves=gone"},
    "self-neglect": {"client_in_crisis"},
    "medically unstable": {"higher_care_needed=hospital"},
    "refeeding": {"higher_care_needed=hospital"},
    "mental capacity": {"guardian_consent=not_clear", "assess_capacity"},
    "dementia": {"guardian_consent=not_clear"},
    "no insight": {"guardian_consent=not_clear"},
    "detained": {"client_moves=travels"},
    "location of shelter told": {"burdens_others"},
    "group member insults another": {"burdens_others"},
    "vote to expel": {"others_interfere"},
    "statutory duty": {"told_to_go_on"},
    "IEP meeting": {"take_to_plan_meeting"},
    "racism toward me": {"verbal_abuse=repeated"},
    "client refuses black therapist": {"client_wants_other_provider"},
    "asked to lie": {"write_untruth"},
    "falsified notes": {"write_untruth"},
    "case closure": {"terminate"},
    "did not attend": {"client_absence=unreachable"},
    "safeguarding concern": {"abuse_suspected"},
    "client stalked by her ex": {"client_is_harmed", "danger_to_others"},
    "police warrant": {"records_asked_for=court"},
    "suboxone": {"depends_on_service_for=medication"},
    "waiting list for months": {"next_provider=later"},
    "EAP sessions": {"service_limit"},
    "therapist cries": {"self_disclosure=for_self"},
    "silent client": {"disengagement=unwilling_to_discuss"},
    "previous therapist abused": {"colleague_conduct=harm"},
    "dependence on therapist": {"client_wants_to_stay"},
    "home visit unsafe": {"work_puts_practitioner_at_risk"},
    "literacy": {"access_need"},
    "asylum seeker": {"unfamiliar_with_background"},
}
"""By one to five words, what is meant; one of them has to be among the first three hits."""


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


def test_there_are_thirty_words() -> None:
    assert len(MEANT) == 30


@pytest.mark.parametrize("words", MEANT)
def test_everyday_words_find_what_is_meant_among_the_first_three(words: str, ruleset: ee.Ruleset) -> None:
    hits = ee.search(ruleset, words, limit=3)
    found = {hit.id for hit in hits} | {f"{hit.id}={value.id}" for hit in hits for value in hit.values if value.found}

    assert found & MEANT[words]


def test_no_synonym_only_repeats_an_id_or_a_label(ruleset: ee.Ruleset) -> None:
    labelled = [
        *((fact.id, fact.says, fact.also) for fact in ruleset.facts),
        *((value.id, value.label, value.also) for fact in ruleset.facts for value in fact.values),
        *((action.id, action.label, action.also) for action in ruleset.actions),
    ]

    assert [id_ for id_, label, also in labelled if {id_, id_.replace("_", " "), label} & set(also)] == []


@pytest.mark.parametrize("words", MEANT_BY_PHRASES)
def test_everyday_phrases_find_what_is_meant_among_the_first_three(words: str, ruleset: ee.Ruleset) -> None:
    hits = ee.search(ruleset, words, limit=3)
    found = {hit.id for hit in hits} | {f"{hit.id}={value.id}" for hit in hits for value in hit.values if value.found}

    assert MEANT_BY_PHRASES[words] & found, f"{words}: {[hit.id for hit in hits]}"


def test_words_for_anybody_find_nothing_where_the_others_are_nowhere(ruleset: ee.Ruleset) -> None:
    assert not ee.search(ruleset, "client xylophonist")
    assert ee.search(ruleset, "client")


@pytest.mark.parametrize(
    "words", ["racist client", "bigoted client", "sexist client", "homophobic client", "hostile client"]
)
def test_what_a_client_does_comes_before_what_the_practitioner_believes(words: str, ruleset: ee.Ruleset) -> None:
    assert ee.search(ruleset, words, limit=1)[0].id == "verbal_abuse"
