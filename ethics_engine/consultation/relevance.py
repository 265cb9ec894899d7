"""Which unknown facts matter to a result that is open.

A fact matters if it is in a smallest set of facts in which two lawful completions with different results differ.
Where no constraint ties facts together, such a set is a single fact: change one fact after the other, and the result
changes at one of them. So every fact is tried alone first, in all completions at once, and only then those that
constraints tie.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from ethics_engine.engines.bitset import Batch, run_columns
from ethics_engine.engines.bitset.case_set import CaseSet, all_cases, one_case
from ethics_engine.engines.bitset.machine import bits, union
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.outcome import UNDECIDED
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import Record, evolve, frozen_record
from ethics_engine.model.variables import Variable

from .all_completions import Completed, completed
from .batch_first_steps import outcome_columns
from .constraint_propagation import Left, narrowed
from .default_assumptions import CaseKnowledge, facts_read
from .evaluation_view import EvaluationView
from .sampled_completions import drawn

ANSWER, DISPOSITION = "answer", "disposition"
"""The names of the two results that are not the status of an action."""

_SETS = 256
"""How many sets of facts that only constraints make matter together are tried for one result."""

_BASES = 48
"""How many completions are changed in one fact at a time, where there are too many to look at all."""

Results = Collection[CaseSet]
"""Cases parted by what comes of them, as columns."""


@frozen_record
class Relevant(Record):
    """The facts that matter to a result, and those that may or may not."""

    surely: frozenset[str]
    possibly: frozenset[str] = frozenset()


@frozen_record
class Relevance:
    """Decides which unknown facts of a case matter.

    Attributes:
        view: The evaluation of what is known.

        behind: For each open result, the facts that reach it: the answer, the disposition, or an action's status.
    """

    situation: CaseKnowledge
    view: EvaluationView
    query: PossibilityQuery
    behind: Mapping[str, frozenset[str]]

    @cached_property
    def relevant(self) -> Mapping[str, Relevant]:
        """For each open result, the facts that matter to it: exactly as far as its completions can be looked at."""
        return {target: self._relevant(target) for target in self.behind}

    def completed(self, target: str) -> Completed | None:
        """Every completion of the facts that reach a result; None where there are too many."""
        if self._together is not None:
            return self._together
        return completed(self.situation.enactment, self.left, self._tied(target))

    @cached_property
    def left(self) -> Left:
        """The values that the constraints, taken one by one, leave to each fact."""
        return narrowed(self.situation.enactment, self.situation.known)

    @cached_property
    def _together(self) -> Completed | None:
        """Every completion of the facts that reach any result, where there are few enough."""
        return completed(self.situation.enactment, self.left, frozenset().union(*map(self._tied, self.behind)))

    def _tied(self, target: str) -> frozenset[str]:
        return self.view.tied(self.behind[target])

    def _open(self, target: str) -> frozenset[str]:
        """The facts that reach a result, and have more than one value left."""
        tied = self._tied(target)
        return frozenset(variable.fact for variable, values in self.left.items() if len(values) > 1) & tied

    def _relevant(self, target: str) -> Relevant:
        every = self.completed(target)
        results = None if every is None else _results_of(every, target, self.query)
        if every is not None and results is not None and len(results) > 1:
            return self._exactly(every, results, self._open(target))
        surely = self._pairs.pivotal(target)
        return Relevant(surely, self._open(target) - surely)

    def _exactly(self, every: Completed, results: Results, facts: Collection[str]) -> Relevant:
        alone = frozenset(fact for fact in facts if every.differ(results, {fact}))
        others = frozenset(facts) - alone
        surely, possibly = set(alone), set[str]()
        for group in self._groups(others):
            found, doubtful = _together(group, lambda some: every.differ(results, some))
            surely |= found
            possibly |= doubtful
        return Relevant(frozenset(surely), frozenset(possibly))

    def _groups(self, facts: frozenset[str]) -> Iterator[frozenset[str]]:
        """The facts in groups of those that constraints tie together; a fact tied to no other is in none."""
        ties = [read & facts for read in self._constrained if len(read & facts) > 1]
        while ties:
            group = ties.pop()
            while near := [tie for tie in ties if tie & group]:
                group = group.union(*near)
                ties = [tie for tie in ties if tie not in near]
            yield group

    @cached_property
    def _constrained(self) -> tuple[frozenset[str], ...]:
        """The facts that each constraint reads."""
        enactment = self.situation.enactment
        return tuple(frozenset(facts_read(constraint.never, enactment)) for constraint in enactment.constraints)

    @cached_property
    def _pairs(self) -> _Pairs:
        facts = frozenset().union(*map(self._open, self.behind))
        return _pairs(self.situation, self.left, facts, self.query)


def _together(group: frozenset[str], differ: Callable[[Collection[str]], bool]) -> tuple[set[str], set[str]]:
    """The facts of a group that are in a smallest set that makes a difference, and those left undecided.

    None of them makes one alone. What holds a set that makes a difference makes one too, so the smallest come first.
    """
    found: list[frozenset[str]] = []
    if not differ(group):
        return set(), set()
    tried = 0
    for size in range(2, len(group) + 1):
        for some in map(frozenset, combinations(sorted(group), size)):
            if any(smaller <= some for smaller in found):
                continue
            tried += 1
            if tried > _SETS:
                surely = set().union(*found)
                return surely, set(group) - surely
            if differ(some):
                found.append(some)
    return set().union(*found), set()


def _results_of(every: Completed, target: str, query: PossibilityQuery) -> Results | None:
    """The lawful completions parted by a result; None where it is not decided in each of them."""
    if target not in (ANSWER, DISPOSITION):
        found = every.statuses(target)
        return None if found is None else found.values()
    outcomes_ = every.answers(query if target == ANSWER else _about_ways(query))
    return None if outcomes_ is None else outcomes_.values()


def _about_ways(query: PossibilityQuery) -> PossibilityQuery:
    return evolve(query, question=Question(Ask.WHAT))


@frozen_record
class _Pairs:
    """Some completions, and beside each of them those that differ from it in one fact alone.

    Attributes:
        count: How many completions there are before any is changed.

        blocks: For each fact, where the completions changed in it begin.
    """

    situation: CaseKnowledge
    batch: Batch
    possible: Mapping[Variable, Sequence[CaseSet]]
    lawful: CaseSet
    query: PossibilityQuery
    count: int
    blocks: Mapping[str, Sequence[int]]

    def pivotal(self, target: str) -> frozenset[str]:
        """The facts that such a pair shows to matter."""
        results = [column & self.lawful for column in self._results(target)]
        return frozenset(
            fact for fact, starts in self.blocks.items() if any(self._is_pivotal(results, start) for start in starts)
        )

    def _is_pivotal(self, results: Sequence[CaseSet], start: int) -> bool:
        """Whether some completion and the one changed in that block both have a result, and no result in common."""
        either = union(results)
        same = union(column & (column >> start) for column in results)
        return bool(either & (either >> start) & all_cases(self.count) & ~same)

    def _results(self, target: str) -> Results:
        enactment = self.situation.enactment
        query = _about_ways(self.query) if target == DISPOSITION else self.query
        if target not in (ANSWER, DISPOSITION):
            return self.batch.statuses(target).values()
        found = outcome_columns(enactment, self.batch, self.possible, query)
        return [column for outcome, column in found.items() if outcome != UNDECIDED]


def _pairs(situation: CaseKnowledge, left: Left, facts: Collection[str], query: PossibilityQuery) -> _Pairs:
    """Draw completions near what is presumed, and change each in every value of every fact."""
    enactment = situation.enactment
    witnesses = drawn(enactment, left, situation.known)
    lawful = list(bits(witnesses.lawful))
    chosen = lawful[:: max(1, len(lawful) // _BASES)][:_BASES]
    changes = [(variable, value) for variable, values in left.items() if variable.fact in facts for value in values]
    count = len(chosen)
    each = sum(1 << count * block for block in range(len(changes) + 1))
    possible: dict[Variable, list[CaseSet]] = {
        variable: [
            union(one_case(place) for place, index in enumerate(chosen) if column >> index & 1) * each
            for column in columns
        ]
        for variable, columns in witnesses.possible.items()
    }
    blocks: dict[str, list[int]] = {}
    for block, (variable, value) in enumerate(changes, start=1):
        _set(possible[variable], variable.values.index(value), all_cases(count) << block * count)
        blocks.setdefault(variable.fact, []).append(block * count)
    batch = run_columns(enactment, possible, count * (len(changes) + 1))
    return _Pairs(
        situation=situation,
        batch=batch,
        possible=possible,
        lawful=batch.memory.everyone & ~batch.unlawful(),
        query=query,
        count=count,
        blocks=blocks,
    )


def _set(columns: list[CaseSet], place: int, where: CaseSet) -> None:
    """Give a variable one value in some cases."""
    for other in range(len(columns)):
        columns[other] &= ~where
    columns[place] |= where
