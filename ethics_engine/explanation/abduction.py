"""The fewest facts that would have to change for a condition to hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from attrs import frozen

from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.consultation.evaluation_view import EvaluationView
from ethics_engine.engines.bitset import run
from ethics_engine.engines.bitset.machine import Operand
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
)
from ethics_engine.model.enactment import as_written
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import Knowledge, Possible, Selection
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import known_by, variables_of

MOST_WAYS = 32
"""How many ways to make a condition true are followed; those that change the fewest facts."""

MOST_TRIED = 6
"""How many of them are tried."""


@frozen
class MissingPremise:
    """A test that would have to come out as it does not."""

    test: FactTest | StatusTest
    passes: bool

    @property
    def of(self) -> str:
        """The fact, or the action, that it is about."""
        return self.test.fact if isinstance(self.test, FactTest) else self.test.action

    @property
    def is_of_fact(self) -> bool:
        """Whether it is about a fact."""
        return isinstance(self.test, FactTest)

    def as_condition(self) -> Condition:
        """What would have to be so, in the terms in which rules are written."""
        test = as_written(self.test) if isinstance(self.test, FactTest) else self.test
        return test if self.passes else NoneOf((test,))


Way = frozenset[MissingPremise]
"""Needs that together make a condition true."""


@frozen
class DesiredTruth:
    """A condition that is to be true, and where columns tell whether it is."""

    condition: Condition
    operand: Operand


@frozen
class MissingPremises:
    """What keeps a condition from being true.

    Attributes:
        needs: The fewest facts, with what they would have to be; () where it is true, None where nothing was found.

        statuses: The statuses that the action asked about might then have.

        pretext: Whether nothing but a pretext would make it true, so that no needs are given.
    """

    needs: tuple[MissingPremise, ...] | None
    statuses: frozenset[Status] = frozenset()
    pretext: bool = False


def missing_premises(view: EvaluationView, action: str, wanted: Sequence[DesiredTruth]) -> tuple[MissingPremises, ...]:
    """For each condition what keeps it from being true, and what would then become of an action.

    Everything has been tried: with these facts otherwise, and all else as it is, the condition is true; unless it asks
    for the status of another action, for that no fact is by itself. No need is a pretext.
    """
    honest = [_ways(view, one.condition, passes=True) for one in wanted]
    tries = [(index, way) for index, ways in enumerate(honest) for way in islice(ways, MOST_TRIED)]
    batch = run(view.enactment, [_with(view, way) for _, way in tries])
    found: dict[int, MissingPremises] = {}
    for bit, (index, way) in enumerate(tries):
        true, _ = batch.memory.read(wanted[index].operand)
        if true >> bit & 1 or not all(need.is_of_fact for need in way):
            needs = tuple(sorted(way, key=_order))
            found.setdefault(index, MissingPremises(needs, batch.evaluation(bit).statuses[action]))
    return tuple(
        found.get(index, MissingPremises(None, pretext=not ways and _reads_pretext(view, one.condition)))
        for index, (one, ways) in enumerate(zip(wanted, honest, strict=True))
    )


def _reads_pretext(view: EvaluationView, condition: Condition) -> bool:
    return any(_is_pretext(name, view) for name in facts_read(condition, view.enactment))


def _is_pretext(name: str, view: EvaluationView) -> bool:
    return view.enactment.is_pretext(name, view.evaluation.concepts)


def _order(need: MissingPremise) -> tuple[str, str]:
    return need.of, repr(need.test)


def _ways(view: EvaluationView, condition: Condition, *, passes: bool) -> list[Way]:
    """Ways to make a condition true, or not true, those that change the fewest facts first; none by a pretext."""
    if view.truth(condition) is (Truth.TRUE if passes else Truth.FALSE):
        return [frozenset()]
    match condition:
        case AllOf(parts):
            return _together(view, parts, passes=True) if passes else _either(view, parts, passes=False)
        case AnyOf(parts):
            return _either(view, parts, passes=True) if passes else _together(view, parts, passes=False)
        case NoneOf(parts):
            return _together(view, parts, passes=False) if passes else _either(view, parts, passes=True)
        case ConceptTest(concept):
            return _ways(view, view.enactment.concept[concept].means, passes=passes)
        case FactTest(name) if _is_pretext(name, view) and not _is_within_reach(condition, view, passes=passes):
            return []
        case FactTest() | StatusTest():
            return [frozenset({MissingPremise(condition, passes)})]
        case DoneTest():
            raise AssertionError(condition)  # an enactment has lowered all others


def _is_within_reach(test: FactTest, view: EvaluationView, *, passes: bool) -> bool:
    """Whether a test comes out as wanted once the practitioner has set the fact right."""
    fact = view.enactment.fact[test.fact]
    if fact.pretext or fact.within_reach is None or fact.presumed is None:
        return False
    return truth_of_test(test, fact, fact.presumed) is (Truth.TRUE if passes else Truth.FALSE)


def _either(view: EvaluationView, parts: Sequence[Condition], *, passes: bool) -> list[Way]:
    return _fewest(way for part in parts for way in _ways(view, part, passes=passes))


def _together(view: EvaluationView, parts: Sequence[Condition], *, passes: bool) -> list[Way]:
    joined: list[Way] = [frozenset()]
    for part in parts:
        others = _ways(view, part, passes=passes)
        joined = _fewest(way | other for way in joined for other in others if _compatible(view, way | other))
    return joined


def _fewest(ways: Iterable[Way]) -> list[Way]:
    order = sorted(dict.fromkeys(ways), key=lambda way: len({need.of for need in way}))
    return list(islice(order, MOST_WAYS))


def _compatible(view: EvaluationView, way: Way) -> bool:
    """Whether each fact has a value that meets all needs about it."""
    return all(_value(view, fact, tests) is not None for fact, tests in _by_fact(way).items())


def _with(view: EvaluationView, way: Way) -> Knowledge:
    """What would be known if the needs were met."""
    values = {fact: _value(view, fact, tests) for fact, tests in _by_fact(way).items()}
    return {**view.knowledge, **{fact: value for fact, value in values.items() if value is not None}}


def _by_fact(way: Way) -> Mapping[str, list[tuple[FactTest, Truth]]]:
    tests: dict[str, list[tuple[FactTest, Truth]]] = {}
    for need in way:
        if isinstance(need.test, FactTest):
            tests.setdefault(need.test.fact, []).append((need.test, Truth.TRUE if need.passes else Truth.FALSE))
    return tests


def _value(view: EvaluationView, name: str, tests: Iterable[tuple[FactTest, Truth]]) -> Possible | None:
    """A value that meets all needs about a fact, with as little otherwise as can be."""
    fact = view.enactment.fact[name]
    wanted = tuple(tests)
    for value in _values(view, fact, wanted):
        if all(truth_of_test(test, fact, value) is truth for test, truth in wanted):
            return value
    return None


def _values(view: EvaluationView, fact: Fact, wanted: Sequence[tuple[FactTest, Truth]]) -> Iterator[Possible]:
    known = view.knowledge.get(fact.id, fact.anything)
    variables = [variable for variable in variables_of(view.enactment) if variable.fact == fact.id]
    if not isinstance(known, Selection):
        for variable in variables:
            yield from (known_by({variable: value})[fact.id] for value in variable.values)
        return
    named = {str(operand) for test, _ in wanted for operand in test.operands}
    if any(test.operator is Operator.ONLY for test, _ in wanted):
        named |= known.included | (frozenset(fact.value_ids) - known.excluded)
    options = [option for option in fact.value_ids if option in named]
    chosen = (choice for size in range(len(options) + 1) for choice in combinations(options, size))
    for choice in chosen:
        included = (known.included - named) | frozenset(choice)
        yield Selection(included, (known.excluded - named) | (named - frozenset(choice)))
