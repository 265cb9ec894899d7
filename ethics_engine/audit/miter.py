"""A ruleset beside a copy of itself in which a part of a condition can be held true, or false, over the same facts.

What the solver proves of the two, that no case tells them apart, shows that the part never matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from ethics_engine.engines.answer_set import queries
from ethics_engine.engines.answer_set.queries import Impossible, PossibleCases, Undecided
from ethics_engine.model.actions import Action
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
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import YES_NO_VALUES, Constraint, Fact, FactType
from ethics_engine.model.rules import Norm, Rule
from ethics_engine.model.variables import Assignment, variables_of

from .precedence import before_pairs
from .selectors import OBSERVED, ConditionHost, ConditionPlace
from .stuck_at import StuckAt, replaced

_COPY = "'"
"""What the names of copies end in."""

Held = tuple[ConditionPlace, StuckAt]
"""A part of the condition at a place, held true or false."""


class Miter:
    """The two side by side, for some parts of conditions of which any one can be held."""

    def __init__(self, enactment: Enactment, held: Sequence[Held]) -> None:
        """Ground them."""
        self._enactment = enactment
        self._switches = {
            each: Fact(f"held:{at}", "", "", FactType.YES_NO, "", YES_NO_VALUES) for at, each in enumerate(held)
        }
        self._both = _both(enactment, self._switches)
        self._possible_cases = PossibleCases(self._both, _differences(enactment))

    def differing(self, held: Held) -> Assignment | Impossible | Undecided:
        """A case in which an outcome would be another were the part held; constraints never bear the blame."""
        return self._case(held, {queries.DIFFERS: True}, keeping=())

    def decisive_case(self, held: Held) -> Assignment | Impossible | Undecided:
        """A possible case in which the whole condition would be worth something else were the part held."""
        place, _ = held
        made = {
            ConditionHost.RULE: queries.applicable,
            ConditionHost.CONCEPT: queries.holds,
            ConditionHost.ACTION: queries.available,
        }[place.host]
        here, there = made(place.id), made(place.id + _COPY)
        keeping = [constraint.id for constraint in self._enactment.constraints]
        found: Assignment | Impossible | Undecided = Impossible(())
        blamed: dict[str, None] = {}
        for worth in (True, False):
            found = self._case(held, {here: worth, there: not worth}, keeping=keeping)
            if not isinstance(found, Impossible):
                return found
            blamed.update(dict.fromkeys(found.constraints))
        return Impossible(tuple(blamed))

    def _case(
        self, held: Held, claims: Mapping[queries.Claim, bool], *, keeping: Sequence[str]
    ) -> Assignment | Impossible | Undecided:
        switches = {queries.fact_is(fact.id, "yes"): each == held for each, fact in self._switches.items()}
        found = self._possible_cases.case({**switches, **claims}, keeping=keeping)
        if not isinstance(found, Mapping):
            return found
        own = frozenset(variables_of(self._enactment))
        return {variable: value for variable, value in found.items() if variable in own}


def _both(enactment: Enactment, switches: Mapping[Held, Fact]) -> Enactment:
    def held(host: ConditionHost, name: str, condition: Condition) -> Condition:
        here = [(stuck, fact) for (place, stuck), fact in switches.items() if place == ConditionPlace(host, name)]
        for stuck, fact in sorted(here, key=lambda item: -len(item[0].path)):
            switch = FactTest(fact.id, Operator.IS, ("yes",))
            part = _part(condition, stuck.path)
            holding = AnyOf((part, switch)) if stuck.at else AllOf((part, NoneOf((switch,))))
            condition = replaced(condition, stuck.path, holding)
        return _copied(condition)

    concepts = [
        attrs.evolve(item, id=item.id + _COPY, means=held(ConditionHost.CONCEPT, item.id, item.means))
        for item in enactment.concepts
    ]
    rules = [_copied_rule(rule, held(ConditionHost.RULE, rule.id, rule.when)) for rule in enactment.rules]
    return attrs.evolve(
        enactment,
        facts=(*enactment.facts, *switches.values()),
        concepts=(*enactment.concepts, *concepts),
        constraints=(*enactment.constraints, *map(_copied_constraint, enactment.constraints)),
        actions=(
            *enactment.actions,
            *(_copied_action(item, held(ConditionHost.ACTION, item.id, item.available)) for item in enactment.actions),
        ),
        rules=(*enactment.rules, *rules),
        overridden_by={
            **enactment.overridden_by,
            **{
                rule + _COPY: tuple(other + _COPY for other in others)
                for rule, others in enactment.overridden_by.items()
            },
        },
        rivals={
            **enactment.rivals,
            **{way + _COPY: tuple(other + _COPY for other in others) for way, others in enactment.rivals.items()},
        },
    )


def _part(condition: Condition, path: tuple[int, ...]) -> Condition:
    for number in path:
        match condition:
            case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
                condition = parts[number]
            case FactTest() | ConceptTest() | DoneTest() | StatusTest():
                raise AssertionError(condition)  # the path was read off the condition
    return condition


def _copied(condition: Condition) -> Condition:
    """The condition over copied names; facts are shared."""
    match condition:
        case AllOf(parts) | AnyOf(parts) | NoneOf(parts):
            return type(condition)(tuple(_copied(part) for part in parts))
        case ConceptTest(concept):
            return ConceptTest(concept + _COPY)
        case StatusTest(action, statuses):
            return StatusTest(action + _COPY, statuses)
        case FactTest() | DoneTest():
            return condition


def _copied_rule(rule: Rule, when: Condition) -> Rule:
    norms = tuple(
        Norm(norm.modality, norm.action + _COPY, _copied_name(norm.before), _copied_name(norm.instead_of))
        for norm in rule.norms
    )
    return attrs.evolve(rule, id=rule.id + _COPY, when=when, norms=norms)


def _copied_name(name: str | None) -> str | None:
    return None if name is None else name + _COPY


def _copied_constraint(constraint: Constraint) -> Constraint:
    return attrs.evolve(constraint, id=constraint.id + _COPY, never=_copied(constraint.never))


def _copied_action(action: Action, available: Condition) -> Action:
    return attrs.evolve(action, id=action.id + _COPY, available=available, of=(), after=(), met_by=(), compatible=())


def _differences(enactment: Enactment) -> str:
    """Program text that says when an outcome of the two differs."""

    def copies(predicate: str, names: Iterator[str]) -> str:
        return "\n".join(queries.fact(predicate, name, name + _COPY) for name in names)

    return "\n".join(
        [
            copies("copied_action", (action.id for action in enactment.actions)),
            copies("copied_concept", (concept.id for concept in enactment.concepts if concept.id.startswith(OBSERVED))),
            copies("copied_constraint", (constraint.id for constraint in enactment.constraints)),
            *(queries.fact("in_order", step, action) for step, action in before_pairs(enactment)),
            queries.DIFFERENCES,
        ]
    )
