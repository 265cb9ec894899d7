"""What the rules make of very many cases at once: each result as columns, with the cases in which it is certain."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from enum import Enum
from functools import cached_property, lru_cache

from attrs import field, frozen

from ethics_engine.consultation.batch_answers import decided
from ethics_engine.consultation.batch_assumptions import KnownColumns, known_columns, steps_stated_not_done
from ethics_engine.consultation.batch_completions import FAR, NEAR, Completions, Marks, differing, lawful
from ethics_engine.consultation.batch_first_steps import firsts, outcome_columns
from ethics_engine.engines.bitset import Batch, PossibleColumns, run_possible
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.kernel import Kernel, kernel_of
from ethics_engine.engines.bitset.machine import exactly_one, union
from ethics_engine.model.case import Ask
from ethics_engine.model.conditions import ALWAYS
from ethics_engine.model.determination import Firmness
from ethics_engine.model.enactment import EXCEPTION, Enactment
from ethics_engine.model.outcome import UNDECIDED, Outcome, words_of
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import frozen_record
from ethics_engine.model.variables import Variable, variables_of

ANSWERED = "answered"
"""The word of a `how` whose statuses are all decided, as in a determination."""


class BulkPart(Enum):
    """The results that a table is given, by the names of their columns."""

    IN_BULK = "in_bulk"
    ANSWER = "answer"
    FIRMNESS = "firmness"
    FORCE = "force"
    COURSE = "course"
    FIRST = "first"
    RULES = "rules"
    TO_ASK = "to_ask"


SETS = (BulkPart.COURSE.value, BulkPart.RULES.value, BulkPart.TO_ASK.value)
"""The results of which a case may have several values at once."""

STATUS = "status:"
"""What the column of the status of an action begins with."""


class InBulk(Enum):
    """What columns alone say of the answer to a case."""

    DECIDED = "decided"
    UNDECIDED = "undecided"
    CONTRADICTORY = "contradictory"


OPEN = "open"
"""The answer where it depends on what is not known."""


class BulkFirmness(Enum):
    """How firm a decided answer is known to be; which of firm or provisional, here and there only a consult tells."""

    FIRM = Firmness.FIRM.value
    PROVISIONAL = Firmness.PROVISIONAL.value
    FIRM_OR_PROVISIONAL = "firm_or_provisional"
    OPEN = Firmness.OPEN.value


Results = Mapping[str, Mapping[str, CaseSet]]
"""For each result, for each of its values, the cases that have it; a case in none has no value."""


@frozen(cache_hash=True)
class BulkQuery:
    """What is asked of every case.

    Attributes:
        query: The question; which steps are stated as not done, each case says for itself.

        assumptions: Whether what is not stated is assumed as the vocabulary says.

        parts: The results that are wanted beside the answer, and how it was found.

        statuses: The actions whose statuses are wanted.
    """

    enactment: Enactment
    query: PossibilityQuery
    assumptions: bool = True
    parts: frozenset[BulkPart] = frozenset()
    statuses: tuple[str, ...] = ()


class CompletionBasis(Enum):
    """What completions are drawn from."""

    KNOWN = "known"
    STATED = "stated"


NUMBERS = {CompletionBasis.KNOWN: FAR, CompletionBasis.STATED: NEAR}
"""The completions that are tried."""


@frozen_record
class BulkEvaluation:
    """What is known of many cases, and what the rules make of it, whatever is asked.

    Attributes:
        known: What is known of each.

        not_done: For each step, the cases in which it is stated as not done.
    """

    law: Enactment
    everyone: CaseSet
    known: KnownColumns
    not_done: Mapping[str, CaseSet]
    _completed: dict[tuple[CompletionBasis, int], tuple[PossibleColumns, Batch, CaseSet]] = field(
        factory=dict, init=False
    )

    @classmethod
    def of(
        cls, law: Enactment, given: PossibleColumns, everyone: CaseSet, *, assumptions: bool = True
    ) -> BulkEvaluation:
        """Evaluate cases of which `given` was stated; see `known_columns`."""
        known = known_columns(law, given, everyone, assume=assumptions)
        return cls(law, everyone, known, steps_stated_not_done(law, given))

    @cached_property
    def sound(self) -> CaseSet:
        """The cases that surely contradict nothing."""
        return self.everyone & ~self.known.contradictory & ~self.known.unsettled

    @cached_property
    def batch(self) -> Batch:
        """All that is known, evaluated."""
        return run_possible(self.law, self.known.known, self.everyone)

    @cached_property
    def bare(self) -> Batch:
        """What was stated alone, evaluated."""
        return run_possible(self.law, self.known.stated, self.everyone)

    def completed(self, basis: CompletionBasis, number: int) -> tuple[PossibleColumns, Batch, CaseSet]:
        """Completions, their evaluation, and the cases in which they keep the constraints; worked out once."""
        if (basis, number) not in self._completed:
            chosen = self._completions[basis].numbered(number)
            batch = run_possible(self.law, chosen, self.everyone)
            self._completed[basis, number] = chosen, batch, lawful(self.law, chosen, self.everyone)
        return self._completed[basis, number]

    @cached_property
    def _completions(self) -> Mapping[CompletionBasis, Completions]:
        possible = {CompletionBasis.KNOWN: self.known.known, CompletionBasis.STATED: self.known.stated}
        return {basis: Completions(self.law, columns) for basis, columns in possible.items()}

    def answers(self, query: PossibilityQuery) -> tuple[Mapping[str, CaseSet], CaseSet]:
        """The words of the answers, each with the cases in which it is possible, and those in which one alone is."""
        return _answers(self.law, self.batch, self.known.known, query, self.not_done)

    def firm(self, query: PossibilityQuery) -> CaseSet:
        """The cases in which what was stated alone decides the answer."""
        return _answers(self.law, self.bare, self.known.stated, query, self.not_done)[1]


def bulk_results(asked: BulkQuery, given: PossibleColumns, everyone: CaseSet) -> Results:
    """The results of all cases, where `given` was stated; see `known_columns`.

    An answer is there only if it is what `consult` gives; it may miss that some answers are decided.
    """
    evaluation = BulkEvaluation.of(asked.enactment, given, everyone, assumptions=asked.assumptions)
    return results_of(asked, evaluation)


def results_of(asked: BulkQuery, evaluation: BulkEvaluation) -> Results:
    """The same, of cases that are evaluated already."""
    law, query, everyone, sound = asked.enactment, asked.query, evaluation.everyone, evaluation.sound
    contradictory = evaluation.known.contradictory
    answers, certain = evaluation.answers(query)
    certain &= sound
    results: dict[str, dict[str, CaseSet]] = {
        BulkPart.IN_BULK.value: {
            InBulk.DECIDED.value: certain,
            InBulk.UNDECIDED.value: everyone & ~certain & ~contradictory,
            InBulk.CONTRADICTORY.value: contradictory,
        },
        BulkPart.ANSWER.value: _among(answers, certain),
    }
    if BulkPart.FIRMNESS in asked.parts:
        firm = evaluation.firm(query)
        results[BulkPart.FIRMNESS.value] = {
            BulkFirmness.FIRM.value: certain & firm,
            BulkFirmness.FIRM_OR_PROVISIONAL.value: certain & ~firm,
        }
    batch = evaluation.batch
    if not asked.parts.isdisjoint({BulkPart.FORCE, BulkPart.COURSE}):
        forces, named, settled = _course(batch)
        results[BulkPart.FORCE.value] = _among(forces, settled & sound)
        results[BulkPart.COURSE.value] = _among(named, settled & sound)
    if BulkPart.FIRST in asked.parts:
        steps = {_word(outcome): here for outcome, here in firsts(law, batch, evaluation.known.known, None).items()}
        results[BulkPart.FIRST.value] = _among({word: column for word, column in steps.items() if word}, sound)
    for action in asked.statuses:
        statuses = {status.value: column for status, column in batch.statuses(action).items()}
        results[STATUS + action] = _among(statuses, sound & exactly_one(statuses.values()))
    if BulkPart.RULES in asked.parts:
        results[BulkPart.RULES.value] = _among(dict(_rules(law, batch)), sound)
    return results


def settled_results(asked: BulkQuery, evaluation: BulkEvaluation, among: CaseSet) -> Results:
    """The results of some cases, and what single completions show of them.

    An answer is open if two completions of what is known have different answers, and no more than provisional if two
    completions of what was stated have.
    """
    results = {name: _among(columns, among) for name, columns in results_of(asked, evaluation).items()}

    def shown(basis: CompletionBasis, cases: CaseSet) -> CaseSet:
        def completed(number: int) -> tuple[CaseSet, Marks]:
            chosen, batch, kept = evaluation.completed(basis, number)
            definite, marks = marks_of(asked, batch, chosen, evaluation.not_done)
            return kept & definite, marks

        return differing(cases, completed, NUMBERS[basis])

    in_bulk = results[BulkPart.IN_BULK.value]
    found = shown(CompletionBasis.KNOWN, in_bulk[InBulk.UNDECIDED.value])
    in_bulk[InBulk.DECIDED.value] |= found
    in_bulk[InBulk.UNDECIDED.value] &= ~found
    results[BulkPart.ANSWER.value][OPEN] = found
    if BulkPart.FIRMNESS in asked.parts:
        firmness = results[BulkPart.FIRMNESS.value]
        firmness[BulkFirmness.OPEN.value] = found
        provisional = shown(CompletionBasis.STATED, firmness[BulkFirmness.FIRM_OR_PROVISIONAL.value])
        firmness[BulkFirmness.PROVISIONAL.value] = provisional
        firmness[BulkFirmness.FIRM_OR_PROVISIONAL.value] &= ~provisional
    return results


def marks_of(
    asked: BulkQuery, batch: Batch, chosen: PossibleColumns, not_done: Mapping[str, CaseSet]
) -> tuple[CaseSet, Marks]:
    """The complete cases of which the answer is definite, and what tells their answers apart."""
    law, query = asked.enactment, asked.query
    marks: dict[Hashable, CaseSet] = {}
    match query.question.ask:
        case Ask.WHAT:
            forces, named, definite = _course(batch)
            marks |= {(BulkPart.FORCE, force): column for force, column in forces.items()}
            marks |= {(BulkPart.COURSE, way): column for way, column in named.items()}
        case Ask.HOW:
            definite = batch.memory.everyone
            for action in law.how(query.question.action):
                statuses = batch.statuses(action)
                definite &= exactly_one(statuses.values())
                marks |= {(action, status): column for status, column in statuses.items()}
        case Ask.MAY | Ask.MUST | Ask.FIRST | Ask.RIGHT:
            words, definite = _answers(law, batch, chosen, query, not_done)
            marks.update(words)
    return definite, marks


def _answers(
    law: Enactment, batch: Batch, possible: PossibleColumns, query: PossibilityQuery, not_done: Mapping[str, CaseSet]
) -> tuple[Mapping[str, CaseSet], CaseSet]:
    """The words of the answers, each with the cases in which it is possible, and the cases in which one alone is."""
    everyone = batch.memory.everyone
    match query.question.ask:
        case Ask.WHAT:
            forces, _, settled = _course(batch)
            return forces, settled
        case Ask.HOW:
            settled = everyone
            for action in law.how(query.question.action):
                settled &= exactly_one(batch.statuses(action).values())
            return {ANSWERED: everyone}, settled
        case Ask.MAY | Ask.MUST | Ask.FIRST | Ask.RIGHT:
            possible_outcomes = outcome_columns(law, batch, possible, query, not_done)
            words = {_word(outcome): column for outcome, column in possible_outcomes.items()}
            return {word: column for word, column in words.items() if word}, decided(possible_outcomes, everyone)


def _word(outcome: Outcome) -> str:
    """The word of an outcome; none where it is undecided."""
    return "" if outcome is UNDECIDED else words_of(outcome)[0]


def _course(batch: Batch) -> tuple[Mapping[str, CaseSet], Mapping[str, CaseSet], CaseSet]:
    """The forces that are possible, the ways that are named for certain, and the cases in which both are decided."""
    program, memory = batch.program, batch.memory
    possible = {force: memory.everyone & ~memory.read(operand)[1] for force, operand in program.forces.items()}
    settled = exactly_one(possible.values())
    named: dict[str, CaseSet] = {}
    for (force, way), operand in program.disposed.items():
        surely, surely_not = memory.read(operand)
        settled &= ~possible[force] | surely | surely_not
        named[way] = named.get(way, NO_CASES) | surely
    return {force.value: column for force, column in possible.items()}, named, settled


def _rules(law: Enactment, batch: Batch) -> Iterator[tuple[str, CaseSet]]:
    """The rules that are effective for certain; exceptions, and rules that are so in every case, are left out."""
    for rule in law.rules:
        standing = rule.when == ALWAYS and not law.overridden_by[rule.id]
        if not standing and not rule.id.endswith(EXCEPTION):
            yield rule.id, batch.memory.read(batch.program.effective[rule.id])[0]


def _among(values: Mapping[str, CaseSet], cases: CaseSet) -> dict[str, CaseSet]:
    return {value: column & cases for value, column in values.items()}


@frozen
class BitPlane:
    """One column of a result as a kernel gives it.

    Attributes:
        result: The name of the result.

        value: One of its values, where a case may have several.

        digit: Else, the binary digit of the number of the value, counted from one, in `BulkKernel.values`.
    """

    result: str
    value: str | None = None
    digit: int = 0


Given = tuple[Variable, int]
"""An input: a variable and the number of one of its values; the cases of which it is stated that it may be so."""


Constant = tuple[tuple[str, frozenset[Given]], ...]
"""Facts that are stated alike of every case, each with the values that they may have."""


@frozen(eq=False, repr=False)
class BulkKernel:
    """The results of a query, ready to be worked out for tables of any size.

    Attributes:
        values: For each result its values, in order.

        facts: The facts that it needs.
    """

    asked: BulkQuery
    kernel: Kernel[Given, BitPlane]
    values: Mapping[str, tuple[str, ...]]
    facts: tuple[str, ...]


@lru_cache(maxsize=16)
def bulk_kernel(asked: BulkQuery, constant: Constant = ()) -> BulkKernel:
    """Compile a query."""
    values: dict[str, tuple[str, ...]] = {}

    def work(recorded: Mapping[Given, CaseSet], everyone: CaseSet) -> Mapping[BitPlane, CaseSet]:
        given = given_of(asked.enactment, recorded, everyone, constant)
        planes: dict[BitPlane, CaseSet] = {}
        for result, columns in bulk_results(asked, given, everyone).items():
            possible = {value: here for value, here in columns.items() if here}
            values[result] = tuple(possible)
            planes.update(_planes(result, possible))
        return planes

    kernel = kernel_of(inputs_of(asked.enactment, constant), work)
    needed = {variable.fact for variable, _ in kernel.inputs}
    return BulkKernel(asked, kernel, values, tuple(fact.id for fact in asked.enactment.facts if fact.id in needed))


def inputs_of(law: Enactment, constant: Constant) -> Iterator[Given]:
    """What may be stated of a case."""
    fixed = dict(constant)
    for variable in variables_of(law):
        if variable.fact not in fixed:
            yield from ((variable, index) for index in range(len(variable.values)))


def given_of(
    law: Enactment, recorded: Mapping[Given, CaseSet], everyone: CaseSet, constant: Constant
) -> PossibleColumns:
    """What is stated of the cases, of each or of all alike."""
    fixed = dict(constant)

    def column(variable: Variable, index: int) -> CaseSet:
        if variable.fact in fixed:
            return everyone if (variable, index) in fixed[variable.fact] else NO_CASES
        return recorded[variable, index]

    return {variable: tuple(column(variable, i) for i in range(len(variable.values))) for variable in variables_of(law)}


def _planes(result: str, columns: Mapping[str, CaseSet]) -> Iterator[tuple[BitPlane, CaseSet]]:
    if result in SETS:
        for value, column in columns.items():
            yield BitPlane(result, value), column
        return
    for digit in range(len(columns).bit_length()):
        numbered = enumerate(columns.values(), start=1)
        yield BitPlane(result, digit=digit), union(column for number, column in numbered if number >> digit & 1)
