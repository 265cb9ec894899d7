"""Random changes of random rulesets: what is said is what going through every case says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from math import prod

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ethics_engine.consultation.plan import TAKEN, plan, predecessors
from ethics_engine.engines import bitset
from ethics_engine.engines.answer_set.pair_solver import Pair
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions
from ethics_engine.model.enactment import Enactment, done_fact, enact
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import YES, Knowledge
from ethics_engine.model.status import Force
from ethics_engine.model.truth import Truth
from ethics_engine.ruleset_diff.result import Order
from ethics_engine.ruleset_diff.semantic_diff import in_effect
from tests.agreement.strategies import DAY, completions, rulesets

from .changing import changed

MOST = 500
"""How many cases a ruleset may have for all of them to be gone through."""


@settings(max_examples=settings().max_examples // 2)
@given(st.data())
def test_the_solver_finds_every_difference_and_no_other(data: st.DataObject) -> None:
    old, new = _drawn(data)
    cases = _cases(old)

    found = Pair(SharedDefinitions(old, new)).differences()

    evaluations = [bitset.evaluate_all(side, cases) for side in (old, new)]
    expected = {what for one, other in zip(*evaluations, strict=True) for what in _differences(one, other)}
    assert found == expected


@settings(max_examples=settings().max_examples // 2)
@given(st.data())
def test_a_comparison_is_equivalent_just_where_no_case_differs(data: st.DataObject) -> None:
    old, new = _drawn(data)
    cases = _cases(old)

    said = in_effect(old.ruleset, new.ruleset, DAY)

    evaluations = [bitset.evaluate_all(side, cases) for side in (old, new)]
    differ = any(any(_differences(one, other)) for one, other in zip(*evaluations, strict=True))
    assert bool(said.witnesses) == (differ or said.order is Order.DIFFERS)
    assert not said.undecided
    if not differ:
        plans = [
            [_plan(side, case, one) for case, one in zip(cases, those, strict=True) if _is_lawful(one)]
            for side, those in zip((old, new), evaluations, strict=True)
        ]
        assert said.order is not Order.SAME or plans[0] == plans[1]


def _drawn(data: st.DataObject) -> tuple[Enactment, Enactment]:
    before = data.draw(rulesets())
    after = data.draw(changed(before))
    assume(prod(len(completions(fact)) for fact in enact(before, DAY).facts) <= MOST)
    return enact(before, DAY), enact(after, DAY)


def _cases(side: Enactment) -> list[Knowledge]:
    choices = [[(fact.id, one) for one in completions(fact)] for fact in side.facts]
    return [dict(chosen) for chosen in itertools.product(*choices)]


def _is_lawful(said: Evaluation) -> bool:
    return Truth.TRUE not in said.constraints.values()


def _differences(one: Evaluation, other: Evaluation) -> Iterator[tuple[str, str, str, str]]:
    if not (_is_lawful(one) and _is_lawful(other)):
        if _is_lawful(one) or _is_lawful(other):
            yield ("lawful", "", "old", "new") if _is_lawful(one) else ("lawful", "", "new", "old")
        return
    for action in one.statuses:
        stands = _stands(one, action), _stands(other, action)
        if stands[0] != stands[1]:
            yield ("status", action, *stands)
    for pair in {**one.awaits, **other.awaits}:
        waits = [said.awaits.get(pair) is Truth.TRUE for said in (one, other)]
        if waits[0] != waits[1]:
            yield ("awaits", *pair, "old" if waits[0] else "new")
    (force,), (also,) = ([f for f, truth in said.forces.items() if truth is Truth.TRUE] for said in (one, other))
    named = [_named(said.disposed) for said in (one, other)]
    if force is not also or named[0] != named[1]:
        yield ("disposition", "", force.value, also.value)


def _stands(said: Evaluation, action: str) -> str:
    if said.available[action] is Truth.FALSE:
        return "missing"
    if said.unmet.get(action) is Truth.TRUE:
        return "unmet"
    (status,) = said.statuses[action]
    return status.value


def _named(disposed: Mapping[tuple[Force, str], Truth]) -> set[str]:
    return {way for (_, way), truth in disposed.items() if truth is Truth.TRUE}


def _plan(side: Enactment, case: Knowledge, said: Evaluation) -> tuple[str, ...]:
    statuses = {action: next(iter(possible)) for action, possible in said.statuses.items()}
    done = {step.id for step in side.ruleset.steps if case.get(done_fact(step.id)) == YES}
    taken = {pair: truth for pair, truth in said.disposed.items() if pair[0] in TAKEN}
    ways = {way.id for way in side.ways}
    awaited = {step for (action, step), truth in said.awaits.items() if action in ways and truth is Truth.TRUE}
    return plan(side, statuses, predecessors(side, said), done=done, ways=_named(taken), awaited=awaited)
