"""Told cases made as small as can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ethics_engine.engines.answer_set.pair_solver import Difference, Telling
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions

from .differing_cases import look_at


def minimize(alike: SharedDefinitions, found: Mapping[Difference, Telling]) -> Mapping[Difference, Telling]:
    """For each difference a case that shows it, from which no fact can be taken; all are made smaller at once.

    One case is given for as many differences as it is the smallest for.
    """
    smaller = dict(found)
    at_work = dict(found)
    while at_work:
        tries = [(what, less) for what, telling in at_work.items() for less in _with_less(telling)]
        shown = look_at(alike, [telling for _, telling in tries])
        less = [(what, telling) for (what, telling), seen in zip(tries, shown, strict=True) if what in seen]
        at_work = dict(reversed(less))
        least = {what: _common(one for of, one in less if of == what) for what in at_work}
        for (what, telling), seen in zip(least.items(), look_at(alike, list(least.values())), strict=True):
            if what in seen:
                at_work[what] = telling
        smaller |= at_work
    return _shared(alike, smaller)


def _with_less(telling: Telling) -> Iterator[Telling]:
    """The case without one of its facts; those that only one side knows are taken first."""
    for fact in sorted(telling, key=lambda fact: None not in telling[fact]):
        yield {other: told for other, told in telling.items() if other != fact}


def _common(tellings: Iterable[Telling]) -> Telling:
    """What several cases tell alike: the case without all that can be taken from it one at a time."""
    first, *others = tellings
    return {fact: told for fact, told in first.items() if all(fact in other for other in others)}


def _shared(alike: SharedDefinitions, found: Mapping[Difference, Telling]) -> Mapping[Difference, Telling]:
    tellings = list({frozenset(telling.items()): telling for telling in found.values()}.values())
    shown = look_at(alike, tellings)
    ranked = sorted(zip(tellings, shown, strict=True), key=lambda pair: (len(pair[0]), -len(pair[1] & found.keys())))
    return {
        what: next((telling for telling, seen in ranked if what in seen), telling) for what, telling in found.items()
    }
