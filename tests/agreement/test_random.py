"""Random rulesets, random cases: the engines say the same, and the solver what going through everything says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ethics_engine.engines import answer_set
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.truth import Truth

from .engines import assert_agreement, assert_within
from .exact import completed, gathered, without_answers
from .strategies import enactments, knowledge_of, stated_cases_of

WHAT = PossibilityQuery(Question(Ask.WHAT))


@settings(max_examples=5 * settings().max_examples)
@given(st.data())
def test_all_engines_give_the_same_evaluation(data: st.DataObject) -> None:
    enactment = data.draw(enactments())
    for knowledge in data.draw(st.lists(knowledge_of(enactment), min_size=3, max_size=3)):
        assert_agreement(enactment, knowledge)
    assert_agreement(enactment, data.draw(stated_cases_of(enactment)))


@given(st.data())
def test_the_solver_finds_possible_just_what_some_completion_brings_about(data: st.DataObject) -> None:
    enactment = data.draw(enactments())
    for _ in range(3):
        knowledge = _almost_stated(data, enactment)
        evaluations = completed(enactment, knowledge)

        possible = answer_set.possibilities(enactment, knowledge, WHAT)

        assert (possible is None) == (not evaluations)
        if possible is not None:
            assert without_answers(possible) == gathered(evaluations)
            assert_within(possible, assert_agreement(enactment, knowledge))


@given(st.data())
def test_of_a_case_known_in_part_nothing_is_possible_that_the_engines_exclude(data: st.DataObject) -> None:
    enactment = data.draw(enactments())
    for knowledge in data.draw(st.lists(knowledge_of(enactment), min_size=3, max_size=3)):
        possible = answer_set.possibilities(enactment, knowledge, WHAT)
        if possible is not None:
            assert_within(possible, assert_agreement(enactment, knowledge))


@given(st.data())
def test_of_a_case_fully_stated_just_that_is_possible_which_the_engines_say(data: st.DataObject) -> None:
    enactment = data.draw(enactments())
    for knowledge in data.draw(st.lists(stated_cases_of(enactment), min_size=3, max_size=3)):
        evaluation = assert_agreement(enactment, knowledge)

        possible = answer_set.possibilities(enactment, knowledge, WHAT)

        if Truth.TRUE in evaluation.constraints.values():
            assert possible is None
        else:
            assert possible is not None
            assert without_answers(possible) == gathered([evaluation])


@given(st.data())
def test_nothing_is_possible_just_where_statements_conflict(data: st.DataObject) -> None:
    enactment = data.draw(enactments().filter(lambda enactment: enactment.constraints))
    for knowledge in data.draw(st.lists(knowledge_of(enactment), min_size=3, max_size=3)):
        impossible = answer_set.possibilities(enactment, knowledge, WHAT) is None

        assert bool(answer_set.conflict(enactment, knowledge)) == impossible


def _almost_stated(data: st.DataObject, enactment: Enactment) -> Knowledge:
    """A case of which all is known but up to three facts, so that its completions can be gone through."""
    stated, partial = data.draw(stated_cases_of(enactment)), data.draw(knowledge_of(enactment))
    unclear = data.draw(st.lists(st.sampled_from(sorted(stated)), max_size=3))
    return {fact: known for fact, known in stated.items() if fact not in unclear} | {
        fact: known for fact, known in partial.items() if fact in unclear
    }
