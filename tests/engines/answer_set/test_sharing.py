"""One grounding serves many cases, rulesets that are alike, and several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

from ethics_engine.engines.answer_set import conflict, evaluate, possibilities
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import NO, YES
from ethics_engine.model.period import Period
from ethics_engine.model.status import Status


def ruleset(make: ModuleType, **rule: object) -> Enactment:
    enactment: Enactment = make.enacted(
        make.yes_no("f"),
        make.never("k", make.no("f")),
        make.way("a"),
        make.rule("r", "must a", when=make.yes("f"), **rule),
    )
    return enactment


def test_a_question_leaves_no_trace_in_the_next(make: ModuleType) -> None:
    enactment = ruleset(make)
    first = possibilities(enactment, {"f": YES}, make.query("must", "a"))

    assert conflict(enactment, {"f": NO}) == ("k",)
    possibilities(enactment, {}, make.query("right", omitted=("a",)))

    assert possibilities(enactment, {"f": YES}, make.query("must", "a")) == first


def test_rules_out_of_force_are_another_grounding(make: ModuleType) -> None:
    past = Period(until=make.DAY.replace(year=2020))

    assert evaluate(ruleset(make), {"f": YES}).statuses == {"a": {Status.REQUIRED}}
    assert evaluate(ruleset(make, in_force=past), {"f": YES}).statuses == {"a": {Status.UNREGULATED}}


def test_threads_take_turns(make: ModuleType) -> None:
    enactment = ruleset(make)

    def statuses(index: int) -> frozenset[Status]:
        return evaluate(enactment, {"f": YES if index % 2 else NO}).statuses["a"]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(statuses, range(40)))

    assert found == [{Status.UNREGULATED}, {Status.REQUIRED}] * 20
