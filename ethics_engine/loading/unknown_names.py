"""What to say of a name that a ruleset does not know, where no file is being read: to a program, or to an option."""

from __future__ import annotations

from collections.abc import Iterable

from ethics_engine.errors import Finding, Place
from ethics_engine.model.actions import Action
from ethics_engine.model.facts import Fact
from ethics_engine.model.renaming import RenamedKind
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.suggestions import FIND_ACTIONS, FIND_FACTS

from .diagnostics import renamed_finding

_LONGEST_SHOWN = 80


def unknown_fact(name: str, ruleset: Ruleset, place: Place, known: Iterable[Fact] | None = None) -> Finding:
    """Say that there is no such fact: what it is called now, or else what may be meant among those that are known."""
    return unknown_name(RenamedKind.FACT, name, ruleset, place, ruleset.facts if known is None else known, FIND_FACTS)


def unknown_action(name: str, ruleset: Ruleset, place: Place) -> Finding:
    """Say that there is no such action: what it is called now, or else what may be meant."""
    return unknown_name(RenamedKind.ACTION, name, ruleset, place, ruleset.actions, FIND_ACTIONS)


def unknown_name(
    kind: RenamedKind,
    name: str,
    ruleset: Ruleset,
    place: Place,
    items: Iterable[Fact | Action],
    find: str,
    others: Iterable[str] = (),
    called: str | None = None,
) -> Finding:
    """Say that a name is not known: what it is called now, or else what may be meant, or else how to find it.

    Args:
        kind: What it was taken to name.

        name: The name.

        ruleset: The ruleset that does not know it.

        place: Where it stands.

        items: What it may stand for.

        find: How to find a name, if nothing is like it.

        others: More ids that it may stand for.

        called: What is missing, in words; by default the kind.
    """
    from ethics_engine.vocabulary_search import meant

    for renaming in ruleset.renamed:
        if (renaming.kind, renaming.old) == (kind, name):
            return renamed_finding(place, renaming)
    shown = name[:_LONGEST_SHOWN]
    return Finding(place, f"no {called or kind.value} `{shown}`", meant(shown, items, others) or find)
