"""Random changes of random rulesets."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from hypothesis import strategies as st

from ethics_engine.model.conditions import AllOf, AnyOf, NoneOf
from ethics_engine.model.dependencies import cycle_in, dependencies
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.rules import Modality, Rule
from ethics_engine.model.ruleset import Ruleset


@st.composite
def changed(draw: st.DrawFn, ruleset: Ruleset) -> Ruleset:
    """The ruleset with one to three things written otherwise, in the same vocabulary."""
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(_CHANGES))
        ruleset = kind(draw, ruleset)
    return ruleset


def _without_a_rule(draw: st.DrawFn, ruleset: Ruleset) -> Ruleset:
    if not ruleset.rules:
        return ruleset
    gone = draw(st.sampled_from(ruleset.rules)).id
    left = [
        attrs.evolve(rule, overrides=tuple(o for o in rule.overrides if o.removesuffix(EXCEPTION) != gone))
        for rule in ruleset.rules
        if rule.id != gone
    ]
    return attrs.evolve(ruleset, rules=tuple(left))


def _other_condition(draw: st.DrawFn, ruleset: Ruleset) -> Ruleset:
    """A condition in the place of another, or put otherwise."""

    def other(rule: Rule) -> Rule:
        conditions = [rule.when, *(each.when for each in ruleset.rules), *(each.means for each in ruleset.concepts)]
        taken = draw(st.sampled_from(conditions))
        shape = draw(st.sampled_from([AllOf((taken, rule.when)), NoneOf((taken,)), AnyOf((taken, rule.when)), taken]))
        return attrs.evolve(rule, when=shape)

    return _acyclic(ruleset, _with_other_rule(draw, ruleset, other))


def _other_norms(draw: st.DrawFn, ruleset: Ruleset) -> Ruleset:
    def other(rule: Rule) -> Rule:
        modality = draw(st.sampled_from([each for each in Modality if each.positive]))
        norms = [
            attrs.evolve(norm, modality=modality if norm.modality.positive else Modality.SHOULD_NOT)
            for norm in rule.norms
        ]
        return attrs.evolve(rule, norms=tuple(norms))

    return _with_other_rule(draw, ruleset, other)


def _other_exception(draw: st.DrawFn, ruleset: Ruleset) -> Ruleset:
    def other(rule: Rule) -> Rule:
        named = any(rule.id + EXCEPTION in each.overrides for each in ruleset.rules)
        return attrs.evolve(rule, unless=rule.when if named or rule.unless is None else None)

    return _acyclic(ruleset, _with_other_rule(draw, ruleset, other))


def _other_constraint(draw: st.DrawFn, ruleset: Ruleset) -> Ruleset:
    return attrs.evolve(ruleset, constraints=ruleset.constraints[: draw(st.integers(0, 1))])


def _other_action(draw: st.DrawFn, ruleset: Ruleset) -> Ruleset:
    index = draw(st.integers(0, len(ruleset.actions) - 1))
    other = draw(st.sampled_from(ruleset.actions)).available
    actions = list(ruleset.actions)
    actions[index] = attrs.evolve(actions[index], available=other, met_by=(), compatible=())
    return attrs.evolve(ruleset, actions=tuple(actions))


def _with_other_rule(draw: st.DrawFn, ruleset: Ruleset, other: Callable[[Rule], Rule]) -> Ruleset:
    if not ruleset.rules:
        return ruleset
    chosen = draw(st.sampled_from(ruleset.rules)).id
    return attrs.evolve(ruleset, rules=tuple(other(rule) if rule.id == chosen else rule for rule in ruleset.rules))


def _acyclic(before: Ruleset, after: Ruleset) -> Ruleset:
    return before if cycle_in(dependencies(after)) else after


_CHANGES = (
    _without_a_rule,
    _other_condition,
    _other_condition,
    _other_norms,
    _other_exception,
    _other_constraint,
    _other_action,
)
