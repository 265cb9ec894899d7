"""The rules that come with the package: the engines say the same of every decided case, and of made-up ones."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethics_engine import Case, load_case, load_ruleset
from ethics_engine.engines import answer_set
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.possibilities import PossibilityQuery
from tests.sampling import Of, each_case

from .engines import assert_agreement, assert_within
from .strategies import knowledge_of, stated_cases_of

RULESET = load_ruleset()


def _completed(name: str) -> tuple[Enactment, Knowledge, Case]:
    case = load_case(name, RULESET)
    day = case.as_of or (case.decided.date if case.decided else datetime.date(2026, 11, 21))
    return enact(RULESET, day), {fact: statement.known for fact, statement in case.facts.items()}, case


@pytest.mark.parametrize("name", each_case(Of.ANSWER))
@pytest.mark.parametrize("assumptions", [True, False], ids=["presuming", "not presuming"])
def test_all_engines_agree_on_every_decided_case(name: str, *, assumptions: bool) -> None:
    enactment, known, case = _completed(name)
    if assumptions:
        assumed = {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None}
        known = {**assumed, **known}

    evaluation = assert_agreement(enactment, known)

    possible = answer_set.possibilities(enactment, known, PossibilityQuery(case.question, case.did, case.omitted))
    assert (possible is None) == bool(answer_set.conflict(enactment, known))
    if possible is not None:
        assert_within(possible, evaluation)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=max(1, settings().max_examples // 25))  # a case of hundreds of facts is slow to draw and judge
def test_all_engines_agree_on_random_cases(data: st.DataObject) -> None:
    enactment = enact(RULESET, datetime.date(2026, 11, 21))

    assert_agreement(enactment, data.draw(knowledge_of(enactment)))
    assert_agreement(enactment, data.draw(stated_cases_of(enactment)))
