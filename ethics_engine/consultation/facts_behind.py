"""Which facts that are not known the answer and the disposition can depend on; `relevance` then says which do."""

from __future__ import annotations

from collections.abc import Iterable

from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import done_fact, is_seen_to
from ethics_engine.model.possibilities import PossibilityQuery, actions_asked_about
from ethics_engine.model.status import DUTIES
from ethics_engine.model.truth import Truth

from .evaluation_view import EvaluationView


def behind_answer(view: EvaluationView, query: PossibilityQuery) -> frozenset[str]:
    """Find the facts that are not known and can reach the answer to a question."""
    if query.question.ask is Ask.WHAT:
        return behind_disposition(view)
    behind = _behind_actions(view, actions_asked_about(view.enactment, query))
    if query.question.ask is Ask.FIRST:
        undone = _undone(view) if query.question.action is None else frozenset[str]()
        return behind | undone | _behind_order(view)
    instead = map(view.unknown_behind_instead, query.did if query.omitted else ())
    return behind.union(*instead)


def behind_disposition(view: EvaluationView) -> frozenset[str]:
    """Find the facts that are not known and can reach which course the rules are for."""
    behind: frozenset[str] = frozenset()
    for way in view.enactment.ways:
        behind |= view.unknown_behind_status(way.id) | view.unknown_behind(view.enactment.action[way.id].available)
        behind |= view.unknown_behind_instead(way.id)
    return behind


def _behind_actions(view: EvaluationView, actions: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(_behind_action(view, action) for action in actions))


def _behind_action(view: EvaluationView, action: str) -> frozenset[str]:
    available = view.unknown_behind(view.enactment.action[action].available)
    means = view.enactment.action[action].met_by
    return (view.unknown_behind_status(action) | view.unknown_behind_waiting(action) | available).union(
        *(view.unknown_behind_status(item) for item in means),
        *(view.unknown_behind(view.enactment.action[item].available) for item in means),
    )


def _behind_order(view: EvaluationView) -> frozenset[str]:
    """What reaches the rules that put one action before another."""
    ordering = [(rule, norm) for rule in view.enactment.rules for norm in rule.norms if norm.before]
    rules = {rule.id for rule, _ in ordering}
    available = [view.enactment.action[norm.action].available for _, norm in ordering]
    return frozenset().union(*map(view.unknown_behind_rule, rules), *map(view.unknown_behind, available))


def _undone(view: EvaluationView) -> frozenset[str]:
    """The steps that may be duties and of which nobody knows whether they are done."""
    duties = [step.id for step in view.enactment.ruleset.steps if view.evaluation.statuses[step.id] & set(DUTIES)]
    return frozenset(done_fact(duty) for duty in duties if is_seen_to(duty, view.knowledge) is Truth.UNKNOWN)
