"""A case stated bit by bit."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

import ethics_engine as ee
from ethics_engine.model.knowledge import NO

World = Callable[[str], ee.Ruleset]

LAW = """
facts:
  - {id: rain}
  - {id: wet, presumed: no}
  - {id: hours, type: count, unit: hours}
constraints: [{id: rain_wets, never: {rain: yes, wet: no}}]
actions: [{id: go}, {id: dress}]
rules:
  - {id: r, when: {rain: yes}, then: [{must: dress, before: go}]}
  - {id: s, when: {hours: {at_most: 3}}, then: [{may: go}]}
  - {id: old, in_force: {until: "2020-12-31"}, then: [{must not: go}]}
"""


@pytest.fixture
def session(world: World) -> ee.Session:
    ruleset = world(LAW)
    return ee.Session(ruleset, ee.new_case(ruleset, "may go", id="walk"), engine=ee.Engine.BITSET)


def test_facts_and_steps_are_told_one_at_a_time(session: ee.Session) -> None:
    assert session.determination.answer.possible == ("yes", "rules_say_nothing")
    assert session.tell("rain", "yes").answer.possible == ("not_yet",)
    assert session.tell("done:dress", True).answer.possible == ("yes", "rules_say_nothing")
    assert session.tell("hours", 2).answer.value == "yes"
    assert session.determination.answer.value == "yes"


def test_a_fact_can_be_told_in_part_and_corrected(session: ee.Session) -> None:
    session.tell("rain", False)

    assert session.tell("hours", {"at_least": 2}).answer.value == "open"
    assert session.correct("hours", {"at_least": 4}).answer.value == "rules_say_nothing"


def test_what_is_withdrawn_is_as_if_it_had_never_been_told(session: ee.Session) -> None:
    before = session.determination
    session.tell("rain", True)

    assert session.withdraw("rain") == before
    assert dict(session.case.facts) == {}


def test_telling_in_any_order_is_telling_at_once(session: ee.Session, world: World) -> None:
    ruleset = world(LAW)
    case = ee.new_case(ruleset, "may go", {"rain": "yes", "hours": 2}, id="walk", done=["dress"])

    session.tell("done:dress", True)
    session.tell("hours", 2)

    found = session.tell("rain", "yes")
    at_once = ee.consult(ruleset, case, engine=ee.Engine.BITSET)
    assert found.answer == at_once.answer
    assert found.statuses == at_once.statuses
    assert found.plan == at_once.plan


@pytest.mark.parametrize(
    ("fact", "value", "message"),
    [
        ("rian", True, "did you mean `rain`"),
        ("hours", "many", "is a whole number"),
        ("hours", -1, "cannot be negative"),
        ("rain", "maybe", "takes yes, no or unknown"),
        ("done:dres", True, "did you mean `done:dress`"),
        ("wet", "no", "was stated before"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    fact: str, value: object, message: str, session: ee.Session
) -> None:
    determination = session.tell("wet", "yes")
    case = session.case

    with pytest.raises(ee.CaseError, match=message):
        session.tell(fact, value)

    assert session.determination is determination
    assert session.case is case


def test_what_contradicts_is_refused_and_changes_nothing(session: ee.Session) -> None:
    determination = session.tell("rain", "yes")

    with pytest.raises(ee.ContradictionError, match="rain_wets"):
        session.tell("wet", "no")

    assert session.determination is determination
    assert set(session.case.facts) == {"rain"}


def test_a_correction_that_contradicts_is_refused_too(session: ee.Session) -> None:
    session.tell("rain", "no")
    session.tell("wet", "no")

    with pytest.raises(ee.ContradictionError):
        session.correct("rain", "yes")

    assert session.case.facts["rain"].known == NO


@pytest.mark.parametrize("change", ["correct", "withdraw"])
def test_what_was_never_told_can_be_neither_corrected_nor_withdrawn(change: str, session: ee.Session) -> None:
    session.tell("rain", True)
    arguments = ("rian", False) if change == "correct" else ("rian",)

    with pytest.raises(ee.CaseError, match="`rian` was not stated") as refused:
        getattr(session, change)(*arguments)

    assert refused.value.findings[0].hint == "did you mean `rain`?"


def test_it_shows_its_case_and_how_much_was_told_but_nothing_of_what(session: ee.Session) -> None:
    session.tell("rain", {"value": "yes", "note": "SECRET", "reported_by": "SECRET"})

    assert repr(session) == "<Session of walk: 1 facts stated>"


def test_it_presumes_nothing_where_that_is_asked(session: ee.Session, world: World) -> None:
    ruleset = world(LAW)
    bare = ee.Session(ruleset, ee.new_case(ruleset, "may go"), assumptions=False, engine=ee.Engine.BITSET)

    assert bare.determination.assumed == ()
    assert session.determination.assumed != ()


def test_a_session_is_of_the_day_that_a_consult_would_be_of(world: World) -> None:
    ruleset = world(LAW)
    decided = ee.new_case(ruleset, "may go", decided={"by": "us", "date": "2019-05-01", "under": "small 1"})

    session = ee.Session(ruleset, decided, engine=ee.Engine.BITSET)

    assert session.determination.provenance.as_of == datetime.date(2019, 5, 1)
    assert session.determination.answer.value == "no"
