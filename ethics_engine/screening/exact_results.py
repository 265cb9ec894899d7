"""The exact answer to cases that columns leave undecided: each different one once, in parallel processes."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

import attrs
from attrs import define, field, frozen

from ethics_engine.consultation.default_assumptions import case_knowledge
from ethics_engine.consultation.determinacy import DeterminacySolver
from ethics_engine.engines.bitset import evaluate
from ethics_engine.errors import ContradictionError
from ethics_engine.model.case import Ask
from ethics_engine.model.determination import Firmness
from ethics_engine.model.knowledge import NO, Knowledge
from ethics_engine.model.possibilities import PossibilityQuery

from .bulk_results import ANSWERED, OPEN, STATUS, BulkPart, BulkQuery, InBulk
from .worker_pool import chunk_size, worker_pool

_Key = TypeVar("_Key", bound=Hashable)


@frozen
class ExactResult:
    """What a consult says of one case, as far as a table has columns for it; several ways are parted by a space.

    Attributes:
        values: By the name of the result.
    """

    values: Mapping[str, str]


def exact_result(asked: BulkQuery, stated: Knowledge) -> ExactResult:
    """The exact answer to one case, and how firm it is."""
    law = asked.enactment
    try:
        known = case_knowledge(law, stated, presume=asked.assumptions, places={})
    except ContradictionError:
        return ExactResult({BulkPart.IN_BULK.value: InBulk.CONTRADICTORY.value})
    not_done = frozenset(step for fact, step in law.step_of.items() if stated.get(fact) == NO)
    solver = DeterminacySolver(known, evaluate(law, known.known))
    return ExactResult(_values(asked, solver, attrs.evolve(asked.query, stated_not_done=not_done)))


def _values(asked: BulkQuery, solver: DeterminacySolver, query: PossibilityQuery) -> dict[str, str]:
    law, ask = asked.enactment, query.question.ask
    settled = solver.settled(query)
    degree, possible = settled.disposition()
    values: dict[str, str] = {}
    if degree is not Firmness.OPEN:
        (force,) = possible.forces
        named = [way.id for way in law.ways if True in possible.named.get((force, way.id), ())]
        values = {BulkPart.FORCE.value: force.value, BulkPart.COURSE.value: " ".join(named)}
    for action in asked.statuses:
        firmness, statuses = settled.status(action)
        if firmness is not Firmness.OPEN:
            values[STATUS + action] = next(iter(statuses)).value
    if ask is Ask.WHAT:
        answer = values.get(BulkPart.FORCE.value, OPEN)
    elif ask is Ask.HOW:
        degree = max((settled.status(each)[0] for each in law.how(query.question.action)), key=list(Firmness).index)
        answer = OPEN if degree is Firmness.OPEN else ANSWERED
    else:
        degree, answers = settled.answer()
        answer = OPEN if degree is Firmness.OPEN else next(iter(answers)).value
    return {**values, BulkPart.ANSWER.value: answer, BulkPart.FIRMNESS.value: degree.value}


@define(eq=False, repr=False)
class ExactSolver:
    """Answers different cases once each, up to a bound, in as many processes as there are processors.

    Use it in a `with` statement, so that no process is left behind.

    Attributes:
        asked: What is asked of every case.

        most: How many different cases are answered; further ones are left undecided.

        processes: How many processes work; where it is one, the work is done here.
    """

    asked: BulkQuery
    most: int
    processes: int = field(factory=lambda: len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
    left_out: int = field(default=0, init=False)
    _answered: dict[object, ExactResult] = field(factory=dict, init=False)
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    @property
    def answered(self) -> int:
        """How many different cases were answered."""
        return len(self._answered)

    def results(self, cases: Mapping[_Key, Knowledge]) -> Mapping[_Key, ExactResult]:
        """The results of cases, by the same keys; equal keys stand for equal cases, also in later calls."""
        new = [key for key in cases if key not in self._answered]
        taken = new[: max(0, self.most - len(self._answered))]
        self.left_out += len(new) - len(taken)
        for key, result in zip(taken, self._solved([cases[key] for key in taken]), strict=True):
            self._answered[key] = result
        return {key: self._answered[key] for key in cases if key in self._answered}

    def _solved(self, cases: list[Knowledge]) -> Iterable[ExactResult]:
        if self.processes < 2 or len(cases) < 2 * self.processes:
            return [exact_result(self.asked, stated) for stated in cases]
        if self._pool is None:
            self._pool = worker_pool(self.processes, _begin, self.asked)
        return list(self._pool.map(_in_process, cases, chunksize=chunk_size(len(cases), self.processes)))


_ASKED: list[BulkQuery] = []
"""In a process of the pool: what is asked."""


def _begin(asked: BulkQuery) -> None:
    _ASKED[:] = [asked]


def _in_process(stated: Knowledge) -> ExactResult:
    return exact_result(_ASKED[0], stated)
