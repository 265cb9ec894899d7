"""The cases that an interview draws agree with what was stated, and are read as `consult` reads a single one."""

from __future__ import annotations

import datetime
from itertools import islice
from random import Random

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.consultation import engine_input_of
from ethics_engine.consultation.answers import definite
from ethics_engine.consultation.batch_first_steps import firsts
from ethics_engine.engines.bitset import run_columns
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.sampling import completions
from ethics_engine.interview import BaseRates
from ethics_engine.interview.base_rates import NO_EXPERIENCE, chances
from ethics_engine.interview.base_rates_from_cases import base_rates_of
from ethics_engine.interview.baselines import backward, fixed
from ethics_engine.interview.relevant_facts import relevant_facts
from ethics_engine.interview.sampled_cases import Population
from ethics_engine.interview.state import answer, begin, first_over
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.knowledge import NO, YES, Possible, Values
from ethics_engine.model.outcome import UNDECIDED, FirstStep
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.rules import Modality
from ethics_engine.model.variables import known_by, variables_of

DAY = datetime.date(2026, 11, 21)
ASKED = PossibilityQuery(ee.Question(ee.Ask.WHAT))


@pytest.fixture
def law(outing: ee.Ruleset) -> Enactment:
    return enact(outing, DAY)


def test_cases_agree_with_what_was_told(law: Enactment) -> None:
    variables = {variable.fact: variable for variable in variables_of(law) if variable.option is None}
    sample = Population(law, NO_EXPERIENCE, 500, 0).agreeing([{"storm": YES}, {"storm": NO}], list(variables), ASKED)
    yes, no = sample.possible[variables["storm"]][0], sample.possible[variables["storm"]][1]

    assert (yes, no) == ((1 << 500) - 1, ((1 << 500) - 1) << 500)


def test_a_fact_that_nobody_knows_stays_unknown_in_every_case(law: Enactment) -> None:
    anything = {"rain": law.fact["rain"].anything}
    sample = Population(law, NO_EXPERIENCE, 100, 0).agreeing([anything], ["rain"], ASKED)
    (columns,) = sample.possible.values()

    assert list(columns) == [(1 << 100) - 1] * 2


def test_what_goes_together_in_cases_met_goes_together_in_cases_drawn(outing: ee.Ruleset, law: Enactment) -> None:
    stormy = [ee.new_case(outing, "what", {"storm": True, "mood": "low"}) for _ in range(20)]
    calm = [ee.new_case(outing, "what", {"idle": True}) for _ in range(20)]
    experience = base_rates_of([*stormy, *calm], outing)
    sample = Population(law, experience, 2000, 0).agreeing([{"storm": YES}], ["mood"], ASKED)
    (low, *_) = next(iter(sample.possible.values()))

    assert low.bit_count() > 1700
    assert sample.lawful


def test_a_pattern_can_be_left_out(outing: ee.Ruleset, law: Enactment) -> None:
    experience = base_rates_of([ee.new_case(outing, "what", {"mood": "low"}), ee.new_case(outing, "what")], outing)
    population = Population(law, experience, 1000, 0)
    (with_it,) = population.agreeing([{}], ["mood"], ASKED).possible.values()
    (without,) = population.agreeing([{}], ["mood"], ASKED, without=0).possible.values()

    assert with_it[0].bit_count() > 400
    assert without[0].bit_count() < 100


def test_rates_are_smoothed_counts_and_assumptions_count_as_told(outing: ee.Ruleset) -> None:
    stated = [ee.new_case(outing, "what", {"storm": True, "rain": True}), ee.new_case(outing, "what")]
    rates = {variable.fact: rate for variable, rate in base_rates_of(stated, outing).rates.items()}

    assert rates["storm"] == (1.5, 1.5)
    assert rates["rain"] == (1.5, 0.5)
    assert "visits" not in rates


def test_the_vocabulary_s_own_base_rates_come_first(outing: ee.Ruleset) -> None:
    facts = [attrs.evolve(fact, base_rate=(("low", 20),)) if fact.id == "mood" else fact for fact in outing.facts]
    law = enact(attrs.evolve(outing, facts=facts), DAY)
    (mood,) = (variable for variable in variables_of(law) if variable.fact == "mood")

    assert chances(law, BaseRates({mood: (1.0, 0.0, 0.0)}))[mood] == pytest.approx((0.2, 0.4, 0.4))


@pytest.mark.parametrize("question", ["first", "first refer", "first terminate"])
def test_what_comes_first_is_what_consult_says_of_each_case(
    ruleset: ee.Ruleset, experience: BaseRates, question: str
) -> None:
    law = enact(ruleset, DAY)
    query = PossibilityQuery(ee.new_case(ruleset, question).question)
    possible = completions(law, {}, 60, seed=3, rates=experience.rates)
    batch = run_columns(law, possible, 60)
    found = firsts(law, batch, possible, query.question.action)

    assert len(found) > 1
    for index in range(60):
        whole = {
            variable: value
            for variable, columns in possible.items()
            for value, column in zip(variable.values, columns, strict=True)
            if column >> index & 1
        }
        outcome = definite(law, batch.evaluation(index), known_by(whole), query)
        assert outcome is not None
        assert {first for first, column in found.items() if column >> index & 1} == outcome.answers


@pytest.mark.parametrize("question", ["first", "first refer"])
def test_what_is_said_to_come_first_where_much_is_open_comes_first_whatever_it_is(
    ruleset: ee.Ruleset, experience: BaseRates, question: str
) -> None:
    law, asked, random = enact(ruleset, DAY), ee.new_case(ruleset, question).question.action, Random(3)
    whole = completions(law, {}, 300, seed=3, rates=experience.rates)
    opened = {variable: random.getrandbits(300) & random.getrandbits(300) for variable in whole}
    partly = {variable: [column | opened[variable] for column in columns] for variable, columns in whole.items()}
    found = firsts(law, run_columns(law, partly, 300), partly, asked)
    really = firsts(law, run_columns(law, whole, 300), whole, asked)

    assert UNDECIDED in found
    assert UNDECIDED not in really
    assert len(found) > 1
    assert all(not column & ~really.get(first, 0) for first, column in found.items() if first != UNDECIDED)


def test_a_way_that_is_required_can_come_first(outing: ee.Ruleset) -> None:
    rules = [
        attrs.evolve(rule, norms=(attrs.evolve(rule.norms[0], modality=Modality.MUST),))
        if rule.id == "go.may"
        else rule
        for rule in outing.rules
    ]
    ruleset = attrs.evolve(outing, rules=rules)
    case = ee.new_case(ruleset, "first", {"rain": False, "storm": False})

    assert ee.consult(ruleset, case).answer.value == "go"
    law = enact(ruleset, DAY)
    stated = {**assumptions(law), "rain": NO, "storm": NO}
    assert answer(law, stated, PossibilityQuery(case.question)) == {FirstStep("go")}


def test_the_first_moment_that_is_over_is_found_at_a_glance(
    ruleset: ee.Ruleset, decided: tuple[ee.Case, ...], experience: BaseRates
) -> None:
    case = next(case for case in decided if case.id == "violence-008")
    state = begin(engine_input_of(ruleset, attrs.evolve(case, facts={})), experience, seed=0, thorough=False, without=5)
    said = {"client_threatens_violence": YES, "danger_is_immediate": NO, "client_stage": Values(frozenset({"current"}))}
    prefixes = [dict(islice(said.items(), length)) for length in range(len(said) + 1)]
    states = [attrs.evolve(state, engine_input=attrs.evolve(state.engine_input, stated=stated)) for stated in prefixes]

    first = next(number for number, each in enumerate(states) if each.over)

    assert first > 0
    assert first_over(states) == first
    assert first_over(states[:first]) is None


def test_backward_chaining_asks_what_is_needed_from_left_to_right(law: Enactment, outing: ee.Ruleset) -> None:
    query = PossibilityQuery(ee.new_case(outing, "may go").question)
    known: dict[str, Possible] = {"rain": NO}

    assert list(backward(law, query, known)) == ["storm", "idle"]  # the rival way is chained through as well
    assert set(backward(law, query, {})) <= set(relevant_facts(law, query)) == set(fixed(law, query))
    assert "mood" not in relevant_facts(law, query)
