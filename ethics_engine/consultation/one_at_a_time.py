"""One-at-a-time sensitivity analysis: what comes of a case where one thing in it is other than it is known to be.

Every variation is a case of its own, and all of them are evaluated at once, by columns.

Source: A. Saltelli and others, Global Sensitivity Analysis: The Primer, Wiley 2008, for the term.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import prod
from random import Random

from ethics_engine.engines.bitset import Batch, PossibleColumns, broken, run_columns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases, one_case, repeated
from ethics_engine.engines.bitset.machine import bits, union
from ethics_engine.engines.bitset.sampling import scattered, shared
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.outcome import UNDECIDED, Outcome, WayOn
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import Record, frozen_record
from ethics_engine.model.status import Force, Status
from ethics_engine.model.variables import Value, Variable, variables_of

from .batch_answers import decided
from .batch_first_steps import outcome_columns
from .default_assumptions import CaseKnowledge, facts_read

MOST = 128
"""How many completions of one varied case are looked at; of a case with more, as many are drawn."""

_SCATTER = (1, 2, 2, 3)
"""For each part of these: a fact departs from what is usual once in two to the power of this."""

Variation = tuple[Variable, Value]
"""A fact, or one option of a `choices` fact, and the value that it has instead."""


@frozen_record
class PossibleOutcomes(Record):
    """What may come of one question in one case.

    Attributes:
        possible: The outcomes that some completion looked at has.

        certain: Whether no other outcome is possible.
    """

    possible: frozenset[Outcome]
    certain: bool

    @property
    def only(self) -> Outcome | None:
        """The one outcome, if it is certain; else None."""
        return next(iter(self.possible)) if self.certain and len(self.possible) == 1 else None


@frozen_record
class VariedCases:
    """A case as it is, and beside it one case for each variation.

    Attributes:
        enactment: The ruleset as it stands on the day.

        variations: What differs, in the case of the same number counted from one; case 0 is the case as it is.

        possible: What is known of the cases, with the assumptions fallen that a variation contradicts.
    """

    enactment: Enactment
    variations: tuple[Variation, ...]
    possible: PossibleColumns

    @property
    def count(self) -> int:
        """How many cases there are."""
        return len(self.variations) + 1

    @cached_property
    def impossible(self) -> CaseSet:
        """The cases that contradict themselves, as a column."""
        return union(broken(self.enactment, self.possible, self.count).values())

    def run(self, queries: Sequence[PossibilityQuery]) -> Batch:
        """The cases, evaluated with what is known of them, as far as the answers to these questions rest on it."""
        return run_columns(self.enactment, self.possible, self.count, queries)

    def outcomes(self, queries: Sequence[PossibilityQuery]) -> tuple[tuple[PossibleOutcomes, ...], ...]:
        """For each question, for each case, what may come of it.

        If the three-valued evaluation leaves any of the questions open, the case is completed in every way that is
        left; of many ways some are drawn, and then nothing that the evaluation leaves open is certain.
        """
        batch = self.run(queries)
        surely = [_certain(self.enactment, batch, self.possible, query) for query in queries]
        undecided = union(batch.memory.everyone & ~union(columns.values()) for columns in surely)
        completions = self._completed(undecided, queries)
        return tuple(
            self._of(columns, completions.outcomes(self.enactment, query))
            for columns, query in zip(surely, queries, strict=True)
        )

    def _of(
        self, surely: Mapping[Outcome, CaseSet], completed: Mapping[int, tuple[frozenset[Outcome], bool]]
    ) -> tuple[PossibleOutcomes, ...]:
        found = {case: PossibleOutcomes(possible, certain=every) for case, (possible, every) in completed.items()}
        for outcome, column in surely.items():
            found |= dict.fromkeys(bits(column), PossibleOutcomes(frozenset({outcome}), certain=True))
        return tuple(found[case] for case in range(self.count))

    def _completed(self, cases: CaseSet, queries: Sequence[PossibilityQuery]) -> _Completions:
        """Some cases completed in every way that is left, or in some of them; those open in the same way together."""
        alike: dict[tuple[tuple[Variable, tuple[int, ...]], ...], list[int]] = {}
        for case, open_ in self._open(cases).items():
            alike.setdefault(tuple(open_.items()), []).append(case)
        groups, count = dict[tuple[tuple[Variable, tuple[int, ...]], ...], _Group](), 0
        for key, members in alike.items():
            ways = prod(len(places) for _, places in key)
            groups[key] = group = _Group(tuple(members), count, min(ways, MOST), every=ways <= MOST)
            count += group.count
        completed = self._as_they_are(groups.values(), count)
        draws = _Draws(self.enactment)
        for key, group in groups.items():
            columns = _each_way(key, group.blocks) if group.every else map(draws.columns, *zip(*key, strict=True))
            for (variable, _), told in zip(key, columns, strict=True):
                for place, blocks in enumerate(told):
                    before = completed[variable][place] & ~group.everywhere
                    completed[variable][place] = before | group.spread(blocks)
        return _Completions(completed, count, tuple(groups.values()), tuple(queries))

    def _as_they_are(self, groups: Collection[_Group], count: int) -> dict[Variable, list[CaseSet]]:
        """What is known of some cases, said of each of their completions."""
        completions = {case: column for group in groups for case, column in group.of_members()}
        everyone, among = all_cases(count), union(map(one_case, completions))

        def said(column: CaseSet) -> CaseSet:
            # most is known alike of all cases but a few
            inside, outside = column & among, among & ~column
            if inside.bit_count() <= outside.bit_count():
                return union(completions[case] for case in bits(inside))
            return everyone & ~union(completions[case] for case in bits(outside))

        return {variable: [said(column) for column in columns] for variable, columns in self.possible.items()}

    def _open(self, cases: CaseSet) -> Mapping[int, Mapping[Variable, tuple[int, ...]]]:
        """For each of some cases the variables that it leaves open, with the places of the values left to each."""
        several: dict[int, dict[Variable, tuple[int, ...]]] = {case: {} for case in bits(cases)}
        for variable, columns in self.possible.items():
            once = twice = NO_CASES
            for column in columns:
                twice |= once & column
                once |= column
            for case in bits(twice & cases):
                several[case][variable] = tuple(place for place, column in enumerate(columns) if column >> case & 1)
        return several


@frozen_record
class _Group:
    """Cases that leave the same open: block by block, each completed in one way.

    Attributes:
        members: The numbers of the cases.

        start: Where the first block begins.

        blocks: In how many ways they are completed.

        every: Whether these are all ways.
    """

    members: tuple[int, ...]
    start: int
    blocks: int
    every: bool

    @property
    def count(self) -> int:
        """How many completions there are."""
        return len(self.members) * self.blocks

    @property
    def everywhere(self) -> CaseSet:
        """All completions, as a column."""
        return all_cases(self.count) << self.start

    def of_members(self) -> Iterator[tuple[int, CaseSet]]:
        """Each member with its completions, as a column."""
        size = len(self.members)
        first = repeated(one_case(0), size, self.blocks) << self.start
        return ((member, first << place) for place, member in enumerate(self.members))

    def spread(self, blocks: CaseSet) -> CaseSet:
        """The completions of all members in some of the ways."""
        size = len(self.members)
        if size > 1:
            blocks = union(all_cases(size) << size * block for block in bits(blocks))
        return blocks << self.start

    def folded(self, column: CaseSet) -> CaseSet:
        """The members with some completion in a column."""
        size, left = len(self.members), column >> self.start & all_cases(self.count)
        found = NO_CASES
        while left:
            found |= left
            left >>= size
        return found & all_cases(size)


def _each_way(open_: Iterable[tuple[Variable, Sequence[int]]], count: int) -> Iterator[tuple[CaseSet, ...]]:
    """For each variable, for each of its values, those of all `count` ways to tell what is open that give it."""
    run = count
    for variable, places in open_:
        run //= len(places)
        cycle = run * len(places)
        first = repeated(all_cases(run), cycle, count // cycle)
        told = {place: first << run * rank for rank, place in enumerate(places)}
        yield tuple(told.get(place, NO_CASES) for place in range(len(variable.values)))


@frozen_record
class _Draws:
    """Some of very many ways to tell what is open: most of it as the vocabulary assumes; always the same ways."""

    enactment: Enactment

    @cached_property
    def _random(self) -> Random:
        return Random(0)

    @cached_property
    def _drawn(self) -> dict[tuple[Variable, tuple[int, ...]], tuple[CaseSet, ...]]:
        return {}

    def columns(self, variable: Variable, places: tuple[int, ...]) -> tuple[CaseSet, ...]:
        """For each value of a variable, the ways that give it, the values in these places being left."""
        if (variable, places) not in self._drawn:
            usual = self._usual(variable, places)
            told = [NO_CASES] * len(variable.values)
            departing = scattered(_SCATTER, MOST // len(_SCATTER), self._random)
            told[usual] = all_cases(MOST) & ~departing
            others = [place for place in places if place != usual]
            for place, column in shared(departing, others, MOST, self._random).items():
                told[place] = column
            self._drawn[variable, places] = tuple(told)
        return self._drawn[variable, places]

    def _usual(self, variable: Variable, places: Sequence[int]) -> int:
        presumed = self.enactment.fact[variable.fact].presumed
        known = {} if presumed is None else {variable.fact: presumed}
        return next((place for place in places if variable.allows(variable.values[place], known)), places[0])


@frozen_record
class _Completions:
    """Completions of some cases, as columns, and what is asked of them."""

    possible: PossibleColumns
    count: int
    groups: tuple[_Group, ...]
    queries: tuple[PossibilityQuery, ...]

    @cached_property
    def _run(self) -> list[Batch]:
        return []

    def outcomes(self, enactment: Enactment, query: PossibilityQuery) -> Mapping[int, tuple[frozenset[Outcome], bool]]:
        """For each case the outcomes of a question, and whether these are all."""
        if not self.groups:
            return {}
        if not self._run:
            self._run.append(run_columns(enactment, self.possible, self.count, self.queries))
        (batch,) = self._run
        lawful = batch.memory.everyone & ~batch.unlawful()
        found: dict[int, set[Outcome]] = {case: set() for group in self.groups for case in group.members}
        columns = _told_apart(batch, outcome_columns(enactment, batch, self.possible, query))
        for outcome, column in columns.items():
            for group in self.groups:
                for place in bits(group.folded(column & lawful)):
                    found[group.members[place]].add(outcome)
        return {
            case: (frozenset(found[case]), group.every and bool(found[case]))
            for group in self.groups
            for case in group.members
        }


def _certain(
    enactment: Enactment, batch: Batch, possible: PossibleColumns, query: PossibilityQuery
) -> Mapping[Outcome, CaseSet]:
    """For each outcome the cases in which it is surely the one."""
    if query.question.ask is Ask.WHAT:
        return _told_apart(batch, _certain_dispositions(enactment, batch))
    columns = outcome_columns(enactment, batch, possible, query)
    alone = decided(columns, batch.memory.everyone)
    return {outcome: column & alone for outcome, column in columns.items() if outcome != UNDECIDED}


def _certain_dispositions(enactment: Enactment, batch: Batch) -> Mapping[Outcome, CaseSet]:
    """The same of the disposition: of each force that is certain, with the ways that it certainly names."""
    program, memory = batch.program, batch.memory
    found: dict[Outcome, CaseSet] = {}
    for force, operand in program.forces.items():
        columns: dict[tuple[str, ...], CaseSet] = {(): memory.read(operand)[0]}
        for way in enactment.ways if force is not Force.NONE else ():
            named, not_named = memory.read(program.disposed[force, way.id])
            columns = {
                longer: here
                for ways, column in columns.items()
                for longer, here in (((*ways, way.id), column & named), (ways, column & not_named))
                if here
            }
        found |= {WayOn(force, ways): column for ways, column in columns.items()}
    return found


def _told_apart(batch: Batch, columns: Mapping[Outcome, CaseSet]) -> Mapping[Outcome, CaseSet]:
    """The same, with the ways that are only permitted, in place of an advised one, told apart where that is certain."""
    found: dict[Outcome, CaseSet] = {}
    for outcome, column in columns.items():
        if not isinstance(outcome, WayOn) or outcome.force is not Force.ADVISED:
            found[outcome] = column
            continue
        parts: dict[tuple[str, ...], CaseSet] = {(): column}
        for way in outcome.ways:
            only_permitted, otherwise = batch.has(way, (Status.PERMITTED,))
            parts = {
                longer: here
                for instead, part in parts.items()
                for longer, here in (((*instead, way), part & only_permitted), (instead, part & otherwise))
                if here
            }
        found |= {WayOn(outcome.force, outcome.ways, instead): part for instead, part in parts.items()}
    return found


def varied(situation: CaseKnowledge, variations: Sequence[Variation]) -> VariedCases:
    """The case with each variation in turn.

    Where a variation breaks a constraint, the assumptions that the constraint reads fall, as in a consultation.
    """
    enactment, known = situation.enactment, situation.known
    count = len(variations) + 1
    everyone = all_cases(count)
    changed: dict[Variable, dict[Value, CaseSet]] = {}
    for index, (variable, value) in enumerate(variations, start=1):
        changed.setdefault(variable, {})[value] = one_case(index)
    own = {variable: union(columns.values()) for variable, columns in changed.items()}

    def columns_of(variable: Variable) -> list[CaseSet]:
        left, here = variable.possible(known), changed.get(variable, {})
        elsewhere = everyone & ~own.get(variable, NO_CASES)
        return [(elsewhere if value in left else NO_CASES) | here.get(value, NO_CASES) for value in variable.values]

    possible = {variable: columns_of(variable) for variable in variables_of(enactment)}
    for fact, fallen in _falling(situation, possible, count):
        for variable, columns in possible.items():
            if variable.fact == fact:
                possible[variable] = [column | (fallen & ~own.get(variable, NO_CASES)) for column in columns]
    return VariedCases(enactment, tuple(variations), possible)


def _falling(situation: CaseKnowledge, possible: PossibleColumns, count: int) -> Iterator[tuple[str, CaseSet]]:
    """Each assumed fact that falls in some case, with the cases in which it does."""
    never = {constraint.id: constraint.never for constraint in situation.enactment.constraints}
    falling: dict[str, CaseSet] = {}
    for item, column in broken(situation.enactment, possible, count).items():
        if column:
            for fact in facts_read(never[item], situation.enactment):
                if fact in situation.presumed:
                    falling[fact] = falling.get(fact, NO_CASES) | column
    yield from falling.items()
