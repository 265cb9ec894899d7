"""A ruleset as it stands on one day, reduced to the few notions that every engine evaluates.

Here, and nowhere else, dates, exceptions, done steps and derived norms are lowered: rules out of force are gone, an
exception is a rule of its own, a done step is a fact, and each way knows its rivals.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache, wraps
from typing import Any, TypeVar

import attrs

from .actions import Action
from .conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
    fact_test,
)
from .dependencies import Dependency, DependencyKind, action_node, dependencies, dependency_graph, in_order, reads
from .facts import TRIED_VALUES, YES_NO_VALUES, Concept, Constraint, Fact, FactType, extended
from .knowledge import NO, Knowledge, Values
from .record import frozen_record
from .rules import Norm, Rule, restated
from .ruleset import ContentInForce, Ruleset, SafetyLine
from .status import Status
from .truth import Truth

EXCEPTION = "#unless"
"""What the id of a rule's exception ends in."""


DONE = "done:"
"""What the id of the fact that a step is done begins with."""

_ENACTMENT = "enactment"
"""Where the enactment that is kept with a ruleset stands among what is worked out of that."""

_Result = TypeVar("_Result")
_Item = TypeVar("_Item", Action, Concept, Constraint, Rule, SafetyLine)


@frozen_record
class Enactment:
    """A ruleset in force on a day; the same object for every day on which the same rules are in force.

    Attributes:
        ruleset: The ruleset as written.

        in_force: What of it counts.

        facts: The vocabulary, followed by one fact for each step: whether it is done, and where it needs the client,
            whether it was tried; `no`, `tried` and `yes` are in that order.

        concepts: The concepts, each after those it names.

        constraints: What cannot be.

        actions: The actions, in declared order.

        rules: The rules in force, exceptions among them as rules of their own, each after all that it depends on.
            Conditions test facts, concepts and statuses only.

        overridden_by: For each rule, the rules in force that override it.

        rivals: For each way, the ways that cannot be taken with it.

        safety: The words on danger.

        order: Concepts, rules (in force or not), steps and the ways together, each after all that it depends on.
    """

    ruleset: Ruleset
    in_force: ContentInForce
    facts: tuple[Fact, ...]
    concepts: tuple[Concept, ...]
    constraints: tuple[Constraint, ...]
    actions: tuple[Action, ...]
    rules: tuple[Rule, ...]
    overridden_by: Mapping[str, tuple[str, ...]]
    rivals: Mapping[str, tuple[str, ...]]
    safety: tuple[SafetyLine, ...]
    order: tuple[Dependency, ...]

    @cached_property
    def fact(self) -> Mapping[str, Fact]:
        """The facts, done steps among them, by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def rule(self) -> Mapping[str, Rule]:
        """The rules in force by id, exceptions included."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def action(self) -> Mapping[str, Action]:
        """The actions by id."""
        return {action.id: action for action in self.actions}

    @cached_property
    def concept(self) -> Mapping[str, Concept]:
        """The concepts by id."""
        return {concept.id: concept for concept in self.concepts}

    @cached_property
    def ways(self) -> tuple[Action, ...]:
        """The ways on, in declared order."""
        return tuple(action for action in self.actions if action.is_way)

    def how(self, way: str | None) -> tuple[str, ...]:
        """The actions whose statuses answer how a way is taken: the way itself, and its manner steps."""
        return tuple(action.id for action in self.actions if action.id == way or way in action.of)

    @cached_property
    def step_of(self) -> Mapping[str, str]:
        """The step of each fact that a step is done."""
        return {done_fact(step.id): step.id for step in self.ruleset.steps}

    @cached_property
    def norms_on(self) -> Mapping[str, tuple[tuple[Rule, Norm], ...]]:
        """For each action the norms on it, with their rules; derived norms are not among them."""
        norms: dict[str, list[tuple[Rule, Norm]]] = {action.id: [] for action in self.actions}
        for rule in self.rules:
            for norm in rule.norms:
                norms[norm.action].append((rule, norm))
        return {action: tuple(on) for action, on in norms.items()}

    @cached_property
    def awaited_by(self) -> Mapping[str, tuple[tuple[Rule, str], ...]]:
        """For each action the steps it waits for while a rule is effective: those required to come before it."""
        awaited: dict[str, list[tuple[Rule, str]]] = {action.id: [] for action in self.actions}
        for rule in self.rules:
            for norm in rule.norms:
                if norm.before is not None and norm.modality.status is Status.REQUIRED:
                    awaited[norm.before].append((rule, norm.action))
        return {action: tuple(steps) for action, steps in awaited.items()}

    @cached_property
    def instead(self) -> Mapping[tuple[str, str], tuple[Rule, ...]]:
        """For each way and each rival that it may be taken instead of, the rules that permit it."""
        permitting: dict[tuple[str, str], list[Rule]] = {}
        for rule in self.rules:
            for norm in rule.norms:
                if norm.instead_of is not None:
                    permitting.setdefault((norm.action, norm.instead_of), []).append(rule)
        return {pair: tuple(rules) for pair, rules in permitting.items()}

    def is_pretext(self, fact: str, terms: Mapping[str, Truth]) -> bool:
        """Whether a fact, taken up for the sake of the answer, would be a pretext where the terms hold as they do."""
        term = self.fact[fact].pretext_if
        return self.fact[fact].pretext or (term is not None and terms[term] is Truth.TRUE)

    def seen_to(self, step: str) -> FactTest:
        """The test whether a step is done, or was tried."""
        name = done_fact(step)
        return _tried(name) if self.fact[name].type is FactType.CHOICE else fact_test(name, Operator.IS, ("yes",))


def worked_out_once(work: Callable[[Enactment], _Result]) -> Callable[[Enactment], _Result]:
    """Have what follows from an enactment alone worked out once, and kept with it for as long as it lives.

    It is stored with a bundled ruleset, too (`loading/ruleset_cache`), so it must be something that can be pickled.
    """
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def kept(enactment: Enactment) -> _Result:
        held = vars(enactment)
        if name not in held:
            held[name] = work(enactment)
        found: _Result = held[name]
        return found

    return kept


def as_written(test: FactTest) -> FactTest | DoneTest:
    """A test of an enactment as a rule writes it: one whether a step is done, or tried, as a test of the step."""
    if not test.fact.startswith(DONE):
        return test
    return DoneTest(test.fact.removeprefix(DONE), tried=test.operator is Operator.AT_LEAST)


def is_seen_to(step: str, knowledge: Knowledge) -> Truth:
    """Whether a step is known to be done or tried."""
    known = knowledge.get(done_fact(step))
    possible = known.possible if isinstance(known, Values) else frozenset({"no", "yes"})
    if possible == {"no"}:
        return Truth.FALSE
    return Truth.UNKNOWN if "no" in possible else Truth.TRUE


def done_fact(step: str) -> str:
    """The id of the fact that a step is done."""
    return DONE + step


def enact(ruleset: Ruleset, day: datetime.date) -> Enactment:
    """The ruleset as it stands on a day; one enactment for all days on which the same rules are in force.

    The ruleset must be acyclic, as every loaded one is.
    """
    return _enact(ruleset, _in_force(ruleset, day))


@lru_cache(maxsize=64)
def _in_force(ruleset: Ruleset, day: datetime.date) -> ContentInForce:
    return ruleset.in_force(day)


def keep_with_ruleset(enactment: Enactment) -> None:
    """Let an enactment be pickled with its ruleset, with all that was worked out of it, and found there."""
    vars(enactment.ruleset)[_ENACTMENT] = enactment


def kept_with(ruleset: Ruleset) -> Enactment | None:
    """The enactment that is kept with a ruleset, of whatever day."""
    found: Enactment | None = vars(ruleset).get(_ENACTMENT)
    return found


@lru_cache(maxsize=64)
def _enact(ruleset: Ruleset, in_force: ContentInForce) -> Enactment:
    kept = kept_with(ruleset)
    if kept is not None and kept.in_force == in_force:
        return kept
    written, ruleset = ruleset, _on_the_day(ruleset, in_force)
    order = in_order(dependencies(ruleset))
    concepts = [ruleset.concept[node.id] for node in order if node.kind is DependencyKind.CONCEPT]
    rules = tuple(
        rule
        for node in order
        if node.kind is DependencyKind.RULE and node.id in in_force.rules
        for rule in lowered(ruleset.rule[node.id])
    )
    return Enactment(
        ruleset=written,
        in_force=in_force,
        facts=(*ruleset.facts, *(step_fact(step) for step in ruleset.steps)),
        concepts=tuple(with_condition(concept, "means") for concept in concepts),
        constraints=tuple(with_condition(item, "never") for item in ruleset.constraints),
        actions=tuple(with_condition(action, "available") for action in ruleset.actions),
        rules=rules,
        overridden_by=_overridden_by(rules),
        rivals=_rivals(ruleset),
        safety=tuple(with_condition(line, "when") for line in ruleset.safety),
        order=order,
    )


def _on_the_day(ruleset: Ruleset, in_force: ContentInForce) -> Ruleset:
    """The ruleset with what overlays restate, extend and cite on a day; most often it is all of it."""
    if is_whole(ruleset, in_force):
        return ruleset

    def cited(sources: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in sources if ruleset.passage[each].document not in in_force.expired)

    def of_the_day(rule: Rule) -> Rule:
        rule = restated(rule, (each for each in rule.restatements if (rule.id, each.part) in in_force.restatements))
        return attrs.evolve(rule, sources=cited(rule.sources), strength_from=cited(rule.strength_from))

    return attrs.evolve(
        ruleset,
        rules=tuple(map(of_the_day, ruleset.rules)),
        concepts=tuple(
            extended(concept, (each for each in concept.extensions if each[0] in in_force.parts))
            for concept in ruleset.concepts
        ),
    )


def is_whole(ruleset: Ruleset, in_force: ContentInForce) -> bool:
    """Whether all counts that overlays restate and extend, and every document is in force."""
    restating = {(rule.id, each.part) for rule in ruleset.rules for each in rule.restatements}
    return in_force.restatements == restating and in_force.parts == {*ruleset.overlays} and not in_force.expired


def reenact(enactment: Enactment, ruleset: Ruleset) -> Enactment:
    """The enactment of a ruleset that was made from the enacted one by replacing or removing a few items.

    For many variants of one ruleset, as mutants are: what is the very same object in both is taken over as it was
    lowered. Equal in content to what `enact` gives; actions and days in force must be as they were.

    Raises graphlib.CycleError where something now depends on itself.
    """
    before = enactment.ruleset
    if not is_whole(before, enactment.in_force):
        return _enact(ruleset, enactment.in_force)
    order = _order(enactment, ruleset)
    changed = {rule.id: rule for rule in ruleset.rules if before.rule.get(rule.id) is not rule}
    rules = enactment.rules
    if changed or len(ruleset.rules) != len(before.rules) or order is not enactment.order:
        rules = tuple(
            rule
            for node in order
            if node.kind is DependencyKind.RULE and node.id in enactment.rule
            for rule in (
                lowered(changed[node.id])
                if node.id in changed
                else [enactment.rule[name] for name in (node.id + EXCEPTION, node.id) if name in enactment.rule]
            )
        )
    same_actions = all(one is other for one, other in zip(before.actions, ruleset.actions, strict=True))
    return Enactment(
        ruleset=ruleset,
        in_force=enactment.in_force,
        facts=tuple(ruleset.fact.get(fact.id, fact) for fact in enactment.facts),
        concepts=tuple(
            with_condition(new, "means") if (new := ruleset.concept[item.id]) is not before.concept[item.id] else item
            for item in (
                enactment.concepts
                if order is enactment.order
                else [enactment.concept[node.id] for node in order if node.kind is DependencyKind.CONCEPT]
            )
        ),
        constraints=tuple(
            kept if ruleset.constraint[kept.id] is before.constraint[kept.id] else _constraint(ruleset, kept.id)
            for kept in enactment.constraints
            if kept.id in ruleset.constraint
        ),
        actions=enactment.actions
        if same_actions
        else tuple(with_condition(action, "available") for action in ruleset.actions),
        rules=rules,
        overridden_by=enactment.overridden_by if rules is enactment.rules else _overridden_by(rules),
        rivals=enactment.rivals if same_actions else _rivals(ruleset),
        safety=enactment.safety,
        order=order,
    )


def _constraint(ruleset: Ruleset, name: str) -> Constraint:
    return with_condition(ruleset.constraint[name], "never")


def _order(enactment: Enactment, ruleset: Ruleset) -> tuple[Dependency, ...]:
    """The order of before, without what is gone, where nothing depends on anything new; else worked out anew."""
    before = enactment.ruleset
    for rule in ruleset.rules:
        old = before.rule.get(rule.id)
        if old is not rule and (old is None or not _links(rule, ruleset) <= _links(old, before)):
            return in_order(dependency_graph(ruleset))
    if any(item is not before.concept.get(item.id) for item in ruleset.concepts):
        return in_order(dependency_graph(ruleset))
    if len(ruleset.rules) == len(before.rules):
        return enactment.order
    return tuple(node for node in enactment.order if node.kind is not DependencyKind.RULE or node.id in ruleset.rule)


def _links(rule: Rule, ruleset: Ruleset) -> frozenset[object]:
    """What a rule depends on, and what depends on it."""
    actions = (action_node(norm.action, ruleset) for norm in rule.norms)
    return frozenset([*reads(rule, ruleset), *(("on", action) for action in actions), *rule.overrides])


def _overridden_by(rules: tuple[Rule, ...]) -> Mapping[str, tuple[str, ...]]:
    overriding: dict[str, list[str]] = {rule.id: [] for rule in rules}
    for rule in rules:
        for other in rule.overrides:
            if other in overriding:
                overriding[other].append(rule.id)
    return {rule: tuple(sorted(others)) for rule, others in overriding.items()}


def _rivals(ruleset: Ruleset) -> Mapping[str, tuple[str, ...]]:
    ways = [way.id for way in ruleset.ways]
    return {one: tuple(other for other in ways if not ruleset.compatible(one, other)) for one in ways}


def lowered(rule: Rule) -> tuple[Rule, ...]:
    """The exception of a rule, where it has one, and then the rule itself without it."""
    plain = with_condition(rule, "when")
    if rule.unless is None:
        return (plain,)
    plain = attrs.evolve(plain, unless=None, unless_because=None)
    written = rule.in_base or rule
    exception = attrs.evolve(
        plain,
        id=rule.id + EXCEPTION,
        when=_on_facts(rule.unless),
        norms=(),
        overrides=(rule.id,),
        because=rule.unless_because or written.because,
        sources=written.sources,
        strength_from=(),
        strength_because=None,
    )
    return exception, plain


def with_condition(item: _Item, name: str) -> _Item:
    """An item with one of its conditions on facts; itself where that is so already."""
    before: Condition = getattr(item, name)
    after = _on_facts(before)
    changes: dict[str, Any] = {name: after}
    return item if after is before else attrs.evolve(item, **changes)


def _on_facts(condition: Condition) -> Condition:
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            lowered = tuple(map(_on_facts, parts))
            same = all(one is other for one, other in zip(lowered, parts, strict=True))
            return condition if same else type(condition)(lowered)
        case DoneTest(step, tried):
            return _tried(done_fact(step)) if tried else fact_test(done_fact(step), Operator.IS, ("yes",))
        case FactTest() | ConceptTest() | StatusTest():
            return condition


def _tried(name: str) -> FactTest:
    return fact_test(name, Operator.AT_LEAST, ("tried",))


def step_fact(step: Action) -> Fact:
    """The fact whether a step is done, or tried."""
    return Fact(
        id=done_fact(step.id),
        ask=f"Is this done: {step.label}?",
        says=f"done: {step.label}",
        denies=f"not done: {step.label}",
        type=FactType.CHOICE if step.needs_client else FactType.YES_NO,
        topic="done",
        values=TRIED_VALUES if step.needs_client else YES_NO_VALUES,
        ordered=step.needs_client,
        presumed=NO,
        clause="{}: " + step.label if step.needs_client else None,
    )
