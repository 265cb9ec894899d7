"""Circles in a ruleset: what rests on itself, and what comes before itself."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Map

from ethics_engine.errors import Place
from ethics_engine.loading.diagnostics import Diagnostics
from ethics_engine.loading.parse_ruleset import LoadedRuleset
from ethics_engine.model.dependencies import Dependency, DependencyKind, cycle_in, dependencies
from ethics_engine.model.ruleset import Ruleset

_BREAK = "let one of them not test, override or extend the next"
_REORDER = "take out one `before` or `after` between them"


def check_cycles(loaded: LoadedRuleset, report: Diagnostics) -> None:
    """Note every circle, with the place of each of its members."""

    def place(node: Dependency) -> Place:
        if node.kind is DependencyKind.WAYS:
            return loaded.places["action", loaded.ruleset.ways[0].id]
        kind = "action" if node.kind is DependencyKind.STEP else node.kind.value
        return loaded.places[kind, node.id]

    _report(dependencies(loaded.ruleset), "depends on", str, place, _BREAK, report)
    _report(_precedence(loaded.ruleset), "comes after", lambda node: f"`{node.id}`", place, _REORDER, report)


def _precedence(ruleset: Ruleset) -> Map[Dependency, tuple[Dependency, ...]]:
    """For each action those that come before it; ways are kept apart here."""
    graph = {action.id: list(action.after) for action in ruleset.actions}
    for rule in ruleset.rules:
        for norm in rule.norms:
            if norm.before is not None:
                graph[norm.before].append(norm.action)
    return {_step(action): tuple(_step(other) for other in before) for action, before in graph.items()}


def _step(action: str) -> Dependency:
    return Dependency(DependencyKind.STEP, action)


def _report(
    graph: Map[Dependency, tuple[Dependency, ...]],
    relation: str,
    name: Callable[[Dependency], str],
    place: Callable[[Dependency], Place],
    hint: str,
    report: Diagnostics,
) -> None:
    while cycle := cycle_in(graph):
        members = cycle[:-1]
        start = min(range(len(members)), key=lambda index: place(members[index]))
        members = members[start:] + members[:start]
        chain = [f"{name(members[0])} ({place(members[0])}) {relation} {name((members[1:] or members)[0])}"]
        for index, member in enumerate(members[1:], start=2):
            following = members[index % len(members)]
            chain.append(f"which ({place(member)}) {relation} {name(following)}")
        report.error(place(members[0]), f"a circle: {', '.join(chain)}", hint)
        graph = {
            node: tuple(other for other in reads if other not in members) if node in members else reads
            for node, reads in graph.items()
        }
