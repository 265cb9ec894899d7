"""What a corpus does not cover, said as the case to write: what must be so in it, and what it is otherwise like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from ethics_engine.consultation.evaluation_view import EvaluationView
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
    Test,
)
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import FactType
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth
from ethics_engine.text.lists import listed

from .coverage import MCDC, Coverage, CoverageGroup, RuleCoverage, TestCoverage, ValueCoverage

Change = tuple[Test, bool]
"""A test, and whether it is to pass."""


@frozen
class SuggestedCase:
    """Something that no case covers yet.

    Attributes:
        what: What is not covered, such as `rule a.b is never effective`.

        write: The case to write for it, or what to hold in one that is there.
    """

    what: str
    write: str


def suggested_cases(coverage: Coverage, mcdc: int = MCDC) -> tuple[SuggestedCase, ...]:
    """What a corpus lacks: rules effective and decisive somewhere, every value seen, enough tests covered.

    Tests of conditions that are not covered are wanted only while fewer than `mcdc` in a hundred are. No rule has to
    decide something where the ruleset accepts that it never does.
    """
    advisor = _Advisor(coverage)
    found = [*_rules(advisor, coverage), *_values(advisor, coverage)]
    if coverage.mcdc < mcdc:
        found += _tests(advisor, coverage)
    return tuple(found)


def _rules(advisor: _Advisor, coverage: Coverage) -> Iterator[SuggestedCase]:
    accepted = [each.id for each in coverage.ruleset.accepted]
    for cover in coverage.rules:
        if not cover.effective:
            yield SuggestedCase(f"rule {cover.rule} is never effective", advisor.to_be_effective(cover))
        elif not cover.decisive and not any(map(_says_idle(cover.rule), accepted)):
            yield SuggestedCase(f"rule {cover.rule} never decides anything that is held", advisor.to_decide(cover))


def _says_idle(rule: str) -> Callable[[str], bool]:
    """Whether an accepted finding of `ethics audit rules` is that a rule, or its whole condition, decides nothing."""
    return lambda finding: finding == f"idle-rule:{rule}" or finding.startswith(f"idle-condition:{rule}:")


def _values(advisor: _Advisor, coverage: Coverage) -> Iterator[SuggestedCase]:
    for cover in coverage.values:
        if not cover.cases:
            yield SuggestedCase(f"{cover.fact} is never {cover.value}", advisor.to_be_seen(cover))


def _tests(advisor: _Advisor, coverage: Coverage) -> Iterator[SuggestedCase]:
    for cover in coverage.tests:
        for passes, cases in ((True, cover.passing), (False, cover.failing)):
            if not cases:
                how = "passing" if passes else "failing"
                what = f"in {cover.of}, `{in_ids(cover.test, passes=True)}` never decides by {how}"
                yield SuggestedCase(what, advisor.to_be_covered(cover, passes=passes))


@frozen
class _Advisor:
    coverage: Coverage

    def to_be_effective(self, cover: RuleCoverage) -> str:
        for group in self.coverage.groups:
            rule = group.enactment.rule.get(cover.rule)
            if rule is None:
                continue
            if cover.defeated:
                wanted_ = [(rule.when, True)]
                for other in group.enactment.overridden_by[rule.id]:
                    wanted_.append((group.enactment.rule[other].when, False))
                return _nearest(group, wanted_, among=cover.defeated)
            return _nearest(group, [(rule.when, True)])
        if not self.coverage.groups:
            return "write the first case"
        return f"write a case that is decided on a day on which {cover.rule} is in force"

    def to_decide(self, cover: RuleCoverage) -> str:
        in_force = [group for group in self.coverage.groups if cover.rule in group.enactment.rule]
        for group in in_force:
            difference = group.without.first_difference(cover.rule)
            if difference is not None:
                index, action, usual, without = difference
                name = group.cases[index].case.id
                would = f"without {cover.rule} it would be {_statuses(without)}"
                return f"in {name} write under `held` that {action} is {_statuses(usual)}: {would}"
        rule = in_force[0].enactment.rule[cover.rule]
        what = f"no other rule says what {rule.id} says"
        if not rule.norms:
            what = f"{listed(rule.overrides)} would decide something but for {rule.id}"
        return f"write a case where {what}, and the rest is as in {cover.effective[0]}"

    def to_be_seen(self, cover: ValueCoverage) -> str:
        if cover.fact.startswith(DONE):
            said = f"{cover.fact.removeprefix(DONE)} is {_STEP_IS[cover.value]}"
        else:
            verb = "includes" if self.coverage.ruleset.fact[cover.fact].type is FactType.CHOICES else "is"
            said = f"{cover.fact} {verb} {cover.value}"
        like = [
            other.cases[0]
            for other in sorted(self.coverage.values, key=lambda other: len(other.cases))
            if other.fact == cover.fact and other.cases
        ]
        return f"write a case where {said}{f', and the rest is as in {like[0]}' if like else ''}"

    def to_be_covered(self, cover: TestCoverage, *, passes: bool) -> str:
        opposite = cover.failing if passes else cover.passing
        needs: list[tuple[Condition, bool]] = [(cover.test, passes), *cover.needed]
        group = next(group for group in self.coverage.groups if _has(group, cover.of))
        return _nearest(group, needs, among=opposite)


def _has(group: CoverageGroup, name: str) -> bool:
    return name in group.enactment.rule or name in group.enactment.concept


def _nearest(group: CoverageGroup, needs: Sequence[tuple[Condition, bool]], among: Sequence[str] = ()) -> str:
    """The case in which the least has to change for conditions to be as needed; `among` these, if there are any."""
    members = [pair for pair in group.members if pair[0].case.id in among] or list(group.members)
    options: list[tuple[tuple[Change, ...], str]] = []
    for entry, evaluated in members:
        view = EvaluationView(group.enactment, evaluated.known, evaluated.evaluation)
        changes = dict.fromkeys(change for need, truth in needs for change in _changes(view, need, passes=truth))
        options.append((tuple(changes), entry.case.id))
    changed, like = min(options, key=lambda option: len(option[0]))
    said = listed(in_ids(test, passes=passes) for test, passes in changed)
    return f"write a case where {said}, and the rest is as in {like}"


def _changes(view: EvaluationView, condition: Condition, *, passes: bool) -> tuple[Change, ...]:
    """The fewest tests that have to come out otherwise for a condition to hold, or not to."""
    if view.truth(condition) is (Truth.TRUE if passes else Truth.FALSE):
        return ()
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            wanted_ = passes is not isinstance(condition, NoneOf)
            each = [_changes(view, part, passes=wanted_) for part in parts]
            every = wanted_ if isinstance(condition, AllOf) else not wanted_
            if every:
                return tuple(change for changes in each for change in changes)
            return min(each, key=len, default=())
        case ConceptTest(concept):
            return _changes(view, view.enactment.concept[concept].means, passes=passes)
        case FactTest() | DoneTest() | StatusTest():
            return ((condition, passes),)


_STEP_IS = {"yes": "done", "tried": "tried", "no": "not done"}


def in_ids(test: Test, *, passes: bool) -> str:
    """A test in the words of a case file."""
    match test:
        case FactTest(fact, operator) if fact.startswith(DONE):
            done = "done or tried" if operator is Operator.AT_LEAST else "done"
            return f"{fact.removeprefix(DONE)} is {'' if passes else 'not '}{done}"
        case FactTest(fact, Operator.IS, (("yes" | "no") as value,)):
            return f"{fact} is {value if passes else {'yes': 'no', 'no': 'yes'}[value]}"
        case FactTest(fact, operator, operands):
            last = "and" if operator is Operator.INCLUDES else "or"
            return f"{fact} {_VERBS[operator][passes]} {listed(map(str, operands), last)}"
        case StatusTest(action, statuses):
            return f"{action} is {'' if passes else 'not '}{listed((status.value for status in statuses), 'or')}"
        case ConceptTest(concept):
            return f"{concept} {'holds' if passes else 'does not hold'}"
        case DoneTest():
            raise AssertionError(test)  # an enactment has lowered all others


_VERBS = {
    Operator.IS: ("is not", "is"),
    Operator.ONE_OF: ("is not", "is"),
    Operator.AT_LEAST: ("is less than", "is at least"),
    Operator.AT_MOST: ("is more than", "is at most"),
    Operator.INCLUDES: ("does not include", "includes"),
    Operator.INCLUDES_ANY: ("does not include", "includes"),
    Operator.ONLY: ("is not only", "is only"),
    Operator.NONE_OF: ("includes", "does not include"),
}


def _statuses(statuses: Iterable[Status]) -> str:
    possible = [status.value for status in Status if status in statuses]
    return possible[0] if len(possible) == 1 else f"open ({listed(possible, 'or')})"
