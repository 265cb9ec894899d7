"""What to do, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from attrs import field, frozen

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth

DUTIES = (Status.REQUIRED, Status.ADVISED)
"""The statuses of what a plan lists, in the order in which ties are broken."""


def predecessors(enactment: Enactment, evaluation: Evaluation) -> Mapping[str, frozenset[str]]:
    """For each action all that precede it: by the natural order, and by norms that count and put one before another."""
    direct: dict[str, set[str]] = {action.id: set(action.after) for action in enactment.actions}
    for rule, action, before in _orderings(enactment):
        if evaluation.effective[rule] is Truth.TRUE and evaluation.available[action] is Truth.TRUE:
            direct[before].add(action)
    return _Closure(direct)


@frozen(eq=False, repr=False)
class _Closure(Mapping[str, frozenset[str]]):
    """All that precedes each action, by what precedes it directly; worked out as it is asked for."""

    direct: Mapping[str, set[str]]
    _closed: dict[str, frozenset[str]] = field(factory=dict, init=False)

    def __getitem__(self, action: str) -> frozenset[str]:
        if action not in self._closed:
            before = self.direct[action]
            self._closed[action] = frozenset(before).union(*map(self.__getitem__, before))
        return self._closed[action]

    def __iter__(self) -> Iterator[str]:
        return iter(self.direct)

    def __len__(self) -> int:
        return len(self.direct)


@lru_cache(maxsize=64)
def _orderings(enactment: Enactment) -> tuple[tuple[str, str, str], ...]:
    """The rules by which one action comes before another: rule, action, and what it comes before."""
    return tuple(
        (rule.id, norm.action, norm.before)
        for rule in enactment.rules
        for norm in rule.norms
        if norm.before and norm.modality.positive
    )


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


@lru_cache(maxsize=64)
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
) -> tuple[str, ...]:
    """The practitioner's own duties that are not done, in order.

    `statuses` holds the actions whose status is decided; a manner step is listed only for one of `ways`, the ways asked
    about or named by the disposition.
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
    return in_order(duties, before, rank)
