"""Which rules decide which cases: those without which something that was held would be otherwise.

Cases are evaluated under every ruleset that lacks one rule, in one run of the columns: each rule is given one more
condition, that it is left in, and the cases are laid side by side once for each rule that is taken out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
from attrs import frozen

from ethics_engine.engines.bitset import Columns, compiled
from ethics_engine.engines.bitset.batch import Batch, fill, finish
from ethics_engine.engines.bitset.case_set import all_cases
from ethics_engine.model.case import Ask, Case
from ethics_engine.model.conditions import AllOf, FactTest, Operator
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import YES_NO_VALUES, Fact, FactType
from ethics_engine.model.knowledge import YES
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth

from .case_evaluation import CaseEvaluation
from .holdings import Holding, Point, is_kept, outcomes, said

_LEFT_IN = "left in:"

_AT_ONCE = 64
"""How many cases are laid side by side: to read one of them takes as long as the columns are wide."""


@frozen(eq=False)
class Without:
    """Cases under rulesets that lack one rule each; `of` makes it."""

    runs: tuple[_RunWithout, ...]

    @classmethod
    def of(cls, enactment: Enactment, evaluated_cases: Sequence[CaseEvaluation]) -> Without:
        """Evaluate cases, all of them under one enactment, without each of its rules."""
        marked = _marked(enactment)
        starts = range(0, len(evaluated_cases), _AT_ONCE)
        return cls(
            tuple(_RunWithout.of(enactment, marked, evaluated_cases[start : start + _AT_ONCE]) for start in starts)
        )

    def decided(self, cases: Sequence[Case]) -> Mapping[str, tuple[int, ...]]:
        """For each rule the cases, by number, in which an outcome that was held is otherwise without it.

        What counts is what the three-valued evaluation leaves possible.
        """
        found: dict[str, list[int]] = {}
        for number, run in enumerate(self.runs):
            start = number * _AT_ONCE
            for rule, indices in run.decided(cases[start : start + _AT_ONCE]).items():
                found.setdefault(rule, []).extend(start + index for index in indices)
        return {rule: tuple(indices) for rule, indices in found.items()}

    def first_difference(self, rule: str) -> tuple[int, str, frozenset[Status], frozenset[Status]] | None:
        """A case, by number, and an action whose status, held or not, depends on a rule: what it is, and would be."""
        for number, run in enumerate(self.runs):
            found = run.first_difference(rule)
            if found is not None:
                index, action, usual, without = found
                return number * _AT_ONCE + index, action, usual, without
        return None


@frozen(eq=False)
class _RunWithout:
    """Some cases under rulesets that lack one rule each.

    Attributes:
        evaluated_cases: What the rules make of the cases.

        rules: The rules that are taken out, one after the other; before the first, none is.
    """

    evaluated_cases: Sequence[CaseEvaluation]
    rules: tuple[str, ...]
    batch: Batch

    @classmethod
    def of(cls, enactment: Enactment, marked: Enactment, evaluated_cases: Sequence[CaseEvaluation]) -> _RunWithout:
        rules = tuple(rule.id for rule in enactment.rules)
        program = compiled(marked)
        memory = Columns(all_cases(len(evaluated_cases)), [], [])
        present = {_LEFT_IN + rule: YES for rule in rules}
        fill(memory, program, marked, [evaluated.known for evaluated in evaluated_cases], present)
        once, times = memory.everyone, sum(1 << len(evaluated_cases) * block for block in range(len(rules) + 1))
        wide = Columns(once * times, [true * times for true in memory.true], [false * times for false in memory.false])
        block_of = {_LEFT_IN + rule: block for block, rule in enumerate(rules, start=1)}
        for register, test in enumerate(program.literals):
            if test.fact in block_of:
                out = once << len(evaluated_cases) * block_of[test.fact]
                wide.true[register], wide.false[register] = wide.everyone & ~out, out
        return cls(evaluated_cases, rules, finish(program, wide))

    def decided(self, cases: Sequence[Case]) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {rule: [] for rule in self.rules}
        changed, size = self._changed(), len(self.evaluated_cases)
        for index, (case, evaluated) in enumerate(zip(cases, self.evaluated_cases, strict=True)):
            held = outcomes(case)
            ordered = any(_asks_for_order(holding, case) for holding in held)
            usual = [_worth(holding, self._evaluated(evaluated, index, 0)) for holding in held]
            for block, rule in enumerate(self.rules, start=1):
                if evaluated.evaluation.effective[rule] is Truth.FALSE:
                    continue
                if ordered or changed >> size * block + index & 1:
                    without = self._evaluated(evaluated, index, block)
                    if any(_worth(holding, without) != worth for holding, worth in zip(held, usual, strict=True)):
                        found[rule].append(index)
        return found

    def first_difference(self, rule: str) -> tuple[int, str, frozenset[Status], frozenset[Status]] | None:
        size = len(self.evaluated_cases)
        block = self.rules.index(rule) + 1
        for action, slot in self.batch.program.statuses.items():
            for column in self.batch.memory.statuses(slot):
                changed = (column >> size * block ^ column) & all_cases(size)
                if changed:
                    index = (changed & -changed).bit_length() - 1
                    usual, without = (self.batch.evaluation(index + size * at).statuses[action] for at in (0, block))
                    return index, action, usual, without
        return None

    def _changed(self) -> int:
        """Where any status, or what an action awaits, is otherwise than with all rules, as a column."""
        memory, program = self.batch.memory, self.batch.program
        columns = [column for slot in program.statuses.values() for column in memory.statuses(slot)]
        columns += [column for operand in program.awaits.values() for column in memory.read(operand)]
        usual = all_cases(len(self.evaluated_cases))
        times = memory.everyone // usual if usual else 0
        changed = 0
        for column in columns:
            changed |= column ^ (column & usual) * times
        return changed

    def _evaluated(self, evaluated: CaseEvaluation, index: int, block: int) -> CaseEvaluation:
        evaluation = self.batch.evaluation(len(self.evaluated_cases) * block + index)
        return attrs.evolve(evaluated, evaluation=evaluation, ask_solver=False)


def _asks_for_order(holding: Holding, case: Case) -> bool:
    """Whether an outcome may hang on which of two steps comes first, which no status tells."""
    return holding.point is Point.FIRST or (holding.point is Point.ANSWER and case.question.ask is Ask.FIRST)


def _worth(holding: Holding, evaluated: CaseEvaluation) -> object:
    possible = said(holding, evaluated)
    return is_kept(holding, possible) if holding.point is Point.DENIED else possible


def _marked(enactment: Enactment) -> Enactment:
    """The enactment in which a rule counts only as long as it is left in."""
    marks = tuple(_mark(rule.id) for rule in enactment.rules)
    rules = tuple(
        attrs.evolve(rule, when=AllOf((FactTest(mark.id, Operator.IS, ("yes",)), rule.when)))
        for rule, mark in zip(enactment.rules, marks, strict=True)
    )
    return attrs.evolve(enactment, facts=(*enactment.facts, *marks), rules=rules)


def _mark(rule: str) -> Fact:
    return Fact(id=_LEFT_IN + rule, ask="", says="", type=FactType.YES_NO, topic="", values=YES_NO_VALUES, presumed=YES)
