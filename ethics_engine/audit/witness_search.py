"""Looks for cases: among very many made ones first, then by the solver, which also knows when there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import combinations, islice

from attrs import field, frozen

from ethics_engine.engines.answer_set.queries import Claim, Impossible, PossibleCases, Undecided
from ethics_engine.engines.bitset import Batch, compiled, run_columns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases
from ethics_engine.engines.bitset.machine import bits
from ethics_engine.engines.bitset.sampling import completions
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Assignment, Value, Variable, variables_of

from .cubes import Cubes
from .perturbed_cases import Cases, PerturbedCases, overlaid, whole_bytes
from .selectors import HELD, switched

_GREATEST = 1 << 22
"""How many cases are made at most from the conditions of the rules."""

_SAMPLES = 1 << 16
"""How many cases are drawn at random at a time; fewer where the facts are few."""

_USUAL = (8.0, 1.0)
"""How much likelier a presumed value is drawn than another, sample by sample."""

_SLICE = 64
"""One in how many made cases is tried first, where most changes show already."""

_LOOKED_AT = 4000
"""How many made cases are looked at for the smallest."""

_ALL_SUBSETS = 10
"""Of how many stated facts every selection is tried."""

Column = Callable[[Batch], CaseSet]
"""Reads off a batch the cases in which something is surely so."""


@frozen
class WitnessSample:
    """Cases that were evaluated.

    Attributes:
        lawful: Those that keep the constraints.

        at: What the variables of one of them are.

        looked_at: How many it pays to look at for the smallest.
    """

    batch: Batch
    lawful: CaseSet
    at: Callable[[int], Assignment]
    looked_at: int


@frozen(slots=False, eq=False)
class WitnessSearch:
    """A ruleset in which cases are looked for."""

    enactment: Enactment
    cubes: Cubes = field(init=False)

    @cubes.default
    def _cubes(self) -> Cubes:
        return Cubes(self.enactment)

    @cached_property
    def samples(self) -> tuple[WitnessSample, ...]:
        """Cases near the edges of every condition, and cases drawn at random; the switches stand as they are."""
        usual, variables = self.cubes.usual, variables_of(self.enactment)
        count = min(_SAMPLES, 8 << len(variables))
        drawn = [
            completions(
                self.enactment,
                {},
                count,
                seed=seed,
                rates={
                    variable: [weight if usual.get(variable) == value else 1.0 for value in variable.values]
                    for variable in variables
                },
            )
            for seed, weight in enumerate(_USUAL)
        ]
        return (
            self._made(self._bases),
            *(self._sample(cases, count, partial(_at, cases), 1) for cases in drawn),
        )

    @cached_property
    def widening(self) -> tuple[WitnessSample, ...]:
        """The samples for who looks for any difference at all: the cheap ones first, and a slice of the widest."""
        widest, *drawn = self.samples
        return self._made(self._bases[::_SLICE]), *drawn, widest

    @cached_property
    def possible_cases(self) -> PossibleCases:
        """The solver."""
        return PossibleCases(self.enactment, usual=self.cubes.usual)

    @cached_property
    def changes(self) -> tuple[Assignment, ...]:
        """Nothing, and then each value that is not presumed, with what it takes to keep the constraints."""
        read = {test.fact for test in compiled(self.enactment).literals}
        usual = self.cubes.usual
        singles = (
            {variable: value}
            for variable in variables_of(self.enactment)
            if variable.fact in read
            for value in variable.values
            if usual.get(variable) != value
        )
        return ({}, *(cube for single in singles for cube in islice(self.cubes.lawful(single), 1)))

    def find(self, so: Column, claims: Mapping[Claim, bool]) -> Knowledge | Impossible | Undecided:
        """The smallest case in which something is so: given by `so` over columns, and by the claims to the solver."""
        cube = self._sampled(so)
        if cube is None:
            found = self.possible_cases.case(claims)
            if not isinstance(found, Mapping):
                return found
            cube = self._shrunk(self._unusual(found), so)
        while (size := self.cubes.size(cube)) > 1:
            smaller = self.possible_cases.case(claims, departing=size - 1)
            if not isinstance(smaller, Mapping):
                break
            shrunk = self._shrunk(self._unusual(smaller), so)
            if self.cubes.size(shrunk) >= size:
                break
            cube = shrunk
        return self.knowledge_of(cube)

    def is_seen(self, so: Column) -> bool:
        """Whether something is so in one of the samples."""
        return any(so(sample.batch) & sample.lawful for sample in self.samples)

    def knowledge_of(self, cube: Assignment) -> Knowledge:
        """What must be stated for a case to be this one."""
        return overlaid(self.enactment, {}, cube)

    def shown(self, so: Column, case: Assignment) -> Knowledge:
        """A small case in which something is so, given one in which it is."""
        cube = self._sampled(so)
        return self.knowledge_of(self._shrunk(self._unusual(case), so) if cube is None else cube)

    def evaluated(self, assigned: Knowledge) -> Batch:
        """A single case evaluated, with all else as presumed."""
        return PerturbedCases(self.enactment, [assigned], [{}]).run()

    def _made(self, bases: Sequence[Assignment]) -> WitnessSample:
        """Each of some cases with each change."""
        made = PerturbedCases(self.enactment, [self.knowledge_of(cube) for cube in bases], self.changes)

        def at(index: int) -> Assignment:
            base, change = divmod(index, whole_bytes(len(self.changes)))
            return {**bases[base], **(self.changes[change] if change < len(self.changes) else {})}

        return self._sample(made.cases(), made.count, at, _LOOKED_AT)

    @cached_property
    def _bases(self) -> Sequence[Assignment]:
        """Nothing, and the smallest cases in which each rule is applicable; the smaller first."""
        cubes = (cube for rule in self.enactment.rules for cube in self.cubes.of(rule.when, holds=True))
        lawful = (kept for cube in cubes for kept in islice(self.cubes.lawful(cube), 2))
        different = {frozenset(cube.items()): cube for cube in [{}, *lawful]}
        return sorted(different.values(), key=self.cubes.size)[: max(1, _GREATEST // len(self.changes))]

    def _sample(self, cases: Cases, count: int, at: Callable[[int], Assignment], looked_at: int) -> WitnessSample:
        everyone = all_cases(count)
        unturned = {
            variable: (NO_CASES, everyone) for variable in variables_of(self.switched) if variable.fact.startswith(HELD)
        }
        batch = run_columns(self.switched, {**cases, **unturned}, count)
        return WitnessSample(batch, batch.lawful(), at, looked_at)

    @cached_property
    def switched(self) -> Enactment:
        """The enactment with switches, on which the samples are run."""
        return switched(self.enactment)

    def _sampled(self, so: Column) -> Assignment | None:
        """A small case among the samples in which something is so."""
        for sample in self.samples:
            column = so(sample.batch) & sample.lawful
            cubes = [self._unusual(sample.at(index)) for index in islice(bits(column), sample.looked_at)]
            if cubes:
                return self._shrunk(min(cubes, key=self.cubes.size), so)
        return None

    def _unusual(self, case: Assignment) -> Assignment:
        return {variable: value for variable, value in case.items() if self.cubes.usual.get(variable) != value}

    def _shrunk(self, cube: Assignment, so: Column) -> Assignment:
        """The smallest part of a case in which something is so, found by trying; all of it where no part will do."""
        assigned = list(cube.items())
        while len(assigned) > _ALL_SUBSETS:
            spans = [(at, at + length) for length in _halved(len(assigned)) for at in range(0, len(assigned), length)]
            fewer = self._first_of([assigned[:start] + assigned[end:] for start, end in spans], so)
            if fewer is None:
                return dict(assigned)
            assigned = fewer
        subsets = [list(some) for size in range(len(assigned) + 1) for some in combinations(assigned, size)]
        fewest = self._first_of(subsets, so)
        return dict(assigned if fewest is None else fewest)

    def _first_of(
        self, selections: Sequence[list[tuple[Variable, Value]]], so: Column
    ) -> list[tuple[Variable, Value]] | None:
        batch = PerturbedCases(self.enactment, [{}], [dict(selection) for selection in selections]).run()
        column = so(batch) & batch.lawful()
        first = next(bits(column), None)
        return selections[first] if first is not None and first < len(selections) else None


def _halved(length: int) -> Iterator[int]:
    """Lengths down to one, each half of the one before."""
    while length > 1:
        length = -(-length // 2)
        yield length


def _at(cases: Cases, index: int) -> Assignment:
    """The variables of which a case leaves a single value, with that value."""
    found: dict[Variable, Value] = {}
    for variable, columns in cases.items():
        values = [value for value, column in zip(variable.values, columns, strict=True) if column >> index & 1]
        if len(values) == 1:
            found[variable] = values[0]
    return found
