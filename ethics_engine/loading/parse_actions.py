"""Actions."""

from __future__ import annotations

from ethics_engine.model.actions import Action, ActionKind

from .declared_items import DeclaredItem
from .declared_names import Known
from .diagnostics import Diagnostics, quoted
from .field_parsers import flag, record, text, word, words
from .parse_conditions import Conditions
from .parse_facts import read_sources, synonyms
from .yaml_nodes import Node

_OPTIONAL = (
    *("way", "of", "by", "available", "after", "met_by", "compatible", "needs", "support", "sources", "also"),
    "meaning",
)


def read_action(item: DeclaredItem, known: Known, report: Diagnostics) -> Action:
    """An action."""
    fields = record(item.node, "an action", ("id", "label"), _OPTIONAL, report)
    way = flag(fields.get("way"), report)
    misplaced = "of" if way else "compatible"
    kind = "a course of action" if way else "a step"
    for name in (misplaced, *(["support"] if way else [])):
        if name in fields:
            report.error(fields[name], f"`{name}` does not go with {kind} (`{item.id}`)", f"remove `{name}`")

    if way and "needs" in fields:
        report.error(
            fields["needs"],
            f"`needs` does not go with a course of action (`{item.id}`)",
            "remove it; only a step can be tried",
        )

    def named(key: str, *, way: bool | None = None) -> tuple[str, ...]:
        found = (known.action(name, report, way=way) for name in words(fields.get(key), "an action", report))
        return tuple(action for action in found if action is not None)

    return Action(
        id=item.id,
        label=text(fields.get("label"), report),
        kind=ActionKind.WAY if way else ActionKind.STEP,
        of=named("of", way=True) if misplaced != "of" else (),
        by=text(fields.get("by"), report) or None,
        available=Conditions("`available`", ("done",), known, report).read(fields.get("available")),
        after=named("after"),
        met_by=named("met_by"),
        compatible=named("compatible", way=True) if misplaced != "compatible" else (),
        support=not way and flag(fields.get("support"), report),
        sources=read_sources(fields.get("sources"), known, report),
        needs_client=_needs_client(fields.get("needs"), report) and not way,
        also=synonyms(fields.get("also"), report),
        meaning=text(fields.get("meaning"), report),
    )


def _needs_client(node: Node | None, report: Diagnostics) -> bool:
    needed = None if node is None else word(node, "a word", report)
    if needed is not None and needed.text != "client":
        report.error(
            needed, f"`needs` must be `client`, not {quoted(needed.text)}", "remove it, or write `needs: client`"
        )
    return needed is not None and needed.text == "client"


def can_be_tried(item: DeclaredItem) -> bool:
    """Whether an item declares that it needs the client."""
    node: Node | None = item.node.entries["needs"][1] if "needs" in item.node.entries else None
    return _needs_client(node, Diagnostics())


def compatible_with(item: DeclaredItem) -> tuple[str, ...]:
    """The names that an item lists as compatible; what is wrong with them is said when it is read."""
    node: Node | None = item.node.entries["compatible"][1] if "compatible" in item.node.entries else None
    return tuple(name.text for name in words(node, "an action", Diagnostics()))


def is_way(item: DeclaredItem) -> bool:
    """Whether an item declares a way; what else its `way` may say is judged when it is read."""
    node: Node | None = item.node.entries["way"][1] if "way" in item.node.entries else None
    return flag(node, Diagnostics())
