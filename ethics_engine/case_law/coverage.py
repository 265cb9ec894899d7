"""What of a ruleset its decided cases test: rules, values of facts, and the tests of every condition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

import attrs
from attrs import frozen

from ethics_engine.engines.bitset.batch import Batch, run
from ethics_engine.model.conditions import Condition, FactTest, Operator, Test
from ethics_engine.model.enactment import DONE, EXCEPTION, Enactment
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Numbers, Possible, Selection, Values
from ethics_engine.model.ruleset import Ruleset

from .case_evaluation import CaseEvaluation
from .case_tests import evaluate_case
from .corpus import ReportedCase
from .decisive_rules import Without
from .mcdc import deciding

MCDC = 80
"""How many in a hundred tests of conditions the project asks its own cases to cover."""


@frozen
class RuleCoverage:
    """The cases, by id, in which a rule, or the exception to one, stood in each way.

    Attributes:
        decisive: Where something that was held would be otherwise without it.
    """

    rule: str
    effective: tuple[str, ...] = ()
    defeated: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()


@frozen
class ValueCoverage:
    """The cases, by id, in which a fact surely has a value, or a number in a range that some rule tells apart."""

    fact: str
    value: str
    cases: tuple[str, ...]


@frozen
class TestCoverage:
    """The cases, by id, in which a test decided the condition that it stands in.

    Attributes:
        of: The rule, exception or concept whose condition it is.

        needed: The parts beside it, with the truth that each must have for the test to decide.
    """

    __test__ = False  # not a test of pytest's

    of: str
    test: Test
    needed: tuple[tuple[Condition, bool], ...]
    passing: tuple[str, ...]
    failing: tuple[str, ...]

    @property
    def covered(self) -> bool:
        """Whether it decided once either way."""
        return bool(self.passing and self.failing)


@frozen(eq=False)
class CoverageGroup:
    """The cases that are judged by the same rules in force, and what those make of them."""

    enactment: Enactment
    cases: tuple[ReportedCase, ...]
    evaluated_cases: tuple[CaseEvaluation, ...]
    batch: Batch
    without: Without

    @property
    def members(self) -> Iterable[tuple[ReportedCase, CaseEvaluation]]:
        """Each case with what the rules make of it."""
        return zip(self.cases, self.evaluated_cases, strict=True)

    def ids(self, column: int) -> tuple[str, ...]:
        """The ids of the cases in a column."""
        return tuple(entry.case.id for index, entry in enumerate(self.cases) if column >> index & 1)


@frozen
class Coverage:
    """What a corpus covers of a ruleset."""

    ruleset: Ruleset
    groups: tuple[CoverageGroup, ...]
    rules: tuple[RuleCoverage, ...]
    values: tuple[ValueCoverage, ...]
    tests: tuple[TestCoverage, ...]

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return sum(len(group.cases) for group in self.groups)

    @property
    def mcdc(self) -> float:
        """How many in a hundred tests of conditions are covered; none where no case was evaluated."""
        if not self.groups:
            return 0.0
        return 100 * sum(test.covered for test in self.tests) / len(self.tests) if self.tests else 100.0


def coverage_of(entries: Sequence[ReportedCase], ruleset: Ruleset) -> Coverage:
    """What decided cases cover of a ruleset; cases whose facts contradict each other cover nothing.

    Of a composition it is what they cover of its overlays: of their rules, facts and steps, and of what they restate.
    """
    groups = tuple(_groups(entries, ruleset))
    return Coverage(
        ruleset=ruleset,
        groups=groups,
        rules=tuple(_merged_rules(groups, ruleset)),
        values=tuple(_values(groups, ruleset)),
        tests=tuple(_merged_tests(groups, ruleset)),
    )


def _groups(entries: Sequence[ReportedCase], ruleset: Ruleset) -> Iterator[CoverageGroup]:
    all_tested: dict[Enactment, list[tuple[ReportedCase, CaseEvaluation]]] = {}
    for entry, tested in zip(entries, evaluate_case(entries, ruleset), strict=True):
        if tested.evaluated is not None:
            all_tested.setdefault(tested.evaluated.enactment, []).append((entry, tested.evaluated))
    for enactment, pairs in all_tested.items():
        cases, evaluated_cases = zip(*pairs, strict=True)
        batch = run(enactment, [evaluated.known for evaluated in evaluated_cases], {})
        yield CoverageGroup(enactment, cases, evaluated_cases, batch, Without.of(enactment, evaluated_cases))


def _merged_rules(groups: Sequence[CoverageGroup], ruleset: Ruleset) -> Iterator[RuleCoverage]:
    found: dict[str, list[RuleCoverage]] = {name: [] for name in sorted(_rules_and_exceptions(ruleset))}
    for group in groups:
        for cover in _rules(group):
            if cover.rule in found:
                found[cover.rule].append(cover)
    for rule, covers in found.items():
        yield RuleCoverage(
            rule,
            effective=_joined(cover.effective for cover in covers),
            defeated=_joined(cover.defeated for cover in covers),
            unknown=_joined(cover.unknown for cover in covers),
            not_applicable=_joined(cover.not_applicable for cover in covers),
            decisive=_joined(cover.decisive for cover in covers),
        )


def _rules_and_exceptions(ruleset: Ruleset) -> Iterator[str]:
    """The rules that are looked at, and the exceptions to them; those to a rule that is restated are its base's."""
    for rule in ruleset.rules:
        if ruleset.is_audited("rule", rule.id):
            yield rule.id
            if rule.unless is not None and not rule.restatements:
                yield rule.id + EXCEPTION


def _rules(group: CoverageGroup) -> Iterator[RuleCoverage]:
    memory, program = group.batch.memory, group.batch.program
    decided = group.without.decided([entry.case for entry in group.cases])
    for rule in group.enactment.rules:
        _, fails = memory.read(program.applicable[rule.id])
        effective, ineffective = memory.read(program.effective[rule.id])
        yield RuleCoverage(
            rule.id,
            effective=group.ids(effective),
            defeated=group.ids(ineffective & ~fails),
            unknown=group.ids(memory.everyone & ~effective & ~ineffective),
            not_applicable=group.ids(fails),
            decisive=tuple(group.cases[index].case.id for index in decided[rule.id]),
        )


def _values(groups: Sequence[CoverageGroup], ruleset: Ruleset) -> Iterator[ValueCoverage]:
    """The values of every fact of the vocabulary, and of the done steps that something tests.

    A fact that a base declares for overlays counts only if something tests it.
    """
    literals = [test for group in groups for test in group.batch.program.literals]
    read = {test.fact for test in literals}
    facts = {fact.id: fact for group in groups for fact in group.enactment.facts if fact.id in read}
    vocabulary = [fact for fact in ruleset.facts if fact.id in read or not fact.for_overlays]
    steps = [fact for name, fact in sorted(facts.items()) if name.startswith(DONE)]
    for fact in [
        *(fact for fact in vocabulary if ruleset.is_audited("fact", fact.id)),
        *(fact for fact in steps if ruleset.is_audited("action", fact.id.removeprefix(DONE))),
    ]:
        values = [
            (entry.case.id, evaluated.known.get(fact.id)) for group in groups for entry, evaluated in group.members
        ]
        for value, pins in _pins(fact, literals):
            yield ValueCoverage(fact.id, value, _joined([[case for case, known in values if known and pins(known)]]))


def _pins(fact: Fact, literals: Iterable[FactTest]) -> Iterator[tuple[str, Callable[[Possible], bool]]]:
    """The values of a fact, each with whether what is known leaves only it; of a count, the ranges that tests cut."""
    if fact.type is FactType.COUNT:
        for low, high in _ranges(test for test in literals if test.fact == fact.id):
            yield _range_in_words(low, high), partial(_within, low, high)
    else:
        for value in fact.value_ids:
            yield value, partial(_is, value)


def _is(value: str, known: Possible) -> bool:
    if isinstance(known, Selection):
        return value in known.included
    return isinstance(known, Values) and known.possible == {value}


def _within(low: int, high: int | None, known: Possible) -> bool:
    return isinstance(known, Numbers) and all(
        low <= start and (high is None or (end is not None and end <= high)) for start, end in known.ranges
    )


def _ranges(tests: Iterable[FactTest]) -> Iterator[tuple[int, int | None]]:
    starts = {0}
    for test in tests:
        for number in map(int, test.operands):
            starts |= {Operator.AT_LEAST: {number}, Operator.AT_MOST: {number + 1}}.get(
                test.operator, {number, number + 1}
            )
    ordered = sorted(starts)
    yield from ((low, after - 1) for low, after in pairwise(ordered))
    yield ordered[-1], None


def _range_in_words(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"


def _merged_tests(groups: Sequence[CoverageGroup], ruleset: Ruleset) -> Iterator[TestCoverage]:
    rules = frozenset(_rules_and_exceptions(ruleset))
    found: dict[tuple[str, str, int], list[TestCoverage]] = {}  # a rule may have the id of a concept
    for group in groups:
        of = [
            *(
                (concept.id, "concept", concept.means)
                for concept in group.enactment.concepts
                if ruleset.is_audited("concept", concept.id)
            ),
            *((rule.id, "rule", rule.when) for rule in group.enactment.rules if rule.id in rules),
        ]
        for name, kind, condition in of:
            for number, test in enumerate(deciding(condition, group.batch)):
                passing, failing = group.ids(test.passing), group.ids(test.failing)
                cover = TestCoverage(name, test.test, test.needed, passing, failing)
                found.setdefault((name, kind, number), []).append(cover)
    for _, covers in sorted(found.items(), key=lambda item: item[0]):
        passing, failing = _joined(cover.passing for cover in covers), _joined(cover.failing for cover in covers)
        yield attrs.evolve(covers[0], passing=passing, failing=failing)


def _joined(ids: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({name for some in ids for name in some}))
