"""The answers worked out in Python are those of the formal semantics."""

from __future__ import annotations

import datetime
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.consultation.answers import definite
from ethics_engine.engines import answer_set, bitset
from ethics_engine.model.enactment import Enactment, done_fact, enact
from ethics_engine.model.knowledge import NO, YES, Knowledge
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.truth import Truth
from tests.sampling import each_case

DAY = datetime.date(2026, 11, 21)


def _strategies() -> ModuleType:
    """The generators of random rulesets, which belong to the tests of agreement."""
    file = Path(__file__).parent.parent / "agreement" / "strategies.py"
    spec = importlib.util.spec_from_file_location("random_rulesets", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


strategies = _strategies()


def assert_exact(enactment: Enactment, knowledge: Knowledge, query: PossibilityQuery) -> Possibilities | None:
    """Where the quick answer says that something is definite, the solver must find just that."""
    quick = definite(enactment, bitset.evaluate(enactment, knowledge), knowledge, query)
    if quick is not None:
        assert quick == answer_set.possibilities(enactment, knowledge, query)
    return quick


def queries(enactment: Enactment, knowledge: Knowledge) -> list[PossibilityQuery]:
    actions = [action.id for action in enactment.actions]
    not_done = frozenset(step.id for step in enactment.ruleset.steps if knowledge.get(done_fact(step.id)) == NO)
    questions = [ee.Question(ee.Ask.WHAT), ee.Question(ee.Ask.FIRST)]
    for ask in (ee.Ask.MAY, ee.Ask.MUST, ee.Ask.FIRST):
        questions += [ee.Question(ask, action) for action in actions]
    right = ee.Question(ee.Ask.RIGHT)
    return [
        *(PossibilityQuery(question) for question in questions),
        *(PossibilityQuery(right, did=(action,), stated_not_done=not_done) for action in actions),
        *(PossibilityQuery(right, omitted=(action,)) for action in actions),
        PossibilityQuery(right, did=tuple(actions[::2]), omitted=tuple(actions[1::2]), stated_not_done=not_done),
    ]


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    """The bundled rules."""
    return ee.load_ruleset()


@pytest.mark.parametrize("name", each_case())
def test_answers_of_one_case_are_the_solvers_on_every_bundled_case(name: str, ruleset: ee.Ruleset) -> None:
    case = ee.load_case(name, ruleset)
    enactment = enact(ruleset, DAY)
    stated = {fact: statement.known for fact, statement in case.facts.items()}
    presumed = {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None}
    query = PossibilityQuery(case.question, case.did, case.omitted)
    for knowledge in (stated, {**presumed, **stated}):
        if Truth.TRUE not in bitset.evaluate(enactment, knowledge).constraints.values():
            assert_exact(enactment, knowledge, query)


EVERY_ANSWER = """
facts: [{id: rain}, {id: idle}]
actions:
  - {id: required}
  - {id: advised}
  - {id: permitted}
  - {id: silent}
  - {id: discouraged}
  - {id: prohibited}
  - {id: torn}
  - {id: impossible, available: {rain: yes}}
  - {id: unmet, met_by: [prohibited, impossible]}
  - {id: waiting}
  - {id: discouraged_and_waiting}
  - {id: prohibited_and_waiting}
  - {id: required_and_waiting}
  - {id: step}
  - {id: unrelated}
rules:
  - id: all
    then:
      - {must: [required, torn, unmet, impossible, required_and_waiting]}
      - {should: advised}
      - {may: [permitted, waiting]}
      - {should not: [discouraged, discouraged_and_waiting]}
      - {must not: [prohibited, torn, prohibited_and_waiting]}
      - {must: step, before: waiting}
      - {must: step, before: discouraged_and_waiting}
      - {must: step, before: prohibited_and_waiting}
      - {must: step, before: required_and_waiting}
"""


@pytest.mark.parametrize("stated", [{}, {"done:step": YES}, {"done:step": NO}])
def test_on_a_ruleset_in_which_every_answer_occurs(stated: Knowledge, world: Callable[[str], ee.Ruleset]) -> None:
    enactment = enact(world(EVERY_ANSWER), DAY)
    nothing_done = {done_fact(step.id): NO for step in enactment.ruleset.steps}
    for knowledge in ({**nothing_done, **stated, "rain": NO}, {**nothing_done, **stated, "rain": YES}):
        for query in queries(enactment, knowledge):
            assert assert_exact(enactment, knowledge, query) is not None


@settings(max_examples=40)
@given(st.data())
def test_on_random_rulesets_of_which_everything_is_stated(data: st.DataObject) -> None:
    enactment = data.draw(strategies.enactments())
    knowledge = data.draw(strategies.stated_cases_of(enactment))
    if Truth.TRUE in bitset.evaluate(enactment, knowledge).constraints.values():
        return
    for query in queries(enactment, knowledge):
        assert assert_exact(enactment, knowledge, query) is not None


@settings(max_examples=40)
@given(st.data())
def test_on_random_rulesets_of_which_something_is_stated(data: st.DataObject) -> None:
    enactment = data.draw(strategies.enactments())
    knowledge = data.draw(strategies.knowledge_of(enactment))
    if answer_set.conflict(enactment, knowledge):
        return
    for query in queries(enactment, knowledge):
        assert_exact(enactment, knowledge, query)
