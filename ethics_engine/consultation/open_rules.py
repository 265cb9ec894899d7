"""A case parted by what its open rules need: what each part shows of a status, and where another may be found.

Of an open rule it is not known whether it is effective. Either all that it needs holds, or something of it
does not: these are the parts, and together they are the case. Where a part still tells nothing, completions of it show
what a draw from the whole case would rarely meet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ethics_engine.engines.bitset import Batch, run_columns
from ethics_engine.engines.bitset.case_columns import reading_of
from ethics_engine.engines.bitset.case_set import NO_CASES, all_cases, one_case
from ethics_engine.engines.bitset.machine import bits
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, Condition, DoneTest, FactTest, NoneOf, StatusTest
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import known_by

from .constraint_propagation import Left
from .evaluation_view import EvaluationView

_MOST_RULES, _MOST_PARTS = 4, 64
"""How many open rules may bear on an action, and into how many parts they may part the case."""

_Need = tuple[FactTest, bool]
"""A test that a rule needs, and whether it must pass."""

PartsByStatus = Mapping[Status, Sequence[Left]]
"""For each status that an action may have in some part the parts in which it may; no other status is possible."""


def parted_statuses(view: EvaluationView, left: Left, actions: Iterable[str]) -> Mapping[str, PartsByStatus]:
    """What is possible of each of some actions, but for those on which many rules are open."""
    parts = {action: own for action in actions if (own := _parts(view, left, action))}
    every = [part for own in parts.values() for part in own]
    if not every:
        return {}
    batch = _evaluated(view, left, every)
    lawful = batch.memory.everyone & ~batch.unlawful()
    found, start = dict[str, PartsByStatus](), 0
    for action, own in parts.items():
        here = (all_cases(len(own)) << start) & lawful
        columns = {status: column & here for status, column in batch.statuses(action).items()}
        found[action] = {
            status: [every[place] for place in bits(column)] for status, column in columns.items() if column
        }
        start += len(own)
    return found


def _evaluated(view: EvaluationView, left: Left, parts: Sequence[Left]) -> Batch:
    everyone = all_cases(len(parts))
    possible = {
        variable: [everyone if value in values else NO_CASES for value in variable.values]
        for variable, values in left.items()
    }
    for index, part in enumerate(parts):
        for variable, values in part.items():
            for place, value in enumerate(variable.values):
                if value not in values:
                    possible[variable][place] &= ~one_case(index)
    return run_columns(view.enactment, possible, len(parts))


def _parts(view: EvaluationView, left: Left, action: str) -> Sequence[Left]:
    """The parts of a case by what the rules need that are open on an action; none where these are many."""
    rules = _open_rules(view, action)
    parts: list[Left] = [{}]
    if len(rules) > _MOST_RULES:
        return ()
    for rule in rules:
        needs = list(_needs_of_rule(view, rule))
        parts = [smaller for part in parts for smaller in _parted(view, left, part, needs)]
        if len(parts) > _MOST_PARTS:
            return ()
    return parts


def _open_rules(view: EvaluationView, action: str) -> Collection[str]:
    """The rules with a norm on an action, or on a rival of it, if it is not known whether they are effective."""
    norms = view.enactment.norms_on
    actions = (action, *view.enactment.rivals.get(action, ()))
    return dict.fromkeys(rule.id for each in actions for rule, _ in norms[each] if _is_open(view, rule.id))


def _is_open(view: EvaluationView, rule: str) -> bool:
    return view.evaluation.effective[rule] is Truth.UNKNOWN


def _needs_of_rule(view: EvaluationView, rule: str) -> Iterator[_Need]:
    """Some tests that pass, or fail, wherever a rule is effective."""
    enactment = view.enactment
    yield from _needs(view, enactment.rule[rule].when, holds=True)
    for other in enactment.overridden_by[rule]:
        if _is_open(view, other) and not any(_is_open(view, third) for third in enactment.overridden_by[other]):
            yield from _needs(view, enactment.rule[other].when, holds=False)


def _needs(view: EvaluationView, condition: Condition, *, holds: bool) -> Iterator[_Need]:
    """Some tests that pass, or fail, wherever an open condition holds, or fails."""
    if view.truth(condition) is not Truth.UNKNOWN:
        return
    match condition:
        case FactTest():
            yield condition, holds
        case ConceptTest(concept):
            yield from _needs(view, view.enactment.concept[concept].means, holds=holds)
        case AllOf(parts):
            yield from _needs_of_parts(view, parts, hold=holds, every=holds)
        case AnyOf(parts):
            yield from _needs_of_parts(view, parts, hold=holds, every=not holds)
        case NoneOf(parts):
            yield from _needs_of_parts(view, parts, hold=not holds, every=holds)
        case StatusTest() | DoneTest():
            return  # what it rests on is too much to tell


def _needs_of_parts(view: EvaluationView, parts: Iterable[Condition], *, hold: bool, every: bool) -> Iterator[_Need]:
    """The same of the parts of a condition: `every` one of them must hold, or fail, or only one of them must."""
    open_ = [part for part in parts if view.truth(part) is Truth.UNKNOWN]
    for part in open_ if every or len(open_) == 1 else ():
        yield from _needs(view, part, holds=hold)


def _parted(view: EvaluationView, left: Left, whole: Left, needs: Iterable[_Need]) -> Iterator[Left]:
    """For each need the part in which it is the first that is not met; and the part in which all are met."""
    for test, passes in needs:
        without = _narrowed(view, left, whole, test, passes=not passes)
        if all(without.values()):
            yield without
        whole = _narrowed(view, left, whole, test, passes=passes)
        if not all(whole.values()):
            return
    yield whole


def _narrowed(view: EvaluationView, left: Left, part: Left, test: FactTest, *, passes: bool) -> Left:
    """A part without the values that a test, by each of them alone, does not do with as it should."""
    fact, wrong = view.enactment.fact[test.fact], Truth.FALSE if passes else Truth.TRUE
    return dict(part) | {
        variable: tuple(
            value
            for value in part.get(variable, left[variable])
            if truth_of_test(test, fact, known_by({variable: value})[fact.id]) is not wrong
        )
        for variable in reading_of(view.enactment)[test].variables
    }
