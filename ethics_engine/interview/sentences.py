"""An interview in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.consultation.batch_answers import Outcome
from ethics_engine.model.case import Ask
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Possible, Selection
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force
from ethics_engine.text.answers import force_in_words, word_in_words
from ethics_engine.text.lists import listed, sentence
from ethics_engine.text.values import as_clause, value_in_words

from .interview import Interview, Query, Reliance, Reply

_MANY = 4


def outcome_in_words(outcome: Outcome, inquiry: PossibilityQuery, ruleset: Ruleset) -> str:
    """What may come of a question."""
    match inquiry.question.ask:
        case Ask.WHAT:
            return force_in_words(Force(outcome[0]), [ruleset.action[way].label for way in outcome[1:]])
        case Ask.HOW:
            steps = (item.partition("=") for item in outcome)
            return listed([f"{ruleset.action[step].label}: {status}" for step, _, status in steps])
        case _:
            return word_in_words(outcome[0], ruleset)


def possible_in_words(outcomes: Sequence[Outcome]) -> str:
    """How many outcomes are still possible."""
    return "One answer is still possible." if len(outcomes) == 1 else f"{len(outcomes)} answers are still possible."


def why_in_words(query: Query, inquiry: PossibilityQuery, ruleset: Ruleset) -> Iterator[str]:
    """Why a question is asked, in lines: what each answer would do."""
    if query.safety:
        yield "It is asked early because it tells of danger."
    yield f"The answer can be expected to tell {query.gain:.2f} bits. It would leave these possible:"
    for reply in query.why():
        yield f"  - {_value(reply, query)}: {_left(reply, inquiry, ruleset)}"


def _value(reply: Reply, query: Query) -> str:
    return value_in_words(query.fact, reply.known[query.fact.id])


def _left(reply: Reply, inquiry: PossibilityQuery, ruleset: Ruleset) -> str:
    if inquiry.question.ask is Ask.HOW:
        left = f"{len(reply.outcomes)} of the ways in which the steps may turn out"
    else:
        words = [outcome_in_words(outcome, inquiry, ruleset) for outcome in reply.outcomes[:_MANY]]
        more = len(reply.outcomes) - len(words)
        left = "; ".join([*words, *([f"or {more} more"] if more else [])])
    return f"{left}{' (this would settle it)' if reply.settles else ''}"


def share_in_words(interview: Interview) -> str:
    """How sure it is that what was not asked would change nothing."""
    share = f"{int(interview.share * 100)} in 100" if interview.share < 1 else "all"
    told = f"{share} of the cases drawn at random that are told as this one is have this answer"
    return sentence(f"{told}; that says how little is left to ask, not how sure the answer is")


def relied_in_words(item: Reliance, inquiry: PossibilityQuery, ruleset: Ruleset) -> str:
    """What was not asked about, how it would have to be, and what would then come of the question."""
    ways: dict[tuple[Outcome, ...], list[str]] = {}
    for known, outcomes in item.otherwise:
        ways.setdefault(outcomes, []).append(_otherwise(item.fact, known[item.fact.id]))
    says = "" if item.fact.type is FactType.YES_NO else f"{item.fact.says}: "
    if inquiry.question.ask is Ask.HOW:
        return f"{says}{listed([value for values in ways.values() for value in values], 'or')}"
    parts = [f"{listed(values, 'or')} (then: {_any(outcomes, inquiry, ruleset)})" for outcomes, values in ways.items()]
    return f"{says}{'; '.join(parts)}"


def _any(outcomes: Sequence[Outcome], inquiry: PossibilityQuery, ruleset: Ruleset) -> str:
    return listed([outcome_in_words(outcome, inquiry, ruleset) for outcome in outcomes if outcome], "or") or "open"


def _otherwise(fact: Fact, known: Possible) -> str:
    """A value; of options, the one that is chosen or not; of a yes-or-no fact, what would be so."""
    if isinstance(known, Selection):
        chosen = [fact.label(option) for option in known.included]
        return listed([*chosen, *(f"not {fact.label(option)}" for option in known.excluded)])
    if fact.type is FactType.YES_NO:
        return as_clause(fact, known)
    return value_in_words(fact, known)
