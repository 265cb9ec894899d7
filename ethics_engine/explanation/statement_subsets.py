"""A case with some of its statements left out: what would come of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

import attrs
from attrs import field, frozen

from ethics_engine.consultation import EngineInput
from ethics_engine.consultation.default_assumptions import case_knowledge, facts_read
from ethics_engine.engines.bitset import Batch, PossibleColumns, run_columns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases
from ethics_engine.engines.bitset.machine import Pair, bits
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.variables import Assignment, Variable, variables_of

from .explained_results import ExplainedResult, SubsetColumn

Part = frozenset[str]
"""Some of the facts that were stated."""


@frozen
class SubsetResult:
    """What comes of a part of the statements.

    Attributes:
        settles: Whether the target comes out.

        calm: Whether every assumption stands.
    """

    settles: bool
    calm: bool


@frozen(eq=False, slots=False)
class StatementSubsets:
    """What was said of a case, of which any part can be left out.

    Attributes:
        assumptions: What is presumed of a case of which nothing was said; empty where nothing is to be presumed.
    """

    engine_input: EngineInput
    target: ExplainedResult
    assumptions: Knowledge
    _found: dict[Part, SubsetResult] = field(factory=dict, init=False)
    _consistent: dict[tuple[Part, Part], bool] = field(factory=dict, init=False)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that were stated, in the order of the case."""
        return tuple(self.engine_input.stated)

    @cached_property
    def free(self) -> Part:
        """The facts that can be left out with no effect but that less is known: of those, nothing is presumed.

        Where conduct is judged, a step stated as not done weighs more than one that nobody spoke of.
        """
        judged = {done_fact(step) for step in self.engine_input.query.stated_not_done} if self._judges else set()
        return frozenset(self.engine_input.stated) - set(self.assumptions) - judged

    @cached_property
    def idle(self) -> Part:
        """The facts stated just as they are presumed anyway, where no constraint could make that fall."""
        enactment = self.engine_input.enactment
        constrained = {fact for item in enactment.constraints for fact in facts_read(item.never, enactment)}
        judged = {done_fact(step) for step in self.engine_input.query.stated_not_done} if self._judges else set()
        return frozenset(
            fact
            for fact, known in self.engine_input.stated.items()
            if self.assumptions.get(fact) == known and fact not in constrained and fact not in judged
        )

    @property
    def _judges(self) -> bool:
        return self.engine_input.query.question.ask is Ask.RIGHT

    def stated(self, part: Part) -> Knowledge:
        """What a part says."""
        return {fact: known for fact, known in self.engine_input.stated.items() if fact in part}

    def knowledge(self, part: Part, gone: Part = frozenset()) -> Knowledge:
        """What a part says, and what is presumed beside it, but for the assumptions that are gone."""
        presumed = {fact: known for fact, known in self.assumptions.items() if fact not in gone}
        return {**presumed, **self.stated(part)}

    def query(self, part: Part) -> PossibilityQuery:
        """What is asked of a part: conduct is judged by the steps stated, not only presumed, as not done."""
        query = self.engine_input.query
        left = frozenset(step for step in query.stated_not_done if done_fact(step) in part)
        return attrs.evolve(query, stated_not_done=left)

    def _cases(self, parts: Sequence[Part], fallen: Mapping[str, CaseSet]) -> PossibleColumns:
        """Several parts as columns; `fallen` tells for some facts in which of them no assumption stands."""
        everyone = all_cases(len(parts))
        stated = self.engine_input.stated
        chosen = {fact: column_of(fact in part for part in parts) for fact in stated}
        columns: dict[Variable, Sequence[CaseSet]] = {}
        for variable in variables_of(self.engine_input.enactment):
            inside = chosen.get(variable.fact, NO_CASES)
            if inside or variable.fact in self.assumptions:
                unknown = fallen.get(variable.fact, NO_CASES) & ~inside
                columns[variable] = tuple(
                    (inside if variable.allows(value, stated) else NO_CASES)
                    | (everyone & ~inside if variable.allows(value, self.assumptions) else unknown)
                    for value in variable.values
                )
        return columns

    def by_columns(self, parts: Sequence[Part]) -> Pair:
        """The parts of which columns tell that the target comes out, and those of which they tell that it does not."""
        if not parts:
            return NO_CASES, NO_CASES
        cases = self._cases(parts, {})
        batch = run_columns(self.engine_input.enactment, cases, len(parts))
        fallen = self._fallen(batch) if self.assumptions else {}
        if fallen:
            cases = self._cases(parts, fallen)
            batch = run_columns(self.engine_input.enactment, cases, len(parts))
        regular = batch.lawful() if self.assumptions else batch.memory.everyone

        def gone(index: int) -> Part:
            return frozenset(fact for fact, column in fallen.items() if column >> index & 1) - parts[index]

        for index in bits(batch.memory.everyone & ~regular):
            regular |= CaseSet(self._can_be(parts[index], gone(index))) << index
        surely, never = self.target.of_batch(batch, cases, self._columns(parts))
        return surely & regular, never & regular

    def _can_be(self, part: Part, gone: Part) -> bool:
        """Whether a part and what is presumed beside it can be so together; it can where more can be."""
        whole = part | self.free
        if (whole, gone) not in self._consistent:
            self._consistent[whole, gone] = self.can_be(self.knowledge(whole, gone))
        return self._consistent[whole, gone] or self.can_be(self.knowledge(part, gone))

    def can_be(self, known: Knowledge) -> bool:
        """Whether all that is known can be so together."""
        from ethics_engine.engines.answer_set import conflict

        return not conflict(self.engine_input.enactment, known)

    def _fallen(self, batch: Batch) -> Mapping[str, CaseSet]:
        """For each fact that a constraint reads, the cases in which what is presumed of it helps to break one."""
        enactment = self.engine_input.enactment
        fallen: dict[str, CaseSet] = {}
        for constraint in enactment.constraints:
            broken, _ = batch.memory.read(batch.program.constraints[constraint.id])
            for fact in facts_read(constraint.never, enactment) if broken else ():
                fallen[fact] = fallen.get(fact, NO_CASES) | broken
        return fallen

    def _columns(self, parts: Sequence[Part]) -> tuple[SubsetColumn, ...]:
        if not self._judges:
            return (SubsetColumn(all_cases(len(parts)), self.engine_input.query),)
        queries = [self.query(part) for part in parts]
        different = {query.stated_not_done: query for query in queries}
        return tuple(
            SubsetColumn(column_of(other.stated_not_done == steps for other in queries), query)
            for steps, query in different.items()
        )

    def exactly(self, part: Part) -> SubsetResult:
        """What comes of a part, decided exactly."""
        if part not in self._found:
            self._found[part] = self.result_of(self.stated(part), self.query(part))
        return self._found[part]

    def settles_whatever_was_left_out(self, part: Part) -> bool:
        """Whether a part settles the target even if nothing is presumed against what the others say."""
        against = {
            fact: self.engine_input.enactment.fact[fact].anything
            for fact, known in self.engine_input.stated.items()
            if fact not in part and self.assumptions.get(fact, known) != known
        }
        return not against or self.result_of({**self.stated(part), **against}, self.query(part)).settles

    def result_of(self, stated: Knowledge, query: PossibilityQuery) -> SubsetResult:
        """What comes of other statements than those of the case, decided exactly."""
        enactment = self.engine_input.enactment
        found = case_knowledge(enactment, stated, presume=bool(self.assumptions), places={})
        return SubsetResult(self._settled_by(found.known, query), calm=not found.fallen)

    def fallen(self, part: Part) -> Part:
        """The facts of which nothing is presumed because it would contradict a part."""
        found = case_knowledge(
            self.engine_input.enactment, self.stated(part), presume=bool(self.assumptions), places={}
        )
        return frozenset(found.fallen)

    def exception(self, part: Part, assumed: Collection[str]) -> Assignment | Part:
        """A case in which a part and some assumptions hold, and the target does not come out.

        Without any, the target is settled with nothing known of any other fact: then as many of these assumptions as
        are enough for that.
        """
        presumed = {fact: self.assumptions[fact] for fact in assumed}
        found = self._exception({**presumed, **self.stated(part)}, self.query(part))
        return found.intersection(presumed) if isinstance(found, frozenset) else found

    def _settled_by(self, known: Knowledge, query: PossibilityQuery) -> bool:
        cases = world_columns(self.engine_input.enactment, known)
        batch = run_columns(self.engine_input.enactment, cases, 1)
        surely, never = self.target.of_batch(batch, cases, (SubsetColumn(batch.memory.everyone, query),))
        return bool(surely) if surely | never else isinstance(self._exception(known, query), frozenset)

    def _exception(self, known: Knowledge, query: PossibilityQuery) -> Assignment | Part:
        """A case that agrees with what is known, and in which the target fails; else facts that exclude one."""
        from ethics_engine.engines.answer_set import exception

        return exception(self.engine_input.enactment, known, query, self.target.expected)


def world(enactment: Enactment, known: Knowledge) -> Batch:
    """What columns make of a single case."""
    return run_columns(enactment, world_columns(enactment, known), 1)


def world_columns(enactment: Enactment, known: Knowledge) -> PossibleColumns:
    """A single case as columns."""
    return {
        variable: tuple(CaseSet(variable.allows(value, known)) for value in variable.values)
        for variable in variables_of(enactment)
        if variable.fact in known
    }


def column_of(bits: Iterable[bool]) -> CaseSet:
    """The column of the cases for which it is so, the first case in the lowest bit."""
    return CaseSet("0" + "".join("1" if bit else "0" for bit in bits)[::-1], 2)
