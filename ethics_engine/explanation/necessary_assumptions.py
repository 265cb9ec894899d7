"""The assumptions that a reason needs: a minimal set of them with which it settles the result, all others unknown.

Those that are needed whatever else is assumed are found all at once, by columns. Where they are not enough, because
several assumptions would each do, some of these are added, none of which can be spared.

Source: U. Junker, QuickXplain: Preferred Explanations and Relaxations for Over-Constrained Problems, AAAI 2004.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from attrs import define, frozen

from ethics_engine.consultation.constraint_propagation import narrowed
from ethics_engine.consultation.sampled_completions import drawn
from ethics_engine.deadline import NEVER, Deadline
from ethics_engine.engines.bitset import run_columns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases, one_case
from ethics_engine.engines.bitset.machine import bits, union
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Assignment, Value, Variable, known_by, variables_of

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

    exceptions = _Exceptions.drawn(statements, part, needed, fallen)
    proofs: list[Part] = []

    def enough(assumed: Sequence[str]) -> bool:
        known = needed.union(assumed)
        if exceptions.some_keep(known):
            return False
        if any(proof <= known for proof in proofs):
            return True
        found = statements.exception(part, known)
        if isinstance(found, frozenset):
            proofs.append(found)
            return True
        exceptions.add(found)
        return False

    added = [] if enough(()) else _minimal((), optional, enough, deadline)
    return (*(fact for fact in standing if fact in needed), *(fact for fact in standing if fact in added))


@define(eq=False, repr=False)
class _Exceptions:
    """Cases in which a part holds and the result fails, as columns; many are drawn, others found one by one.

    Attributes:
        count: How many cases there are.

        failing: Those of them that are exceptions.

        departing: For each assumed fact, the cases in which it has another value than the one assumed.
    """

    assumptions: Knowledge
    count: int
    failing: CaseSet
    departing: dict[str, CaseSet]

    @classmethod
    def drawn(cls, statements: StatementSubsets, part: Part, needed: Collection[str], fallen: Part) -> _Exceptions:
        """Exceptions among completions of a part and some assumptions, drawn near what is assumed of the others."""
        enactment, assumed = statements.engine_input.enactment, statements.assumptions
        known = {**{fact: assumed[fact] for fact in needed}, **statements.stated(part)}
        cases = drawn(enactment, narrowed(enactment, known), statements.knowledge(part, fallen))
        everyone = cases.batch.memory.everyone
        asked = (SubsetColumn(everyone, statements.query(part)),)
        _, failing = statements.target.of_batch(cases.batch, cases.possible, asked)
        departing: dict[str, CaseSet] = {}
        for variable, columns in cases.possible.items():
            if variable.fact in assumed:
                for value, column in zip(variable.values, columns, strict=True):
                    if not variable.allows(value, assumed):
                        departing[variable.fact] = departing.get(variable.fact, NO_CASES) | column
        return cls(assumed, everyone.bit_length(), failing & cases.lawful, departing)

    def some_keep(self, facts: Iterable[str]) -> bool:
        """Whether one of them departs from none of these assumptions."""
        return bool(self.failing & ~union(self.departing.get(fact, NO_CASES) for fact in facts))

    def add(self, case: Assignment) -> None:
        """Add one that was found."""
        new = one_case(self.count)
        self.count += 1
        self.failing |= new
        for variable, value in case.items():
            if variable.fact in self.assumptions and not variable.allows(value, self.assumptions):
                self.departing[variable.fact] = self.departing.get(variable.fact, NO_CASES) | new


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
