"""The slice of a program that a question rests on gives the outcomes of the whole program."""

from __future__ import annotations

import datetime

import pytest

import ethics_engine as ee
from ethics_engine.consultation.batch_first_steps import outcome_columns
from ethics_engine.engines.bitset import run_columns
from ethics_engine.engines.bitset.case_set import all_cases, repeated
from ethics_engine.engines.bitset.sampling import completions
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.possibilities import PossibilityQuery

COUNT = 64
QUESTIONS = ["may refer", "must continue", "may terminate", "what", "how refer", "first refer", "first"]


@pytest.fixture(scope="module")
def enactment() -> Enactment:
    return enact(ee.load_ruleset(), datetime.date(2026, 11, 22))


def query_of(question: str) -> PossibilityQuery:
    ask, _, action = question.partition(" ")
    return PossibilityQuery(ee.Question(ee.Ask(ask), action or None))


@pytest.mark.parametrize("known", [True, False], ids=["complete", "in part"])
@pytest.mark.parametrize(
    "queries",
    [
        *([query_of(question)] for question in QUESTIONS),
        [query_of("may refer"), query_of("what")],
        [PossibilityQuery(ee.Question(ee.Ask.RIGHT), did=("refer", "pause"), omitted=("ensure_continuity",))],
    ],
    ids=lambda queries: ", ".join(each.question.ask.value for each in queries),
)
def test_a_slice_gives_the_outcomes_of_the_whole_program(
    enactment: Enactment, queries: list[PossibilityQuery], *, known: bool
) -> None:
    possible = completions(enactment, {}, COUNT, seed=7)
    if not known:
        possible = {variable: columns for place, (variable, columns) in enumerate(possible.items()) if place % 3}
    whole, part = run_columns(enactment, possible, COUNT), run_columns(enactment, possible, COUNT, queries)

    for query in queries:
        assert outcome_columns(enactment, part, possible, query) == outcome_columns(enactment, whole, possible, query)
    assert (part.lawful(), part.unlawful()) == (whole.lawful(), whole.unlawful())


def test_a_slice_tells_of_nothing_that_was_not_asked(enactment: Enactment) -> None:
    part = run_columns(enactment, {}, 1, [query_of("may refer")])

    assert set(part.program.statuses) == {"refer"}
    with pytest.raises(KeyError):
        part.statuses("terminate")
    assert len(part.program.instructions) < len(run_columns(enactment, {}, 1).program.instructions)


@pytest.mark.parametrize("times", [1, 2, 3, 7, 16, 21])
def test_a_column_is_repeated_block_by_block(times: int) -> None:
    column = all_cases(5) & ~all_cases(3) | all_cases(1)

    assert repeated(column, 6, times) == column * sum(1 << 6 * block for block in range(times))
