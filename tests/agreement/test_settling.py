"""How far a result is settled is the same whether found by drawing, by trying all values, or by the solver alone."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.consultation import engine_input_of
from ethics_engine.consultation.default_assumptions import CaseKnowledge, case_knowledge
from ethics_engine.consultation.determinacy import Determinacy, DeterminacySolver
from ethics_engine.engines import answer_set
from ethics_engine.engines.bitset import evaluate
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import WayOn
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.variables import known_by
from tests.sampling import Of, sampled_cases

from .strategies import enactments, knowledge_of


def _solved(enactment: Enactment, knowledge: Knowledge, query: PossibilityQuery) -> Possibilities:
    possible = answer_set.possibilities(enactment, knowledge, query)
    assert possible is not None
    return possible


def _assert_settled_alike(known: CaseKnowledge, query: PossibilityQuery) -> None:
    enactment = known.enactment
    solved = Determinacy(_solved(enactment, known.stated, query), _solved(enactment, known.known, query))
    settled = DeterminacySolver(known, evaluate(enactment, known.known)).settled(query)
    assert settled.presuming == solved.presuming
    assert settled.answer() == solved.answer()
    assert settled.disposition() == solved.disposition()
    for action in enactment.action:
        assert settled.status(action) == solved.status(action)


@given(st.data())
def test_on_random_rulesets_and_cases(data: st.DataObject) -> None:
    enactment = data.draw(enactments())
    action = data.draw(st.sampled_from(sorted(enactment.action)))
    for ask in (Ask.MAY, Ask.MUST, Ask.FIRST, Ask.WHAT):
        stated = data.draw(knowledge_of(enactment))
        try:
            known = case_knowledge(enactment, stated, presume=True, places={})
        except ee.ContradictionError:
            continue
        _assert_settled_alike(known, PossibilityQuery(Question(ask, None if ask is Ask.WHAT else action)))


@given(st.data())
def test_a_result_is_settled_where_the_solver_finds_no_exception(data: st.DataObject) -> None:
    enactment = data.draw(enactments())
    action = data.draw(st.sampled_from(sorted(enactment.action)))
    knowledge = data.draw(knowledge_of(enactment))
    query = PossibilityQuery(Question(data.draw(st.sampled_from([Ask.MAY, Ask.MUST, Ask.FIRST])), action))
    possible = answer_set.possibilities(enactment, knowledge, query)
    if possible is None:
        return
    for expected in _thinkable(enactment, possible, action):
        found = answer_set.exception(enactment, knowledge, query, expected)
        if isinstance(found, frozenset):
            enough = {fact: known for fact, known in knowledge.items() if fact in found}
            assert _has(_solved(enactment, enough, query), expected)
        else:
            assert all(variable.allows(value, knowledge) for variable, value in found.items())
            assert not _has(_solved(enactment, known_by(found), query), expected)


def _thinkable(enactment: Enactment, possible: Possibilities, action: str) -> Iterator[answer_set.ExpectedResults]:
    for answer in possible.answers:
        yield answer_set.ExpectedResults(answer=answer)
    for status in possible.statuses[action]:
        yield answer_set.ExpectedResults(statuses=((action, status),))
    for force in possible.forces:
        ways = (way.id for way in enactment.ways if True in possible.named.get((force, way.id), ()))
        yield answer_set.ExpectedResults(course=WayOn(force, tuple(ways)))


def _has(possible: Possibilities, expected: answer_set.ExpectedResults) -> bool:
    """Whether a case surely has what is expected of it."""
    course = expected.course
    return (
        (expected.answer is None or possible.answers == {expected.answer})
        and all(possible.statuses[action] == {status} for action, status in expected.statuses)
        and (
            course is None
            or (
                possible.forces == {course.force}
                and all(named == {way in course.ways} for (_, way), named in possible.named.items())
            )
        )
    )


@pytest.mark.parametrize(
    "question", [None, Question(Ask.WHAT), Question(Ask.MAY, "refer"), Question(Ask.FIRST)], ids=str
)
def test_what_is_decided_on_the_bundled_cases_is_what_every_completion_gives(question: Question | None) -> None:
    ruleset = ee.load_ruleset()
    for name in sampled_cases(Of.QUESTION):
        case = ee.load_case(name, ruleset)
        if question is not None:
            case = attrs.evolve(case, question=question, did=(), omitted=())
        engine_input = engine_input_of(ruleset, case)
        try:
            known = case_knowledge(engine_input.enactment, engine_input.stated, presume=True, places={})
        except ee.ContradictionError:
            continue
        _assert_settled_alike(known, engine_input.query)
