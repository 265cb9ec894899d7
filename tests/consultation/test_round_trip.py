"""What was written is read back as it was: determinations, cases and sessions."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.model.knowledge import Numbers, Selection, Values
from tests.sampling import Of, each_case


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


def through_json(content: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(content))


@pytest.mark.parametrize("name", each_case(Of.ANSWER))
def test_a_determination_is_read_back_as_it_was(name: str, ruleset: ee.Ruleset) -> None:
    try:
        determination = ee.consult(ruleset, ee.load_case(name, ruleset))
    except ee.ContradictionError:
        return  # a case that was decided to be impossible has no determination

    assert ee.Determination.from_dict(through_json(determination.to_dict())) == determination


def test_a_pickle_holds_what_was_assumed_though_nobody_has_read_it(ruleset: ee.Ruleset) -> None:
    determination = ee.consult(ruleset, ee.new_case(ruleset, "may refer"))
    assert "assumed" not in vars(determination)

    taken_up = pickle.loads(pickle.dumps(determination))

    assert taken_up == determination
    assert vars(taken_up)["assumed"] == determination.assumed != ()


def test_what_is_no_determination_is_refused_with_the_place(ruleset: ee.Ruleset) -> None:
    content = ee.consult(ruleset, ee.new_case(ruleset, "may refer")).to_dict()

    for message, changed in {
        "determination: error: `format` must be 2": {**content, "format": 1},
        "determination: error: `case` is missing": {key: content[key] for key in content if key != "case"},
        "determination.ask: error: this must be a Ask": {**content, "ask": "whether"},
        "determination.provenance.as_of: error: this must be a date": {
            **content,
            "provenance": {**content["provenance"], "as_of": "yesterday"},
        },
        "determination.plan: error: this must be a ": {**content, "plan": "nothing"},
    }.items():
        with pytest.raises(ee.InputError) as raised:
            ee.Determination.from_dict(changed)
        assert str(raised.value).startswith(message)


def test_keys_that_a_later_release_adds_are_ignored(ruleset: ee.Ruleset) -> None:
    determination = ee.consult(ruleset, ee.new_case(ruleset, "may refer"))

    assert ee.Determination.from_dict({**determination.to_dict(), "new": 1}) == determination


@pytest.mark.parametrize("name", each_case(Of.ANSWER))
def test_a_case_is_read_back_as_it_was(name: str, ruleset: ee.Ruleset) -> None:
    case = ee.load_case(name, ruleset)

    assert ee.Case.from_dict(through_json(case.to_dict())) == case


@given(data=st.data())
def test_whatever_is_known_of_a_fact_is_read_back(data: st.DataObject) -> None:
    words = st.frozensets(st.sampled_from(["yes", "no", "some"]), min_size=1)
    known = data.draw(
        st.builds(Values, words)
        | st.builds(Selection, words, words)
        | st.builds(lambda low, more: Numbers(((low, more),)), st.integers(0, 9), st.none() | st.integers(9, 99))
    )
    note, reported_by = data.draw(st.none() | st.text()), data.draw(st.none() | st.text())
    case = ee.Case("a", ee.Question(ee.Ask.WHAT), {"some_fact": ee.Statement(known, note, reported_by)})

    assert ee.Case.from_dict(through_json(case.to_dict())) == case


def test_what_is_no_case_is_refused_with_the_place() -> None:
    content = ee.Case("a", ee.Question(ee.Ask.WHAT), {"rain": ee.Statement(Values(frozenset({"yes"})))}).to_dict()

    for message, changed in {
        "case: error: `id` is missing": {},
        "case.question.ask: error: this must be a Ask": {**content, "question": {"ask": "whether"}},
        "case.facts.rain.known: error: this must be a ": {**content, "facts": {"rain": {"known": {"perhaps": []}}}},
    }.items():
        with pytest.raises(ee.InputError) as raised:
            ee.Case.from_dict(changed)
        assert str(raised.value).startswith(message)


def test_a_session_goes_on_where_it_was(ruleset: ee.Ruleset) -> None:
    session = ee.Session(ruleset, ee.new_case(ruleset, "may refer"), assumptions=False, engine=ee.Engine.BITSET)
    session.tell("client_romance", "persistent")
    session.tell("done:consult_supervisor", "unknown")

    read = ee.Session.from_dict(ruleset, through_json(session.to_dict()))

    assert read.case == session.case
    assert read.determination == session.determination
    assert read.correct("client_romance", "casual") == session.correct("client_romance", "casual")


def test_a_session_under_other_rules_is_refused(ruleset: ee.Ruleset) -> None:
    content = ee.Session(ruleset, ee.new_case(ruleset, "may refer")).to_dict()

    with pytest.raises(ee.InputError, match="made under other rules"):
        ee.Session.from_dict(ruleset, {**content, "content_hash": "0"})
    with pytest.raises(ee.InputError, match="`case` is missing"):
        ee.Session.from_dict(ruleset, {key: content[key] for key in content if key != "case"})
