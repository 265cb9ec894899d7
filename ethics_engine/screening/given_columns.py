"""What was stated of many cases, as the columns that columns of results are worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ethics_engine.engines.bitset.case_set import CaseSet
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge, Numbers, Possible, Selection, Values
from ethics_engine.model.variables import Variable, variables_of

from .bulk_results import Given


def given_columns(enactment: Enactment, cases: Sequence[Knowledge]) -> Mapping[Variable, tuple[CaseSet, ...]]:
    """The columns of cases of which is known what was stated."""
    stating: dict[str, dict[Possible, list[int]]] = {}
    for index, stated in enumerate(cases):
        for fact, known in stated.items():
            stating.setdefault(fact, {}).setdefault(known, []).append(index)
    return {
        variable: tuple(
            column_of(
                (
                    index
                    for known, indices in stating.get(variable.fact, {}).items()
                    if variable.allows(value, {variable.fact: known})
                    for index in indices
                ),
                len(cases),
            )
            for value in variable.values
        )
        for variable in variables_of(enactment)
    }


def column_of(indices: Iterable[int], count: int) -> CaseSet:
    """The column of the cases with these numbers."""
    column = bytearray((count + 7) // 8)
    for index in indices:
        column[index >> 3] |= 1 << (index & 7)
    return CaseSet.from_bytes(column, "little")


def stated_of(enactment: Enactment, given: Iterable[Given]) -> Knowledge:
    """What was stated of one case, by the inputs that it is in; of a count, in ranges that no rule tells apart."""
    allowed: dict[Variable, list[int]] = {}
    for variable, index in given:
        allowed.setdefault(variable, []).append(index)
    stated: dict[str, Possible] = {}
    for variable, indices in allowed.items():
        values = [variable.values[index] for index in sorted(indices)]
        before = stated.get(variable.fact) or enactment.fact[variable.fact].anything
        match before:
            case Selection(included, excluded):
                option = frozenset(filter(None, [variable.option]))
                included = included | option if values == ["yes"] else included
                excluded = excluded | option if values == ["no"] else excluded
                stated[variable.fact] = Selection(included, excluded)
            case Values():
                stated[variable.fact] = Values(frozenset(value for value in values if isinstance(value, str)))
            case Numbers():
                stated[variable.fact] = Numbers(tuple(value for value in values if not isinstance(value, str)))
    return {fact.id: stated[fact.id] for fact in enactment.facts if fact.id in stated}
