"""Cases of which something is not known, or is supposed not to be, with every way in which it could turn out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import Outcome

from .context import ItemContext
from .distractors import doubtful, idle, is_commonplace, likely, pivotal, stable_hash
from .draft import MOST
from .variant_batch import completions, is_simple, matters, outcomes_of
from .vignette import unknown_behind

_IDLE = 3
_TRIED = 8
_HOW_MANY = (1, 1, 2, 3)
"""How many facts decide, by lot."""
_PLANS = 3
"""So many choices of facts are tried for a case at most."""
_OPEN = 3
"""With more facts unknown an item gets too long to read."""
_LENGTH = 25
"""Questions that differ by less than so many letters count as equally long."""


SET_ASIDE = "Suppose that nothing is known about the points below. "
"""Leads a question in which facts are supposed not to be known."""


@frozen(eq=False)
class Plan:
    """Facts of a case, and every way to tell them.

    Attributes:
        open: The facts of which nothing is known in the case as stated.

        deciding: The facts that are to decide; which do is proved by whoever uses the plan.
    """

    context: ItemContext
    facts: tuple[str, ...]
    scenarios: tuple[Knowledge, ...]
    open: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()


def supposed(context: ItemContext, *, several: bool) -> list[Plan]:
    """Choices of facts that are only assumed, one or some that decide and some that do not; none where there are few.

    Which facts, and how many decide, is another choice in every case, so that no fact is the one to name. A pretext
    never stands among those that do not decide, and decides only if nothing else will do.
    """
    return [plan for pretexts in (False, True) for plan in _supposed(context, several=several, pretexts=pretexts)]


def _supposed(context: ItemContext, *, several: bool, pretexts: bool) -> Iterator[Plan]:
    fact = context.enactment.fact
    keys = {
        variant.fact: None
        for outcome in context.variations.readings.other_than(context.outcome)
        for variant in pivotal(context, outcome)
        if _is_supposable(context, variant.fact) and (pretexts or not fact[variant.fact].pretext)
    }
    deciding = sorted(keys, key=lambda name: (name.startswith(DONE), likely(context, name, str(several))))
    deciding = [name for name in deciding if several or not name.startswith(DONE)]
    deciding = [name for name in deciding if not is_commonplace(context, name)]
    aside = [v.fact for v in idle(context, steps=False) if not fact[v.fact].pretext and v.fact not in keys]
    wrong = [name for name in aside if _is_supposable(context, name)]
    wrong.sort(key=lambda name: doubtful(context, name))
    many = _HOW_MANY[stable_hash(context, "how many")[0] % len(_HOW_MANY)] if several else 1
    for start in range(min(_PLANS, len(deciding))):
        chosen = deciding[start : start + many]
        if pretexts and not any(fact[name].pretext for name in chosen):
            continue
        beside = _as_long(context, wrong, chosen)[: min(_IDLE, MOST - len(chosen))]
        if len(beside) >= 2:
            facts = (*chosen, *beside)
            yield Plan(context, facts, completions(context, facts), deciding=tuple(chosen))


def _is_supposable(context: ItemContext, name: str) -> bool:
    return context.variations.is_assumed(name) and is_simple(context, name)


def _as_long(context: ItemContext, names: Sequence[str], keys: Sequence[str]) -> list[str]:
    """The first facts, those before others whose questions are about as long as the questions that decide."""
    facts = context.enactment.fact
    length = sum(len(facts[name].ask) for name in keys) / len(keys)
    return sorted(names[: _IDLE + 2], key=lambda name: abs(len(facts[name].ask) - length) // _LENGTH)


def open_plans(contexts: Sequence[ItemContext]) -> Iterator[tuple[Plan, tuple[Outcome | None, ...]]]:
    """The open cases, with some assumed facts that do not matter, and the outcome of each way to state them."""
    asked = [s for s in contexts if s.is_open and s.ask in (Ask.MAY, Ask.MUST, Ask.WHAT, Ask.RIGHT)]
    trials = []
    for context in asked:
        unknown = tuple(unknown_behind(context))
        if 0 < len(unknown) <= _OPEN and all(is_simple(context, name) for name in unknown):
            trials += [(context, unknown, name) for name in _candidates(context)]
    results = outcomes_of([(s, completions(s, (*unknown, name))) for s, unknown, name in trials])
    found: dict[int, list[str]] = {}
    open_facts: dict[int, tuple[str, ...]] = {}
    for (context, unknown, name), outcome in zip(trials, results, strict=True):
        if None not in outcome and not matters(name, completions(context, (*unknown, name)), outcome):
            found.setdefault(context.number, []).append(name)
            open_facts[context.number] = unknown
    plans = []
    for context in asked:
        if len(found.get(context.number, ())) >= 2:
            unknown = open_facts[context.number]
            facts = (*unknown, *found[context.number][:_IDLE])
            plans.append(Plan(context, facts, completions(context, facts), unknown))
    for plan, outcome in zip(plans, outcomes_of([(plan.context, plan.scenarios) for plan in plans]), strict=True):
        if None not in outcome:
            yield plan, outcome


def _candidates(context: ItemContext) -> list[str]:
    """Assumed facts that somebody might think of, those that are no pretext first."""
    names = [
        fact.id
        for fact in context.enactment.facts
        if _is_supposable(context, fact.id) and not fact.id.startswith(DONE) and not fact.immutable
    ]
    names.sort(key=lambda name: (context.enactment.fact[name].pretext, doubtful(context, name)))
    return names[:_TRIED]
