"""Say in words what an interview asks, why, and what its answer assumes."""

from __future__ import annotations

from collections.abc import Iterator

from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Possible, Selection
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.lists import listed, quoted, sentence
from ethics_engine.text.outcomes import outcome_in_words
from ethics_engine.text.values import as_clause, value_in_words
from ethics_engine.vocabulary_search import HitKind, search

from .interview import Interview, Query, Reliance, Reply
from .state import ENOUGH

_MANY = 4
_MOST_LINES = 6
_MOST_NAMED = 3


def query_in_words(query: Query, number: int) -> str:
    """A question of the interview, numbered; one about danger is named so. Options stand on lines of their own."""
    about = ", about safety" if query.safety else ""
    options = query.fact.values if query.fact.type in (FactType.CHOICE, FactType.CHOICES) else ()
    lines = [f"  {index}. {value.label}" for index, value in enumerate(options, start=1)]
    return "\n".join([f"Question {number}{about}. {query.fact.ask}", *lines])


def why_in_words(query: Query, possibility_query: PossibilityQuery, ruleset: Ruleset) -> Iterator[str]:
    """Why a question is asked, in lines: what could still be answered after each reply."""
    if query.safety:
        yield "This is about danger, so it comes early. Possible answers after it:"
    elif possibility_query.question.action in query.fact.ask_early_for:
        yield "This often matters for such a question, so it comes early. Possible answers after it:"
    else:
        yield "The answer may depend on this. Possible answers after it:"
    groups: dict[str, list[Reply]] = {}
    for reply in query.why():
        groups.setdefault(_left(reply, possibility_query, ruleset), []).append(reply)
    shown = sorted(groups, key=lambda left: len(groups[left][0].outcomes))[:_MOST_LINES]
    for left in (left for left in groups if left in shown):
        yield f"  If {listed((_value(reply, query) for reply in groups[left]), 'or')}: {left}."
    if len(groups) > _MOST_LINES:
        yield "  After any other reply, more answers are possible."


def _value(reply: Reply, query: Query) -> str:
    value = value_in_words(query.fact, reply.known[query.fact.id])
    return value if query.fact.type in (FactType.YES_NO, FactType.COUNT) else f'"{value}"'


def _left(reply: Reply, query: PossibilityQuery, ruleset: Ruleset) -> str:
    if query.question.ask is Ask.HOW:
        count = len(reply.outcomes)
        left = "one answer" if count == 1 else f"{count} answers"
    else:
        words = [quoted(outcome_in_words(outcome, ruleset)) for outcome in reply.outcomes[:_MANY]]
        more = len(reply.outcomes) - len(words)
        left = listed([*words, *([f"{more} more"] if more else [])], "or")
    return f"{left} (no more questions then)" if reply.settles else left


def facts_named(words: str, ruleset: Ruleset, asked: Fact) -> str:
    """How to answer about what a reply speaks of, where it is no reply to the question asked; empty if of nothing."""
    hits = [hit for hit in search(ruleset, words) if hit.every_word and hit.kind is HitKind.FACT and hit.id != asked.id]
    if not hits:
        return ""
    names = listed((f"`{hit.id}` ({hit.label})" for hit in hits[:_MOST_NAMED]), "or")
    return f"To answer about something else first, type its name: {names}."


def share_in_words(interview: Interview) -> str:
    """How often the answer holds among the cases that could be this one, and what that means."""
    if interview.share == 1:
        same = "All sampled cases like this give the same answer: little is left to ask."
    elif interview.share >= ENOUGH:
        same = "Nearly all sampled cases like this give the same answer: little is left to ask."
    else:
        same = "Not all sampled cases like this give the same answer; the last check listed what differs."
    return f"{same} This does not measure how sure the answer is."


def stated_in_words(fact: Fact, known: Possible) -> str:
    """What was answered, as a sentence."""
    if fact.id.startswith(DONE) and known == fact.anything:
        return sentence(f"not known, so it counts as not done: {fact.says.removeprefix('done: ')}")
    return sentence(as_clause(fact, known))


def relied_in_words(item: Reliance) -> str:
    """What the answer assumes not to be true, although it was not asked about."""
    if item.fact.type is FactType.CHOICE and len(item.changed) > 1:
        alternatives = "; or ".join(_with_value(item.fact, known[item.fact.id]) for known, _ in item.changed)
        return alternatives if _is_clause(item.fact) else f"{item.fact.says}: {alternatives}"
    values = [_with_value(item.fact, known[item.fact.id]) for known, _ in item.changed]
    says = "" if _is_clause(item.fact) else f"{item.fact.says}: "
    return f"{says}{listed(values, 'or')}"


def _with_value(fact: Fact, known: Possible) -> str:
    """A value; of options, the one that is chosen or not; of a yes-or-no fact, what would be so."""
    if isinstance(known, Selection):
        chosen = [fact.label(option) for option in known.included]
        return listed([*chosen, *(f"not {fact.label(option)}" for option in known.excluded)])
    return as_clause(fact, known) if _is_clause(fact) else value_in_words(fact, known)


def _is_clause(fact: Fact) -> bool:
    """Whether each value of it reads as a clause."""
    return fact.type is FactType.YES_NO or (
        fact.type is FactType.CHOICE and all(fact.value_clause(value) for value in fact.value_ids)
    )
