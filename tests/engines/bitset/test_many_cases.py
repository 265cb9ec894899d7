"""Many cases at once are what they are one at a time."""

from __future__ import annotations

import datetime

import pytest

import ethics_engine as ee
from ethics_engine.engines.bitset import compiled, evaluate, evaluate_all
from ethics_engine.loading import bundled
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.knowledge import NO, YES, Knowledge

DAY = datetime.date(2026, 11, 21)


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.fixture(scope="module")
def enactment(ruleset: ee.Ruleset) -> Enactment:
    return enact(ruleset, DAY)


@pytest.fixture(scope="module")
def cases(ruleset: ee.Ruleset, enactment: Enactment) -> list[Knowledge]:
    """The bundled cases, each as stated and with all that is assumed."""
    presumed = {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None}
    made = [
        {fact: statement.known for fact, statement in ee.load_case(name, ruleset).facts.items()}
        for name in bundled.cases()
    ]
    return [*made, *({**presumed, **stated} for stated in made)]


def test_the_bundled_cases_at_once_and_one_at_a_time(enactment: Enactment, cases: list[Knowledge]) -> None:
    some = cases[::3]

    assert evaluate_all(enactment, some) == tuple(evaluate(enactment, knowledge) for knowledge in some)


def test_the_place_of_a_case_among_others_does_not_matter(enactment: Enactment, cases: list[Knowledge]) -> None:
    assert evaluate_all(enactment, cases[::-1]) == evaluate_all(enactment, cases)[::-1]


def test_more_cases_than_a_machine_word_has_bits(enactment: Enactment) -> None:
    answers = [{"client_threatens_violence": YES if index % 7 == 0 else NO} for index in range(1000)]

    at_once = evaluate_all(enactment, answers)

    threatened, safe = (evaluate(enactment, {"client_threatens_violence": answer}) for answer in (YES, NO))
    assert threatened != safe
    assert list(at_once) == [threatened if index % 7 == 0 else safe for index in range(1000)]


def test_of_no_cases_there_are_no_evaluations(enactment: Enactment) -> None:
    assert evaluate_all(enactment, []) == ()


def test_a_ruleset_is_compiled_once(ruleset: ee.Ruleset, enactment: Enactment) -> None:
    assert compiled(enactment) is compiled(enact(ruleset, DAY + datetime.timedelta(days=1)))


def test_no_two_literals_of_a_program_ask_the_same(enactment: Enactment) -> None:
    literals = compiled(enactment).literals

    assert len(set(literals)) == len(literals)
