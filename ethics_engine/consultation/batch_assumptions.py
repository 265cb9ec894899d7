"""What is known of many cases at once: what was stated, and what is assumed; default_assumptions.py has one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ethics_engine.engines.bitset import PossibleColumns, constraint_pairs
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import Pair, union
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import NO, Knowledge
from ethics_engine.model.record import frozen_record
from ethics_engine.model.variables import Variable, variables_of

from .batch_completions import Completions, lawful, narrowed_columns
from .default_assumptions import facts_read


@frozen_record
class KnownColumns:
    """What is known of the cases of a batch.

    Attributes:
        stated: What was said alone, as far as constraints leave it possible.

        known: What was said, and what is assumed beside it, likewise.

        contradictory: The cases whose statements break a constraint.

        unsettled: The cases in which constraints may contradict each other, or an assumption, in a way that only the
            solver finds; of them nothing is known for certain.
    """

    stated: PossibleColumns
    known: PossibleColumns
    contradictory: CaseSet
    unsettled: CaseSet


def known_columns(
    enactment: Enactment, given: PossibleColumns, everyone: CaseSet, *, assume: bool = True
) -> KnownColumns:
    """Find out what is known where `given` was stated.

    In `given` a case is in no column of a fact that it does not state. What is stated of one option of a `choices`
    fact is stated of the fact, so that nothing is assumed of its other options.
    """
    variables = variables_of(enactment)
    said = {fact: union(columns) for fact, columns in _columns_of_facts(variables, given).items()}
    assumed: Knowledge = (
        {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None} if assume else {}
    )
    stated = _with(variables, given, said, everyone, {}, {})
    first = constraint_pairs(enactment, _with(variables, given, said, everyone, assumed, {}), everyone)
    fallen: dict[str, CaseSet] = {}
    for constraint in enactment.constraints:
        for fact in facts_read(constraint.never, enactment):
            if fact in assumed:
                fallen[fact] = fallen.get(fact, NO_CASES) | first[constraint.id][0]
    known = _with(variables, given, said, everyone, assumed, fallen)
    contradictory = _broken(constraint_pairs(enactment, stated, everyone).values())
    unsettled = everyone & ~contradictory & ~_kept(constraint_pairs(enactment, known, everyone).values(), everyone)
    stated = narrowed_columns(enactment, stated, everyone)
    known = narrowed_columns(enactment, known, everyone)
    completions = Completions(enactment, known)
    for number in (0, 1):
        unsettled &= ~lawful(enactment, completions.numbered(number), everyone)
    return KnownColumns(stated, known, contradictory, unsettled)


def steps_stated_not_done(enactment: Enactment, given: PossibleColumns) -> Mapping[str, CaseSet]:
    """For each step the cases in which it is stated as not done."""
    (no,) = NO.possible
    found = {}
    for variable, columns in given.items():
        step = enactment.step_of.get(variable.fact)
        if step is not None:
            place = variable.values.index(no)
            found[step] = columns[place] & ~union(column for index, column in enumerate(columns) if index != place)
    return found


def _columns_of_facts(variables: Iterable[Variable], given: PossibleColumns) -> Mapping[str, list[CaseSet]]:
    columns: dict[str, list[CaseSet]] = {}
    for variable in variables:
        columns.setdefault(variable.fact, []).extend(given.get(variable, ()))
    return columns


def _with(
    variables: Sequence[Variable],
    given: PossibleColumns,
    said: Mapping[str, CaseSet],
    everyone: CaseSet,
    assumed: Knowledge,
    fallen: Mapping[str, CaseSet],
) -> PossibleColumns:
    """What is known where something is assumed of facts not stated, unless it fell."""

    def column(variable: Variable, index: int) -> CaseSet:
        here = given[variable][index] if variable in given else NO_CASES
        silent = everyone & ~said[variable.fact]
        if not variable.allows(variable.values[index], assumed):
            silent &= fallen.get(variable.fact, NO_CASES)
        return here | silent

    return {variable: tuple(column(variable, index) for index in range(len(variable.values))) for variable in variables}


def _broken(pairs: Iterable[Pair]) -> CaseSet:
    return union(broken for broken, _ in pairs)


def _kept(pairs: Iterable[Pair], everyone: CaseSet) -> CaseSet:
    for _, kept in pairs:
        everyone &= kept
    return everyone
