"""Say in words what an interview asks, why, and what its answer assumes."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import attrs

from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Possible, Selection, Values
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.lists import listed, quoted, sentence
from ethics_engine.text.outcomes import outcome_in_words
from ethics_engine.text.values import as_clause, value_in_words
from ethics_engine.vocabulary_search import HitKind, search

from .interview import Interview, Query, Reliance, Reply
from .state import ENOUGH

LISTED = 12
"""How many items a last check names, unless more of them are dangers."""

_AT_LEAST = 2
"""How many it names that are no danger, however many dangers there are."""

_VALUES = 4
"""Up to how many options of a fact it names them all; of more the first two."""

_SCALE = 2
"""Of the upper end of a scale it names so many values, or else the least of them."""

_FEW = 2
"""After a reply that leaves no more answers than this, the explanation of a question names them."""

_MANY = 4
"""The same after a reply that ends the questions."""

_MOST_NAMED = 3


def query_in_words(query: Query, number: int) -> str:
    """A question of the interview, numbered; one about danger is named so. Options stand on lines of their own."""
    about = ", about safety" if query.safety else ""
    options = query.fact.values if query.fact.type in (FactType.CHOICE, FactType.CHOICES) else ()
    lines = [f"  {index}. {value.label}" for index, value in enumerate(options, start=1)]
    return "\n".join([f"Question {number}{about}. {query.fact.ask}", *lines])


def why_in_words(query: Query, possibility_query: PossibilityQuery, ruleset: Ruleset) -> Iterator[str]:
    """Why a question is asked, in lines, and the replies after which few answers are left."""
    if query.safety:
        yield "This is about danger, so it comes early."
    elif possibility_query.question.action in query.fact.ask_early_for:
        yield "This often matters for such a question, so it comes early."
    else:
        yield "The answer may depend on this."
    groups: dict[str, list[Reply]] = {}
    for reply in query.why():
        if len(reply.outcomes) <= (_MANY if reply.settles else _FEW):
            groups.setdefault(_left(reply, possibility_query, ruleset), []).append(reply)
    for left, replies in groups.items():
        yield f"  If {listed((_value(reply, query) for reply in replies), 'or')}, {left}."
    others = "After any other reply" if groups else "Whatever the reply"
    if sum(map(len, groups.values())) < len(query.why()):
        yield f"  {others}, more answers are possible."


def _value(reply: Reply, query: Query) -> str:
    value = value_in_words(query.fact, reply.known[query.fact.id])
    return value if query.fact.type in (FactType.YES_NO, FactType.COUNT) else f'"{value}"'


def _left(reply: Reply, query: PossibilityQuery, ruleset: Ruleset) -> str:
    if query.question.ask is Ask.HOW:
        count = len(reply.outcomes)
        left = "there is one answer" if count == 1 else f"there are {count} answers"
    else:
        left = f"the answer is {listed([quoted(outcome_in_words(each, ruleset)) for each in reply.outcomes], 'or')}"
    return f"{left} (no more questions then)" if reply.settles else left


def facts_named(words: str, ruleset: Ruleset, asked: Container[str]) -> str:
    """How to answer about what a reply speaks of, where it is no reply to what is asked; empty if of nothing."""
    found = [hit for hit in search(ruleset, words) if hit.every_word and hit.id not in asked]
    hits = [hit for hit in found if hit.kind in (HitKind.FACT, HitKind.STEP)]
    if not hits:
        return ""
    names = listed((f"`{hit.id}` ({hit.label})" for hit in hits[:_MOST_NAMED]), "or")
    return f"To answer about something else first, type its name: {names}."


def left_open_in_words(interview: Interview) -> str:
    """What to know if the interview is over, and the answer is another in some cases that could be this one."""
    if interview.share >= ENOUGH:
        return ""
    return "The answer may still be another one, if something is so that the last check listed."


def stated_in_words(fact: Fact, known: Possible) -> str:
    """What was answered, as a sentence."""
    if fact.id.startswith(DONE) and known == fact.anything:
        return sentence(f"not known, so it counts as not done: {fact.says.removeprefix('done: ')}")
    return sentence(as_clause(fact, known))


def most_telling(items: Sequence[Reliance], most: int = LISTED) -> tuple[Sequence[Reliance], Sequence[Reliance]]:
    """What a last check names of what it found, and what it leaves out.

    It names every danger; and of the rest what adds a step to one, and what is likeliest in such a case, as far as
    there is room, and a few in any case.
    """
    chief = [item for item in items if item.danger]
    others = sorted((item for item in items if not item.danger), key=lambda item: (not item.adds_step, -item.share))
    room = max(_AT_LEAST, most - len(chief))
    named = [*chief, *others[:room]]
    return [item for item in items if item in named], others[room:]


def relied_in_brief(item: Reliance) -> str:
    """What the answer assumes not to be true; of a scale the least of it, and of many options the first two."""
    if len(item.changed) > _SCALE and _is_upper_end(item):
        return f"{relied_in_words(attrs.evolve(item, changed=item.changed[:1]))}; or more than that"
    if len(item.changed) <= _VALUES:
        return relied_in_words(item)
    return f"{relied_in_words(attrs.evolve(item, changed=item.changed[:2]))}, or any other"


def _is_upper_end(item: Reliance) -> bool:
    """Whether what it lists is the upper end of a scale."""
    listed_values = [value for known, _ in item.changed for value in _possible(known[item.fact.id])]
    return item.fact.ordered and listed_values == [*item.fact.value_ids[-len(item.changed) :]]


def _possible(known: Possible) -> frozenset[str]:
    return known.possible if isinstance(known, Values) else frozenset()


def relied_in_words(item: Reliance) -> str:
    """What the answer assumes not to be true, although it was not asked about."""
    if item.fact.type is FactType.CHOICE and len(item.changed) > 1:
        alternatives = "; or ".join(_with_value(item.fact, known[item.fact.id]) for known, _ in item.changed)
        return alternatives if _is_clause(item.fact) else f"{item.fact.says}: {alternatives}"
    values = listed([_with_value(item.fact, known[item.fact.id]) for known, _ in item.changed], "or")
    if item.fact.type is FactType.CHOICES and item.fact.clause:
        return item.fact.clause.replace("{}", values)
    return values if _is_clause(item.fact) else f"{item.fact.says}: {values}"


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
