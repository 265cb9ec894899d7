"""The facts of a ruleset cut into variables with finitely many values, and what knowledge leaves of those."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from .conditions import FactTest, tests_in
from .enactment import Enactment, done_fact, worked_out_once
from .facts import Fact, FactType
from .knowledge import Knowledge, Numbers, Possible, Range, Selection, Values, overlap
from .record import Key, frozen_record

Value = str | Range
"""A value of a variable; a range stands for all its numbers, which no test of the rules tells apart."""


@frozen_record
class Variable(Key):
    """A fact, or one option of a `choices` fact.

    Attributes:
        fact: The id of the fact.

        values: The values it can take; ranges where the fact is a count.

        option: The option that `yes` and `no` are about, where the fact is a `choices` fact.
    """

    fact: str
    values: tuple[Value, ...]
    option: str | None = None

    def allows(self, value: Value, knowledge: Knowledge) -> bool:
        """Whether the value is still possible."""
        known: Possible | None = knowledge.get(self.fact)
        match known:
            case None:
                return True
            case Values(possible):
                return value in possible
            case Selection(included, excluded):
                return self.option not in (excluded if value == "yes" else included)
            case Numbers(ranges):
                return not isinstance(value, str) and any(overlap(value, range_) for range_ in ranges)

    def possible(self, knowledge: Knowledge) -> tuple[Value, ...]:
        """The values that are still possible."""
        known = knowledge.get(self.fact)
        if known is None:
            return self.values
        if isinstance(known, Values):  # most often: every variable is asked, several times in each consult
            return tuple([value for value in self.values if value in known.possible])
        return tuple(value for value in self.values if self.allows(value, knowledge))


Assignment = Mapping[Variable, Value]
"""A value for each of some variables."""


def known_by(assignment: Assignment) -> Knowledge:
    """What one knows of a case whose variables have these values; other options of a `choices` fact stay unknown."""
    known: dict[str, Possible] = {}
    for variable, value in assignment.items():
        if variable.option is not None:
            before = known.get(variable.fact)
            chosen = before if isinstance(before, Selection) else Selection(frozenset(), frozenset())
            option = frozenset({variable.option})
            known[variable.fact] = (
                Selection(chosen.included | option, chosen.excluded)
                if value == "yes"
                else Selection(chosen.included, chosen.excluded | option)
            )
        elif isinstance(value, str):
            known[variable.fact] = Values(frozenset({value}))
        else:
            known[variable.fact] = Numbers((value,))
    return known


@worked_out_once
def variables_of(enactment: Enactment) -> tuple[Variable, ...]:
    """The variables of every fact that matters: those a test reads, and whether steps that a norm is on are done."""
    tests = tuple(_tests(enactment))
    numbers: dict[str, set[int]] = {test.fact: set() for test in tests}
    numbers.update({done_fact(action): set() for action, norms in enactment.norms_on.items() if norms})
    for test in tests:
        numbers[test.fact].update(operand for operand in test.operands if isinstance(operand, int))
    return tuple(
        variable for fact in enactment.facts if fact.id in numbers for variable in _variables(fact, numbers[fact.id])
    )


def cells(numbers: Collection[int]) -> tuple[Range, ...]:
    """The whole numbers from zero cut into ranges, such that each number named is a range of its own."""
    starts = sorted({0, *numbers, *(number + 1 for number in numbers)})
    return (*((low, after - 1) for low, after in pairwise(starts)), (starts[-1], None))


def _variables(fact: Fact, numbers: Collection[int]) -> Iterator[Variable]:
    if fact.type is FactType.CHOICES:
        for option in fact.value_ids:
            yield Variable(fact.id, ("no", "yes"), option)
    else:
        yield Variable(fact.id, cells(numbers) if fact.type is FactType.COUNT else fact.value_ids)


def _tests(enactment: Enactment) -> Iterator[FactTest]:
    conditions = (
        *(concept.means for concept in enactment.concepts),
        *(constraint.never for constraint in enactment.constraints),
        *(action.available for action in enactment.actions),
        *(rule.when for rule in enactment.rules),
    )
    for condition in conditions:
        yield from (test for test in tests_in(condition) if isinstance(test, FactTest))
