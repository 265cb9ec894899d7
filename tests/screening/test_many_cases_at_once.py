"""`consult_many` says of each case what `consult` says of it alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import ethics_engine as ee
from tests.sampling import sampled_cases


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.fixture(scope="module")
def cases(ruleset: ee.Ruleset) -> list[ee.Case]:
    """Cases with all kinds of questions."""
    return [ee.load_case(name, ruleset) for name in sampled_cases()]


def test_answers_are_those_of_a_consult(ruleset: ee.Ruleset, cases: Sequence[ee.Case]) -> None:
    found = list(ee.consult_many(ruleset, cases))

    assert [result.case for result in found] == [case.id for case in cases]
    for case, result in zip(cases, found, strict=True):
        try:
            alone = ee.consult(ruleset, case, engine="columns")
        except ee.ContradictionError:
            assert isinstance(result.error, ee.ContradictionError)
            continue
        assert result.answer == ("open" if alone.answer.firmness is ee.Firmness.OPEN else alone.answer.value)
        if result.firmness != "firm_or_provisional":
            assert result.firmness == alone.answer.firmness.value


def test_brief_tells_course_first_step_rules_and_statuses(ruleset: ee.Ruleset) -> None:
    case = ee.new_case(ruleset, "may terminate", {"client_threatens_violence": True})

    (result,) = ee.consult_many(ruleset, [case], detail="brief")

    alone = ee.consult(ruleset, case, engine="columns")
    assert alone.disposition.force is not None
    assert (result.force, result.course) == (alone.disposition.force.value, alone.disposition.ways)
    assert (result.answer, result.first) == ("not_yet", "secure_own_safety")
    assert "violence.own-safety-first" in result.rules
    decided = {report.action: report.status.value for report in alone.statuses if report.status}
    assert result.statuses.items() <= decided.items()
    assert result.to_dict()["first"] == "secure_own_safety"


def test_full_is_a_consult(ruleset: ee.Ruleset, cases: Sequence[ee.Case]) -> None:
    (result,) = ee.consult_many(ruleset, cases[:1], detail="full")

    assert result.determination is not None
    assert result.determination.to_dict() == ee.consult(ruleset, cases[0]).to_dict()


def test_processes_give_the_same_in_the_same_order(ruleset: ee.Ruleset) -> None:
    open_ = ee.new_case(ruleset, "may refer", {"client_romance": "unknown"})
    plain = ee.new_case(ruleset, "may refer", {"client_romance": "casual"})

    found = list(ee.consult_many(ruleset, [open_, plain] * 4, processes=2))

    assert [result.answer for result in found] == ["open", "advised_against"] * 4


def test_without_exact_answers_what_columns_leave_undecided_has_none(ruleset: ee.Ruleset) -> None:
    case = ee.new_case(ruleset, "may refer", {"former_partner": True})

    (result,) = ee.consult_many(ruleset, [case], exact=False)

    assert (result.in_bulk, result.answer) == ("undecided", None)
    assert list(ee.consult_many(ruleset, [])) == []


def test_two_completions_show_that_an_answer_is_open(ruleset: ee.Ruleset) -> None:
    case = ee.new_case(ruleset, "may refer", {"client_romance": "unknown"})

    (result,) = ee.consult_many(ruleset, [case], exact=False)

    assert (result.in_bulk, result.answer, result.firmness) == ("decided", "open", "open")


def test_an_unknown_detail_is_refused(ruleset: ee.Ruleset) -> None:
    with pytest.raises(ee.ArgumentError, match="no detail `short`; use answer, brief, full"):
        ee.consult_many(ruleset, [], detail="short")
