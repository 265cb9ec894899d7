"""The cases that killed mutants before, held against them once more: all at once, each against its own mutant.

While the case still fails the mutant is still killed, whatever else has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs
from attrs import frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.case_law.holdings import OPEN, Holding, Point, is_kept, said
from ethics_engine.engines.bitset import Batch, Columns
from ethics_engine.engines.bitset.batch import finish
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases, one_case
from ethics_engine.engines.bitset.column_program import compiled
from ethics_engine.engines.bitset.machine import bits
from ethics_engine.model.case import Verdict
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.enactment import EXCEPTION, Enactment
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import Possible
from ethics_engine.model.truth import Truth

from .corpus_columns import CorpusColumns, is_definite, single_values
from .mutant import DeclaredKind, Mutant
from .mutant_schema import SELECTOR, fits, mutant_schema, variant


@frozen(eq=False)
class KilledMutant:
    """A mutant, and the case that killed it.

    Attributes:
        case: The id of the case.

        basis: What was held of that case and failed, by the name of its holding.
    """

    mutant: Mutant
    case: str
    basis: str


@frozen(eq=False)
class _SchemaColumn:
    """A witness in the columns.

    Attributes:
        index: The number of the case among those of its group.

        number: The number of the mutant in the schema; -1 for one that assumes another value.

        assumed: That value.
    """

    witness: KilledMutant
    holding: Holding
    index: int
    number: int
    assumed: Possible | None


def still_killing(witnesses: Sequence[KilledMutant], group: CorpusColumns) -> Iterator[KilledMutant]:
    """Those of some witnesses whose case still fails under their mutant, as far as it does not take the solver.

    Args:
        witnesses: Mutants, and cases that may be any.

        group: The decided cases that stand.
    """
    mutants: list[Mutant] = []
    columns: list[_SchemaColumn] = []
    apart: list[KilledMutant] = []
    for witness in witnesses:
        index, mutant = group.index.get(witness.case), witness.mutant
        holding = None if index is None else group.holding(index, witness.basis)
        if not witness.basis:
            continue
        if index is None or holding is None:
            apart.append(witness)
        elif mutant.kind is DeclaredKind.FACT:
            columns += (
                _SchemaColumn(witness, holding, index, -1, value) for value in _assumed(mutant, holding, index, group)
            )
        elif fits(mutant, group.enactment):
            columns.append(_SchemaColumn(witness, holding, index, len(mutants), None))
            mutants.append(mutant)
        else:
            apart.append(witness)
    if columns:
        yield from _killing(columns, mutant_schema(group.enactment, mutants), group)
    for witness in apart:
        if group.has(witness.case) and group.run(witness.mutant, witness.case).killed_by is not None:
            yield witness


def _assumed(mutant: Mutant, holding: Holding, index: int, group: CorpusColumns) -> Iterable[Possible]:
    """The values of a fact, one or more that must fail the case: what is assumed, or any that tells enough."""
    new, entry = mutant.new, group.entries[index]
    if not isinstance(new, Fact) or mutant.item in entry.case.facts or mutant.item not in group.known[index]:
        return ()
    if new.presumed is not None:
        return (new.presumed,)
    return () if {OPEN, Verdict.NO_VERDICT.value} & set(holding.words) else single_values(new)


def _killing(columns: Sequence[_SchemaColumn], schema: Enactment, group: CorpusColumns) -> Iterator[KilledMutant]:
    batch = _run(columns, schema, group)
    lawful = batch.lawful()
    for place, column in enumerate(columns):
        mutant, holding, known = column.witness.mutant, column.holding, group.known[column.index]
        if mutant.kind in (DeclaredKind.FACT, DeclaredKind.CONCEPT) and (
            not one_case(place) & lawful or one_case(column.index) & group.fallen
        ):
            continue  # other assumptions may stand
        if column.assumed is not None:
            known = {**known, mutant.item: column.assumed}
        elif holding.point is Point.RATIO and holding.subject.removesuffix(EXCEPTION) == mutant.item:
            holding = attrs.evolve(holding, subject=variant(holding.subject, column.number))
        ruling = CaseEvaluation(schema, known, batch.evaluation(place), group.queries[column.index], ask_solver=False)
        found = said(holding, ruling)
        if is_definite(found) and not is_kept(holding, found):
            yield column.witness


def _run(columns: Sequence[_SchemaColumn], schema: Enactment, group: CorpusColumns) -> Batch:
    """The schema on the columns."""
    program, everyone = compiled(schema), all_cases(len(columns))
    copies: dict[int, CaseSet] = {}
    standing: dict[str, CaseSet] = {}
    assuming: dict[str, dict[Possible, CaseSet]] = {}
    for place, column in enumerate(columns):
        bit = one_case(place)
        copies[column.index] = copies.get(column.index, NO_CASES) | bit
        if column.assumed is None:
            standing[str(column.number)] = bit
        else:
            of_fact = assuming.setdefault(column.witness.mutant.item, {})
            of_fact[column.assumed] = of_fact.get(column.assumed, NO_CASES) | bit
    used = NO_CASES
    for index in copies:
        used |= one_case(index)

    def spread(cases: CaseSet) -> CaseSet:
        """The columns of some cases."""
        cases &= used
        few = cases if 2 * cases.bit_count() < len(copies) else used & ~cases
        found = NO_CASES
        for index in bits(few):
            found |= copies[index]
        return found if few is cases else everyone & ~found

    memory = Columns(everyone, [], [])
    for test in program.literals:
        if test.fact == SELECTOR:
            true = NO_CASES
            for number in test.operands:
                true |= standing[str(number)]
            false = everyone & ~true
        else:
            true, false = map(spread, group.cases_by(test))
            for value, those in assuming.get(test.fact, {}).items():
                truth = truth_of_test(test, schema.fact[test.fact], value)
                true = true & ~those | (those if truth is Truth.TRUE else NO_CASES)
                false = false & ~those | (those if truth is Truth.FALSE else NO_CASES)
        memory.true.append(true)
        memory.false.append(false)
    return finish(program, memory)
