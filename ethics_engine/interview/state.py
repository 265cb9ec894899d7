"""An interview at one moment: what is stated so far, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache

import attrs
from attrs import frozen

from ethics_engine.consultation import EngineInput
from ethics_engine.consultation.all_completions import completed
from ethics_engine.consultation.constraint_propagation import narrowed
from ethics_engine.consultation.default_assumptions import CaseKnowledge, case_knowledge, truth_of
from ethics_engine.consultation.evaluation_view import EvaluationView
from ethics_engine.consultation.exact_possibilities import exact_possibilities
from ethics_engine.consultation.facts_behind import behind_answer, behind_disposition
from ethics_engine.engines.bitset import run_columns
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.case_set import CaseSet, all_cases, repeated
from ethics_engine.engines.bitset.machine import union
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment, worked_out_once
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import UNDECIDED, Manner, Outcome, WayOn, words_of
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import Variable, known_by, variables_of

from .base_rates import BaseRates
from .batch_results import Result, Unknown, results, results_by_cases, stated_in_full
from .contradicted_denials import dangerous_facts
from .information_gain import entropy, expected_information_gain, top_outcomes
from .relevant_facts import relevant_facts
from .sampled_cases import CaseSample, Population

ENOUGH = 0.9
"""In what share of the cases that could be this one an answer must hold before the interview rests on it."""

LITTLE = 0.1
"""Bits; what tells less is left to the last check, which goes through many assumptions at a glance.

Over 93 decided cases, 0.2 saved one question in seven more, and a bar near 0 asked two thirds more, all with the same
answers.
"""

SAMPLE = 2048
_MOST_TRIED = 8
_SURENESS = (1.0, 0.5, 0.25, 0.125, 0.0)
_EVENLY = 0.5
_FEW = SAMPLE // 8
_GLANCE = 256
_PROMISING = 0.8


@frozen(slots=False, eq=False)
class InterviewState:
    """What is stated of a case, and cases that could be it.

    Attributes:
        thorough: Whether nothing is assumed.

        without: The number of the pattern, if any, that is left out of account.

        passed: Steps that are not known to be done or not; a case has no word for that, so they are as assumed.

        denied: The facts whose dangers were denied.
    """

    engine_input: EngineInput
    population: Population
    thorough: bool = False
    without: int | None = None
    passed: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()

    @property
    def enactment(self) -> Enactment:
        """The ruleset as it stands on the day."""
        return self.engine_input.enactment

    @property
    def query(self) -> PossibilityQuery:
        """What is asked."""
        return self.engine_input.query

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that can bear on what is asked."""
        return relevant_facts(self.enactment, attrs.evolve(self.query, stated_not_done=frozenset()))

    @cached_property
    def situation(self) -> CaseKnowledge:
        """What is known. Raises ContradictionError if the stated facts contradict each other."""
        return case_knowledge(self.enactment, self.engine_input.stated, presume=not self.thorough, places={})

    @cached_property
    def answer(self) -> Result:
        """The outcome of the question on what is stated and assumed; exact if it is one outcome."""
        return exact_answer(self.situation, self.query)

    @property
    def decided(self) -> bool:
        """Whether one outcome comes of it."""
        return len(self.answer) == 1 and UNDECIDED not in self.answer

    @cached_property
    def sample(self) -> CaseSample:
        """Cases that could be this one; if few of those drawn keep the constraints, what these imply is stated too."""
        taken = _taken(self)
        sample = self._agreeing(self.population, taken)
        if sample.lawful.bit_count() >= _FEW:
            return sample
        narrow = self._agreeing(self.population, {**_implied(self.enactment, taken), **taken})
        return narrow if narrow.lawful else self.flat

    @cached_property
    def flat(self) -> CaseSample:
        """Cases that could be this one, if nothing were likelier than anything else."""
        taken = _taken(self)
        return self._agreeing(evenly(self.population), {**_implied(self.enactment, taken), **taken})

    def _agreeing(self, population: Population, stated: Knowledge) -> CaseSample:
        return population.agreeing([stated], self.facts, self.query, without=self.without)

    @cached_property
    def results(self) -> Mapping[Result, CaseSet]:
        """What comes of the question among the sampled cases."""
        return self.results_in(self.sample)

    def results_in(self, sample: CaseSample) -> Mapping[Result, CaseSet]:
        """What comes of the question among some cases, those that break a constraint left out."""
        query = stated_in_full(self.query, self.enactment, self.passed)
        found = results(self.enactment, sample.batch, sample.possible, query)
        if any(len(result) > 1 or UNDECIDED in result for result in found) and (unknown := self._open_facts(sample)):
            found = results_by_cases(self.enactment, sample.batch, sample.possible, unknown, query)
        lawful = {result: column & sample.lawful for result, column in found.items()}
        return {result: column for result, column in lawful.items() if column}

    def can_change_result(self, fact: str) -> bool:
        """Whether some sampled case has another result with another value of a fact; taken to be so of many options.

        What is often stated together with something that matters may seem to tell much, and change nothing.
        """
        possible = self.sample.possible
        tried = [(variable, value) for variable in possible if variable.fact == fact for value in variable.values]
        if len(tried) > _MOST_TRIED:
            return True
        count = self.sample.batch.memory.everyone.bit_length()
        once, blocks = all_cases(count), len(tried)
        changed = {
            variable: [repeated(column, count, blocks) for column in columns] for variable, columns in possible.items()
        }
        for block, (variable, value) in enumerate(tried):
            here, place = once << block * count, variable.values.index(value)
            changed[variable] = [
                column | here if other == place else column & ~here for other, column in enumerate(changed[variable])
            ]
        query = stated_in_full(self.query, self.enactment, self.passed)
        batch = run_columns(self.enactment, changed, count * blocks, [query])
        before = results(self.enactment, self.sample.batch, possible, query)
        after = results(self.enactment, batch, changed, query)
        same = union(repeated(column, count, blocks) & after.get(result, 0) for result, column in before.items())
        lawful = repeated(self.sample.lawful, count, blocks) & batch.memory.everyone & ~batch.unlawful()
        return bool(lawful & ~same)

    def _open_facts(self, sample: CaseSample) -> Unknown:
        """The variables that stay unknown in every sampled case, because they are stated as not known."""
        stated = self.engine_input.stated
        left = {variable: variable.possible(stated) for variable in sample.possible if variable.fact in stated}
        return {variable: values for variable, values in left.items() if len(values) > 1}

    @property
    def share(self) -> float:
        """The share of the sampled cases that have the outcome of what is stated and assumed."""
        return self.results.get(self.answer, 0).bit_count() / max(1, self.lawful_cases.bit_count())

    @property
    def lawful_cases(self) -> int:
        """The sampled cases that keep the constraints, as a column."""
        return union(self.results.values())

    @cached_property
    def gains(self) -> Mapping[str, float]:
        """What each fact not stated yet can be expected to tell, in bits, in the order of the vocabulary."""
        outcomes = top_outcomes(list(self.results.values()))
        cases = self.lawful_cases
        before, relevant = entropy(cases, outcomes), frozenset(self.facts)
        return {
            fact: max(0.0, expected_information_gain(variables, self.sample.possible, cases, outcomes, before))
            if before
            else 0.0
            for fact, variables in variables_of_facts(self.enactment).items()
            if fact in relevant and fact not in self.answered
        }

    @cached_property
    def over(self) -> bool:
        """Whether enough is stated: nothing else would change the answer, or hardly ever.

        Where the answer is open, it is not enough as long as something was not asked that may decide it. Whoever asks
        has a reason to, so it is not enough either to state no more than that there is no danger, where a reply can be
        expected to tell more than a little.
        """
        if not self.thorough:
            # The answer itself is worked out only where some result is so frequent.
            frequent = max((cases.bit_count() for cases in self.results.values()), default=0)
            enough = frequent >= ENOUGH * self.lawful_cases.bit_count() and self.share >= ENOUGH
            return enough and self._says_why and (self.decided or not self.behind() - self.situation.presumed.keys())
        return len(self.results) <= 1 and self.decided

    @property
    def _says_why(self) -> bool:
        """Whether something was stated for which somebody may ask, or no reply tells more than a little."""
        if self.is_dangerous or self.engine_input.stated.keys() - dangerous_facts(self.enactment).keys():
            return True
        return max(self.gains.values(), default=0.0) <= LITTLE

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that some case shows which could be this one, the likeliest first."""
        found = (result for sample in (self.sample, self.flat) for result in self.results_in(sample))
        ordered = (outcome for result in found for outcome in sorted(result, key=words_of))
        return tuple(dict.fromkeys(outcome for outcome in ordered if outcome is not UNDECIDED))

    @property
    def is_dangerous(self) -> bool:
        """Whether a safety line of the ruleset holds on what is stated and assumed."""
        known = self.situation.known
        return any(truth_of(line.when, self.enactment, known) is Truth.TRUE for line in self.enactment.safety)

    def behind(self) -> frozenset[str]:
        """The facts not known that may reach the answer."""
        return self._view.tied(behind_answer(self._view, self.query)) - frozenset(self.answered)

    def left_for_course(self) -> frozenset[str]:
        """The facts neither known nor assumed that may reach the right course of action; none if the answer is sure."""
        if len(self.results) <= 1:
            return frozenset()
        behind = self._view.tied(behind_disposition(self._view))
        return behind - self.situation.presumed.keys() - frozenset(self.answered)

    @cached_property
    def _view(self) -> EvaluationView:
        return EvaluationView(self.enactment, self.situation.known, self.situation.evaluation)

    @property
    def answered(self) -> Collection[str]:
        """The facts that were stated, or passed over as nobody knows them."""
        return self.engine_input.stated.keys() | self.passed


@worked_out_once
def variables_of_facts(enactment: Enactment) -> Mapping[str, tuple[Variable, ...]]:
    """The facts that any rule reads, with their variables."""
    found: dict[str, tuple[Variable, ...]] = {}
    for variable in variables_of(enactment):
        found[variable.fact] = (*found.get(variable.fact, ()), variable)
    return found


def _taken(state: InterviewState) -> Knowledge:
    presumed = assumptions(state.enactment)
    return {**{fact: presumed[fact] for fact in state.passed if fact in presumed}, **state.engine_input.stated}


def _implied(enactment: Enactment, known: Knowledge) -> Knowledge:
    """The values that constraints leave, of variables to which they leave but one."""
    left = narrowed(enactment, known)
    return known_by({variable: values[0] for variable, values in left.items() if len(values) == 1})


def answer(enactment: Enactment, known: Knowledge, query: PossibilityQuery) -> Result:
    """What may come of the question for one case, by three-valued evaluation."""
    possible = {
        variable: [CaseSet(variable.allows(value, known)) for value in variable.values]
        for variable in variables_of(enactment)
        if variable.fact in known
    }
    (result,) = results(enactment, run_columns(enactment, possible, 1, [query]), possible, query)
    return result


def exact_answer(situation: CaseKnowledge, query: PossibilityQuery) -> Result:
    """What may come of the question, by cases where three-valued evaluation does not decide it."""
    enactment, known = situation.enactment, situation.known
    glance = answer(enactment, known, query)
    if len(glance) == 1 and UNDECIDED not in glance:
        return glance
    view = EvaluationView(enactment, known, situation.evaluation)
    every = completed(enactment, narrowed(enactment, known), view.tied(behind_answer(view, query)))
    found = None if every is None else every.answers(query)
    if found is not None:
        return frozenset(found)
    only = _only(exact_possibilities(enactment, known, query), enactment, query)
    return glance if only is None else frozenset({only})


def _only(possible: Possibilities, enactment: Enactment, query: PossibilityQuery) -> Outcome | None:
    """The one outcome that is possible, if it is one."""
    match query.question.ask:
        case Ask.WHAT:
            if len(possible.forces) > 1 or any(len(truths) > 1 for truths in possible.named.values()):
                return None
            (force,) = possible.forces
            return WayOn(
                force, tuple(way.id for way in enactment.ways if True in possible.named.get((force, way.id), ()))
            )
        case Ask.HOW:
            asked = {action: possible.statuses[action] for action in enactment.how(query.question.action)}
            if any(len(statuses) > 1 for statuses in asked.values()):
                return None
            return Manner(tuple((action, status) for action, statuses in asked.items() for status in statuses))
        case Ask.FIRST | Ask.MAY | Ask.MUST | Ask.RIGHT:
            return next(iter(possible.answers)) if len(possible.answers) == 1 else None


def first_over(states: Sequence[InterviewState]) -> int | None:
    """The number of the first moment, of interviews on the same question, that is over by `InterviewState.over`.

    A glance at a few cases, for all moments together, shows which are worth a closer look.
    """
    first = states[0]
    if first.thorough or any(state.passed for state in states):
        return next((number for number, state in enumerate(states) if state.over), None)
    whole = first.population
    population = drawn(first.enactment, whole.experience, whole.seed, whole.sureness, count=_GLANCE)
    stated = [_taken(each) for each in states]
    sample = population.agreeing(stated, first.facts, first.query, without=first.without)
    found = results(first.enactment, sample.batch, sample.possible, stated_in_full(first.query, first.enactment))
    lawful = [column & sample.lawful for column in found.values()]
    for number, state in enumerate(states):
        here = all_cases(_GLANCE) << number * _GLANCE
        cases = (sample.lawful & here).bit_count()
        frequent = max((column & here).bit_count() for column in lawful)
        if (cases < _GLANCE // 8 or frequent >= _PROMISING * cases) and state.over:
            return number
    return None


def begin(
    engine_input: EngineInput, experience: BaseRates, *, seed: int, thorough: bool, without: int | None = None
) -> InterviewState:
    """The moment before anything is asked."""
    query = attrs.evolve(engine_input.query, stated_not_done=frozenset())
    population = expecting(engine_input.enactment, query, experience, seed)
    return InterviewState(engine_input, population, thorough, without)


@lru_cache(maxsize=256)
def expecting(enactment: Enactment, query: PossibilityQuery, experience: BaseRates, seed: int) -> Population:
    """Cases such as those in which somebody asks this.

    Whoever asks has a reason to. So experience counts only as long as the outcome of the case in which everything is
    as assumed comes up in about half of the cases at most.
    """
    nothing: Knowledge = {}
    usual = answer(enactment, case_knowledge(enactment, nothing, presume=True, places={}).known, query)
    shares: dict[Population, float] = {}
    for sureness in _SURENESS:
        population = drawn(enactment, experience, seed, sureness)
        sample = population.agreeing([nothing], relevant_facts(enactment, query), query)
        found = results(enactment, sample.batch, sample.possible, stated_in_full(query, enactment))
        as_usual = found.get(usual, 0) & sample.lawful
        shares[population] = as_usual.bit_count() / max(1, sample.lawful.bit_count())
        if shares[population] <= _EVENLY:
            break
    return min(shares, key=shares.__getitem__)


@lru_cache(maxsize=32)
def drawn(
    enactment: Enactment, experience: BaseRates, seed: int, sureness: float, *, count: int = SAMPLE
) -> Population:
    """The cases to expect by experience."""
    return Population(enactment, experience, count, seed, sureness)


def evenly(population: Population) -> Population:
    """The same cases with all values equally likely."""
    return drawn(population.enactment, population.experience, population.seed, 0.0)
