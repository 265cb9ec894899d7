"""Screen tables: one row a case, one column a fact; the rules answer every row at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs
from attrs import frozen

from ethics_engine.argument_types import checked
from ethics_engine.consultation.consult import engine_input_of
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases
from ethics_engine.engines.bitset.kernel import BLOCK
from ethics_engine.engines.bitset.machine import bits, union
from ethics_engine.errors import ArgumentError, CaseError, Finding, Place
from ethics_engine.loading.by_name import new_case
from ethics_engine.model.case import Ask
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.table_mapping import TableMapping
from ethics_engine.model.variables import variables_of
from ethics_engine.suggestions import FIND_ACTIONS, nearest

from .bulk_results import (
    OPEN,
    STATUS,
    BulkFirmness,
    BulkKernel,
    BulkPart,
    BulkQuery,
    CompletionBasis,
    Given,
    InBulk,
    bulk_kernel,
)
from .column_bindings import TABLE, BoundTable, bind_columns
from .column_reader import ColumnReader, bits_of
from .completion_kernel import CompletionKernel, completion_kernel
from .exact_results import ExactSolver
from .facts_to_ask import facts_to_ask
from .given_columns import given_columns, stated_of
from .row_values import BlockResults, block_results, keys_of

EXACT_MOST = 10_000
"""How many different undecided rows are answered exactly, unless another bound is given."""

REJECTED = "rejected"
"""What `in_bulk` says of a row that cannot be read, and the result that says why."""


@frozen(eq=False, repr=False)
class RejectedRow:
    """A cell that cannot be read; its row gets no results.

    Attributes:
        row: The number of the row, from one.

        column: The column.

        reason: Why.
    """

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.column}: {self.reason}"


@frozen(eq=False, repr=False)
class ScreenedBlock:
    """A run of rows, screened.

    Attributes:
        first: The number of its first row, from one.

        count: How many rows it has.

        results: The results of its rows.

        rejected: The cells that cannot be read.

        good: The rows that have results, by index in the block.
    """

    first: int
    count: int
    results: BlockResults
    rejected: tuple[RejectedRow, ...]
    good: Sequence[int]


class Screen:
    """A question, ready to be asked of every row of tables.

    It can be used from several threads at once, and sent to other processes.
    """

    @checked
    def __init__(
        self,
        ruleset: Ruleset,
        question: str = "what",
        *,
        did: Sequence[str] = (),
        omitted: Sequence[str] = (),
        statuses: Sequence[str] = (),
        columns: Sequence[str] | None = None,
        mapping: TableMapping | None = None,
        as_of: datetime.date | None = None,
        assumptions: bool = True,
    ) -> None:
        """Say what is asked.

        Args:
            ruleset: The rules to answer by, overlays included.

            question: The question, such as `what`, `may refer` or `right refer`.

            did: The acts that `right` judges.

            omitted: The omissions that `right` judges.

            statuses: Actions whose statuses are added, each as a column `status:ACTION`.

            columns: The results wanted, by the names of `BulkPart`; by default all of them but `to_ask`, which takes
                longer than all others. `in_bulk` and `answer` are always there. Fewer are quicker: only the columns of
                the table that they need are read.

            mapping: How columns are to be read that are not called as the fact that they state.

            as_of: The day whose rules count; by default today.

            assumptions: Whether what is not stated is assumed as the vocabulary says.

        Raises:
            CaseError: There is no such question or action.

            ArgumentError: There is no such result.
        """
        self._arguments = {
            "did": did,
            "omitted": omitted,
            "statuses": statuses,
            "columns": columns,
            "mapping": mapping,
            "as_of": as_of,
            "assumptions": assumptions,
        }
        self._ruleset, self._question = ruleset, question
        known = tuple(part.value for part in BulkPart)
        wanted = [name for name in known if name != BulkPart.TO_ASK.value] if columns is None else columns
        for name in wanted:
            if name not in known:
                hint = nearest(name, known) or f"use {', '.join(known)}"
                raise ArgumentError(f"Screen: no result `{name}`; {hint}")
        asking, _, action = question.partition(" ")
        acts = (action.strip(), *did) if asking == Ask.RIGHT.value and action.strip() else tuple(did)
        if acts or omitted:
            case = new_case(ruleset, asking, did=list(acts), omitted=list(omitted))
        else:
            case = new_case(ruleset, question)
        engine_input = engine_input_of(ruleset, case, as_of=as_of)
        self.law = engine_input.enactment
        self.day = engine_input.day
        self.constant = engine_input.stated
        self.asked = BulkQuery(
            self.law,
            attrs.evolve(engine_input.query, stated_not_done=frozenset()),
            assumptions,
            frozenset(BulkPart(name) for name in wanted),
            _known_actions(statuses, tuple(self.law.action)),
        )
        self.mapping = mapping or TableMapping()

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._ruleset, self._question, self._arguments)

    def __repr__(self) -> str:
        return f"<Screen of {self._ruleset.name}: {self._question}>"

    @property
    def ruleset(self) -> Ruleset:
        """The rules that answer."""
        return self._ruleset

    @property
    def question(self) -> str:
        """What is asked of every row."""
        return self._question

    @cached_property
    def compiled(self) -> BulkKernel:
        """The question, compiled."""
        return bulk_kernel(self.asked, self._fixed)

    @cached_property
    def _fixed(self) -> tuple[tuple[str, frozenset[Given]], ...]:
        """What the question states of every row, such as that an act was done."""
        constant = given_columns(self.law, [self.constant])
        fixed = {
            fact: frozenset(
                (variable, index)
                for variable, columns in constant.items()
                if variable.fact == fact
                for index, column in enumerate(columns)
                if column
            )
            for fact in self.constant
        }
        return tuple(sorted(fixed.items(), key=lambda item: item[0]))

    @cached_property
    def answering(self) -> BulkKernel:
        """The question alone, compiled, without what else is wanted of each row."""
        return bulk_kernel(attrs.evolve(self.asked, parts=frozenset(), statuses=()), self._fixed)

    @cached_property
    def completing(self) -> CompletionKernel:
        """What completions of a row show of the answer, compiled."""
        return completion_kernel(attrs.evolve(self.asked, parts=frozenset(), statuses=()), self._fixed)

    @property
    def results(self) -> tuple[str, ...]:
        """The names of the results, in order."""
        always = (BulkPart.IN_BULK, BulkPart.ANSWER)
        parts = (part.value for part in BulkPart if part in always or part in self.asked.parts)
        return (*parts, *(STATUS + action for action in self.asked.statuses))

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts on which a result can depend; columns that state others are not read."""
        return self.compiled.facts

    def bind(
        self, columns: Sequence[str], kept: Sequence[str] = (), place: Place = TABLE, *, strict: bool = False
    ) -> BoundScreen:
        """Make ready for tables with these columns; if `strict`, each has to state a fact or be kept.

        Raises:
            InputError: The columns do not fit; see `bind_columns`.
        """
        bound = bind_columns(self.law, columns, self.mapping, self.facts, kept, place, strict=strict)
        needed = {*self.facts}
        inputs: dict[str, list[Given]] = {}
        for variable in variables_of(self.law):
            if variable.fact in needed:
                inputs.setdefault(variable.fact, []).extend((variable, i) for i in range(len(variable.values)))
        readers = tuple(
            ColumnReader(binding, tuple(inputs[binding.fact.id]))
            for binding in bound.bindings
            if binding.fact.id in inputs
        )
        return BoundScreen(self, bound, readers, tuple(each for of in inputs.values() for each in of))

    @checked
    def __call__(self, table: object, *, exact: bool = False, exact_most: int = EXACT_MOST, processes: int = 1) -> Any:
        """Screen a table: a list of mappings, or a frame of Arrow, pandas, polars or what speaks Arrow's C interface.

        Args:
            table: One row a case, one column a fact, as in the files of `ethics screen`.

            exact: Whether rows that columns leave undecided are answered exactly; each different one once.

            exact_most: How many different ones at most.

            processes: How many processes answer these. With more than one, call from under
                `if __name__ == "__main__":`.

        Returns:
            The results row by row, in the kind that the table is of; where a row cannot be read, `in_bulk` is
            `rejected`.

        Raises:
            InputError: The columns do not fit.

            ArgumentError: It is no table, or pyarrow is not there to read it.
        """
        with ExactSolver(self.asked, exact_most, processes) as solver:
            if isinstance(table, list | tuple):
                return self._rows(table, solver if exact else None)
            from .frames import screened_frame

            return screened_frame(self, table, solver if exact else None)

    def _rows(self, rows: Sequence[object], solver: ExactSolver | None) -> list[dict[str, object]]:
        if not all(isinstance(row, Mapping) for row in rows):
            raise ArgumentError(
                "Screen: a list must hold mappings, one for each case, such as {'client_romance': 'casual'}"
            )
        columns = list(dict.fromkeys(str(name) for row in rows if isinstance(row, Mapping) for name in row))
        if not rows:
            return []
        bound = self.bind(columns)
        found: list[dict[str, object]] = []
        for start in range(0, len(rows), BLOCK):
            part = [row for row in rows[start : start + BLOCK] if isinstance(row, Mapping)]
            block = bound.screened(
                {column: [row.get(column) for row in part] for column in bound.needed}, len(part), start + 1, solver
            )
            rejected = {each.row: each for each in block.rejected}
            for index, row in enumerate(block.results.rows(), start=start + 1):
                bad = rejected.get(index)
                found.append(
                    {**row, REJECTED: None}
                    if bad is None
                    else {**row, BulkPart.IN_BULK.value: REJECTED, REJECTED: str(bad)}
                )
        return found


@frozen(eq=False, repr=False)
class BoundScreen:
    """A screen of tables with certain columns.

    Attributes:
        inputs: What may be stated, of all facts that are needed.
    """

    screen: Screen
    table: BoundTable
    readers: tuple[ColumnReader, ...]
    inputs: tuple[Given, ...]

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that have to be read."""
        return tuple(reader.binding.column for reader in self.readers)

    def screened(
        self, columns: Mapping[str, Any], count: int, first: int = 1, solver: ExactSolver | None = None
    ) -> ScreenedBlock:
        """Screen rows, of which the needed columns are given, as lists or as arrays of Arrow.

        Args:
            columns: The values, by column.

            count: How many rows there are; no more than `BLOCK` at once run best.

            first: The number of the first row.

            solver: Answers exactly what columns leave undecided.
        """
        given: dict[Given, CaseSet] = {}
        rejected: list[RejectedRow] = []
        bad = NO_CASES
        for reader in self.readers:
            found, unreadable = _read(reader, columns[reader.binding.column], count)
            for each, column in found.items():
                given[each] = given.get(each, NO_CASES) | column
            if unreadable:
                bad |= unreadable
                rejected += _rejected(reader, columns[reader.binding.column], unreadable, first)
        self._state_other_options(given)
        everyone, compiled = all_cases(count), self.screen.compiled
        planes = compiled.kernel.run([given.get(each, NO_CASES) for each in compiled.kernel.inputs], everyone)
        good = everyone & ~bad
        results = block_results(self.screen.results, compiled.values, planes, count, good)
        undecided = results.rows_with(BulkPart.IN_BULK.value, InBulk.UNDECIDED.value)
        self._complete(results, given, undecided)
        if undecided:
            self._settle(results, given, undecided, solver)
        rejected.sort(key=lambda each: (each.row, each.column))
        return ScreenedBlock(first, count, results, tuple(rejected), range(count) if not bad else list(bits(good)))

    def _complete(self, results: BlockResults, given: Mapping[Given, CaseSet], undecided: CaseSet) -> None:
        """Find by single completions which rows are open, and which are no more than provisional."""
        doubtful = NO_CASES
        if BulkPart.FIRMNESS in self.screen.asked.parts:
            doubtful = results.rows_with(BulkPart.FIRMNESS.value, BulkFirmness.FIRM_OR_PROVISIONAL.value)
        if undecided or doubtful:
            among = {CompletionBasis.KNOWN: undecided, CompletionBasis.STATED: doubtful}
            found = self.screen.completing.differing(given, among)
            results.put(found[CompletionBasis.KNOWN], BulkPart.IN_BULK.value, InBulk.DECIDED.value)
            results.put(found[CompletionBasis.KNOWN], BulkPart.ANSWER.value, OPEN)
            results.put(found[CompletionBasis.KNOWN], BulkPart.FIRMNESS.value, BulkFirmness.OPEN.value)
            results.put(found[CompletionBasis.STATED], BulkPart.FIRMNESS.value, BulkFirmness.PROVISIONAL.value)

    def _state_other_options(self, given: dict[Given, CaseSet]) -> None:
        """Where one option of a `choices` fact is stated, the fact is stated: its other options are not known."""
        options: dict[str, dict[Any, CaseSet]] = {}
        for variable, index in self.inputs:
            if variable.option is not None:
                of = options.setdefault(variable.fact, {})
                of[variable] = of.get(variable, NO_CASES) | given.get((variable, index), NO_CASES)
        for variables in options.values():
            stated = union(variables.values())
            for variable, here in variables.items():
                if rest := stated & ~here:
                    for index in range(len(variable.values)):
                        given[variable, index] = given.get((variable, index), NO_CASES) | rest

    def _stated(self, inputs: Iterable[Given]) -> Knowledge:
        return {**stated_of(self.screen.law, inputs), **self.screen.constant}

    def _settle(
        self, results: BlockResults, given: Mapping[Given, CaseSet], undecided: CaseSet, solver: ExactSolver | None
    ) -> None:
        """Find what columns do not tell of undecided rows: what to ask, and with a solver the exact answer."""
        left = results.rows_with(BulkPart.IN_BULK.value, InBulk.UNDECIDED.value) if solver is not None else NO_CASES
        if BulkPart.TO_ASK not in self.screen.asked.parts:
            undecided &= left
        if not undecided:
            return
        stated = {each: column for each in self.inputs if (column := given.get(each, NO_CASES) & undecided)}
        alike: dict[int, list[int]] = {}
        for row, key in zip(bits(undecided), keys_of(list(stated.values()), undecided, results.count), strict=True):
            alike.setdefault(key, []).append(row)
        names = list(stated)
        inputs = {key: frozenset(names[place] for place in bits(CaseSet(key))) for key in alike}
        if BulkPart.TO_ASK in self.screen.asked.parts:
            for key, facts in facts_to_ask(self.screen.answering, inputs).items():
                results.set_value(alike[key], BulkPart.TO_ASK.value, " ".join(facts))
        if solver is not None:
            unsolved = {key: of for key, of in alike.items() if left >> of[0] & 1}
            exact = solver.results({inputs[key]: self._stated(inputs[key]) for key in unsolved})
            for key, of in unsolved.items():
                found = exact.get(inputs[key])
                for name, value in found.values.items() if found is not None else ():
                    results.set_value(of, name, value)


def _read(reader: ColumnReader, values: Any, count: int) -> tuple[dict[Given, CaseSet], CaseSet]:
    if isinstance(values, list):
        return bits_of(reader, reader.codes(values))
    from .arrow_columns import arrow_bits

    return arrow_bits(reader, values, count)


def _rejected(reader: ColumnReader, values: Any, bad: CaseSet, first: int) -> Iterator[RejectedRow]:
    for index in bits(bad):
        value = values[index] if isinstance(values, list) else values[index].as_py()
        yield RejectedRow(first + index, reader.binding.column, reader.reason(value))


def _known_actions(names: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    findings = [
        Finding(Place("statuses"), f"no action `{name}`", nearest(name, known) or FIND_ACTIONS)
        for name in names
        if name not in known
    ]
    if findings:
        raise CaseError(findings)
    return tuple(dict.fromkeys(names))


def _again(ruleset: Ruleset, question: str, arguments: Mapping[str, Any]) -> Screen:
    return Screen(ruleset, question, **arguments)
