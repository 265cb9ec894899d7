"""Find what would add to a stated danger, or to the steps that it calls for, although the answer stays the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.consultation.one_at_a_time import VariedCases
from ethics_engine.consultation.plan import TAKEN
from ethics_engine.engines.bitset import Batch, condition_pairs, run_columns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases, one_case
from ethics_engine.engines.bitset.machine import bits, union
from ethics_engine.model.conditions import FactTest, tests_in
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.rules import Modality, Rule
from ethics_engine.model.status import NEGATIVE, Status

_AS_IT_IS = one_case(0)


def variations_with_more_steps(cases: VariedCases, query: PossibilityQuery, dangers: Collection[str]) -> frozenset[int]:
    """The numbers of the variations of a case that add to the steps that a danger in it calls for.

    Such a variation has a rule that reads a danger require a step that is not required as things are, and either the
    rule tests what is varied, or what is asked about awaits the step. A remoter ground for the step is left out, as
    whoever has it names it for its own sake.

    Args:
        cases: The case as it is, and its variations.

        query: What is asked.

        dangers: The facts by which a danger was stated.
    """
    found = NO_CASES
    if dangers:
        batch = run_columns(cases.enactment, cases.possible, cases.count)
        ways = _ways(batch, cases.enactment, query)
        for rule in cases.enactment.rules:
            if not frozenset(facts_read(rule.when, cases.enactment)).isdisjoint(dangers):
                found |= union(_requiring(rule, batch, cases, ways))
    return frozenset(bits(found & ~cases.impossible))


def variations_in_danger(cases: VariedCases) -> frozenset[int]:
    """The numbers of the variations of a case that bring about a word on safety in whose place no other is said."""
    lines = {line.id: line.when for line in cases.enactment.safety}
    pairs = condition_pairs(cases.enactment, cases.possible, all_cases(cases.count), lines)
    said = {name: surely for name, (surely, _) in pairs.items()}
    holding = [line for line in cases.enactment.safety if said[line.id] & _AS_IT_IS]
    replaced = {name for line in holding for name in line.instead_of}
    found = union(_newly(column) for name, column in said.items() if name not in replaced)
    return frozenset(bits(found & ~cases.impossible))


def _requiring(rule: Rule, batch: Batch, cases: VariedCases, ways: Collection[str]) -> Iterator[CaseSet]:
    """The variations in which a rule has a further step required."""
    program, memory, action = batch.program, batch.memory, cases.enactment.action
    effective, _ = memory.read(program.effective[rule.id])
    own = [test.fact for test in tests_in(rule.when) if isinstance(test, FactTest)]
    testing = union(one_case(number) for number, (one, _) in enumerate(cases.variations, start=1) if one.fact in own)
    for norm in rule.norms:
        step = action[norm.action]
        if norm.modality is not Modality.MUST or step.is_way or step.by:
            continue
        if not step.of or not frozenset(step.of).isdisjoint(ways):
            required, _ = batch.has(step.id, (Status.REQUIRED,))
            yield _newly(required) & effective & testing
        if norm.before is not None and norm.before in ways:
            awaits, _ = memory.read(program.awaits[norm.before, step.id])
            spoken_against, _ = batch.has(norm.before, NEGATIVE)
            yield _newly(awaits) & effective & ~spoken_against


def _newly(column: CaseSet) -> CaseSet:
    """A column, if the case as it is does not stand in it."""
    return NO_CASES if column & _AS_IT_IS else column


def _ways(batch: Batch, enactment: Enactment, query: PossibilityQuery) -> Collection[str]:
    """The courses of action asked about, or else those that the answer is to take."""
    asked = {query.question.action, *query.did} - {None}
    taken = {
        way
        for (force, way), operand in batch.program.disposed.items()
        if force in TAKEN and batch.memory.read(operand)[0] & _AS_IT_IS
    }
    return frozenset(way.id for way in enactment.ways if way.id in (asked or taken))
