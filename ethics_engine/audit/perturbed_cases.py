"""Very many made cases: each of some cases with each of some small changes, held as columns.

What neither says is as presumed, as in a consult; the smaller cases come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from ethics_engine.engines.bitset import Batch, PossibleColumns, run_columns
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.case_set import CaseSet, all_cases
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge, Selection
from ethics_engine.model.variables import Assignment, Value, Variable, known_by, variables_of

Cases = PossibleColumns
"""For each variable, for each of its values in order: the cases in which it may have that value, as a column."""


@frozen
class PerturbedCases:
    """Each of `bases` under each of `changes`, in that order; a change replaces what is stated of its variables."""

    enactment: Enactment
    bases: Sequence[Knowledge]
    changes: Sequence[Assignment]

    @property
    def _stride(self) -> int:
        return whole_bytes(len(self.changes))

    @property
    def count(self) -> int:
        """How many cases there are; some are there twice."""
        return self._stride * len(self.bases)

    def cases(self) -> Cases:
        """The cases, as `run_columns` takes them."""
        presumed = assumptions(self.enactment)
        touched: dict[Variable, list[tuple[int, Value]]] = {}
        for index, change in enumerate(self.changes):
            for variable, value in change.items():
                touched.setdefault(variable, []).append((index, value))
        return {
            variable: tuple(self._columns(variable, touched.get(variable, ()), presumed))
            for variable in variables_of(self.enactment)
        }

    def run(self) -> Batch:
        """Evaluate all of them."""
        return run_columns(self.enactment, self.cases(), self.count)

    def _columns(
        self, variable: Variable, touched: Sequence[tuple[int, Value]], presumed: Knowledge
    ) -> Iterator[CaseSet]:
        changed = sum(1 << index for index, _ in touched)
        free = all_cases(self._stride) & ~changed
        allowed = [base if variable.fact in base else presumed for base in self.bases]
        blocks: dict[int, tuple[bytes, bytes]] = {}
        for at, value in enumerate(variable.values):
            here = sum(1 << index for index, changed_to in touched if changed_to == value)
            blocks[at] = (
                here.to_bytes(self._stride // 8, "little"),
                (here | free).to_bytes(self._stride // 8, "little"),
            )
        for at, value in enumerate(variable.values):
            worth = {id(known): variable.allows(value, known) for known in {id(k): k for k in allowed}.values()}
            yield CaseSet.from_bytes(b"".join([blocks[at][worth[id(known)]] for known in allowed]), "little")


def whole_bytes(bits: int) -> int:
    """How many cases each base takes up, so that what is known of it is a whole number of bytes."""
    return -(-bits // 8) * 8


def overlaid(enactment: Enactment, base: Knowledge, change: Assignment) -> Knowledge:
    """What is known of a case after a change; of a `choices` fact all is said, as a plain list says it."""
    known = {**base, **{name: value for name, value in known_by(change).items() if not isinstance(value, Selection)}}
    presumed = assumptions(enactment)
    for name in {variable.fact for variable in change if variable.option is not None}:
        fact = enactment.fact[name]
        before = base.get(name) or presumed.get(name) or fact.anything
        included = set(before.included) if isinstance(before, Selection) else set()
        excluded = set(before.excluded) if isinstance(before, Selection) else set()
        for variable, value in change.items():
            if variable.fact == name and variable.option is not None:
                (included if value == "yes" else excluded).add(variable.option)
                (excluded if value == "yes" else included).discard(variable.option)
        known[name] = Selection(frozenset(included), frozenset(excluded))
    return known
