"""Consult on many cases, each with a question of its own, for programs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from enum import Enum
from itertools import islice
from typing import Any, Self

import attrs
from attrs import field, frozen

from ethics_engine.argument_types import checked
from ethics_engine.consultation.consult import EngineInput, consult, engine_input_of
from ethics_engine.engines.bitset.case_set import CaseSet, all_cases
from ethics_engine.engines.bitset.machine import bits
from ethics_engine.errors import ArgumentError, CaseError
from ethics_engine.model.case import Case
from ethics_engine.model.determination import Basis, Determination
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset

from .bulk_results import STATUS, BulkEvaluation, BulkPart, BulkQuery, InBulk, results_of, settled_results
from .exact_results import exact_result
from .given_columns import given_columns
from .worker_pool import chunk_size, worker_pool

AT_ONCE = 4096
"""How many cases are evaluated together."""


class Detail(Enum):
    """How much is found out of each case."""

    ANSWER = "answer"
    BRIEF = "brief"
    FULL = "full"


@frozen
class CaseResult:
    """What the rules say of one case.

    Attributes:
        case: The id of the case.

        in_bulk: What columns alone say: `decided`, `undecided` or `contradictory`; None where they were not asked.

        answer: The answer; `open` where it depends on what is not known, None where columns leave it undecided and no
            exact answer was asked for, or where there is an error.

        firmness: `firm`, `provisional` or `open`, or `firm_or_provisional` where only a full consult tells which.

        force, course: The force of the course of action and the ways that it names, where they are decided.

        first: What comes first, or `none`, where it is decided.

        rules: The rules that are effective for certain, but for those that are so in every case.

        statuses: The statuses that are decided.

        determination: The whole determination, of `full`.

        error: Why there is no answer: what contradicts itself, or does not fit the ruleset.
    """

    case: str
    in_bulk: str | None = None
    answer: str | None = None
    firmness: str | None = None
    force: str | None = None
    course: tuple[str, ...] = ()
    first: str | None = None
    rules: tuple[str, ...] = ()
    statuses: Mapping[str, str] = field(factory=dict)
    determination: Determination | None = None
    error: CaseError | None = None

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON knows values, without what it does not have."""
        found = {item.name: getattr(self, item.name) for item in attrs.fields(CaseResult)}
        if self.determination is not None:
            found = {"case": self.case, "determination": self.determination.to_dict()}
        if self.error is not None:
            found = {"case": self.case, "in_bulk": self.in_bulk, "error": [str(each) for each in self.error.findings]}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in found.items()
            if value not in (None, (), {})
        }


@checked
def consult_many(
    ruleset: Ruleset,
    cases: Iterable[Case],
    *,
    detail: str = "answer",
    as_of: datetime.date | None = None,
    assumptions: bool = True,
    exact: bool = True,
    processes: int = 1,
) -> Iterator[CaseResult]:
    """Consult on many cases, in their order.

    Args:
        ruleset: The rules to answer by.

        cases: The cases, each with its own question; they may come from a generator of any length.

        detail: `answer` finds the answer; `brief` also the course of action, what comes first, the effective rules and
            all statuses; `full` is what `consult` gives.

        as_of: The day whose rules count; by default as for `consult`.

        assumptions: Whether what is not stated is assumed as the vocabulary says.

        exact: Whether cases that columns leave undecided are answered exactly, some 20 a second and process; else they
            have no answer.

        processes: How many processes share the work that is done case by case. With more than one, call from under
            `if __name__ == "__main__":`.

    Raises:
        ArgumentError: There is no such detail.
    """
    try:
        wanted = Detail(detail)
    except ValueError:
        known = ", ".join(each.value for each in Detail)
        raise ArgumentError(f"consult_many: no detail `{detail}`; use {known}") from None
    return _results(ruleset, iter(cases), _Settings(wanted, as_of, assumptions, exact), processes)


@frozen
class _Settings:
    detail: Detail
    as_of: datetime.date | None
    assumptions: bool
    exact: bool


def _results(ruleset: Ruleset, cases: Iterator[Case], settings: _Settings, processes: int) -> Iterator[CaseResult]:
    with _Workers(ruleset, settings, processes) as workers:
        while part := list(islice(cases, AT_ONCE)):
            if settings.detail is Detail.FULL:
                yield from workers.results(part)
            else:
                yield from _in_bulk(ruleset, part, settings, workers)


def _in_bulk(ruleset: Ruleset, cases: Sequence[Case], settings: _Settings, workers: _Workers) -> Iterator[CaseResult]:
    """The results by columns, and of those that they leave undecided case by case."""
    found: dict[int, CaseResult] = {}
    inputs: dict[Enactment, list[tuple[int, EngineInput]]] = {}
    for index, case in enumerate(cases):
        try:
            engine_input = engine_input_of(ruleset, case, as_of=settings.as_of)
        except CaseError as error:
            found[index] = CaseResult(case.id, error=error)
        else:
            inputs.setdefault(engine_input.enactment, []).append((index, engine_input))
    for law, of in inputs.items():
        found |= _evaluated(law, of, cases, settings)
    left = [
        index
        for index, result in found.items()
        if result.in_bulk == InBulk.CONTRADICTORY.value or (settings.exact and result.in_bulk == InBulk.UNDECIDED.value)
    ]
    for index, exact in zip(left, workers.results([cases[index] for index in left]), strict=True):
        found[index] = attrs.evolve(
            exact, first=found[index].first, rules=found[index].rules, in_bulk=found[index].in_bulk
        )
    for index in range(len(cases)):
        yield found[index]


def _evaluated(
    law: Enactment, inputs: Sequence[tuple[int, EngineInput]], cases: Sequence[Case], settings: _Settings
) -> dict[int, CaseResult]:
    """The results of cases under one law: evaluated together, and answered question by question."""
    stated: list[Knowledge] = [each.stated for _, each in inputs]
    everyone = all_cases(len(stated))
    evaluation = BulkEvaluation.of(law, given_columns(law, stated), everyone, assumptions=settings.assumptions)
    asking: dict[PossibilityQuery, list[int]] = {}
    for place, (_, each) in enumerate(inputs):
        asking.setdefault(attrs.evolve(each.query, stated_not_done=frozenset()), []).append(place)
    values: list[dict[str, list[str]]] = [{} for _ in inputs]
    brief = settings.detail is Detail.BRIEF
    if brief:  # what does not depend on the question is worked out for all of them at once
        query = next(iter(asking))
        parts = frozenset({BulkPart.FORCE, BulkPart.COURSE, BulkPart.FIRST, BulkPart.RULES})
        shared = results_of(BulkQuery(law, query, settings.assumptions, parts, tuple(law.action)), evaluation)
        own = (BulkPart.IN_BULK.value, BulkPart.ANSWER.value)
        _collect(values, {name: columns for name, columns in shared.items() if name not in own}, everyone)
    for query, places in asking.items():
        members = CaseSet(sum(1 << place for place in places))
        asked = BulkQuery(law, query, settings.assumptions, frozenset({BulkPart.FIRMNESS}))
        _collect(values, settled_results(asked, evaluation, members), members)
    return {index: _result(cases[index].id, values[place]) for place, (index, _) in enumerate(inputs)}


def _collect(values: list[dict[str, list[str]]], results: Mapping[str, Mapping[str, CaseSet]], among: CaseSet) -> None:
    for name, columns in results.items():
        for value, column in columns.items():
            for place in bits(column & among):
                values[place].setdefault(name, []).append(value)


def _result(case: str, values: Mapping[str, list[str]]) -> CaseResult:
    def one(part: BulkPart) -> str | None:
        return next(iter(values.get(part.value, ())), None)

    return CaseResult(
        case,
        in_bulk=one(BulkPart.IN_BULK),
        answer=one(BulkPart.ANSWER),
        firmness=one(BulkPart.FIRMNESS),
        force=one(BulkPart.FORCE),
        first=one(BulkPart.FIRST),
        course=tuple(values.get(BulkPart.COURSE.value, ())),
        rules=tuple(values.get(BulkPart.RULES.value, ())),
        statuses={name.removeprefix(STATUS): found[0] for name, found in values.items() if name.startswith(STATUS)},
    )


class _Workers:
    """Work that is done case by case, here or in processes of their own."""

    def __init__(self, ruleset: Ruleset, settings: _Settings, processes: int) -> None:
        self._shared = ruleset, settings
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def results(self, cases: Sequence[Case]) -> Iterator[CaseResult]:
        ruleset, settings = self._shared
        if self._processes < 2 or len(cases) < 2 * self._processes:
            yield from (_alone(ruleset, settings, case) for case in cases)
            return
        if self._pool is None:
            self._pool = worker_pool(self._processes, _begin, *self._shared)
        chunk = chunk_size(len(cases), self._processes)
        for case, result in zip(cases, self._pool.map(_in_process, cases, chunksize=chunk), strict=True):
            whole = result.determination
            if whole is not None:
                whole = attrs.evolve(whole, basis=Basis(ruleset, case))
            yield attrs.evolve(result, determination=whole)


_SHARED: list[tuple[Ruleset, _Settings]] = []
"""In a process of the pool: by which rules, and how much."""


def _begin(ruleset: Ruleset, settings: _Settings) -> None:
    _SHARED[:] = [(ruleset, settings)]


def _in_process(case: Case) -> CaseResult:
    result = _alone(*_SHARED[0], case)
    if result.determination is None:
        return result
    return attrs.evolve(result, determination=attrs.evolve(result.determination, basis=None))  # the ruleset is there


def _alone(ruleset: Ruleset, settings: _Settings, case: Case) -> CaseResult:
    """The result of one case, exactly."""
    try:
        if settings.detail is Detail.FULL:
            found = consult(ruleset, case, as_of=settings.as_of, assumptions=settings.assumptions)
            return CaseResult(case.id, determination=found)
        engine_input = engine_input_of(ruleset, case, as_of=settings.as_of)
        law = engine_input.enactment
        statuses = tuple(law.action) if settings.detail is Detail.BRIEF else ()
        query = attrs.evolve(engine_input.query, stated_not_done=frozenset())
        values = exact_result(
            BulkQuery(law, query, settings.assumptions, statuses=statuses), engine_input.stated
        ).values
        if BulkPart.ANSWER.value not in values:
            consult(ruleset, case, as_of=settings.as_of, assumptions=settings.assumptions)  # says what contradicts what
    except CaseError as error:
        return CaseResult(case.id, error=error)
    brief = settings.detail is Detail.BRIEF
    return CaseResult(
        case.id,
        answer=values[BulkPart.ANSWER.value],
        firmness=values[BulkPart.FIRMNESS.value],
        force=values.get(BulkPart.FORCE.value) if brief else None,
        course=tuple(values.get(BulkPart.COURSE.value, "").split()) if brief else (),
        statuses={name.removeprefix(STATUS): value for name, value in values.items() if name.startswith(STATUS)},
    )
