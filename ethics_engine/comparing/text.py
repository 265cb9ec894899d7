"""What changed in the text, item by item and part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ethics_engine.model.ruleset import Ruleset

from .comparison import Change, How, Kind, Part
from .parts import parts_of, words_of


def changes(old: Ruleset, new: Ruleset) -> tuple[Change, ...]:
    """Everything that is written otherwise, in the order of `Kind` and then by name."""
    found = [Change(Kind.RULESET, new.name, How.CHANGED, new.title, parts)] if (parts := _head(old, new)) else []
    sides = [_items(side) for side in (old, new)]
    for kind in list(Kind)[1:]:
        found += _of_kind(kind, sides[0][kind], sides[1][kind], old, new)
    return tuple(found)


def _head(old: Ruleset, new: Ruleset) -> tuple[Part, ...]:
    """What is said of the ruleset itself, and the order in which actions are declared."""
    said = [(name, getattr(old, name), getattr(new, name)) for name in ("name", "version", "title", "description")]
    said.append(("what it does not cover", " ".join(old.not_covered), " ".join(new.not_covered)))
    declared = [
        ", ".join(name for name in one.action if name in other.action) for one, other in ((old, new), (new, old))
    ]
    said.append(("order of actions", declared[0], declared[1]))
    return tuple(Part(*part) for part in said if part[1] != part[2])


def _items(ruleset: Ruleset) -> Mapping[Kind, Mapping[str, Any]]:
    documents = {item.id: attrs.evolve(item, passages=()) for item in ruleset.documents}
    return {
        Kind.RULE: ruleset.rule,
        Kind.CONCEPT: ruleset.concept,
        Kind.CONSTRAINT: ruleset.constraint,
        Kind.FACT: ruleset.fact,
        Kind.ACTION: ruleset.action,
        Kind.SAFETY: {line.id: line for line in ruleset.safety},
        Kind.DOCUMENT: documents,
        Kind.PASSAGE: ruleset.passage,
        Kind.ACCEPTED: {item.id: item for item in ruleset.accepted},
    }


def _of_kind(
    kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any], old: Ruleset, new: Ruleset
) -> Iterator[Change]:
    removed = {name: item for name, item in before.items() if name not in after}
    added = {name: item for name, item in after.items() if name not in before}
    twins = {
        name: other for name, item in removed.items() for other, its in added.items() if _unnamed(item) == _unnamed(its)
    }
    named = {other: name for name, other in twins.items()}
    for name in sorted(before.keys() | after.keys()):
        if name in removed:
            yield Change(kind, name, How.REMOVED, words_of(removed[name], old), twin=twins.get(name))
        elif name in added:
            yield Change(kind, name, How.ADDED, words_of(added[name], new), twin=named.get(name))
        elif before[name] != after[name]:
            parts = parts_of(before[name], after[name], old, new)
            yield Change(kind, name, How.CHANGED, words_of(after[name], new), parts)


def _unnamed(item: Any) -> Any:
    """The item without its name."""
    return attrs.evolve(item, **{"reference" if hasattr(item, "reference") else "id": ""})
