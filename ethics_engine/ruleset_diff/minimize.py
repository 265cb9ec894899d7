"""Witness cases made as small as can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ethics_engine.engines.answer_set.pair_solver import Difference, PairedInput
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions

from .differing_cases import look_at


def minimize(alike: SharedDefinitions, found: Mapping[Difference, PairedInput]) -> Mapping[Difference, PairedInput]:
    """For each difference a case that shows it, from which no fact can be taken; all are made smaller at once.

    One case is given for as many differences as it is the smallest for.
    """
    smaller = dict(found)
    at_work = dict(found)
    while at_work:
        tries = [(what, less) for what, paired in at_work.items() for less in _with_less(paired)]
        shown = look_at(alike, [paired for _, paired in tries])
        less = [(what, paired) for (what, paired), seen in zip(tries, shown, strict=True) if what in seen]
        at_work = dict(reversed(less))
        least = {what: _common(one for of, one in less if of == what) for what in at_work}
        for (what, paired), seen in zip(least.items(), look_at(alike, list(least.values())), strict=True):
            if what in seen:
                at_work[what] = paired
        smaller |= at_work
    return _shared(alike, smaller)


def _with_less(paired: PairedInput) -> Iterator[PairedInput]:
    """The case without one of its facts; those that only one side knows are taken first."""
    for fact in sorted(paired, key=lambda fact: None not in paired[fact]):
        yield {other: pair for other, pair in paired.items() if other != fact}


def _common(inputs: Iterable[PairedInput]) -> PairedInput:
    """What several cases tell alike: the case without all that can be taken from it one at a time."""
    first, *others = inputs
    return {fact: pair for fact, pair in first.items() if all(fact in other for other in others)}


def _shared(alike: SharedDefinitions, found: Mapping[Difference, PairedInput]) -> Mapping[Difference, PairedInput]:
    inputs = list({frozenset(paired.items()): paired for paired in found.values()}.values())
    shown = look_at(alike, inputs)
    ranked = sorted(zip(inputs, shown, strict=True), key=lambda pair: (len(pair[0]), -len(pair[1] & found.keys())))
    return {what: next((paired for paired, seen in ranked if what in seen), paired) for what, paired in found.items()}
