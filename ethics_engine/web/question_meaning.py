"""What a question of the interview means, and which rules ask it, for whoever does not know its words."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.model.conditions import ALWAYS, FactTest, tests_in
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Values
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.rules import Rule
from ethics_engine.text.values import as_clause

_MOST_RULES = 2
_MOST_WORDS = 6


@frozen
class QuestionMeaning:
    """What a question means.

    Attributes:
        replies: What each reply states, where that is more than its own words.

        words: Everyday words for what it is about.

        reasons: Why rules ask, in their own words.
    """

    replies: tuple[str, ...]
    words: tuple[str, ...]
    reasons: tuple[str, ...]


def meaning_of(fact: Fact, enactment: Enactment, query: PossibilityQuery) -> QuestionMeaning:
    """What a question about a fact means where something is asked."""
    own = enactment.ruleset.action[fact.id.removeprefix(DONE)].also if fact.id.startswith(DONE) else fact.also
    rules = list(_asking(fact, enactment, query))[:_MOST_RULES]
    return QuestionMeaning(tuple(_replies(fact)), tuple(own[:_MOST_WORDS]), tuple(rule.because for rule in rules))


def _replies(fact: Fact) -> Iterator[str]:
    if fact.id.startswith(DONE):
        yield "If yes: it has been done in this case already."
        yield "If no: it has not been done so far. If it has to be, the answer tells so."
    elif fact.type is FactType.YES_NO:
        for value in fact.value_ids:
            yield f"If {value}: {as_clause(fact, Values(frozenset({value})))}."


def _asking(fact: Fact, enactment: Enactment, query: PossibilityQuery) -> Iterator[Rule]:
    """The rules that ask about a fact: those on what is asked first, then those that read little else."""
    asked = {query.question.action, *query.did} - {None}

    def rank(rule: Rule) -> tuple[bool, bool, int]:
        speaks = {norm.action for norm in rule.norms} | {norm.before for norm in rule.norms}
        tests = {
            test.fact
            for when in (rule.when, rule.unless or ALWAYS)
            for test in tests_in(when)
            if isinstance(test, FactTest)
        }
        return not asked & speaks, fact.id not in tests, len(_read(rule, enactment))

    if fact.id.startswith(DONE):
        step = fact.id.removeprefix(DONE)
        found = [rule for rule in enactment.ruleset.rules if any(norm.action == step for norm in rule.norms)]
    else:
        found = [rule for rule in enactment.ruleset.rules if fact.id in _read(rule, enactment)]
    yield from sorted(found, key=rank)


def _read(rule: Rule, enactment: Enactment) -> frozenset[str]:
    return frozenset(read for when in (rule.when, rule.unless or ALWAYS) for read in facts_read(when, enactment))
