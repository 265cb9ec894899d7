"""The assumptions that a reason needs: a minimal set of them with which it settles the result, all others unknown.

Those that are needed whatever else is assumed are found all at once, by columns. Where they are not enough, because
several assumptions would each do, some of these are added, none of which can be spared.

Source: U. Junker, QuickXplain: Preferred Explanations and Relaxations for Over-Constrained Problems, AAAI 2004.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from ethics_engine.deadline import NEVER, Deadline
from ethics_engine.engines.bitset import run_columns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases, one_case
from ethics_engine.engines.bitset.machine import bits, union
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Value, Variable, known_by, variables_of

from .explained_results import SubsetColumn
from .statement_subsets import Part, StatementSubsets


@frozen
class _Change:
    """An assumed fact, or an option of one, with another value than the one assumed."""

    variable: Variable
    value: Value


def necessary_assumptions(statements: StatementSubsets, part: Part, deadline: Deadline = NEVER) -> tuple[str, ...]:
    """The assumed facts that a part needs in order to settle the result.

    With the part and these the result is settled even if nothing is known of any other fact, and none of these can be
    spared. First come those that nothing else could replace, each group in the order of the vocabulary. `part` settles
    the result together with all assumptions that do not contradict it. When the deadline has passed, some may be left
    among them that could be spared.
    """
    fallen = statements.fallen(part)
    standing = [
        fact.id
        for fact in statements.engine_input.enactment.facts
        if fact.id in statements.assumptions and fact.id not in part and fact.id not in fallen
    ]
    needed = _needed(statements, part, standing, fallen)
    optional = [fact for fact in standing if fact not in needed]

    def enough(assumed: Sequence[str]) -> bool:
        return statements.settles_assuming(part, {*needed, *assumed})

    added = [] if enough(()) else _minimal((), optional, enough, deadline)
    return (*(fact for fact in standing if fact in needed), *(fact for fact in standing if fact in added))


def _needed(statements: StatementSubsets, part: Part, standing: Sequence[str], fallen: Part) -> set[str]:
    """Those that are surely needed: with another value the result does not come out."""
    changes = [
        _Change(variable, value)
        for variable in variables_of(statements.engine_input.enactment)
        if variable.fact in set(standing)
        for value in variable.values
        if not variable.allows(value, statements.assumptions)
    ]
    if not changes:
        return set()
    refuted = _refuted(statements, part, changes, fallen)
    return {changes[index].variable.fact for index in bits(refuted)}


def _refuted(statements: StatementSubsets, part: Part, changes: Sequence[_Change], fallen: Part) -> CaseSet:
    """The changes under which the result surely does not come out, as a column.

    A change that breaks a constraint is none of them: what cannot be takes nothing from a result.
    """
    known = statements.knowledge(part, fallen)
    everyone = all_cases(len(changes))
    changed: dict[Variable, dict[Value, CaseSet]] = {}
    for index, change in enumerate(changes):
        changed.setdefault(change.variable, {})[change.value] = one_case(index)
    columns: dict[Variable, Sequence[CaseSet]] = {}
    for variable in variables_of(statements.engine_input.enactment):
        if variable.fact in known:
            here = changed.get(variable, {})
            rest = everyone & ~union(here.values())
            columns[variable] = tuple(
                here.get(value, NO_CASES) | (rest if variable.allows(value, known) else NO_CASES)
                for value in variable.values
            )
    batch = run_columns(statements.engine_input.enactment, columns, len(changes))
    _, never = statements.target.of_batch(batch, columns, (SubsetColumn(everyone, statements.query(part)),))

    def knowledge(index: int) -> Knowledge:
        return {**known, **known_by({changes[index].variable: changes[index].value})}

    refuted = never & batch.lawful()
    for index in bits(never & ~refuted & ~batch.unlawful()):
        refuted |= CaseSet(statements.can_be(knowledge(index))) << index
    return refuted


def _minimal(
    base: Sequence[str], optional: Sequence[str], enough: Callable[[Sequence[str]], bool], deadline: Deadline
) -> list[str]:
    """A minimal choice of what is optional that is enough with a base that is not; all of it when it is late."""
    if len(optional) == 1 or deadline.passed:
        return list(optional)
    first, second = optional[: len(optional) // 2], optional[len(optional) // 2 :]
    of_second = [] if enough([*base, *first]) else _minimal([*base, *first], second, enough, deadline)
    of_first = [] if enough([*base, *of_second]) else _minimal([*base, *of_second], first, enough, deadline)
    return [*of_first, *of_second]
