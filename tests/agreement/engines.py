"""The engines that can run here, and how they differ on a case."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from ethics_engine.engines import answer_set, bitset, forward_chaining
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.possibilities import Possibilities
from ethics_engine.model.truth import Truth

Engine = Callable[[Enactment, Knowledge], Evaluation]

ENGINES: Mapping[str, Engine] = {
    "columns": bitset.evaluate,
    "reasoning": answer_set.evaluate,
    **({"chaining": forward_chaining.evaluate} if forward_chaining.available() is None else {}),
}


def assert_agreement(enactment: Enactment, knowledge: Knowledge) -> Evaluation:
    """The evaluation that all engines give; where they differ, an assertion that says in what, on what."""
    return assert_same({name: engine(enactment, knowledge) for name, engine in ENGINES.items()}, enactment, knowledge)


def assert_same(said: Mapping[str, Evaluation], enactment: Enactment, knowledge: Knowledge) -> Evaluation:
    """The evaluation that was given by all; where they differ, an assertion that says in what, on what."""
    found = [
        line
        for (one, its), (other, own) in itertools.pairwise(said.items())
        for line in differences(one, its, other, own)
    ]
    assert not found, "\n".join(map(str, [*found, *_completed(enactment, knowledge)]))
    return next(iter(said.values()))


def assert_within(possible: Possibilities, evaluation: Evaluation) -> None:
    """The exact answer is one of those that the three-valued one leaves open."""
    for action, statuses in possible.statuses.items():
        assert statuses <= evaluation.statuses[action]
    for force in possible.forces:
        assert evaluation.forces[force] is not Truth.FALSE
    for pair, worths in possible.awaits.items():
        assert worths <= _open(evaluation.awaits[pair])
    for duty, worths in possible.unmet.items():
        assert worths <= _open(evaluation.unmet[duty])
    for named, worths in possible.named.items():
        if True in worths:
            assert evaluation.disposed[named] is not Truth.FALSE


def _open(truth: Truth) -> set[bool]:
    return {True, False} if truth is Truth.UNKNOWN else {truth is Truth.TRUE}


def differences(one: str, said: Evaluation, other: str, also_said: Evaluation) -> Iterator[str]:
    """A line for each notion on which two evaluations differ."""
    for notion in attrs.fields(Evaluation):
        left, right = getattr(said, notion.name), getattr(also_said, notion.name)
        for key in dict.fromkeys((*left, *right)):
            if left.get(key) != right.get(key):
                yield f"{notion.name}[{key}]: {one} says {_shown(left, key)}, {other} says {_shown(right, key)}"


def _shown(worths: Mapping[object, object], key: object) -> str:
    if key not in worths:
        return "nothing"
    worth = worths[key]
    return str(sorted(status.value for status in worth)) if isinstance(worth, frozenset) else str(worth)


def _completed(enactment: Enactment, knowledge: Knowledge) -> Sequence[object]:
    return (
        "on",
        *enactment.facts,
        *enactment.concepts,
        *enactment.constraints,
        *enactment.actions,
        *enactment.rules,
        "with",
        *(f"{fact}: {known}" for fact, known in knowledge.items()),
    )
