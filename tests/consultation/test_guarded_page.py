"""Beside a reason of the practitioner's own a page shows no menu of other grounds."""

from __future__ import annotations

import pytest

import ethics_engine as ee

REASONS = [
    {"practitioner_values_conflict": True},
    {"client_disliked_or_demanding": True},
    {"fatigue": "weary", "reasons_for_referral": ["strain"]},
    {"work_is_uncomfortable": True},
]


@pytest.fixture(scope="module")
def real() -> ee.Ruleset:
    """The bundled rules."""
    return ee.load_ruleset()


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: next(iter(reason)))
def test_no_assumption_shows_how_the_client_could_be_referred_after_all(
    real: ee.Ruleset, reason: dict[str, object]
) -> None:
    """A fixed fact is listed only with a stricter answer, and a ground that what-if holds back not at all."""
    page = ee.answer_page(ee.consult(real, ee.new_case(real, "may refer", reason)))

    laxer = {"yes", "not_yet"} if page.answer.value != "yes" else set()
    shown = [each for each in page.assumptions if not each.danger]
    assert not [each.fact for each in shown for wrong in each.if_wrong if laxer & set(wrong.result.answers)]
    assert {each.fact for each in shown if real.fact[each.fact].pretext} <= {"still_unable_to_serve"}


def test_that_ethical_care_can_be_given_is_named_where_the_advice_to_go_on_turns_on_it(real: ee.Ruleset) -> None:
    """Without what would come of it."""
    stated: dict[str, object] = {"practitioner_values_conflict": True, "reasons_for_referral": ["values_conflict"]}
    text = ee.render(ee.consult(real, ee.new_case(real, "may refer", stated)), "text")

    not_sure = "If you are not sure of it, settle it with a supervisor, then ask again."
    named = f"The practitioner can give this client ethical care. {not_sure}"
    assert named in " ".join(text.split())


def test_without_such_a_reason_the_assumptions_are_shown(real: ee.Ruleset) -> None:
    """There they tell what to find out."""
    page = ee.answer_page(ee.consult(real, ee.new_case(real, "may refer", {"need_exceeds_training": True})))

    assert page.assumptions
