"""What comes of the question in each of very many cases, where some facts may stay unknown for good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from random import Random

import attrs

from ethics_engine.consultation.batch_first_steps import outcome_columns
from ethics_engine.engines.bitset import Batch, PossibleColumns
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.case_set import CaseSet, all_cases, repeated
from ethics_engine.engines.bitset.machine import union
from ethics_engine.engines.bitset.repetition import run_again
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.outcome import Outcome, words_of
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.variables import Value, Variable

_WAYS = 16
"""In how many ways the variables that are not known are set."""

_DRAWN = 4 * _WAYS
"""How many ways are drawn to find so many that differ."""

Unknown = Mapping[Variable, Sequence[Value]]
"""Variables that are not known, with the values left to them."""

Result = frozenset[Outcome]
"""The outcomes that remain possible of one case; one only, where all that bears on the question is known."""


def results(
    enactment: Enactment, batch: Batch, possible: PossibleColumns, query: PossibilityQuery
) -> Mapping[Result, CaseSet]:
    """The cases parted by their results, as columns; the result of most cases comes first."""
    return _parted(outcome_columns(enactment, batch, possible, query), batch.memory.everyone)


def results_by_cases(
    enactment: Enactment, batch: Batch, possible: PossibleColumns, unknown: Unknown, query: PossibilityQuery
) -> Mapping[Result, CaseSet]:
    """The same of cases in which a few variables are not known, by setting those in every way that keeps constraints.

    `batch` has the cases evaluated for the same question with these variables left open.
    Of many ways only some are tried: what is usual, and ways near it. Cases that cannot be completed lawfully are left
    out.
    """
    ways = prod(len(values) for values in unknown.values())
    choices = list(product(*unknown.values())) if ways <= _WAYS else _near_the_usual(enactment, unknown)
    count, blocks = batch.memory.everyone.bit_length(), len(choices)
    told = dict(_told(unknown, choices, count))
    batch = run_again(enactment, batch, possible, told, blocks)
    lawful = batch.memory.everyone & ~batch.unlawful()

    def folded(column: CaseSet) -> CaseSet:
        return union(column >> block * count for block in range(blocks)) & all_cases(count)

    if query.question.ask is Ask.FIRST:  # which alone is read off what is known, too
        told = {
            variable: told.get(variable) or [repeated(column, count, blocks) for column in columns]
            for variable, columns in possible.items()
        }
    found = outcome_columns(enactment, batch, told, query)
    return _parted({outcome: folded(column & lawful) for outcome, column in found.items()}, folded(lawful))


def _told(unknown: Unknown, choices: Sequence[Sequence[Value]], count: int) -> Iterator[tuple[Variable, list[CaseSet]]]:
    """For each variable, for each of its values, the cases that have it: a block of cases for every choice."""
    for variable, chosen in zip(unknown, zip(*choices, strict=True), strict=True):
        blocks = {value: [block for block, told in enumerate(chosen) if told == value] for value in variable.values}
        yield variable, [union(all_cases(count) << block * count for block in here) for here in blocks.values()]


def _near_the_usual(enactment: Enactment, unknown: Unknown) -> list[tuple[Value, ...]]:
    """Ways to set variables, always the same: as is assumed, then with about one of them otherwise.

    Of many options, most ways drawn evenly would set half of them, which constraints hardly ever allow.
    """
    random, assumed = Random(0), assumptions(enactment)
    usual = {
        variable: [value for value in values if variable.allows(value, assumed)] if variable.fact in assumed else []
        for variable, values in unknown.items()
    }

    def drawn(variable: Variable) -> Value:
        as_usual = usual[variable]
        return random.choice(as_usual if as_usual and random.random() > 1 / len(unknown) else unknown[variable])

    first = tuple((usual[variable] or values)[0] for variable, values in unknown.items())
    ways = dict.fromkeys([first])
    for _ in range(_DRAWN):
        ways[tuple(map(drawn, unknown))] = None
        if len(ways) == _WAYS:
            break
    return list(ways)


def _parted(found: Mapping[Outcome, CaseSet], everyone: CaseSet) -> Mapping[Result, CaseSet]:
    """The cases parted by their results, each held until the end by the places of its outcomes in order of words."""
    outcomes = sorted(found, key=words_of)
    parted: dict[tuple[int, ...], CaseSet] = {(): everyone}
    for place, outcome in enumerate(outcomes):
        column = found[outcome]
        split: dict[tuple[int, ...], CaseSet] = {}
        for result, cases in parted.items():
            here = cases & column
            if here:
                split[*result, place] = here
            if here != cases:
                split[result] = cases ^ here
        parted = split
    ordered = sorted(parted.items(), key=lambda item: (-item[1].bit_count(), item[0]))
    return {frozenset(outcomes[place] for place in result): cases for result, cases in ordered}


def stated_in_full(
    query: PossibilityQuery, enactment: Enactment, passed: frozenset[str] = frozenset()
) -> PossibilityQuery:
    """What is asked of cases of which it is stated that a step is not done, but for those that were passed over."""
    stated = (step.id for step in enactment.ruleset.steps if done_fact(step.id) not in passed)
    return attrs.evolve(query, stated_not_done=frozenset(stated))
