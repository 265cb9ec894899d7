"""What a question of the interview means, and which rules ask it, for whoever does not know its words."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from attrs import frozen

from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    StatusTest,
)
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Values
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.rules import Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.truth import Truth
from ethics_engine.text.values import as_clause

_MOST_RULES = 2
_MOST_WORDS = 6

_ON_WHAT_IS_ASKED, _OF_ITS_TOPIC = 3.0, 2.0
"""How much more a rule counts as the reason of a question if it speaks of what is asked, or is of the fact's topic."""

_HOLDING = 100.0
"""How much more a rule counts as the reason to ask about a step if it holds in the case."""

_NEARLY_AS_MUCH = 0.5
"""A rule that counts less than this share of the best one is no reason to ask."""


@frozen
class QuestionMeaning:
    """What a question means.

    Attributes:
        replies: What each reply states, where that is more than its own words.

        reasons: Why rules ask, in their own words.
    """

    replies: tuple[str, ...]
    reasons: tuple[str, ...]


def words_for(fact: Fact, ruleset: Ruleset) -> tuple[str, ...]:
    """Everyday words for what a fact is about."""
    own = ruleset.action[fact.id.removeprefix(DONE)].also if fact.id.startswith(DONE) else fact.also
    return tuple(own[:_MOST_WORDS])


def meaning_of(
    fact: Fact, enactment: Enactment, query: PossibilityQuery, holding: Collection[str] = ()
) -> QuestionMeaning:
    """What a question about a fact means where something is asked; `holding` are the rules that hold in the case."""
    rules = list(_asking(fact, enactment, query, holding))[:_MOST_RULES]
    return QuestionMeaning(tuple(_replies(fact)), tuple(rule.because for rule in rules))


def _replies(fact: Fact) -> Iterator[str]:
    if fact.id.startswith(DONE):
        yield "If yes: it has been done in this case already."
        yield "If no: it has not been done so far. If it has to be, the answer tells so."
    elif fact.type is FactType.YES_NO:
        for value in fact.value_ids:
            yield f"If {value}: {as_clause(fact, Values(frozenset({value})))}."


def _asking(fact: Fact, enactment: Enactment, query: PossibilityQuery, holding: Collection[str]) -> Iterator[Rule]:
    """The rules that a fact is the subject of, those on what is asked and on its own topic before others.

    Of a step these are the rules that ask for it, those that hold in the case before others.
    """
    asked = {query.question.action, *query.did} - {None}
    own = [rule for rule in enactment.rules if rule.norms]

    def weight(rule: Rule) -> float:
        speaks = {norm.action for norm in rule.norms} | {norm.before for norm in rule.norms}
        if fact.id.startswith(DONE):
            requires = fact.id.removeprefix(DONE) in {norm.action for norm in rule.norms if norm.modality.positive}
            share = float(requires) / max(1, len(frozenset(facts_read(rule.when, enactment))))
            share *= _HOLDING if rule.id in holding else 1
        else:
            share = _share(rule.when, fact, enactment, wanted=True)
        near = asked & speaks or (not asked and speaks & {way.id for way in enactment.ways})
        return share * (_ON_WHAT_IS_ASKED if near else 1) * (_OF_ITS_TOPIC if rule.topic == fact.topic else 1)

    weights = {rule.id: weight(rule) for rule in own}
    best = max(weights.values(), default=0.0)
    found = [rule for rule in own if weights[rule.id] > max(0.0, best * _NEARLY_AS_MUCH)]
    yield from sorted(found, key=lambda rule: -weights[rule.id])


def _share(condition: Condition, fact: Fact, enactment: Enactment, *, wanted: bool) -> float:
    """How much of a condition is that a fact is otherwise than assumed: 1 if it is all of it, 0 if nothing.

    `wanted` says whether the condition is to hold, or not to hold.
    """
    match condition:
        case FactTest() if condition.fact == fact.id:
            usual = fact.presumed is not None and truth_of_test(condition, fact, fact.presumed) is Truth.TRUE
            return float(usual is not wanted)
        case ConceptTest(concept):
            return _share(enactment.concept[concept].means, fact, enactment, wanted=wanted)
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts) if parts:
            turned = wanted is not isinstance(condition, NoneOf)
            return max(_share(part, fact, enactment, wanted=turned) for part in parts) / len(parts)
        case FactTest() | DoneTest() | StatusTest() | AllOf() | AnyOf() | NoneOf():
            return 0.0
