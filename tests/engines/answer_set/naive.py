"""The semantics once more: plain Python over one complete case at a time, written from docs/semantics.md alone.

It shares nothing with the engines but the data they work on, and knows nothing of what is unknown: what remains
possible is found by going through every completion, so it is for small rulesets only.

* `outcome(enactment, assignment, inquiry)`: all that is the case where every fact has one value
* `completions(enactment, knowledge)`: the assignments that knowledge leaves possible
* `possibilities(enactment, knowledge, inquiry)`: what the outcomes of the completions that keep the constraints are
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain, combinations, product

from attrs import frozen

from ethics_engine.model.case import Ask
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
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Knowledge, Numbers, Selection, Values
from ethics_engine.model.outcome import answer_value
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.status import Force, Status

Value = str | int | frozenset[str]
Assignment = Mapping[str, Value]

NAMED_FOR = {
    Force.REQUIRED: Status.REQUIRED,
    Force.DILEMMA: Status.DILEMMA,
    Force.ADVISED: Status.ADVISED,
    Force.PERMITTED: Status.PERMITTED,
}
STATUS = {
    (2, "for"): Status.REQUIRED,
    (1, "for"): Status.ADVISED,
    (0, "for"): Status.PERMITTED,
    (2, "against"): Status.PROHIBITED,
    (1, "against"): Status.DISCOURAGED,
}


@frozen
class Outcome:
    """All that is the case where every fact has one value; `answer` is None for `what` and `how`."""

    broken: frozenset[str]
    concepts: Mapping[str, bool]
    applicable: Mapping[str, bool]
    effective: Mapping[str, bool]
    available: Mapping[str, bool]
    base: Mapping[str, Status]
    instead: Mapping[tuple[str, str], bool]
    statuses: Mapping[str, Status]
    force: Force
    names: frozenset[str]
    unmet: Mapping[str, bool]
    awaits: Mapping[tuple[str, str], bool]
    plan: tuple[str, ...]
    answer: str | None


def outcome(enactment: Enactment, assignment: Assignment, query: PossibilityQuery) -> Outcome:
    """What is the case where every fact that matters has the value assigned."""
    case = _Case(enactment, assignment, query)
    force, names = case.disposition
    return Outcome(
        broken=frozenset(item.id for item in enactment.constraints if case.holds(item.never)),
        concepts={concept.id: case.holds(concept.means) for concept in enactment.concepts},
        applicable={rule.id: case.holds(rule.when) for rule in enactment.rules},
        effective={rule.id: case.effective(rule.id) for rule in enactment.rules},
        available={action.id: case.available(action.id) for action in enactment.actions},
        base={way.id: case.base(way.id) for way in enactment.ways},
        instead={pair: pair[1] in case.replaceable(pair[0]) for pair in enactment.instead},
        statuses={action.id: case.status(action.id) for action in enactment.actions},
        force=force,
        names=names,
        unmet={action.id: case.unmet(action.id) for action in enactment.actions if action.met_by},
        awaits={pair: pair[1] in case.awaited(pair[0]) for pair in _pairs(enactment)},
        plan=case.plan,
        answer=case.answer,
    )


def completions(enactment: Enactment, knowledge: Knowledge) -> Iterator[Assignment]:
    """Every way to fix the facts, as far as tests can tell them apart, that knowledge leaves possible."""
    facts = enactment.facts
    numbers = _numbers_named(enactment)
    spaces = [_values(fact, knowledge.get(fact.id, fact.anything), numbers[fact.id]) for fact in facts]
    for values in product(*spaces):
        yield {fact.id: value for fact, value in zip(facts, values, strict=True)}


def possibilities(enactment: Enactment, knowledge: Knowledge, query: PossibilityQuery) -> Possibilities | None:
    """What is the case in some completion that keeps the constraints; None where there is none."""
    outcomes = [outcome(enactment, each, query) for each in completions(enactment, knowledge)]
    outcomes = [each for each in outcomes if not each.broken]
    if not outcomes:
        return None
    forces = frozenset(each.force for each in outcomes)
    return Possibilities(
        statuses={action.id: frozenset(each.statuses[action.id] for each in outcomes) for action in enactment.actions},
        forces=forces,
        named={
            (force, way.id): frozenset(way.id in each.names for each in outcomes if each.force is force)
            for force in forces - {Force.NONE}
            for way in enactment.ways
        },
        unmet={
            action.id: frozenset(each.unmet[action.id] for each in outcomes)
            for action in enactment.actions
            if action.met_by
        },
        awaits={pair: frozenset(each.awaits[pair] for each in outcomes) for pair in _pairs(enactment)},
        answers=frozenset(
            answer_value(each.answer, query.question.ask) for each in outcomes if each.answer is not None
        ),
    )


class _Case:
    def __init__(self, enactment: Enactment, assignment: Assignment, query: PossibilityQuery) -> None:
        self.enactment = enactment
        self.assignment = assignment
        self.query = query
        self._effective: dict[str, bool] = {}
        self._norms: dict[str, frozenset[tuple[int, str]]] = {}

    def holds(self, condition: Condition) -> bool:
        match condition:
            case AllOf(parts):
                return all(self.holds(part) for part in parts)
            case AnyOf(parts):
                return any(self.holds(part) for part in parts)
            case NoneOf(parts):
                return not any(self.holds(part) for part in parts)
            case ConceptTest(name):
                return self.holds(next(concept.means for concept in self.enactment.concepts if concept.id == name))
            case StatusTest(action, statuses):
                return self.status(action) in statuses
            case FactTest():
                return _passes(condition, self.enactment.fact[condition.fact], self.assignment[condition.fact])
            case DoneTest():
                raise TypeError(condition)

    def effective(self, rule: str) -> bool:
        if rule not in self._effective:
            defeated = any(self.effective(other) for other in self.enactment.overridden_by[rule])
            self._effective[rule] = not defeated and self.holds(self.enactment.rule[rule].when)
        return self._effective[rule]

    def available(self, action: str) -> bool:
        return self.holds(self.enactment.action[action].available)

    def done(self, step: str) -> bool:
        return self.assignment.get(f"done:{step}") in ("yes", "tried")

    def norms(self, action: str) -> frozenset[tuple[int, str]]:
        """The strength and direction of each norm on an action that counts."""
        if action not in self._norms:
            self._norms[action] = frozenset(
                (norm.modality.strength, "for" if norm.modality.positive else "against")
                for rule, norm in self.enactment.norms_on[action]
                if self.available(action) and self.effective(rule.id)
            )
        return self._norms[action]

    def base(self, way: str) -> Status:
        return _weighed(self.norms(way))

    def status(self, action: str) -> Status:
        norms = self.norms(action)
        if self.enactment.action[action].is_way and self.available(action):
            rivals = [self.base(rival) for rival in self.enactment.rivals[action]]
            norms |= {(2, "against")} if Status.REQUIRED in rivals else frozenset()
            advised = {rival for rival in self.enactment.rivals[action] if self.base(rival) is Status.ADVISED}
            norms |= {(1, "against")} if advised - self.replaceable(action) else frozenset()
        return _weighed(norms)

    def replaceable(self, way: str) -> set[str]:
        """The ways that this one may be taken instead of."""
        return {
            norm.instead_of
            for rule in self.enactment.rules
            for norm in rule.norms
            if norm.action == way and norm.instead_of and self.available(way) and self.effective(rule.id)
        }

    @cached_property
    def disposition(self) -> tuple[Force, frozenset[str]]:
        available = [way.id for way in self.enactment.ways if self.available(way.id)]
        statuses = {way: self.status(way) for way in available}
        acceptable = [way for way in available if statuses[way] not in (Status.PROHIBITED, Status.DISCOURAGED)]
        for force, status in NAMED_FOR.items():
            names = frozenset(way for way in available if statuses[way] is status)
            stuck = force is Force.DILEMMA and available and set(statuses.values()) == {Status.PROHIBITED}
            if names or stuck:
                may = {way for way in available if statuses[way] is Status.PERMITTED}
                instead = {way for way in may if force is Force.ADVISED and names & self.replaceable(way)}
                return force, names | instead
        return (Force.LEFT, frozenset(acceptable)) if len(acceptable) == 1 else (Force.NONE, frozenset())

    def awaited(self, action: str) -> list[str]:
        return [
            norm.action
            for rule in self.enactment.rules
            for norm in rule.norms
            if norm.before == action
            and norm.modality.value == "must"
            and self.effective(rule.id)
            and self.available(norm.action)
            and not self.done(norm.action)
        ]

    def unmet(self, action: str) -> bool:
        means = self.enactment.action[action].met_by
        hopeless = all(self.status(one) is Status.PROHIBITED or not self.available(one) for one in means)
        return bool(means) and self.status(action) is Status.REQUIRED and hopeless

    @cached_property
    def preceding(self) -> set[tuple[str, str]]:
        """The pairs of actions of which the first precedes the second."""
        pairs = {(before, action.id) for action in self.enactment.actions for before in action.after}
        for rule in self.enactment.rules:
            for norm in rule.norms:
                if norm.before and norm.modality.positive and self.effective(rule.id) and self.available(norm.action):
                    pairs.add((norm.action, norm.before))
        while longer := {(x, z) for x, y in pairs for v, z in pairs if y == v} - pairs:
            pairs |= longer
        return pairs

    def in_order(self, actions: set[str]) -> tuple[str, ...]:
        declared = [action.id for action in self.enactment.actions]
        left, listed = set(actions), []
        while left:
            first = min(
                (action for action in left if not any((other, action) in self.preceding for other in left)),
                key=lambda action: (self.status(action) is Status.ADVISED, declared.index(action)),
            )
            listed.append(first)
            left.remove(first)
        return tuple(listed)

    @cached_property
    def plan(self) -> tuple[str, ...]:
        force, named = self.disposition
        taken = named if force in (Force.REQUIRED, Force.ADVISED, Force.LEFT) else frozenset[str]()
        chosen = {*taken, self.query.question.action, *self.query.did}
        duties = {
            action.id
            for action in self.enactment.actions
            if self.status(action.id) in (Status.REQUIRED, Status.ADVISED)
            and action.by is None
            and not self.done(action.id)
            and (not action.of or chosen.intersection(action.of))
        }
        awaited = {step for way in self.enactment.ways for step in self.awaited(way.id)}
        steps = {duty for duty in duties if not self.enactment.action[duty].is_way}
        leading = {step for step in steps if step in awaited or not self.enactment.action[step].of}
        first = leading | {duty for duty in duties for step in leading if (duty, step) in self.preceding}
        return self.in_order(first) + self.in_order(duties - first)

    @property
    def answer(self) -> str | None:
        question = self.query.question
        match question.ask:
            case Ask.MAY:
                return self.may(str(question.action))
            case Ask.MUST:
                return self.must(str(question.action))
            case Ask.FIRST:
                steps = self.plan
                if question.action is not None:
                    steps = self.in_order(set(self.awaited(question.action)))
                return steps[0] if steps else "none"
            case Ask.RIGHT:
                worst_first = ["breach", "premature", "departure", "no_verdict", "no_rule", "consistent"]
                verdicts = [self.verdict_on_done(action) for action in self.query.did]
                verdicts += [self.verdict_on_omitted(act) for act in self.query.omitted if self.is_judged(act)]
                worst = min(verdicts, key=worst_first.index, default="consistent")
                return "no_rule" if worst == "consistent" and self.no_rule_speaks() else worst
            case _:
                return None

    def no_rule_speaks(self) -> bool:
        unregulated = [self.status(action) is Status.UNREGULATED for action in self.query.did]
        return bool(unregulated) and all(unregulated) and not self.query.omitted

    def troubled(self, action: str) -> bool:
        return self.status(action) is Status.DILEMMA or self.unmet(action)

    def may(self, action: str) -> str:
        status = self.status(action)
        if not self.available(action):
            return "not_possible"
        if self.troubled(action):
            return "dilemma"
        if status in (Status.PROHIBITED, Status.DISCOURAGED):
            return "no" if status is Status.PROHIBITED else "advised_against"
        if self.awaited(action):
            return "not_yet"
        return "rules_say_nothing" if status is Status.UNREGULATED else "yes"

    def must(self, action: str) -> str:
        status = self.status(action)
        if not self.available(action):
            return "not_possible"
        if self.troubled(action):
            return "dilemma"
        if status is Status.REQUIRED:
            return "not_yet" if self.awaited(action) else "yes"
        return {Status.ADVISED: "advised", Status.UNREGULATED: "rules_say_nothing"}.get(status, "no")

    def verdict_on_done(self, action: str) -> str:
        awaited = self.awaited(action)
        if self.status(action) is Status.PROHIBITED:
            return "breach"
        if self.query.stated_not_done.intersection(awaited):
            return "premature"
        if self.status(action) is Status.DISCOURAGED:
            return "departure"
        if not self.available(action) or self.troubled(action) or awaited:
            return "no_verdict"
        silent = self.enactment.action[action].is_way and self.status(action) is Status.UNREGULATED
        return "no_rule" if silent else "consistent"

    def is_judged(self, omitted: str) -> bool:
        of = set(self.enactment.action[omitted].of)
        ways = {act for act in (*self.query.did, *self.query.beside) if self.enactment.action[act].is_way}
        return not of or not ways or bool(of & ways)

    def verdict_on_omitted(self, action: str) -> str:
        if not self.available(action) or self.troubled(action):
            return "no_verdict"
        done = (*self.query.did, *self.query.beside)
        if self.status(action) is Status.ADVISED and any(action in self.replaceable(act) for act in done):
            return "consistent"
        return {Status.REQUIRED: "breach", Status.ADVISED: "departure"}.get(self.status(action), "consistent")


def _pairs(enactment: Enactment) -> list[tuple[str, str]]:
    return [(action, step) for action, norms in enactment.awaited_by.items() for _, step in norms]


def _weighed(norms: frozenset[tuple[int, str]]) -> Status:
    if not norms:
        return Status.UNREGULATED
    strongest = max(strength for strength, _ in norms)
    sides = {norm for norm in norms if norm[0] == strongest}
    return Status.DILEMMA if len(sides) == 2 else STATUS[next(iter(sides))]


def _passes(test: FactTest, fact: Fact, value: Value) -> bool:
    operator, operands = test.operator.value, test.operands
    if isinstance(value, frozenset):
        among = value.intersection(map(str, operands))
        return {
            "includes": len(among) == len(set(operands)),
            "includes_any": bool(among),
            "none_of": not among,
            "only": bool(value) and among == value,
        }[operator]
    if operator in ("is", "one_of"):
        return value in operands
    scale: list[str | int] = list(fact.value_ids)
    if isinstance(value, str):
        rank, limit = scale.index(value), scale.index(operands[0])
    else:
        rank, limit = value, int(operands[0])
    return rank >= limit if operator == "at_least" else rank <= limit


def _numbers_named(enactment: Enactment) -> Mapping[str, set[int]]:
    named: dict[str, set[int]] = defaultdict(set)
    conditions = chain(
        (concept.means for concept in enactment.concepts),
        (constraint.never for constraint in enactment.constraints),
        (action.available for action in enactment.actions),
        (rule.when for rule in enactment.rules),
    )
    for condition in conditions:
        for test in tests_in(condition):
            if isinstance(test, FactTest) and enactment.fact[test.fact].type is FactType.COUNT:
                named[test.fact].update(map(int, test.operands))
    return named


def _values(fact: Fact, known: Values | Selection | Numbers, named: set[int]) -> list[Value]:
    if isinstance(known, Values):
        return [value for value in fact.value_ids if value in known.possible]
    if isinstance(known, Selection):
        free = [value for value in fact.value_ids if value not in known.included | known.excluded]
        subsets = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
        return [known.included.union(subset) for subset in subsets]
    # Beyond the greatest number named, all numbers pass the same tests.
    last = max(named, default=0) + 1
    return [
        number
        for low, high in known.ranges
        for number in range(low, max(low, last if high is None else min(high, last)) + 1)
    ]
