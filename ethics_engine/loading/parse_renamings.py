"""The section `renamed` of a file of a ruleset: former names, and what they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from ethics_engine.model.facts import FactType
from ethics_engine.model.renaming import RenamedKind, Renaming

from .declared_items import RENAMED
from .declared_names import Known
from .diagnostics import Diagnostics
from .field_parsers import kind_of, record, text, word
from .parse_statements import value_of
from .yaml_nodes import Mapping, Node, Scalar, Sequence

_KINDS = {kind.value: kind for kind in (RenamedKind.FACT, RenamedKind.ACTION, RenamedKind.RULE)}
_EXAMPLE = "write `- {fact: OLD, now: NEW}`, or `- {fact: FACT, value: OLD, now: NEW}`"
_NEVER_REUSED = "give the new one another id: an id or a value never changes its meaning"


def with_renamings(known: Known, roots: Iterable[Node], report: Diagnostics) -> Known:
    """The known names with the former ones that files list beside them; those of values go to their facts."""
    found = dict(known.renamed)
    facts = dict(known.facts)
    for node in (item for root in roots for item in _items(root, report)):
        renaming = _renaming(node, known, report)
        if renaming is None:
            continue
        fact = facts.get(renaming.fact or "")
        again = (renaming.kind, renaming.old) in found if fact is None else fact.renamed_value(renaming.old) is not None
        if again:
            report.error(node, f"`{renaming.old}` is listed twice under `{RENAMED}`", "remove one")
        elif fact is not None:
            facts[fact.id] = attrs.evolve(fact, renamed=(*fact.renamed, renaming))
        else:
            found[renaming.kind, renaming.old] = renaming
    return attrs.evolve(known, facts=facts, renamed=found)


def _items(root: Node, report: Diagnostics) -> Iterator[Node]:
    if isinstance(root, Mapping) and RENAMED in root.entries:
        _, section = root.entries[RENAMED]
        if isinstance(section, Sequence):
            yield from section.items
        else:
            report.error(section, f"`{RENAMED}` must be a list, not {kind_of(section)}", _EXAMPLE)


def _renaming(node: Node, known: Known, report: Diagnostics) -> Renaming | None:
    fields = record(node, "a renaming", (), (*_KINDS, "value", "now", "decide"), report)
    kinds = [key for key in _KINDS if key in fields]
    if not fields:
        return None
    if len(kinds) != 1:
        report.error(node, "a renaming needs one of `fact`, `action` and `rule`", _EXAMPLE)
        return None
    if "now" not in fields and "decide" not in fields:
        report.error(
            node, "a renaming needs `now`, `decide` or both", "give the new name, or what a person must decide"
        )
        return None
    name = word(fields[kinds[0]], "an id", report)
    value = word(fields["value"], "a value", report) if "value" in fields else None
    now = word(fields["now"], "the new name", report) if "now" in fields else None
    decide = text(fields.get("decide"), report)
    if name is None or ("value" in fields and value is None) or ("now" in fields and now is None):
        return None
    if value is not None:
        return _value(name, value, now, decide, known, report)
    kind = _KINDS[kinds[0]]
    if _is_known(kind, name.text, known):
        report.error(name, f"`{name.text}` is still known", _NEVER_REUSED)
        return None
    return Renaming(kind, name.text, None if now is None else _now(kind, now, known, report), decide)


def _value(
    name: Scalar, value: Scalar, now: Scalar | None, decide: str, known: Known, report: Diagnostics
) -> Renaming | None:
    fact = known.fact(name, report)
    if fact is None:
        return None
    if fact.type is FactType.COUNT:
        report.error(value, f"`{fact.id}` is a number and has no values to rename", "remove this")
        return None
    if value_of(fact, value, Diagnostics()) is not None:
        report.error(value, f"`{value.text}` is still a value of `{fact.id}`", _NEVER_REUSED)
        return None
    new = None if now is None else value_of(fact, now, report)
    return Renaming(RenamedKind.VALUE, value.text, new, decide, fact.id)


def _is_known(kind: RenamedKind, name: str, known: Known) -> bool:
    if kind is RenamedKind.FACT:
        return name in known.facts or name in known.concepts
    return name in (known.actions if kind is RenamedKind.ACTION else known.rules)


def _now(kind: RenamedKind, name: Scalar, known: Known, report: Diagnostics) -> str | None:
    if kind is RenamedKind.FACT:
        known.fact(name, report)
        return name.text
    return known.action(name, report) if kind is RenamedKind.ACTION else known.rule(name, report)
