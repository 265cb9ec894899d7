"""The engine against the plainest reading of `docs/semantics.md`: a recursion that knows nothing of rules firing.

Truth is a number here, 0, 1/2 or 1: strong Kleene logic is then the smallest of all, the greatest of any, one minus.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethics_engine.engines import forward_chaining
from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import (
    ALWAYS,
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
from ethics_engine.model.enactment import Enactment, done_fact, enact
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.facts import YES_NO_VALUES, Concept, Constraint, Fact, FactType
from ethics_engine.model.knowledge import EITHER, NO, YES, Knowledge, Values
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force, Status, status_of
from ethics_engine.model.truth import Truth

pytestmark = pytest.mark.usefixtures("needs_chaining")

NUMBERS = {Truth.FALSE: 0.0, Truth.UNKNOWN: 0.5, Truth.TRUE: 1.0}
TRUTHS = {number: truth for truth, number in NUMBERS.items()}

FACTS = tuple(f"f{number}" for number in range(5))
WAYS = ("refer", "continue", "pause")
STEPS = ("consult", "document", "cover")


class Naive:
    """One case, worked out from its definitions."""

    def __init__(self, enactment: Enactment, knowledge: Knowledge) -> None:
        self.enactment = enactment
        self.knowledge = knowledge

    def holds(self, condition: Condition) -> float:
        match condition:
            case AllOf(parts):
                return min(map(self.holds, parts), default=1.0)
            case AnyOf(parts):
                return max(map(self.holds, parts), default=0.0)
            case NoneOf(parts):
                return 1 - max(map(self.holds, parts), default=0.0)
            case ConceptTest(concept):
                return self.holds(next(one.means for one in self.enactment.concepts if one.id == concept))
            case StatusTest(action, statuses):
                return self.among(self.statuses(action), *statuses)
            case FactTest(fact):
                known = self.knowledge.get(fact, EITHER)
                return NUMBERS[truth_of_test(condition, self.enactment.fact[fact], known)]
            case DoneTest():
                raise TypeError(condition)

    def among(self, possible: frozenset[Status], *statuses: Status) -> float:
        passing = {status in statuses for status in possible}
        return 0.5 if len(passing) == 2 else float(passing.pop())

    def effective(self, rule: str) -> float:
        overriding = self.enactment.overridden_by[rule]
        return min(self.holds(self.enactment.rule[rule].when), *(1 - self.effective(one) for one in overriding), 1.0)

    def available(self, action: str) -> float:
        return self.holds(self.enactment.action[action].available)

    def own(self, action: str) -> list[tuple[Modality, float]]:
        return [
            (norm.modality, min(self.effective(rule.id), self.available(action)))
            for rule, norm in self.enactment.norms_on[action]
        ]

    def possible(self, norms: list[tuple[Modality, float]]) -> frozenset[Status]:
        """All the pairs of greatest strengths, over all the ways in which the open norms can count."""
        open_ = [norm for norm in norms if norm[1] == 0.5]
        sides: tuple[set[int], set[int]] = (set(), set())
        for number in range(len(open_) + 1):
            for chosen in combinations(open_, number):
                counted = [modality for modality, worth in [*norms, *((one, 1.0) for one, _ in chosen)] if worth == 1]
                for side, positive in zip(sides, (True, False), strict=True):
                    side.add(max((one.strength for one in counted if one.positive is positive), default=-1))
        return frozenset(status_of(*pair) for pair in product(*sides))

    def base(self, way: str) -> frozenset[Status]:
        return self.possible(self.own(way))

    def statuses(self, action: str) -> frozenset[Status]:
        derived = []
        for rival in self.enactment.rivals.get(action, ()):
            required, advised = (self.among(self.base(rival), one) for one in (Status.REQUIRED, Status.ADVISED))
            pressing = min(advised, 1 - self.instead(action, rival))
            derived.append((Modality.MUST_NOT, min(self.available(action), required)))
            derived.append((Modality.SHOULD_NOT, min(self.available(action), pressing)))
        return self.possible([*self.own(action), *derived])

    def instead(self, way: str, rival: str) -> float:
        return max(
            (
                min(self.effective(rule.id), self.available(way))
                for rule, norm in self.enactment.norms_on[way]
                if norm.instead_of == rival
            ),
            default=0.0,
        )

    def named_as_advised(self, way: str) -> float:
        for_it = [min(self.has(rival, Status.ADVISED), self.instead(way, rival)) for rival in WAYS if rival != way]
        return max(self.has(way, Status.ADVISED), min(self.has(way, Status.PERMITTED), max(for_it, default=0.0)))

    def has(self, way: str, *statuses: Status) -> float:
        return self.among(self.statuses(way), *statuses)

    def acceptable(self, way: str) -> float:
        return min(self.available(way), 1 - self.has(way, Status.PROHIBITED, Status.DISCOURAGED))

    def the_one_acceptable(self, way: str) -> float:
        return min([self.acceptable(way), *(1 - self.acceptable(other) for other in WAYS if other != way)])

    def disposition(self) -> tuple[dict[Force, float], dict[tuple[Force, str], float]]:
        def some(worth: Callable[[str], float]) -> float:
            return max(map(worth, WAYS))

        names: dict[Force, Callable[[str], float]] = {
            Force.REQUIRED: lambda way: self.has(way, Status.REQUIRED),
            Force.DILEMMA: lambda way: self.has(way, Status.DILEMMA),
            Force.ADVISED: lambda way: self.has(way, Status.ADVISED),
            Force.PERMITTED: lambda way: self.has(way, Status.PERMITTED),
            Force.LEFT: self.the_one_acceptable,
        }
        r, d, a, p, left = (some(names[force]) for force in names)
        x = min(some(self.available), *(max(self.has(way, Status.PROHIBITED), 1 - self.available(way)) for way in WAYS))
        forces = {
            Force.REQUIRED: r,
            Force.DILEMMA: min(1 - r, max(d, x)),
            Force.ADVISED: min(1 - r, 1 - d, 1 - x, a),
            Force.PERMITTED: min(1 - r, 1 - d, 1 - x, 1 - a, p),
            Force.LEFT: min(1 - r, 1 - d, 1 - x, 1 - a, 1 - p, left),
        }
        names[Force.ADVISED] = self.named_as_advised
        disposed = {(force, way): min(forces[force], names[force](way)) for force in names for way in WAYS}
        return {**forces, Force.NONE: 1 - max(forces.values())}, disposed

    def awaits(self) -> dict[tuple[str, str], float]:
        found: dict[tuple[str, str], float] = {}
        for rule in self.enactment.rules:
            for norm in rule.norms:
                if norm.modality is Modality.MUST and norm.before:
                    done = self.holds(self.enactment.seen_to(norm.action))
                    worth = min(self.effective(rule.id), self.available(norm.action), 1 - done)
                    pair = (norm.before, norm.action)
                    found[pair] = max(worth, found.get(pair, 0.0))
        return found

    def unmet(self, duty: Action) -> float:
        lost = [max(self.has(means, Status.PROHIBITED), 1 - self.available(means)) for means in duty.met_by]
        return min([self.has(duty.id, Status.REQUIRED), *lost])

    def evaluation(self) -> Evaluation:
        enactment = self.enactment
        forces, disposed = self.disposition()
        return Evaluation(
            concepts={one.id: TRUTHS[self.holds(one.means)] for one in enactment.concepts},
            constraints={one.id: TRUTHS[self.holds(one.never)] for one in enactment.constraints},
            applicable={rule.id: TRUTHS[self.holds(rule.when)] for rule in enactment.rules},
            effective={rule.id: TRUTHS[self.effective(rule.id)] for rule in enactment.rules},
            available={action.id: TRUTHS[self.available(action.id)] for action in enactment.actions},
            base={way: self.base(way) for way in WAYS},
            instead={pair: TRUTHS[self.instead(*pair)] for pair in enactment.instead},
            statuses={action.id: self.statuses(action.id) for action in enactment.actions},
            awaits={pair: TRUTHS[worth] for pair, worth in self.awaits().items()},
            forces={force: TRUTHS[worth] for force, worth in forces.items()},
            disposed={pair: TRUTHS[worth] for pair, worth in disposed.items()},
            unmet={action.id: TRUTHS[self.unmet(action)] for action in enactment.actions if action.met_by},
        )


def conditions(*tests: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    facts = st.builds(lambda fact, value: FactTest(fact, Operator.IS, (value,)), st.sampled_from(FACTS), YES_OR_NO)
    done = st.one_of(st.builds(DoneTest, st.sampled_from(STEPS)), st.just(DoneTest("consult", tried=True)))
    return st.recursive(
        st.one_of(facts, facts, done, *tests),
        lambda parts: st.builds(
            lambda join, those: join(tuple(those)), st.sampled_from((AllOf, AnyOf, NoneOf)), st.lists(parts, max_size=3)
        ),
        max_leaves=5,
    )


YES_OR_NO = st.sampled_from(("yes", "no"))


@st.composite
def rulesets(draw: st.DrawFn) -> Ruleset:
    """Rulesets in which a rule tests statuses of steps only, and only of those that no later rule speaks of."""
    able = Concept("able", draw(conditions()), "able", "t")
    concepts = (able, Concept("ready", draw(conditions(st.just(ConceptTest("able")))), "ready", "t"))
    over_facts = (st.just(ConceptTest("able")), st.just(ConceptTest("ready")))
    actions = (
        Action("refer", "refer", ActionKind.WAY, compatible=draw(st.sampled_from(((), ("pause",))))),
        Action("continue", "continue", ActionKind.WAY, available=draw(conditions(*over_facts))),
        Action("pause", "pause", ActionKind.WAY),
        Action("consult", "consult", ActionKind.STEP, needs_client=True),
        Action("document", "document", ActionKind.STEP, available=draw(conditions(*over_facts))),
        Action("cover", "cover", ActionKind.STEP, met_by=("refer", "continue")),
    )
    rules: list[Rule] = []
    for number in range(draw(st.integers(1, 7))):
        stage = draw(st.integers(0, 3))
        statuses = st.builds(
            lambda action, those: StatusTest(action, tuple(those)),
            st.sampled_from(STEPS[: max(1, stage)]),
            st.lists(st.sampled_from(Status), min_size=1, max_size=4, unique=True),
        )
        targets = WAYS if stage == 3 else (STEPS[stage],)
        norms = st.builds(
            Norm,
            st.sampled_from(Modality),
            st.sampled_from(targets),
            st.sampled_from((None, "refer", "cover") if stage == 0 else (None,)),
        )
        if stage == 3:
            pairs = st.sampled_from((("refer", "continue"), ("continue", "pause"), ("pause", "continue")))
            norms |= pairs.map(lambda pair: Norm(Modality.MAY, pair[0], instead_of=pair[1]))
        earlier = [rule.id for rule in rules if int(rule.topic) >= stage]
        tests = (*over_facts, statuses) if stage else over_facts
        rules.append(
            Rule(
                id=f"r{number}",
                topic=str(stage),
                because="b",
                sources=(),
                when=draw(st.one_of(st.just(ALWAYS), conditions(*tests))),
                unless=draw(st.one_of(st.none(), conditions(*tests))),
                norms=tuple(draw(st.lists(norms, max_size=2))),
                overrides=tuple(draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True))) if earlier else (),
            )
        )
    facts = tuple(Fact(fact, "?", "so", FactType.YES_NO, "t", YES_NO_VALUES) for fact in FACTS)
    constraint = Constraint("c", draw(conditions(*over_facts)), "b")
    return Ruleset("random", "1", "Random", facts, concepts, (constraint,), actions, tuple(rules), ())


KNOWLEDGE = st.builds(
    lambda known, consulted: {**known, done_fact("consult"): consulted},
    st.dictionaries(
        st.sampled_from((*FACTS, *map(done_fact, STEPS[1:]))), st.sampled_from((YES, NO, EITHER)), max_size=8
    ),
    st.sets(st.sampled_from(("no", "tried", "yes")), min_size=1).map(lambda values: Values(frozenset(values))),
)


@pytest.mark.slow
@settings(max_examples=60)
@given(rulesets(), st.lists(KNOWLEDGE, min_size=1, max_size=4))
def test_the_engine_finds_what_the_definitions_say(ruleset, cases):
    enactment = enact(ruleset, datetime.date(2026, 3, 1))

    for knowledge in cases:
        assert forward_chaining.evaluate(enactment, knowledge) == Naive(enactment, knowledge).evaluation()
