"""Cases that are evaluated again with a few facts otherwise come out as if all of it had been worked out anew."""

from __future__ import annotations

import datetime

import pytest

import ethics_engine as ee
from ethics_engine.consultation.batch_first_steps import outcome_columns
from ethics_engine.engines.bitset import run_columns
from ethics_engine.engines.bitset.case_set import all_cases, repeated
from ethics_engine.engines.bitset.repetition import run_again
from ethics_engine.engines.bitset.sampling import completions
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.possibilities import PossibilityQuery

COUNT, BLOCKS = 32, 3


@pytest.fixture(scope="module")
def enactment() -> Enactment:
    return enact(ee.load_ruleset(), datetime.date(2026, 11, 22))


@pytest.mark.parametrize("told_of", [1, 9, 400], ids="of one variable in {}".format)
@pytest.mark.parametrize("question", ["may refer", "must continue", "what", "how refer", "first"])
def test_it_gives_what_evaluating_every_block_gives(enactment: Enactment, question: str, told_of: int) -> None:
    ask, _, action = question.partition(" ")
    query = PossibilityQuery(ee.Question(ee.Ask(ask), action or None))
    drawn = completions(enactment, {}, COUNT, seed=7)
    possible = {variable: columns for place, (variable, columns) in enumerate(drawn.items()) if place % 4}
    anew = completions(enactment, {}, COUNT * BLOCKS, seed=8)
    told = {variable: columns for place, (variable, columns) in enumerate(anew.items()) if place % told_of == 0}
    whole = {
        variable: told.get(variable) or [repeated(column, COUNT, BLOCKS) for column in columns]
        for variable, columns in {**told, **possible}.items()
    }

    batch = run_columns(enactment, possible, COUNT, [query])
    again, every = run_again(enactment, batch, possible, told, BLOCKS), run_columns(enactment, whole, COUNT * BLOCKS)

    assert again.memory.everyone == all_cases(COUNT * BLOCKS)
    assert (again.lawful(), again.unlawful()) == (every.lawful(), every.unlawful())
    assert outcome_columns(enactment, again, whole, query) == outcome_columns(enactment, every, whole, query)
