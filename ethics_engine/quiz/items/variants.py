"""All the changes of a case in one respect, with what would then come of it.

The tellings of all cases go through the columns in one run; what is read off are only results that the three-valued
evaluation decides, in tellings that surely keep every constraint, so that every result is exact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from attrs import frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.engines.bitset import Batch, run
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.case_set import CaseSet
from ethics_engine.engines.bitset.machine import exactly_one
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge, Possible, overlaid
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import Value, Variable, known_by, variables_of

_Result = TypeVar("_Result")


@frozen(eq=False)
class Variant:
    """A case changed in one respect.

    Attributes:
        index: Its place among the variants of the case.

        known: What is then stated of the fact.

        before: What is known of the fact in the case as stated.
    """

    index: int
    variable: Variable
    value: Value
    known: Possible
    before: Possible

    @property
    def fact(self) -> str:
        """The id of the fact."""
        return self.variable.fact

    @property
    def name(self) -> str:
        """Tells it apart from the other variants of the case."""
        return f"{self.fact}.{self.variable.option or ''}.{self.value}"


@frozen(eq=False)
class Readings(Generic[_Result]):
    """What would come of each variant of a case; those of which it cannot be said are in no column."""

    variants: tuple[Variant, ...]
    columns: Mapping[_Result, CaseSet]

    def of(self, variant: Variant) -> _Result | None:
        """What would come of a variant; None where that cannot be said."""
        return next((result for result, column in self.columns.items() if column >> variant.index & 1), None)

    def where(self, result: _Result) -> Iterator[Variant]:
        """The variants of which a result would come."""
        column = self.columns.get(result, 0)
        return (variant for variant in self.variants if column >> variant.index & 1)

    def other_than(self, now: _Result | None) -> dict[_Result, int]:
        """The other results, those of the most variants first, each with the number of its variants."""
        counted = {result: column.bit_count() for result, column in self.columns.items() if result != now and column}
        return dict(sorted(counted.items(), key=lambda pair: -pair[1]))


@frozen(eq=False)
class Nearby:
    """The variants of one case, evaluated."""

    enactment: Enactment
    batch: Batch
    lawful: CaseSet
    start: int
    variants: tuple[Variant, ...]
    stated: frozenset[str]

    def outcomes(self, query: PossibilityQuery) -> Readings[Outcome]:
        """The outcome of a question in each variant."""
        found = outcomes(self.enactment, self.batch, query)
        sure = decided(found, self.batch.memory.everyone)
        return self._readings({name: column & sure for name, column in found.items() if name != UNDECIDED})

    def statuses(self, action: str) -> Readings[Status]:
        """The status of an action in each variant."""
        columns = self.batch.statuses(action)
        sure = exactly_one(columns.values())
        return self._readings({status: column & sure for status, column in columns.items()})

    def evaluation(self, variant: Variant) -> Evaluation:
        """What the rules make of a variant."""
        return self.batch.evaluation(self.start + variant.index)

    def is_impossible(self, variant: Variant) -> bool:
        """Whether it contradicts what is stated of the case, so that it cannot be."""
        if self.lawful >> self.start + variant.index & 1:
            return False
        return self.contradicts(self.evaluation(variant), variant.fact)

    def contradicts(self, evaluation: Evaluation, fact: str) -> bool:
        """Whether what is stated of a fact surely breaks a constraint, together with what is stated of the case."""
        stated = {*self.stated, fact}
        return any(
            evaluation.constraints[item.id] is Truth.TRUE and stated.issuperset(facts_read(item.never, self.enactment))
            for item in self.enactment.constraints
        )

    def _readings(self, columns: Mapping[_Result, CaseSet]) -> Readings[_Result]:
        mask = (1 << len(self.variants)) - 1
        here = {result: (column & self.lawful) >> self.start & mask for result, column in columns.items()}
        return Readings(self.variants, {result: column for result, column in here.items() if column})


def nearby(
    enactment: Enactment, evaluated_cases: Sequence[CaseEvaluation], stated: Sequence[Knowledge]
) -> tuple[Nearby, ...]:
    """The variants of cases, all of them under one enactment."""
    usual = assumptions(enactment)
    cases: list[Knowledge] = []
    each: list[tuple[int, tuple[Variant, ...]]] = []
    for evaluated, knowledge in zip(evaluated_cases, stated, strict=True):
        unchanged = stated_with_retracted(evaluated, knowledge)
        judged = {done_fact(act) for act in evaluated.query.judged}
        variants = tuple(simplest(enactment, evaluated.known, judged))
        each.append((len(cases), variants))
        cases += [{**unchanged, variant.fact: variant.known} for variant in variants]
    batch = run(enactment, cases, usual)
    lawful = batch.lawful()
    return tuple(
        Nearby(enactment, batch, lawful, start, variants, frozenset(knowledge))
        for (start, variants), knowledge in zip(each, stated, strict=True)
    )


def stated_with_retracted(evaluated: CaseEvaluation, stated: Knowledge) -> Knowledge:
    """What is stated of a case, and as unknown the assumptions that fell."""
    fallen = {
        fact.id: fact.anything
        for fact in evaluated.enactment.facts
        if fact.presumed is not None and fact.id not in evaluated.known
    }
    return {**fallen, **stated}


def simplest(enactment: Enactment, known: Knowledge, judged: Collection[str] = ()) -> Iterator[Variant]:
    """Every way to tell one thing otherwise than it is known; facts that tell judged conduct stay as they are."""
    index = 0
    for variable in variables_of(enactment):
        if variable.fact in judged:
            continue
        before = known.get(variable.fact) or enactment.fact[variable.fact].anything
        for value, becomes in _alternatives(variable, before):
            yield Variant(index, variable, value, becomes, before)
            index += 1


@lru_cache(maxsize=4096)
def _alternatives(variable: Variable, before: Possible) -> tuple[tuple[Value, Possible], ...]:
    """Everything that could be stated of a variable instead of what is known, with what is then stated of its fact."""
    possible = variable.possible({variable.fact: before})
    others = [value for value in variable.values if possible != (value,)]
    return tuple((value, overlaid(before, known_by({variable: value})[variable.fact])) for value in others)
