"""What could go without changing any outcome: rules, terms, and parts of conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ethics_engine.engines.answer_set.queries import Impossible, Undecided
from ethics_engine.engines.bitset import Batch
from ethics_engine.engines.bitset.case_set import CaseSet
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    StatusTest,
    tests_in,
)
from ethics_engine.model.enactment import Enactment, as_written
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.lists import listed

from .condition_ids import shorthand
from .fault_simulation import Circuit, Simulation
from .findings import FindingKind, RuleFinding
from .miter import Held, Miter
from .reachability import because_of, is_effective, rule_named, speaking
from .selectors import ConditionHost, ConditionPlace, places
from .stuck_at import StuckAt, stuck_parts, stuck_worth
from .witness_search import WitnessSample, WitnessSearch

_REMOVED = False
"""What the condition of a rule is held at where the rule is taken out."""


@frozen
class Redundancy:
    """Looks for what never matters.

    Attributes:
        passed_over: Rules that are never effective: of these everything could go.
    """

    search: WitnessSearch
    passed_over: frozenset[str]

    def findings(self) -> Iterator[RuleFinding]:
        """Rules first, then parts of conditions; a part is left out where a larger one is found."""
        pending = self._without_effect()
        if not pending:
            return
        miter = Miter(self.search.enactment, pending)
        found: list[tuple[Held, RuleFinding]] = []
        for held in pending:
            place, stuck = held
            if any(_within(held, larger) for larger, _ in found):
                continue
            differing = miter.differing(held)
            if isinstance(differing, Mapping):
                continue
            if isinstance(differing, Impossible):
                found.append((held, self._finding(miter, held)))
            else:
                what = f"not decided in time: {self._where(place, stuck)}"
                found.append((held, RuleFinding(*self._named(place, stuck), what, undecided=True)))
        yield from sorted((each for _, each in found), key=lambda each: each.kind is not FindingKind.IDLE_RULE)

    def _without_effect(self) -> list[Held]:
        """The parts of conditions that made no difference in any of the samples."""
        enactment = self.search.enactment
        left: dict[tuple[ConditionPlace, tuple[int, ...], bool], Held] = {
            (place, stuck.path, stuck.at): (place, stuck)
            for place, condition in places(enactment)
            if not (place.host is ConditionHost.RULE and place.id in self.passed_over)
            for stuck in stuck_parts(condition)
        }
        for sample in self.search.widening:
            self._drop_seen(sample, left)
        return list(left.values())

    def _drop_seen(self, sample: WitnessSample, left: dict[tuple[ConditionPlace, tuple[int, ...], bool], Held]) -> None:
        simulation = Simulation(self.search.enactment, Circuit.of(sample.batch.program), sample.batch, sample.lawful)
        wanted = {place for place, _, _ in left}
        for place, condition in places(self.search.enactment):
            if place in wanted:
                for stuck, pair in stuck_worth(condition, sample.batch):
                    key = place, stuck.path, stuck.at
                    if key in left and simulation.changed(place, pair):
                        del left[key]

    def _finding(self, miter: Miter, held: Held) -> RuleFinding:
        place, stuck = held
        kind, name = self._named(place, stuck)
        what = self._where(place, stuck)
        decisive = miter.decisive_case(held)
        if isinstance(decisive, Impossible):
            why = because_of(decisive, "the rest of the condition decides")
            return RuleFinding(kind, name, what, None, decisive.constraints, f"it never decides: {why}")
        if decisive is Undecided.UNDECIDED:
            return RuleFinding(kind, name, what)
        condition = next(condition for at, condition in places(self.search.enactment) if at == place)

        def so(batch: Batch) -> CaseSet:
            true, false = batch.worth(condition)
            other = next(pair for each, pair in stuck_worth(condition, batch) if each == stuck)
            return true & other[1] | false & other[0]

        case = self.search.shown(so, decisive)
        rules = tuple(rule for rule in self._beside(place, case) if rule != place.id)
        beside = f" (these apply, too: {listed(f'`{rule}`' for rule in rules)})" if rules else ""
        why = f"in this case it decides whether the rule applies, but no outcome changes{beside}"
        return RuleFinding(kind, name, what, case, rules, why)

    def _beside(self, place: ConditionPlace, case: Knowledge) -> Sequence[str]:
        """The rules that speak in a case of the actions that a condition bears on."""
        enactment = self.search.enactment
        rules = [place.id] if place.host is ConditionHost.RULE else _asking(place, enactment)
        for rule in tuple(rules):
            rules += [other for other in enactment.rule[rule].overrides if other in enactment.rule]
        norms = [norm for rule in rules for norm in enactment.rule[rule].norms]
        speaks = speaking(self.search, case, [*dict.fromkeys(norm.action for norm in norms)])
        batch = self.search.evaluated(case)
        others = [other for other in enactment.overridden_by.get(place.id, ()) if is_effective(other)(batch) & 1]
        return [*dict.fromkeys([*others, *speaks])]

    @staticmethod
    def _named(place: ConditionPlace, stuck: StuckAt) -> tuple[FindingKind, str]:
        if place.host is ConditionHost.RULE and not stuck.path and stuck.at is _REMOVED:
            return FindingKind.IDLE_RULE, place.id
        always = "always" if stuck.at else "never"
        return FindingKind.IDLE_CONDITION, f"{place.id}:{shorthand(stuck.part)}:{always}"

    def _where(self, place: ConditionPlace, stuck: StuckAt) -> str:
        owner = _owner(place)
        if place.host is ConditionHost.RULE and not stuck.path and stuck.at is _REMOVED:
            return f"{owner} can be removed without changing any outcome"
        words = condition_in_words(_as_written(stuck.part), self.search.enactment.ruleset)
        part = "the whole condition of" if not stuck.path else "this part of the condition of"
        value = "true" if stuck.at else "false"
        return f"{part} {owner} could be {value} in every case without changing any outcome: {words}"


def _within(held: Held, larger: Held) -> bool:
    """Whether a part is part of another, or the same, held either way."""
    (place, stuck), (other_place, other) = held, larger
    return place == other_place and stuck.path[: len(other.path)] == other.path


def _asking(place: ConditionPlace, enactment: Enactment) -> list[str]:
    """The rules that ask for a concept, directly or through others, or that speak of an action."""
    if place.host is ConditionHost.ACTION:
        return [rule.id for rule, _ in enactment.norms_on[place.id]]
    concepts = {place.id}
    for concept in enactment.concepts:  # each stands after those that it names
        if any(isinstance(test, ConceptTest) and test.concept in concepts for test in tests_in(concept.means)):
            concepts.add(concept.id)
    return [
        rule.id
        for rule in enactment.rules
        if any(isinstance(test, ConceptTest) and test.concept in concepts for test in tests_in(rule.when))
    ]


def _owner(place: ConditionPlace) -> str:
    match place.host:
        case ConditionHost.RULE:
            return rule_named(place.id)
        case ConditionHost.CONCEPT:
            return f"the term `{place.id}`"
        case ConditionHost.ACTION:
            return f"the action `{place.id}`"


def _as_written(condition: Condition) -> Condition:
    """The condition with done steps as rules write them, which is how there are words for them."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return type(condition)(tuple(_as_written(part) for part in parts))
        case FactTest():
            return as_written(condition)
        case ConceptTest() | DoneTest() | StatusTest():
            return condition
