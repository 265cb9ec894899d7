"""Very many altered tellings of one case at once, assumptions that fall included."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from ethics_engine.consultation import EngineInput
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.engines.bitset import Batch, PossibleColumns, run_columns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Variable, variables_of

from .edits import Edit


@frozen
class EditedCases:
    """Altered tellings, evaluated.

    Attributes:
        batches: Evaluations that between them leave possible whatever is possible; what the first says is sure
            wherever there is no doubt.

        possible: What is known in the tellings, where there is no doubt.

        doubtful: The tellings in which it is in doubt which assumptions fall, as a column.

        contradictory: The tellings that surely contradict themselves, as a column.

        undone: The tellings that say of a step, so far presumed not to be done, that it was not, as a column.
    """

    batches: tuple[Batch, ...]
    possible: PossibleColumns
    doubtful: int
    contradictory: int
    undone: CaseSet


@frozen(slots=False)
class EditSpace:
    """All the single changes of a case.

    Attributes:
        engine_input: The case as it is stated.

        assumptions: What is presumed of the facts that were not stated, whether it stands or falls.

        fallen: The assumptions that are retracted in the case as stated.

        edits: The single edits.
    """

    engine_input: EngineInput
    assumptions: Knowledge
    fallen: Collection[str]
    edits: tuple[Edit, ...]

    @cached_property
    def _readers(self) -> Mapping[str, tuple[str, ...]]:
        """For each constraint the assumptions that it reads."""
        enactment = self.engine_input.enactment
        return {
            item.id: tuple(name for name in facts_read(item.never, enactment) if name in self.assumptions)
            for item in enactment.constraints
        }

    @cached_property
    def _of_variable(self) -> Mapping[Variable, tuple[tuple[bool, int | None], ...]]:
        """For each variable, for each value: whether it is possible now, and the edit that tells it."""
        known = {**self.assumptions, **self.engine_input.stated}
        index = {(each.variable, each.value): number for number, each in enumerate(self.edits)}
        return {
            variable: tuple((variable.allows(value, known), index.get((variable, value))) for value in variable.values)
            for variable in variables_of(self.engine_input.enactment)
        }

    def edited(self, altered: Mapping[int, CaseSet], count: int) -> EditedCases:
        """Tellings in which some edits are made: `altered` has, for each, a column of the tellings."""
        return self._evaluated(altered, count, loose=False)

    def freed(self, altered: Mapping[int, CaseSet], count: int) -> EditedCases:
        """Tellings in which each of some edits may or may not be made; nothing that can then be so is missed."""
        return self._evaluated(altered, count, loose=True)

    def _evaluated(self, altered: Mapping[int, CaseSet], count: int, *, loose: bool) -> EditedCases:
        enactment = self.engine_input.enactment
        possible = self._possible(altered, {}, count, loose=loose)
        batch = run_columns(enactment, possible, count)
        fallen: dict[str, CaseSet] = {}
        if not loose:
            fallen = dict(self._fallen(batch, altered, {}, doubtful=False))
            if fallen:
                possible = self._possible(altered, fallen, count, loose=False)
                batch = run_columns(enactment, possible, count)
        batches = [batch]
        # Constraints that can only be kept together, or are in doubt, may bring down further assumptions.
        while grown := dict(self._fallen(batches[-1], {} if loose else altered, fallen, doubtful=True)):
            fallen = {**fallen, **grown}
            batches = batches[: not loose]
            batches.append(run_columns(enactment, self._possible(altered, fallen, count, loose=loose), count))
        doubtful = batch.memory.everyone & ~batch.lawful()
        undone = NO_CASES
        for number, column in altered.items():
            undone |= column if self.edits[number].only_said else NO_CASES
        return EditedCases(tuple(batches), possible, doubtful, batches[-1].unlawful(), undone)

    def _fallen(
        self, batch: Batch, altered: Mapping[int, CaseSet], fallen: Mapping[str, CaseSet], *, doubtful: bool
    ) -> Iterator[tuple[str, CaseSet]]:
        """The assumptions that fall, with the tellings in which they do; only where those are more than before."""
        everyone = batch.memory.everyone
        falling: dict[str, CaseSet] = {}
        for name, operand in batch.program.constraints.items():
            broken, kept = batch.memory.read(operand)
            column = everyone & ~kept if doubtful else broken
            if column:
                for fact in self._readers[name]:
                    falling[fact] = falling.get(fact, NO_CASES) | column
        for fact, column in falling.items():
            new = column & ~self._edited(fact, altered) | fallen.get(fact, NO_CASES)
            if new != fallen.get(fact, NO_CASES):
                yield fact, new

    def _edited(self, fact: str, altered: Mapping[int, CaseSet]) -> CaseSet:
        column = NO_CASES
        for number in self._numbers.get(fact, ()):
            column |= altered.get(number, NO_CASES)
        return column

    @cached_property
    def _numbers(self) -> Mapping[str, Sequence[int]]:
        numbers: dict[str, list[int]] = {}
        for number, edit in enumerate(self.edits):
            numbers.setdefault(edit.fact, []).append(number)
        return numbers

    def _possible(
        self, altered: Mapping[int, CaseSet], fallen: Mapping[str, CaseSet], count: int, *, loose: bool
    ) -> PossibleColumns:
        everyone = all_cases(count)
        possible: dict[Variable, Sequence[CaseSet]] = {}
        for variable, values in self._of_variable.items():
            free = fallen.get(variable.fact, NO_CASES)
            if variable.fact in self.fallen:
                # To tell one option of a fact of which nothing is known leaves the others unknown.
                free |= self._edited(variable.fact, altered)
            columns = [altered.get(number, NO_CASES) if number is not None else NO_CASES for _, number in values]
            stays = everyone
            if not loose:
                for column in columns:
                    stays &= ~column
                free &= stays
            possible[variable] = [
                (stays if now else NO_CASES) | column | free for (now, _), column in zip(values, columns, strict=True)
            ]
        return possible
