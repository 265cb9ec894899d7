"""An interview asks nothing where every case gives the same answer, though no single rule decides it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.interview import Interview
from ethics_engine.interview.sentences import left_open_in_words
from ethics_engine.model.case import Ask, Case, Question, Statement
from ethics_engine.model.enactment import enact
from tests.agreement.strategies import DAY, knowledge_of, rulesets

PARTS = """
topic: weather
facts:
  - {id: rain, ask: "Does it rain?", says: it rains, type: yes_no, unpresumed: It does as it likes.}
  - {id: storm, ask: "Is there a storm?", says: there is a storm, type: yes_no, presumed: no}
actions: [{id: go, label: go out}, {id: look, label: look out}]
rules:
  - {id: r.wet, when: {rain: yes}, then: [{must: go}], because: It is fun., sources: B-1}
  - {id: r.dry, when: {rain: no}, then: [{must: go}], because: It is dry., sources: B-1}
  - {id: r.storm, when: {storm: yes}, then: [{must: look}], because: It is wild., sources: B-1}
sources: [{id: B, title: A book, separator: "-", passages: {"1": So it is written.}}]
"""


@pytest.fixture
def either(tmp_path: Path, write_ruleset: Callable[..., Path]) -> ee.Ruleset:
    return ee.load_ruleset(write_ruleset(tmp_path, PARTS, name="either", title="Either way"))


@pytest.mark.parametrize("assumptions", [True, False])
@pytest.mark.parametrize("facts", [{}, {"rain": "unknown"}])
def test_nothing_is_asked_where_each_case_gives_the_same_answer(
    facts: dict[str, object], assumptions: bool, either: ee.Ruleset
) -> None:
    interview = Interview(either, "must go", facts, assumptions=assumptions)

    assert interview.next() is None
    assert interview.settled
    assert interview.share == 1
    assert not left_open_in_words(interview)


@given(st.data())
def test_nothing_is_asked_where_the_answer_is_settled(data: st.DataObject) -> None:
    ruleset = data.draw(rulesets())
    enactment = enact(ruleset, DAY)
    ask = data.draw(st.sampled_from((Ask.MAY, Ask.MUST, Ask.FIRST, Ask.WHAT)))
    action = None if ask is Ask.WHAT else data.draw(st.sampled_from(sorted(enactment.action)))
    stated = {fact: Statement(known) for fact, known in data.draw(knowledge_of(enactment)).items()}
    case = Case("a-case", Question(ask, action), stated, as_of=DAY)
    assumptions = data.draw(st.booleans())
    try:
        determination = ee.consult(ruleset, case, assumptions=assumptions)
    except ee.ContradictionError:
        assume(False)
    assume(determination.answer.firmness is ee.Firmness.FIRM)

    interview = Interview(ruleset, case, assumptions=assumptions)

    assert interview.next() is None
    assert interview.settled
    assert interview.share == 1
