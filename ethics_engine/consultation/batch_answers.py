"""The outcome of very many cases at once: for each outcome of a question, the cases in which it is possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from ethics_engine.engines.bitset import Batch
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import Pair, every, exactly_one, negated, some, union
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.outcome import UNDECIDED, AnswerValue, Manner, Outcome, WayOn
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import Force, Status

from .answers import counts, judges_acts_alone

_Result = TypeVar("_Result")


def outcomes(
    enactment: Enactment, batch: Batch, query: PossibilityQuery, not_done: Mapping[str, CaseSet] | None = None
) -> Mapping[Outcome, CaseSet]:
    """For each outcome, the cases in which it is possible, as a column; outcomes possible in no case are left out.

    In a complete case exactly one is possible. In others more may be shown than really are, as the three-valued
    evaluation works, but never fewer. `not_done` has, for each step, the cases in which it is stated as not done;
    without it, the steps of the query are so in every case.
    """
    everyone = batch.memory.everyone
    found = _Outcomes(
        enactment, batch, everyone, dict.fromkeys(query.stated_not_done, everyone) if not_done is None else not_done
    )
    action = query.question.action
    match query.question.ask:
        case Ask.MAY if action:
            possible = found.of_lines(found.may(action))
        case Ask.MUST if action:
            possible = found.of_lines(found.must(action))
        case Ask.RIGHT:
            possible = found.verdicts(query)
        case Ask.WHAT:
            possible = found.dispositions()
        case Ask.HOW if action:
            possible = found.manners(action)
        case Ask.FIRST | Ask.MAY | Ask.MUST | Ask.HOW:
            possible = {UNDECIDED: found.everyone}
    return {outcome: column for outcome, column in possible.items() if column}


def decided(possible: Mapping[_Result, CaseSet], everyone: CaseSet) -> CaseSet:
    """The cases in which a single outcome, or status, is possible, as a column."""
    undecided = union(column for result, column in possible.items() if result is UNDECIDED)
    return everyone & exactly_one(possible.values()) & ~undecided


Line = tuple[Pair, AnswerValue]
"""When an answer is right, unless an earlier line's is, and the answer."""


@frozen_record
class _Outcomes:
    enactment: Enactment
    batch: Batch
    everyone: CaseSet
    not_done: Mapping[str, CaseSet]

    # The lines of an answer, in the order of consulting/outcome.py.

    def may(self, action: str) -> Iterator[Line]:
        yield from self._torn(action)
        yield self._is(action, Status.PROHIBITED), Answer.NO
        yield self._is(action, Status.DISCOURAGED), Answer.ADVISED_AGAINST
        yield self._awaits(action), Answer.NOT_YET
        yield self._is(action, Status.UNREGULATED), Answer.RULES_SAY_NOTHING
        yield self._always, Answer.YES

    def must(self, action: str) -> Iterator[Line]:
        yield from self._torn(action)
        yield every([self._is(action, Status.REQUIRED), self._awaits(action)], self.everyone), Answer.NOT_YET
        yield self._is(action, Status.REQUIRED), Answer.YES
        yield self._is(action, Status.ADVISED), Answer.ADVISED
        yield self._is(action, Status.UNREGULATED), Answer.RULES_SAY_NOTHING
        yield self._always, Answer.NO

    def _torn(self, action: str) -> Iterator[Line]:
        available = self.batch.program.available[action]
        yield negated(self.batch.memory.read(available)), Answer.NOT_POSSIBLE
        yield self._is(action, Status.DILEMMA), Answer.DILEMMA
        yield self._unmet(action), Answer.DILEMMA

    def of_act(self, action: str) -> Iterator[Line]:
        yield self._is(action, Status.PROHIBITED), Verdict.BREACH
        yield self._awaits_not_done(action), Verdict.PREMATURE
        yield self._is(action, Status.DISCOURAGED), Verdict.DEPARTURE
        for line, _ in self._torn(action):
            yield line, Verdict.NO_VERDICT
        yield self._awaits(action), Verdict.NO_VERDICT
        if self.enactment.action[action].is_way:
            yield self._is(action, Status.UNREGULATED), Verdict.NO_RULE
        yield self._always, Verdict.CONSISTENT

    def of_omission(self, action: str, done: tuple[str, ...] = ()) -> Iterator[Line]:
        for line, _ in self._torn(action):
            yield line, Verdict.NO_VERDICT
        yield self._is(action, Status.REQUIRED), Verdict.BREACH
        forgone = every([self._is(action, Status.ADVISED), negated(self._replaced(action, done))], self.everyone)
        yield forgone, Verdict.DEPARTURE
        yield self._always, Verdict.CONSISTENT

    def of_lines(self, lines: Iterable[Line]) -> dict[Outcome, CaseSet]:
        """The words that may apply: each where its line may, and no earlier line surely does."""
        possible: dict[Outcome, CaseSet] = {}
        left = self.everyone
        for (surely, surely_not), answer in lines:
            possible[answer] = possible.get(answer, NO_CASES) | (left & ~surely_not)
            left &= ~surely
        return possible

    def verdicts(self, query: PossibilityQuery) -> dict[Outcome, CaseSet]:
        """The worst of the verdicts on all that was done and omitted."""
        each: list[dict[Outcome, CaseSet]] = [
            {Verdict.CONSISTENT: self.everyone},
            *(self.of_lines(self.of_act(act)) for act in query.did),
            *(
                self.of_lines(self.of_omission(act, query.all_done))
                for act in query.omitted
                if counts(self.enactment, query, act)
            ),
        ]
        verdicts = tuple(Verdict)
        possible: dict[Outcome, CaseSet] = {}
        for rank, verdict in enumerate(verdicts):
            here, none_worse = NO_CASES, self.everyone
            for one in each:
                here |= one.get(verdict, NO_CASES)
                none_worse &= union(one.get(other, NO_CASES) for other in verdicts[rank:])
            possible[verdict] = here & none_worse
        if judges_acts_alone(query):
            of_acts = [self._is(act, Status.UNREGULATED) for act in query.did]
            surely, surely_not = every(of_acts, self.everyone)
            sound = possible[Verdict.CONSISTENT]
            possible[Verdict.NO_RULE] |= sound & ~surely_not
            possible[Verdict.CONSISTENT] = sound & ~surely
        return possible

    # Questions whose outcome is made of several things.

    def dispositions(self) -> dict[Outcome, CaseSet]:
        """The forces, each with the ways that it may name."""
        program, memory = self.batch.program, self.batch.memory
        possible: dict[Outcome, CaseSet] = {}
        for force, operand in program.forces.items():
            _, surely_not = memory.read(operand)
            columns: dict[tuple[str, ...], CaseSet] = {(): self.everyone & ~surely_not}
            if force is not Force.NONE:
                for way in self.enactment.ways:
                    columns = dict(_split(columns, way.id, memory.read(program.disposed[force, way.id])))
            possible |= {WayOn(force, ways): column for ways, column in columns.items()}
        return possible

    def manners(self, way: str) -> dict[Outcome, CaseSet]:
        """The statuses of a way and of its manner steps; undecided where one of them is open."""
        known = self.everyone
        columns: dict[tuple[tuple[str, Status], ...], CaseSet] = {(): self.everyone}
        for step in self.enactment.how(way):
            statuses = self.batch.statuses(step)
            known &= exactly_one(statuses.values())
            columns = {
                (*earlier, (step, status)): column & here
                for earlier, column in columns.items()
                for status, here in statuses.items()
                if column & here & known
            }
        settled: dict[Outcome, CaseSet] = {Manner(statuses): column & known for statuses, column in columns.items()}
        return {**settled, UNDECIDED: self.everyone & ~known}

    # Columns of single things.

    @property
    def _always(self) -> Pair:
        return self.everyone, NO_CASES

    def _is(self, action: str, status: Status) -> Pair:
        return self.batch.has(action, (status,))

    def _awaits(self, action: str) -> Pair:
        """Whether it awaits any step."""
        return some((awaits for _, awaits in self._awaited(action)), self.everyone)

    def _awaits_not_done(self, action: str) -> Pair:
        """Whether it awaits a step that is stated as not done."""
        stated = {step: (column, self.everyone & ~column) for step, column in self.not_done.items()}
        awaited = [(stated[step], awaits) for step, awaits in self._awaited(action) if step in stated]
        return some((every(both, self.everyone) for both in awaited), self.everyone)

    def _awaited(self, action: str) -> Iterator[tuple[str, Pair]]:
        """The steps that it may have to await, each with whether it does."""
        for (waiting, step), operand in self.batch.program.awaits.items():
            if waiting == action:
                yield step, self.batch.memory.read(operand)

    def _replaced(self, way: str, done: tuple[str, ...]) -> Pair:
        """Whether something was done that may be done instead of a way."""
        instead = self.batch.program.instead
        return some((self.batch.memory.read(instead[act, way]) for act in done if (act, way) in instead), self.everyone)

    def _unmet(self, action: str) -> Pair:
        operand = self.batch.program.unmet.get(action)
        return (NO_CASES, self.everyone) if operand is None else self.batch.memory.read(operand)


def _split(
    columns: Mapping[tuple[str, ...], CaseSet], way: str, named: Pair
) -> Iterator[tuple[tuple[str, ...], CaseSet]]:
    """Each set of ways that a disposition may name, with and without a further way, where either is possible."""
    surely, surely_not = named
    for ways, column in columns.items():
        if column & ~surely_not:
            yield (*ways, way), column & ~surely_not
        if column & ~surely:
            yield ways, column & ~surely
