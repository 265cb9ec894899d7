"""Whether other norms on what comes before what can put anything in the plan elsewhere, found without the solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from ethics_engine.consultation.plan import may_lead
from ethics_engine.model.actions import Action
from ethics_engine.model.rules import Norm
from ethics_engine.model.status import DUTIES

_Graph = Mapping[str, set[str]]


@frozen(eq=False)
class PlanOrder:
    """Actions, and everything that may ever put one of them before another.

    Attributes:
        actions: The actions, in declared order.

        before: Each action that some norm puts before another, and that other.

        awaited: The steps that some action may await.

        listed: The actions that some norm may make a duty; the plan lists no others, but for courses of action.
    """

    actions: tuple[Action, ...]
    before: frozenset[tuple[str, str]]
    awaited: frozenset[str]
    listed: frozenset[str]
    _declared: _Graph = field(init=False)
    _after: _Graph = field(init=False)
    _earlier: _Graph = field(init=False)

    @_declared.default
    def _what_is_declared(self) -> _Graph:
        return _graph((earlier, later.id) for later in self.actions for earlier in later.after)

    @_after.default
    def _what_may_come_after(self) -> _Graph:
        return _graph((*_edges(self._declared), *self.before))

    @_earlier.default
    def _what_may_come_before(self) -> _Graph:
        return _graph((later, earlier) for earlier, later in _edges(self._after))

    def can_change(self, edges: Iterable[tuple[str, str]]) -> bool:
        """Whether the plan may list anything elsewhere if one action no more comes before another, or now does.

        It does not where, of any two actions that this could put in order, the first comes first anyway: by the
        natural order, or since it is in the first part of the plan and the other is not. True where that is not sure.
        """
        action = {each.id: each for each in self.actions}
        early = _reached((name for name in action if may_lead(action[name]) or name in self.awaited), self._earlier)
        listed = self.listed.union(name for name in action if action[name].is_way)
        for start, end in edges:
            later = _reached([end], self._after) & listed
            for first in _reached([start], self._earlier) & listed:
                behind = later - _reached([first], self._declared)
                if behind and not (may_lead(action[first]) and behind.isdisjoint(early)):
                    return True
        return False


def duties(norms: Iterable[Norm]) -> frozenset[str]:
    """The actions that some norms may make a duty."""
    return frozenset(norm.action for norm in norms if norm.modality.status in DUTIES)


def _graph(edges: Iterable[tuple[str, str]]) -> _Graph:
    found: dict[str, set[str]] = {}
    for one, other in edges:
        found.setdefault(one, set()).add(other)
    return found


def _edges(graph: _Graph) -> Iterable[tuple[str, str]]:
    return ((one, other) for one, others in graph.items() for other in others)


def _reached(start: Iterable[str], graph: _Graph) -> set[str]:
    """Where one gets from some actions, these included."""
    left = [*start]
    found = set(left)
    while left:
        fresh = graph.get(left.pop(), set()) - found
        found |= fresh
        left += fresh
    return found
