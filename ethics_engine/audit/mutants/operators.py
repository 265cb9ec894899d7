"""Every mutant of a ruleset: for each item, each fault that it can have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

import attrs
from attrs import frozen

from ethics_engine.model.actions import Action
from ethics_engine.model.conditions import ALWAYS, Condition
from ethics_engine.model.dependencies import Dependency, DependencyKind, action_node, dependency_graph
from ethics_engine.model.facts import Concept, Constraint, Fact, extended
from ethics_engine.model.knowledge import Numbers, Possible, Selection, Values
from ethics_engine.model.rules import Modality, Norm, Restatement, Rule, restated
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.actions import action_phrase
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.norms import actor
from ethics_engine.text.rules import norm_in_words, reference_in_words
from ethics_engine.text.values import as_clause

from .condition_faults import ConditionFault, condition_faults
from .mutant import DeclaredKind, Item, Mutant, MutationOperator, evolved

_STRENGTHS = {
    Modality.MUST: (Modality.SHOULD,),
    Modality.SHOULD: (Modality.MUST, Modality.MAY),
    Modality.MAY: (Modality.SHOULD,),
    Modality.SHOULD_NOT: (Modality.MUST_NOT,),
    Modality.MUST_NOT: (Modality.SHOULD_NOT,),
}
_OPPOSITES = {
    Modality.MUST: Modality.MUST_NOT,
    Modality.SHOULD: Modality.SHOULD_NOT,
    Modality.MAY: Modality.MUST_NOT,
    Modality.SHOULD_NOT: Modality.SHOULD,
    Modality.MUST_NOT: Modality.MUST,
}
_Id = TypeVar("_Id", Rule, Concept, Constraint, Action, Fact)
_Node = TypeVar("_Node")


def mutants_of(ruleset: Ruleset) -> Iterator[Mutant]:
    """Every mutant of a ruleset that would load, each with an id of its own: rules first, then by kind and id.

    Those of a composition are of what its overlays say: of their own items, of the norms that they restate, and of the
    alternatives by which they extend a term.
    """
    seen: Counter[str] = Counter()
    order = _Order(ruleset)
    for mutant in _all(ruleset):
        if mutant.operator is MutationOperator.NEIGHBOUR_ACTION and order.closes_circle(mutant):
            continue
        seen[mutant.id] += 1
        number = seen[mutant.id]
        yield mutant if number == 1 else attrs.evolve(mutant, part=f"{mutant.part}~{number}")


def _all(ruleset: Ruleset) -> Iterator[Mutant]:
    def own(kind: DeclaredKind, items: Iterable[_Id]) -> Iterator[_Id]:
        return (item for item in items if ruleset.is_audited(kind.value, item.id))

    for rule in own(DeclaredKind.RULE, ruleset.rules):
        yield from _of_restatements(rule, ruleset) if rule.restatements else _of_rule(rule, ruleset)
    for concept in own(DeclaredKind.CONCEPT, ruleset.concepts):
        yield from _of_extensions(concept, ruleset) if concept.extensions else _of_concept(concept, ruleset)
    for constraint in own(DeclaredKind.CONSTRAINT, ruleset.constraints):
        yield from _of_constraint(constraint, ruleset)
    for action in own(DeclaredKind.ACTION, ruleset.actions):
        yield from _of_action(action, ruleset)
    for fact in own(DeclaredKind.FACT, ruleset.facts):
        yield from _of_fact(fact)


def _of_rule(rule: Rule, ruleset: Ruleset) -> Iterator[Mutant]:
    name = f"rule {rule.id}"

    def mutant(
        operator: MutationOperator, new: Rule | None, words: str, part: str = "", keys: tuple[str, ...] = ()
    ) -> Mutant:
        return Mutant(operator, DeclaredKind.RULE, rule.id, part, keys, f"In {name}, {words}.", new)

    yield attrs.evolve(mutant(MutationOperator.DROP_RULE, None, ""), sentence=f"R{name[1:]} was dropped.")
    yield from _conditions(rule, "when", DeclaredKind.RULE, name, ruleset)
    if rule.unless is not None:
        new = attrs.evolve(rule, unless=None, unless_because=None)
        words = f"the exception, that {condition_in_words(rule.unless, ruleset)}, was dropped"
        yield mutant(MutationOperator.DROP_UNLESS, new, words, keys=("unless",))
        yield from _conditions(rule, "unless", DeclaredKind.RULE, name, ruleset)
    for other in rule.overrides:
        rest = tuple(one for one in rule.overrides if one != other)
        words = f"it was dropped that it overrides {reference_in_words(other)}"
        new = attrs.evolve(rule, overrides=rest)
        yield mutant(MutationOperator.DROP_OVERRIDE, new, words, other, ("overrides", other))
    for operator, norm, changed, norms, words in _faults_of_norms(rule.norms, ruleset):
        new = attrs.evolve(rule, norms=norms)
        yield mutant(operator, new, words, _norm_id(norm, changed), ("then", norm.action))


def _of_restatements(rule: Rule, ruleset: Ruleset) -> Iterator[Mutant]:
    """The faults of what overlays have a rule of their base say; its condition and exception are not theirs."""
    for number, said in enumerate(rule.restatements):
        yield _of_restatement(rule, number, None, MutationOperator.DROP_RULE, "all of it was dropped", "", ())
        for operator, norm, changed, norms, words in _faults_of_norms(said.norms, ruleset):
            by, part = attrs.evolve(said, norms=norms), _norm_id(norm, changed)
            yield _of_restatement(rule, number, by, operator, words, part, ("then", norm.action))


def _of_restatement(
    rule: Rule,
    number: int,
    by: Restatement | None,
    operator: MutationOperator,
    words: str,
    part: str,
    keys: tuple[str, ...],
) -> Mutant:
    """The fault that one of the restatements of a rule is another, or is gone."""
    said = rule.restatements[number]
    others = rule.restatements[:number], rule.restatements[number + 1 :]
    new = restated(rule, (*others[0], *([] if by is None else [by]), *others[1]))
    # Without any restatement it still is a rule of the base.
    new = attrs.evolve(new, in_base=rule.in_base)
    sentence = f"In what {said.part} has rule {rule.id} say, {words}."
    return Mutant(operator, DeclaredKind.RULE, rule.id, ".".join(filter(None, (said.part, part))), keys, sentence, new)


def _faults_of_norms(
    norms: tuple[Norm, ...], ruleset: Ruleset
) -> Iterator[tuple[MutationOperator, Norm, Norm | None, tuple[Norm, ...], str]]:
    """Each fault of one of several norms: the norm, the norm as changed, all as they are then, and what was changed."""
    for number, norm in enumerate(norms):
        for operator, changed, words in _norm_faults(norm, ruleset):
            rest = (*norms[:number], *((changed,) if changed else ()), *norms[number + 1 :])
            yield operator, norm, changed, rest, words


def _norm_id(norm: Norm, changed: Norm | None) -> str:
    def short(one: Norm) -> str:
        before = f".before.{one.before}" if one.before else ""
        instead = f".instead-of.{one.instead_of}" if one.instead_of else ""
        return f"{one.modality.value.replace(' ', '-')}.{one.action}{before}{instead}"

    if changed is None or (changed.modality is norm.modality and changed.action == norm.action):
        return short(norm)
    new = changed.modality.value.replace(" ", "-") if changed.action == norm.action else changed.action
    return f"{short(norm)}>{new}"


def _norm_faults(norm: Norm, ruleset: Ruleset) -> Iterator[tuple[MutationOperator, Norm | None, str]]:
    """Each fault of a norm, with the norm as changed, and what was changed."""
    words = norm_in_words(norm, ruleset)
    who, phrase = actor(ruleset.action[norm.action]), action_phrase(ruleset.action[norm.action])
    yield MutationOperator.DROP_NORM, None, f"the norm that {words} was dropped"
    for modality in _STRENGTHS[norm.modality]:
        said = f"the norm that {words} was changed: {who} {modality.value} {phrase}"
        yield MutationOperator.CHANGE_STRENGTH, attrs.evolve(norm, modality=modality, instead_of=None), said
    opposite = _OPPOSITES[norm.modality]
    flipped = Norm(opposite, norm.action)
    said = f"the norm that {words} was turned into its opposite: {who} {opposite.value} {phrase}"
    yield MutationOperator.FLIP_POLARITY, flipped, said
    neighbour = _neighbour(ruleset.action[norm.action], norm, ruleset)
    if neighbour is not None:
        other = action_phrase(ruleset.action[neighbour])
        said = f"the norm that {words} was moved to another action: {other}"
        yield MutationOperator.NEIGHBOUR_ACTION, attrs.evolve(norm, action=neighbour), said
    if norm.before is not None:
        said = f"it was dropped that this comes before anything: {words}"
        yield MutationOperator.DROP_BEFORE, attrs.evolve(norm, before=None), said
    if norm.instead_of is not None:
        said = f"it was dropped that this is instead of anything: {words}"
        yield MutationOperator.DROP_INSTEAD, attrs.evolve(norm, instead_of=None), said


def _neighbour(action: Action, norm: Norm, ruleset: Ruleset) -> str | None:
    """The next action of the same kind as declared, round to the first; none where the norm could not be on it."""
    alike = [other.id for other in ruleset.actions if other.is_way is action.is_way]
    others = [*alike[alike.index(action.id) + 1 :], *alike]
    for other in others:
        if other == action.id:
            return None
        if other == norm.before:
            continue
        if norm.instead_of is None or not ruleset.compatible(other, norm.instead_of):
            return other
    return None


def _conditions(
    item: Item, field: str, kind: DeclaredKind, name: str, ruleset: Ruleset, *, whole: bool = True
) -> Iterator[Mutant]:
    """The faults of the condition in a field of an item."""
    condition: Condition = getattr(item, field)
    droppable = whole and field == "when"
    for fault in condition_faults(condition, ruleset, may_be_dropped=droppable):
        yield Mutant(
            fault.operator,
            kind,
            item.id,
            ".".join(filter(None, (field, fault.part))),
            (field, *fault.keys),
            f"In {'the exception to ' if field == 'unless' else ''}{name}, {fault.words}.",
            evolved(item, field, fault.condition),
        )


def _of_concept(concept: Concept, ruleset: Ruleset) -> Iterator[Mutant]:
    yield from _conditions(concept, "means", DeclaredKind.CONCEPT, f"the term {concept.id}", ruleset)


def _of_extensions(concept: Concept, ruleset: Ruleset) -> Iterator[Mutant]:
    """The faults of what overlays add to a term: the alternative left out, or with a fault of its own."""
    for number, (part, added) in enumerate(concept.extensions):
        before, after = concept.extensions[:number], concept.extensions[number + 1 :]
        dropped = ConditionFault(
            MutationOperator.DROP_PART,
            added,
            "",
            (),
            f"all of it, that {condition_in_words(added, ruleset)}, was dropped",
        )
        for fault in (dropped, *condition_faults(added, ruleset, may_be_dropped=False)):
            own = () if fault is dropped else ((part, fault.condition),)
            yield Mutant(
                fault.operator,
                DeclaredKind.CONCEPT,
                concept.id,
                ".".join(filter(None, (part, fault.part))),
                fault.keys,
                f"In the alternative that {part} adds to the term {concept.id}, {fault.words}.",
                extended(concept, (*before, *own, *after)),
            )


def _of_constraint(constraint: Constraint, ruleset: Ruleset) -> Iterator[Mutant]:
    name = f"the constraint {constraint.id}"
    sentence = f"{name.capitalize()} was dropped."
    yield Mutant(MutationOperator.DROP_CONSTRAINT, DeclaredKind.CONSTRAINT, constraint.id, "", (), sentence, None)
    yield from _conditions(constraint, "never", DeclaredKind.CONSTRAINT, name, ruleset)


def _of_action(action: Action, ruleset: Ruleset) -> Iterator[Mutant]:
    name = f"the action {action.id}"

    def mutant(operator: MutationOperator, new: Action, words: str, part: str, keys: tuple[str, ...]) -> Mutant:
        return Mutant(operator, DeclaredKind.ACTION, action.id, part, keys, f"In {name}, {words}.", new)

    if action.available != ALWAYS:
        words = (
            f"the condition of its being possible, that {condition_in_words(action.available, ruleset)}, was dropped"
        )
        new = attrs.evolve(action, available=ALWAYS)
        yield mutant(MutationOperator.DROP_AVAILABLE, new, words, "", ("available",))
        yield from _conditions(action, "available", DeclaredKind.ACTION, name, ruleset)
    for field, operator, words in (
        ("compatible", MutationOperator.DROP_COMPATIBLE, "it was dropped that it can be combined with"),
        ("met_by", MutationOperator.DROP_MEANS, "it was dropped that it can be met by"),
    ):
        for other in getattr(action, field):
            rest = tuple(one for one in getattr(action, field) if one != other)
            said = f"{words} this: {action_phrase(ruleset.action[other])}"
            yield mutant(operator, evolved(action, field, rest), said, other, (field, other))


def _of_fact(fact: Fact) -> Iterator[Mutant]:
    if fact.presumed is None:
        return
    said = as_clause(fact, fact.presumed)
    for operator, presumed, words in (
        (MutationOperator.DROP_ASSUMPTION, None, f"the assumption was dropped: {said}"),
        (MutationOperator.FLIP_ASSUMPTION, _other(fact, fact.presumed), f"another value was assumed than this: {said}"),
    ):
        new = attrs.evolve(fact, presumed=presumed)
        sentence = f"In the fact {fact.id}, {words}."
        yield Mutant(operator, DeclaredKind.FACT, fact.id, "", ("presumed",), sentence, new)


def _other(fact: Fact, presumed: Possible) -> Possible:
    """Another value to presume: the next one; of a choice of any number the first alone, or none."""
    match presumed:
        case Values(possible):
            at = max(map(fact.value_ids.index, possible)) + 1
            return Values(frozenset({fact.value_ids[at % len(fact.value_ids)]}))
        case Selection(included, _):
            chosen = frozenset() if included else frozenset(fact.value_ids[:1])
            return Selection(chosen, frozenset(fact.value_ids) - chosen)
        case Numbers(ranges):
            low = ranges[0][0] + 1
            return Numbers(((low, low),))


@frozen(slots=False, eq=False)
class _Order:
    """What depends on what in a ruleset, and what comes before what; neither in a circle, as it would not load."""

    ruleset: Ruleset

    def closes_circle(self, mutant: Mutant) -> bool:
        """Whether by its new norms something depends on itself, or comes before itself."""
        old = self.ruleset.rule[mutant.item].norms
        new = mutant.new.norms if isinstance(mutant.new, Rule) else ()
        rule = Dependency(DependencyKind.RULE, mutant.item)
        return any(
            action_node(norm.action, self.ruleset) in _reached(rule, self._read)
            or (norm.before is not None and norm.before in _reached(norm.action, self._before))
            for norm in new
            if norm not in old
        )

    @cached_property
    def _read(self) -> Mapping[Dependency, Iterable[Dependency]]:
        return dependency_graph(self.ruleset)

    @cached_property
    def _before(self) -> Mapping[str, Iterable[str]]:
        before = {action.id: set(action.after) for action in self.ruleset.actions}
        for rule in self.ruleset.rules:
            for norm in rule.norms:
                if norm.before is not None:
                    before[norm.before].add(norm.action)
        return before


def _reached(start: _Node, graph: Mapping[_Node, Iterable[_Node]]) -> set[_Node]:
    """A node and all that it leads to."""
    found, left = {start}, [start]
    while left:
        fresh = set(graph.get(left.pop(), ())) - found
        found |= fresh
        left += fresh
    return found
