"""Small cases in which a condition is so, or is not: where to look for witnesses first.

The word is that of circuit testing: a cube gives values to a few variables and leaves the others free.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from attrs import field, frozen

from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
)
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import Assignment, Value, Variable, known_by, variables_of

_MOST = 8
"""How many cubes of a condition are kept, the smallest first."""

_LOOKED_AT = 400
"""How many combinations of cubes are looked at before the smallest are kept."""


def presumed_values(enactment: Enactment) -> Assignment:
    """The variables of which a single value is presumed, each with that value."""
    presumed = {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None}
    found: dict[Variable, Value] = {}
    for variable in variables_of(enactment):
        values = variable.possible(presumed) if variable.fact in presumed else ()
        if len(values) == 1:
            found[variable] = values[0]
    return found


@frozen
class Cubes:
    """Finds small cubes over an enactment."""

    enactment: Enactment
    usual: Assignment = field(init=False)
    _of_fact: Mapping[str, tuple[Variable, ...]] = field(init=False, repr=False)
    _known: dict[tuple[Condition, bool], Sequence[Assignment]] = field(init=False, repr=False, factory=dict)

    @usual.default
    def _usual(self) -> Assignment:
        return presumed_values(self.enactment)

    @_of_fact.default
    def _by_fact(self) -> Mapping[str, tuple[Variable, ...]]:
        found: dict[str, list[Variable]] = {}
        for variable in variables_of(self.enactment):
            found.setdefault(variable.fact, []).append(variable)
        return {fact: tuple(variables) for fact, variables in found.items()}

    def size(self, cube: Assignment) -> int:
        """How many of its values are not what is presumed."""
        return sum(self.usual.get(variable) != value for variable, value in cube.items())

    def of(self, condition: Condition, *, holds: bool) -> Sequence[Assignment]:
        """Cubes in which a condition holds, or does not, as far as facts decide it; the smallest first."""
        key = condition, holds
        if key not in self._known:
            self._known[key] = self._of(condition, holds=holds)
        return self._known[key]

    def _of(self, condition: Condition, *, holds: bool) -> Sequence[Assignment]:
        match condition:
            case AllOf(parts):
                return self._together(parts, holds=True) if holds else self._either(parts, holds=False)
            case AnyOf(parts):
                return self._either(parts, holds=True) if holds else self._together(parts, holds=False)
            case NoneOf(parts):
                return self._together(parts, holds=False) if holds else self._either(parts, holds=True)
            case ConceptTest(concept):
                return self.of(self.enactment.concept[concept].means, holds=holds)
            case FactTest():
                return self._smallest(self._of_test(condition, holds=holds))
            case StatusTest():
                return ({},)
            case DoneTest():
                raise AssertionError(condition)  # an enactment has lowered all others

    def merged(self, cubes: Sequence[Sequence[Assignment]]) -> Sequence[Assignment]:
        """Cubes that lie in one of each of several lists; the smallest first."""
        found: Sequence[Assignment] = ({},)
        for others in cubes:
            pairs = (_joined(one, other) for one in found for other in others)
            found = self._smallest(cube for cube in islice(pairs, _LOOKED_AT) if cube is not None)
        return found

    def lawful(self, cube: Assignment, *, depth: int = 3) -> Iterator[Assignment]:
        """The cube with what it takes that, with all else as presumed, no constraint is broken."""
        broken = next(
            (item for item in self.enactment.constraints if self._is(item.never, {**self.usual, **cube})), None
        )
        if broken is None:
            yield cube
        elif depth:
            for repair in self.of(broken.never, holds=False):
                joined = _joined(cube, repair)
                if joined is not None:
                    yield from self.lawful(joined, depth=depth - 1)

    def _is(self, condition: Condition, case: Assignment) -> bool:
        """Whether a condition without tests of statuses surely holds."""
        return any(all(case.get(v) == value for v, value in cube.items()) for cube in self.of(condition, holds=True))

    def _together(self, parts: Iterable[Condition], *, holds: bool) -> Sequence[Assignment]:
        return self.merged([self.of(part, holds=holds) for part in parts])

    def _either(self, parts: Iterable[Condition], *, holds: bool) -> Sequence[Assignment]:
        return self._smallest(cube for part in parts for cube in self.of(part, holds=holds))

    def _smallest(self, cubes: Iterable[Assignment]) -> Sequence[Assignment]:
        return sorted(cubes, key=self.size)[:_MOST]

    def _of_test(self, test: FactTest, *, holds: bool) -> Iterator[Assignment]:
        variables = self._of_fact[test.fact]
        if variables[0].option is not None:
            yield from _of_options(test.operator, variables, test.operands, holds=holds)
            return
        (variable,) = variables
        wanted = Truth.TRUE if holds else Truth.FALSE
        fact = self.enactment.fact[test.fact]
        for value in variable.values:
            if truth_of_test(test, fact, known_by({variable: value})[fact.id]) is wanted:
                yield {variable: value}


def _of_options(
    operator: Operator, variables: Sequence[Variable], operands: Sequence[str | int], *, holds: bool
) -> Iterator[Assignment]:
    named = [variable for variable in variables if variable.option in operands]
    others = [variable for variable in variables if variable.option not in operands]
    if operator is Operator.ONLY and holds:
        for one in named:
            yield {one: "yes", **dict.fromkeys(others, "no")}
    elif operator is Operator.ONLY:
        yield dict.fromkeys(named, "no")
        yield from ({other: "yes"} for other in others)
    elif operator is Operator.INCLUDES:
        yield from [dict.fromkeys(named, "yes")] if holds else ({one: "no"} for one in named)
    elif holds is (operator is Operator.INCLUDES_ANY):
        yield from ({one: "yes"} for one in named)
    else:
        yield dict.fromkeys(named, "no")


def _joined(one: Assignment, other: Assignment) -> Assignment | None:
    if any(other.get(variable, value) != value for variable, value in one.items()):
        return None
    return {**one, **other}
