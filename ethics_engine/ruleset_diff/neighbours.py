"""Cases near to a change: little is stated in them, and what is stated is what the changed items read.

Most differences show in one of these, and columns look at thousands of them in the time that the solver takes for one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.engines.answer_set.pair_solver import PairedInput
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions
from ethics_engine.model.conditions import Condition
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import FactType
from ethics_engine.model.knowledge import Numbers, Possible, Selection, Values
from ethics_engine.model.variables import Variable, variables_of

_MOST = 4000
"""How many cases are made for all changes together."""
_MOST_OF_ONE = 600
"""How many are made for one of them."""

_PairedValue = tuple[Possible | None, Possible | None]


def nearby(alike: SharedDefinitions) -> tuple[PairedInput, ...]:
    """Cases near to what is written otherwise, those that state least first; nothing stated comes before all."""
    values = _Values(alike)
    found: dict[tuple[tuple[str, _PairedValue], ...], PairedInput] = {(): {}}
    for group in _groups(alike):
        for paired in itertools.islice(values.combined(group), _MOST_OF_ONE):
            found.setdefault(tuple(paired.items()), paired)
        if len(found) > _MOST:
            break
    return tuple(sorted(found.values(), key=len))


def _groups(alike: SharedDefinitions) -> Iterator[Sequence[str]]:
    """The facts that belong together: those that something read which is written otherwise on either side."""
    seen: set[tuple[str, ...]] = set()
    for conditions in _changed(alike):
        facts = dict.fromkeys(
            fact for side, condition in zip(alike.sides, conditions, strict=True) for fact in _read(condition, side)
        )
        if facts and tuple(facts) not in seen:
            seen.add(tuple(facts))
            yield tuple(facts)


def _read(condition: Condition | None, side: Enactment) -> Iterator[str]:
    if condition is not None:
        yield from facts_read(condition, side)


def _changed(alike: SharedDefinitions) -> Iterator[tuple[Condition | None, Condition | None]]:
    """The conditions, on either side, of what is written otherwise, or under a condition that is."""
    old, new = alike.sides
    for name in dict.fromkeys((*old.rule, *new.rule)):
        one, other = old.rule.get(name), new.rule.get(name)
        if not alike.rule(name) or one is None or other is None or one.norms != other.norms:
            yield one.when if one else None, other.when if other else None
    for name in alike.actions:
        one_action, other_action = old.action.get(name), new.action.get(name)
        if not alike.available(name):
            yield one_action.available if one_action else None, other_action.available if other_action else None
    for name in dict.fromkeys((*old.concept, *new.concept)):
        if not alike.concept(name):
            concepts = [side.concept.get(name) for side in alike.sides]
            yield concepts[0].means if concepts[0] else None, concepts[1].means if concepts[1] else None


class _Values:
    """What can be stated of a fact."""

    def __init__(self, alike: SharedDefinitions) -> None:
        self._alike = alike
        self._variables: list[dict[str, list[Variable]]] = [{}, {}]
        for of_side, side in zip(self._variables, alike.sides, strict=True):
            for variable in variables_of(side):
                of_side.setdefault(variable.fact, []).append(variable)
        self._memory: dict[str, tuple[_PairedValue, ...]] = {}

    def combined(self, facts: Sequence[str]) -> Iterator[PairedInput]:
        """Every way in which these facts can be stated, or left out; the fewest stated first."""
        for number in range(1, len(facts) + 1):
            for chosen in itertools.combinations(facts, number):
                for pair in itertools.product(*map(self.of, chosen)):
                    yield dict(zip(chosen, pair, strict=True))

    def of(self, fact: str) -> Sequence[_PairedValue]:
        """What can be stated of a fact, except what both assume."""
        if fact not in self._memory:
            self._memory[fact] = tuple(self._of(fact))
        return self._memory[fact]

    def _of(self, fact: str) -> Iterator[_PairedValue]:
        sides = [side.fact.get(fact) for side in self._alike.sides]
        types = {known.type for known in sides if known is not None}
        if len(types) > 1:
            return
        presumed = tuple(known.presumed if known else None for known in sides)
        options = [dict(self._options(index, fact)) for index in (0, 1)]
        for word in dict.fromkeys(itertools.chain(*options)):
            pair = (options[0].get(word), options[1].get(word))
            both_know = all(known is None or one is not None for known, one in zip(sides, pair, strict=True))
            if both_know and pair != presumed:
                yield pair

    def _options(self, index: int, name: str) -> Iterator[tuple[object, Possible]]:
        """The values of a fact on one side, by a word that is the same on both."""
        fact = self._alike.sides[index].fact.get(name)
        if fact is None:
            return
        match fact.type:
            case FactType.CHOICES:
                every = frozenset(fact.value_ids)
                chosen = [(), *((one,) for one in fact.value_ids), *itertools.combinations(fact.value_ids, 2)]
                yield from ((names, Selection(frozenset(names), every - frozenset(names))) for names in chosen)
            case FactType.COUNT:
                for low in self._numbers(name):
                    yield low, Numbers(((low, low),))
            case FactType.CHOICE | FactType.YES_NO:
                yield from ((value, Values(frozenset({value}))) for value in fact.value_ids)

    def _numbers(self, name: str) -> Iterable[int]:
        """A number of each range that the tests of either side tell apart."""
        variables = [variable for of_side in self._variables for variable in of_side.get(name, ())]
        return sorted({value[0] for variable in variables for value in variable.values if not isinstance(value, str)})
