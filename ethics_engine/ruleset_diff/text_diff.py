"""What changed in the text, item by item and part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ethics_engine.model.ruleset import Ruleset

from .item_parts import parts_of, words_of
from .result import DeclarationKind, How, RulesetPart, TextChange


def changes(old: Ruleset, new: Ruleset) -> tuple[TextChange, ...]:
    """Everything that is written otherwise, in the order of `DeclarationKind` and then by name."""
    found = (
        [TextChange(DeclarationKind.RULESET, new.name, How.CHANGED, new.title, parts)]
        if (parts := _head(old, new))
        else []
    )
    sides = [_items(side) for side in (old, new)]
    for kind in list(DeclarationKind)[1:]:
        found += _of_kind(kind, sides[0][kind], sides[1][kind], old, new)
    return tuple(found)


def _head(old: Ruleset, new: Ruleset) -> tuple[RulesetPart, ...]:
    """What is said of the ruleset itself, and the order in which actions are declared."""
    said = [(name, getattr(old, name), getattr(new, name)) for name in ("name", "version", "title", "description")]
    said.append(("what it does not cover", " ".join(old.not_covered), " ".join(new.not_covered)))
    declared = [
        ", ".join(name for name in one.action if name in other.action) for one, other in ((old, new), (new, old))
    ]
    said.append(("order of actions", declared[0], declared[1]))
    return tuple(RulesetPart(*part) for part in said if part[1] != part[2])


def _items(ruleset: Ruleset) -> Mapping[DeclarationKind, Mapping[str, Any]]:
    documents = {item.id: attrs.evolve(item, passages=()) for item in ruleset.documents}
    return {
        DeclarationKind.RULE: ruleset.rule,
        DeclarationKind.CONCEPT: ruleset.concept,
        DeclarationKind.CONSTRAINT: ruleset.constraint,
        DeclarationKind.FACT: ruleset.fact,
        DeclarationKind.ACTION: ruleset.action,
        DeclarationKind.SAFETY: {line.id: line for line in ruleset.safety},
        DeclarationKind.DOCUMENT: documents,
        DeclarationKind.PASSAGE: ruleset.passage,
        DeclarationKind.ACCEPTED: {item.id: item for item in ruleset.accepted},
    }


def _of_kind(
    kind: DeclarationKind, before: Mapping[str, Any], after: Mapping[str, Any], old: Ruleset, new: Ruleset
) -> Iterator[TextChange]:
    removed = {name: item for name, item in before.items() if name not in after}
    added = {name: item for name, item in after.items() if name not in before}
    twins = {
        name: other for name, item in removed.items() for other, its in added.items() if _unnamed(item) == _unnamed(its)
    }
    named = {other: name for name, other in twins.items()}
    for name in sorted(before.keys() | after.keys()):
        if name in removed:
            yield TextChange(kind, name, How.REMOVED, words_of(removed[name], old), twin=twins.get(name))
        elif name in added:
            yield TextChange(kind, name, How.ADDED, words_of(added[name], new), twin=named.get(name))
        elif before[name] != after[name]:
            parts = parts_of(before[name], after[name], old, new)
            yield TextChange(kind, name, How.CHANGED, words_of(after[name], new), parts)


def _unnamed(item: Any) -> Any:
    """The item without its name."""
    return attrs.evolve(item, **{"reference" if hasattr(item, "reference") else "id": ""})
