"""The outcome of many cases at once is, for each of them, what a consult of it alone says."""

from __future__ import annotations

import datetime

import pytest

import ethics_engine as ee
from ethics_engine.consultation import engine_input_of
from ethics_engine.consultation.answers import definite
from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.engines.bitset import Batch, evaluate, run, run_columns
from ethics_engine.engines.bitset.sampling import completions
from ethics_engine.loading import bundled
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import UNDECIDED, Manner, Outcome, WayOn, words_of
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.variables import known_by
from tests.sampling import QUESTION

COUNT = 50
QUERIES = [
    PossibilityQuery(ee.Question(ee.Ask.MAY, "refer")),
    PossibilityQuery(ee.Question(ee.Ask.MAY, "broach_difference")),
    PossibilityQuery(ee.Question(ee.Ask.MUST, "ensure_continuity")),
    PossibilityQuery(ee.Question(ee.Ask.MUST, "terminate")),
    PossibilityQuery(ee.Question(ee.Ask.WHAT)),
    PossibilityQuery(ee.Question(ee.Ask.HOW, "refer")),
    PossibilityQuery(ee.Question(ee.Ask.RIGHT), did=("refer", "broach_difference"), omitted=("ensure_continuity",)),
    PossibilityQuery(ee.Question(ee.Ask.RIGHT), did=("terminate",), stated_not_done=frozenset({"consult_supervisor"})),
    PossibilityQuery(ee.Question(ee.Ask.RIGHT), did=("continue",), omitted=("say_why", "consult_supervisor")),
    PossibilityQuery(ee.Question(ee.Ask.RIGHT), did=("refer", "pause"), omitted=("say_why", "talk_through_ending")),
]


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.fixture(scope="module")
def enactment(ruleset: ee.Ruleset) -> Enactment:
    return enact(ruleset, datetime.date(2026, 11, 22))


@pytest.fixture(scope="module")
def drawn(enactment: Enactment) -> Batch:
    return run_columns(enactment, completions(enactment, {}, COUNT, seed=7), COUNT)


@pytest.fixture(scope="module")
def stated(enactment: Enactment) -> list[Knowledge]:
    """The same cases, stated one by one."""
    drawn = completions(enactment, {}, COUNT, seed=7).items()
    return [
        known_by(
            {
                variable: value
                for variable, columns in drawn
                for value, column in zip(variable.values, columns, strict=True)
                if column >> index & 1
            }
        )
        for index in range(COUNT)
    ]


def _alone(enactment: Enactment, knowledge: Knowledge, query: PossibilityQuery) -> Outcome:
    result = definite(enactment, evaluate(enactment, knowledge), knowledge, query)
    assert result is not None
    if query.question.ask is ee.Ask.WHAT:
        (force,) = result.forces
        return WayOn(
            force, tuple(way.id for way in enactment.ways if result.named.get((force, way.id)) == frozenset({True}))
        )
    if query.question.ask is ee.Ask.HOW:
        asked = enactment.how(query.question.action)
        return Manner(tuple((action, next(iter(result.statuses[action]))) for action in asked))
    (answer,) = result.answers
    return answer


def test_cases_drawn_as_columns_and_told_one_by_one_are_the_same(
    enactment: Enactment, drawn: Batch, stated: list[Knowledge]
) -> None:
    one_by_one = run(enactment, stated)
    assert (one_by_one.memory.true, one_by_one.memory.false) == (drawn.memory.true, drawn.memory.false)
    for slot in drawn.program.statuses.values():
        assert one_by_one.memory.statuses(slot) == drawn.memory.statuses(slot)


@pytest.mark.parametrize("query", QUERIES, ids=lambda each: f"{each.question.ask.value} {each.question.action}")
def test_each_drawn_case_has_the_one_outcome_that_it_has_alone(
    enactment: Enactment, drawn: Batch, stated: list[Knowledge], query: PossibilityQuery
) -> None:
    found = outcomes(enactment, drawn, query)
    assert decided(found, drawn.memory.everyone) == drawn.memory.everyone
    for index, knowledge in enumerate(stated):
        here = [outcome for outcome, column in found.items() if column >> index & 1]
        assert here == [_alone(enactment, knowledge, query)]


def test_what_comes_first_is_left_undecided(enactment: Enactment, drawn: Batch) -> None:
    found = outcomes(enactment, drawn, PossibilityQuery(ee.Question(ee.Ask.FIRST)))
    assert found == {UNDECIDED: drawn.memory.everyone}
    assert decided(found, drawn.memory.everyone) == 0


@pytest.mark.parametrize(
    "step", [pytest.param(130, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.exhaustive)]
)
def test_of_a_case_stated_in_part_no_possible_outcome_is_missed(ruleset: ee.Ruleset, step: int) -> None:
    compared = 0
    asked = {name: QUESTION.search(file.read_text(encoding="utf-8")) for name, file in bundled.cases().items()}
    names = [name for name, question in asked.items() if question and question[1] in ("may", "must")][::step]
    for name in names:
        case = ee.load_case(name, ruleset)
        try:
            said = ee.consult(ruleset, case, assumptions=False)
        except ee.ContradictionError:
            continue
        engine_input = engine_input_of(ruleset, case)
        batch = run(engine_input.enactment, [engine_input.stated])
        found = {
            word for each in outcomes(engine_input.enactment, batch, engine_input.query) for word in words_of(each)
        }
        assert found >= set(said.answer.possible), name
        compared += 1
    assert compared > len(names) // 3
