"""Which fact to ask about next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import FactType
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.variables import Value, Variable, variables_of

from .contradicted_denials import contradicted, dangerous_facts, dangers_unasked, spoken_against
from .information_gain import entropy, expected_information_gain, top_outcomes
from .sensitivity import decisive_values
from .state import ENOUGH, LITTLE, InterviewState, variables_of_facts

_NOTHING = 0.002
"""Bits; by chance a sample shows that much of a fact that tells nothing."""

_DANGER = 0.02
"""Bits; once a danger is known, another that tells less is not asked about before everything else.

Whether there is one for which the known danger speaks, such as an immediate danger beside a threat, is asked if that
tells anything.
"""

_SENSITIVE = 1.25
"""How much more a sensitive question must tell than another to be asked before it."""

_NEAR = 0.8
"""The share of the greatest gain from which a fact of the topic in hand goes before others."""


_COMPARED = 12
"""Among how many facts the next ones are guessed, to tell how many questions are left."""

MOST_FORESEEN = 8
"""How many questions are foreseen; of more it is said that there are many."""


@frozen
class QuestionChoice:
    """A fact to ask about, with the bits that its answer can be expected to tell."""

    fact: str
    gain: float


def choose(state: InterviewState, topic: str | None = None) -> QuestionChoice | None:
    """Choose the fact to ask about; `topic` is what was talked about last. None if no question tells enough.

    Whether there is a danger comes before its details: a yes or no about danger before the degree of one. A danger that
    a stated one settles is not asked about. What the ruleset wants asked early comes next; in a danger only as far as
    it is about danger itself. What was stated is followed up before anything else is brought up: an assumption that it
    contradicts comes first. What tells little, or is assumed, is left to the last check, unless nothing may be assumed.
    """
    settled = contradicted(state.situation)
    gains = {fact: gain for fact, gain in state.gains.items() if fact not in settled}
    least_gain = _NOTHING if state.thorough else LITTLE
    worth = {fact: gain for fact, gain in gains.items() if gain > least_gain}
    least = _DANGER if state.is_dangerous else 0.0
    facts = state.enactment.fact
    bars = {fact: _NOTHING for fact in spoken_against(state.situation) if facts[fact].type is FactType.YES_NO}
    safety = {
        fact: gains[fact]
        for fact in safety_facts(state.enactment, state.query)
        if gains.get(fact, -1.0) >= bars.get(fact, least) and fact not in state.denied
    }
    whether = {fact: gain for fact, gain in safety.items() if facts[fact].type is FactType.YES_NO}
    early = {fact: gains[fact] for fact in early_facts(state.enactment, state.query) if fact in gains}
    dangerous = {fact: gain for fact, gain in early.items() if fact in dangerous_facts(state.enactment)}
    followed_up = {fact: gains[fact] for fact in state.situation.fallen if fact in gains}
    unhurried = {} if state.is_dangerous else early
    for candidates in (whether, safety, dangerous, unhurried, followed_up, worth):
        while (fact := _best(state.enactment, candidates, topic)) is not None:
            if state.can_change_result(fact):
                return QuestionChoice(fact, gains[fact])
            candidates.pop(fact)
    left = [fact for fact in facts_that_may_decide(state) if fact in gains]
    return QuestionChoice(left[0], gains[left[0]]) if left else None


def likely_left(state: InterviewState) -> int | None:
    """About how many questions are left if each is answered as in most cases that could be this one; None if many.

    It goes by the cases drawn for this moment alone, so it is a rough guess.
    """
    if state.over:
        return 0
    gains, possible, cases = state.gains, state.sample.possible, state.lawful_cases
    results = top_outcomes(list(state.results.values()))
    safety = dict.fromkeys(safety_facts(state.enactment, state.query))
    dangers = [fact for fact in safety if gains.get(fact, 0.0) > _NOTHING]
    telling = [fact for fact in sorted(gains, key=gains.__getitem__, reverse=True) if fact not in dangers][:_COMPARED]
    for number in range(MOST_FORESEEN + 1):
        if not cases:
            return None
        before = entropy(cases, results)
        frequent = max((cases & column).bit_count() for column in state.results.values())
        if not dangers and (frequent >= ENOUGH * cases.bit_count() or not telling):
            return max(1, number)
        variables = variables_of_facts(state.enactment)
        if dangers:
            fact = dangers.pop(0)
        else:
            told = {
                each: expected_information_gain(variables[each], possible, cases, results, before) for each in telling
            }
            fact = max(told, key=told.__getitem__)
            if not state.thorough and told[fact] <= LITTLE:
                return max(1, number)
            telling.remove(fact)
        for variable in variables[fact]:
            if variable in possible:
                cases = max((cases & column for column in possible[variable]), key=int.bit_count)
    return None


def facts_that_may_decide(state: InterviewState) -> tuple[str, ...]:
    """Facts that samples show to tell little, and that yet may turn the answer, or leave it undecided.

    What is assumed is left to the last check, unless nothing may be assumed.
    """
    by_itself = {variable.fact for variable, _ in decisive_values(state.situation, state.query)}
    behind = frozenset[str]() if state.decided else state.behind()
    assumed = frozenset[str]() if state.thorough else state.situation.presumed.keys()
    return tuple(fact for fact in variables_of_facts(state.enactment) if fact in (by_itself | behind) - assumed)


def safety_facts(enactment: Enactment, query: PossibilityQuery) -> Iterable[str]:
    """The facts about danger that matters for what is asked."""
    asked = {query.question.action, *query.did} - {None} or {way.id for way in enactment.ways}
    for line in enactment.safety:
        if asked.intersection(line.matters_for):
            yield from facts_read(line.when, enactment)


def is_about_danger(fact: str, enactment: Enactment, query: PossibilityQuery) -> bool:
    """Whether a fact is about danger: that matters for what is asked, or that is one by itself."""
    return fact in safety_facts(enactment, query) or fact in dangerous_facts(enactment)


def early_facts(enactment: Enactment, query: PossibilityQuery) -> Iterable[str]:
    """The facts that the ruleset wants asked right after danger, for what is asked."""
    asked = {query.question.action, *query.did}
    yield from (fact.id for fact in enactment.facts if asked.intersection(fact.ask_early_for))


def dangers_first(state: InterviewState) -> tuple[tuple[Variable, Value], ...]:
    """The dangers to go through in one question before any other: those that were not stated.

    Those that matter for what is asked come first, and among them what is not sensitive, such as an immediate danger.
    A danger that is asked about by name is left out.
    """
    enactment, query = state.enactment, state.query
    unasked = {*dangers_unasked(state.situation, state.answered)}
    by_name, first = {*early_facts(enactment, query)}, {*safety_facts(enactment, query)}
    found = [
        (variable, value)
        for variable in variables_of(enactment)
        for value in variable.values
        if (variable, value) in unasked and variable.fact not in by_name
    ]
    return tuple(sorted(found, key=lambda one: (one[0].fact not in first, enactment.fact[one[0].fact].sensitive)))


def _best(enactment: Enactment, gains: Mapping[str, float], topic: str | None) -> str | None:
    scores = {fact: gain / (_SENSITIVE if enactment.fact[fact].sensitive else 1) for fact, gain in gains.items()}
    most = max(scores.values(), default=0.0)
    near = {fact: score for fact, score in scores.items() if score >= _NEAR * most}
    of_topic = {fact: score for fact, score in near.items() if enactment.fact[fact].topic == topic}
    return max(of_topic or near, key=(of_topic or near).__getitem__, default=None)
