"""Tellings that leave something open, completed at random; one completion that misses a goal refutes it."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from attrs import frozen

from ethics_engine.engines.bitset import Batch, run_columns
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import exactly_one, union
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Variable

from .edit_space import EditedCases


@frozen
class RefutationSamples:
    """Tellings completed in several ways, one way after another.

    Attributes:
        batch: The evaluation of all completions.

        lawful: Those that keep the constraints, as a column.

        undone: Those that say of a step, so far presumed not to be done, that it was not, as a column.

        cases: The tellings, as a column.

        stride: How many places lie between two completions of a variant.
    """

    batch: Batch
    lawful: CaseSet
    undone: CaseSet
    cases: CaseSet
    stride: int

    def of_any(self, column: CaseSet) -> CaseSet:
        """The tellings of which some completion is in a column."""
        folded = NO_CASES
        while column:
            folded |= column & self.cases
            column >>= self.stride
        return folded


def completed(edited: EditedCases, enactment: Enactment, tries: int) -> RefutationSamples:
    """Complete each variant in so many ways; the same variants are completed alike each time.

    What is open is mostly taken as it is usually presumed, for what is drawn blindly seldom keeps the constraints.
    """
    cases = edited.batches[0].memory.everyone
    size = (cases.bit_length() + 7) // 8

    def repeated(column: CaseSet) -> CaseSet:
        return CaseSet.from_bytes(column.to_bytes(size, "little") * tries, "little")

    random, usual = Random(0), assumptions(enactment)
    drawn = {
        variable: _drawn(variable, [repeated(column) for column in columns], 8 * size * tries, usual, random)
        for variable, columns in edited.possible.items()
    }
    batch = run_columns(enactment, drawn, 8 * size * tries)
    return RefutationSamples(batch, batch.lawful() & repeated(cases), repeated(edited.undone), cases, 8 * size)


def _drawn(
    variable: Variable, possible: Sequence[CaseSet], count: int, usual: Knowledge, random: Random
) -> list[CaseSet]:
    """One of the values possible in each case, as columns."""
    anywhere = union(possible)
    if exactly_one(possible) == anywhere:
        return list(possible)
    preferred = [index for index, value in enumerate(variable.values) if variable.allows(value, usual)]
    order = random.sample(range(len(possible)), len(possible))
    if len(preferred) == 1:
        # Twice the same value: three times in four it is taken.
        order = [*preferred, *preferred, *order]
    values, left = [NO_CASES] * len(possible), anywhere
    for coin in (True, False):
        for index in order:
            here = possible[index] & left & (random.getrandbits(count) if coin else -1)
            values[index] |= here
            left &= ~here
    return values
