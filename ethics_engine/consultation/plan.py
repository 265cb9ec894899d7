"""What to do, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from ethics_engine.model.actions import Action
from ethics_engine.model.determination import Determination, PlanStep
from ethics_engine.model.enactment import Enactment, worked_out_once
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import DUTIES, Force, Status
from ethics_engine.model.truth import Truth

"""The statuses of what a plan lists, in the order in which ties are broken."""

TAKEN = (Force.REQUIRED, Force.ADVISED, Force.LEFT)
"""The forces of a disposition whose ways a plan goes by; among ways that are permitted or torn it does not choose."""


def predecessors(enactment: Enactment, evaluation: Evaluation) -> Mapping[str, frozenset[str]]:
    """For each action all that precede it: by the natural order, and by norms that count and put one before another."""
    direct: dict[str, set[str]] = {action.id: set(action.after) for action in enactment.actions}
    for before, orderings in put_before(enactment).items():
        for rule, action in orderings:
            if evaluation.effective[rule] is Truth.TRUE and evaluation.available[action] is Truth.TRUE:
                direct[before].add(action)
    return _Closure(direct)


@frozen_record
class _Closure(Mapping[str, frozenset[str]]):
    """All that precedes each action, by what precedes it directly; worked out as it is asked for."""

    direct: Mapping[str, set[str]]

    @cached_property
    def _closed(self) -> dict[str, frozenset[str]]:
        return {}

    def __getitem__(self, action: str) -> frozenset[str]:
        if action not in self._closed:
            before = self.direct[action]
            self._closed[action] = frozenset(before).union(*map(self.__getitem__, before))
        return self._closed[action]

    def __iter__(self) -> Iterator[str]:
        return iter(self.direct)

    def __len__(self) -> int:
        return len(self.direct)


@worked_out_once
def put_before(enactment: Enactment) -> Mapping[str, Collection[tuple[str, str]]]:
    """For each action before which a rule puts another: the rules that do, each with the other."""
    put: dict[str, list[tuple[str, str]]] = {}
    for rule in enactment.rules:
        for norm in rule.norms:
            if norm.before and norm.modality.positive:
                put.setdefault(norm.before, []).append((rule.id, norm.action))
    return put


@worked_out_once
def ordering_rules(enactment: Enactment) -> tuple[str, ...]:
    """The rules with a norm that names what its action comes before."""
    return tuple(rule.id for rule in enactment.rules if any(norm.before for norm in rule.norms))


def in_order(
    actions: Collection[str], before: Mapping[str, frozenset[str]], rank: Mapping[str, int]
) -> tuple[str, ...]:
    """The actions, each after all that precede it, ties by rank."""
    remaining = set(actions)
    ordered: list[str] = []
    while remaining:
        ready = [action for action in remaining if not before[action] & remaining]
        first = min(ready, key=rank.__getitem__)
        ordered.append(first)
        remaining.remove(first)
    return tuple(ordered)


@worked_out_once
def declared_rank(enactment: Enactment) -> Mapping[str, int]:
    """Each action's place in declared order."""
    return {action.id: index for index, action in enumerate(enactment.actions)}


def plan(
    enactment: Enactment,
    statuses: Mapping[str, Status],
    before: Mapping[str, frozenset[str]],
    *,
    done: Collection[str],
    ways: Iterable[str],
    awaited: Collection[str],
) -> tuple[str, ...]:
    """The practitioner's own duties that are not done, in two parts, each in order.

    The first part holds the steps that are no manner step, or that some way awaits, with every duty that precedes one
    of them; the second holds the rest.

    Args:
        enactment: The ruleset as it stands on the day.

        statuses: The actions whose status is decided.

        before: What precedes each action; see `predecessors`.

        done: The steps that are done.

        ways: The ways asked about, done, or named by a disposition whose force is one of `TAKEN`; a manner step is
            listed only for one of them.

        awaited: The steps that some way awaits.
    """
    chosen = set(ways)
    duties = [
        action.id
        for action in enactment.actions
        if statuses.get(action.id) in DUTIES
        and not action.by
        and action.id not in done
        and (not action.of or chosen.intersection(action.of))
    ]
    declared = declared_rank(enactment)
    rank = {duty: DUTIES.index(statuses[duty]) * len(declared) + declared[duty] for duty in duties}
    leading = [duty for duty in duties if may_lead(enactment.action[duty]) or duty in awaited]
    early = {duty for duty in duties if duty in leading or any(duty in before[step] for step in leading)}
    late = [duty for duty in duties if duty not in early]
    return (*in_order(early, before, rank), *in_order(late, before, rank))


def may_lead(action: Action) -> bool:
    """Whether a duty leads the plan whatever awaits it: a step that is not the manner of a way."""
    return not action.is_way and not action.of


def due_steps(determination: Determination, enactment: Enactment) -> tuple[PlanStep, ...]:
    """The steps of the plan that are due whatever course is taken, those first by which the practitioner gets help."""
    steps = (step for step in determination.plan if not enactment.action[step.action].is_way)
    due = [step for step in steps if not enactment.action[step.action].of]
    return tuple(sorted(due, key=lambda step: not enactment.action[step.action].support))
