"""Facts, concepts and constraints."""

from __future__ import annotations

import attrs

from ethics_engine.model.facts import YES_NO_VALUES, Concept, Constraint, Fact, FactType, FactValue
from ethics_engine.model.knowledge import Possible

from .declared_items import DeclaredItem, identifier
from .declared_names import Known
from .diagnostics import Diagnostics, quoted
from .field_parsers import FALSE, TRUE, flag, kind_of, mapping, record, text, whole, word, words
from .parse_conditions import Conditions
from .parse_statements import UNKNOWN, possible, value_of
from .yaml_nodes import Mapping, Node, Scalar, Sequence

_REQUIRED = ("id", "ask", "says", "type")
_OPTIONAL = (
    *("topic", "values", "ordered", "unit", "denies", "clause", "presumed", "unpresumed"),
    *("judged", "sensitive", "immutable", "within_reach", "pretext", "pretext_if", "weight", "base_rate"),
    *("withholds", "ask_early_for", "sources", "also", "leaves_open", "for_overlays"),
)
_CHOOSES = (FactType.CHOICE, FactType.CHOICES)
_DENIES = (FactType.YES_NO, FactType.CHOICES)
_WITHHOLDS = (FactType.YES_NO, FactType.CHOICE)
_VALUE = "{}"
_LONGEST_SYNONYM = 60


def read_fact(item: DeclaredItem, known: Known, report: Diagnostics) -> Fact | None:
    """A fact; nothing if its type or its values cannot be read."""
    fields = record(item.node, "a fact", _REQUIRED, _OPTIONAL, report)
    kind = _type(fields.get("type"), report)
    if kind is None:
        return None
    clauses = fields.get("clause") if kind is FactType.CHOICE and isinstance(fields.get("clause"), Mapping) else None
    values = _with_clauses(_values(item, kind, fields.get("values"), report), clauses, report)
    _of_type(kind, fields, report)
    fact = Fact(
        id=item.id,
        ask=text(fields.get("ask"), report),
        says=text(fields.get("says"), report),
        type=kind,
        topic=text(fields.get("topic"), report) or item.topic,
        values=values,
        ordered=flag(fields.get("ordered"), report),
        unit=text(fields.get("unit"), report) or None,
        unpresumed=text(fields.get("unpresumed"), report) or None,
        judged=flag(fields.get("judged"), report),
        sensitive=flag(fields.get("sensitive"), report),
        immutable=flag(fields.get("immutable"), report),
        within_reach=_within_reach(fields, report),
        pretext=flag(fields.get("pretext"), report),
        pretext_if=_pretext_if(fields, known, report),
        weight=whole(fields.get("weight"), "a weight", 1, 9, report) or 1,
        denies=text(fields.get("denies"), report) or None,
        clause=None if clauses else _clause(fields.get("clause"), report),
        ask_early_for=_actions(fields.get("ask_early_for"), known, report),
        sources=read_sources(fields.get("sources"), known, report),
        also=synonyms(fields.get("also"), report),
        leaves_open=_actions(fields.get("leaves_open"), known, report),
        for_overlays=flag(fields.get("for_overlays"), report),
    )
    if kind in _CHOOSES and not values:
        return None
    fact = attrs.evolve(
        fact,
        base_rate=_base_rate(fact, fields.get("base_rate"), report),
        withholds=_withholds(fact, fields.get("withholds"), known, report),
    )
    if "presumed" not in fields:
        return fact
    if "unpresumed" in fields:
        report.error(
            fields["unpresumed"],
            f"`{item.id}` has an assumption and a reason for having none",
            "remove `presumed` or `unpresumed`",
        )
    return attrs.evolve(fact, presumed=_assumption(fact, fields["presumed"], report))


def read_concept(item: DeclaredItem, known: Known, report: Diagnostics) -> Concept:
    """A concept."""
    fields = record(item.node, "a concept", ("id", "means", "says"), ("topic", "sources"), report)
    return Concept(
        id=item.id,
        means=Conditions("a concept", ("done",), known, report).read(fields.get("means")),
        says=text(fields.get("says"), report),
        topic=text(fields.get("topic"), report) or item.topic,
        sources=read_sources(fields.get("sources"), known, report),
    )


def read_constraint(item: DeclaredItem, known: Known, report: Diagnostics) -> Constraint:
    """A constraint."""
    fields = record(item.node, "a constraint", ("id", "never", "because"), ("topic", "sources"), report)
    return Constraint(
        id=item.id,
        never=Conditions("a constraint", ("done",), known, report).read(fields.get("never")),
        because=text(fields.get("because"), report),
        topic=text(fields.get("topic"), report) or item.topic,
        sources=read_sources(fields.get("sources"), known, report),
    )


def read_sources(node: Node | None, known: Known, report: Diagnostics) -> tuple[str, ...]:
    """References of passages that the documents of the ruleset hold."""
    found = (known.passage(name, report) for name in words(node, "a source", report))
    return tuple(reference for reference in found if reference is not None)


def synonyms(node: Node | None, report: Diagnostics) -> tuple[str, ...]:
    """Other everyday words for a fact, a value or an action: a list of short entries, each for itself."""
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        report.error(node, f"`also` must be a list, not {kind_of(node)}", "write `also: [no-show, missed sessions]`")
        return ()
    found: list[str] = []
    for item in node.items:
        entry = text(item, report)
        if entry.casefold() in map(str.casefold, found):
            report.error(item, f"{quoted(entry)} is listed twice", "remove one")
        elif "," in entry or ";" in entry:
            report.error(
                item, "this is more than one synonym", "list each for itself: `also: [no-show, missed sessions]`"
            )
        elif len(entry) > _LONGEST_SYNONYM:
            report.error(
                item, f"a synonym has at most {_LONGEST_SYNONYM} characters", "shorten it to a few everyday words"
            )
        elif entry:
            found.append(entry)
    return tuple(found)


def _actions(node: Node | None, known: Known, report: Diagnostics) -> tuple[str, ...]:
    found = (known.action(name, report) for name in words(node, "an action", report))
    return tuple(action for action in found if action is not None)


def _type(node: Node | None, report: Diagnostics) -> FactType | None:
    name = None if node is None else word(node, "a type", report)
    if name is None:
        return None
    types = [kind.value for kind in FactType]
    if name.text in types:
        return FactType(name.text)
    report.not_among(name, "a type of fact", types)
    return None


def _values(item: DeclaredItem, kind: FactType, node: Node | None, report: Diagnostics) -> tuple[FactValue, ...]:
    if kind not in _CHOOSES:
        return YES_NO_VALUES if kind is FactType.YES_NO else ()
    if node is None:
        report.error(
            item.place,
            f"`{item.id}` is a {kind.value} fact and needs `values`",
            "add `values: {some_id: its label, ..}`",
        )
        return ()
    values = tuple(
        _value_of(key, stated, report) for key, stated in mapping(node, "`values`", report) if _is_value(key, report)
    )
    if isinstance(node, Mapping) and len(node.entries) < 2:
        report.error(node, f"`{item.id}` needs at least two values", "add one, or make it a `yes_no` fact")
    return values


def _value_of(key: Scalar, stated: Node, report: Diagnostics) -> FactValue:
    """A value: its label alone, or its label with synonyms."""
    if not isinstance(stated, Mapping):
        return FactValue(key.text, text(stated, report))
    fields = record(stated, "a value", ("label",), ("also",), report)
    return FactValue(key.text, text(fields.get("label"), report), synonyms(fields.get("also"), report))


def _is_value(key: Scalar, report: Diagnostics) -> bool:
    if key.text == UNKNOWN:
        report.error(key, f"`{UNKNOWN}` is not a valid value", "remove it; any fact can be stated as unknown")
        return False
    return identifier(key, "value", report) is not None


def _clause(node: Node | None, report: Diagnostics) -> str | None:
    clause = text(node, report)
    if node is not None and clause and clause.count(_VALUE) != 1:
        report.error(node, f"a clause needs one `{_VALUE}`", f"write `{_VALUE}` in the place of the value")
    return clause or None


def _with_clauses(values: tuple[FactValue, ...], node: Node | None, report: Diagnostics) -> tuple[FactValue, ...]:
    """The values, each with what is so if it is the value, as far as a mapping gives that."""
    clauses: dict[str, str] = {}
    for key, clause in mapping(node, "`clause`", report):
        if key.text in (ids := [value.id for value in values]):
            clauses[key.text] = text(clause, report)
        else:
            report.not_among(key, "a value of this fact", ids)
    return tuple(attrs.evolve(value, clause=clauses.get(value.id) or None) for value in values)


def _within_reach(fields: dict[str, Node], report: Diagnostics) -> str | None:
    node = fields.get("within_reach")
    if isinstance(node, Scalar) and node.text in TRUE + FALSE:
        example = "write what the practitioner can do: `within_reach: learn about the client's background`"
        report.error(node, "`within_reach` needs words, not yes or no", example)
        return None
    if node is not None and "pretext" in fields:
        report.error(fields["pretext"], "`within_reach` and `pretext` cannot be combined", "remove one")
    return text(node, report) or None


def _pretext_if(fields: dict[str, Node], known: Known, report: Diagnostics) -> str | None:
    """The defined term that makes it a pretext."""
    node = fields.get("pretext_if")
    name = None if node is None else word(node, "a defined term", report)
    if name is None:
        return None
    if "pretext" in fields:
        report.error(name, "`pretext` and `pretext_if` cannot be combined", "remove one")
    if name.text not in known.concepts:
        if known.concepts:
            report.not_among(name, "a defined term", sorted(known.concepts))
        else:
            report.error(name, f"{quoted(name.text)} is not a defined term", "declare it under `concepts`")
        return None
    return name.text


def _of_type(kind: FactType, fields: dict[str, Node], report: Diagnostics) -> None:
    misplaced = {
        "values": kind not in _CHOOSES,
        "ordered": kind is not FactType.CHOICE,
        "unit": kind is not FactType.COUNT,
        "denies": kind not in _DENIES,
        "clause": kind is FactType.YES_NO,
        "base_rate": kind is FactType.COUNT,
        "withholds": kind not in _WITHHOLDS,
    }
    for name, wrong in misplaced.items():
        if wrong and name in fields:
            report.error(fields[name], f"`{name}` does not go with the type `{kind.value}`", f"remove `{name}`")
    if kind is FactType.COUNT and "unit" not in fields:
        report.error(fields["type"], "a count needs a `unit`", "add `unit: sessions`, or whatever is counted")


def _base_rate(fact: Fact, node: Node | None, report: Diagnostics) -> tuple[tuple[str, int], ...]:
    """How often each value occurs; of the options of a `choices` fact, each for itself."""
    if fact.type is FactType.COUNT:
        return ()
    rates: list[tuple[str, int]] = []
    for name, percent in mapping(node, "`base_rate`", report):
        value = value_of(fact, name, report)
        share = whole(percent, "a base rate, in percent,", 0, 100, report)
        if value is not None and share is not None:
            rates.append((value, share))
    if node is not None and fact.type is not FactType.CHOICES:
        total = sum(share for _, share in rates)
        if total > 100 or (len(rates) == len(fact.value_ids) and total < 100):
            report.error(
                node, f"the base rates of `{fact.id}` add up to {total} percent", "let them add up to 100 percent"
            )
    return tuple(rates)


def _withholds(
    fact: Fact, node: Node | None, known: Known, report: Diagnostics
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For a value, the steps and facts that are not offered while the fact has it."""
    withheld: list[tuple[str, tuple[str, ...]]] = []
    if fact.type not in _WITHHOLDS:
        return ()
    for name, listed in mapping(node, "`withholds`", report):
        value = value_of(fact, name, report)
        names = tuple(words(listed, "a step or a fact", report))
        for each in names:
            if each.text not in known.facts:
                known.action(each, report)
        if value is not None:
            withheld.append((value, tuple(each.text for each in names)))
    return tuple(withheld)


def _assumption(fact: Fact, node: Node, report: Diagnostics) -> Possible | None:
    if isinstance(node, Scalar) and node.text == UNKNOWN:
        report.error(node, "`unknown` is not an assumption", "remove it, and give the reason under `unpresumed`")
        return None
    return possible(fact, node, report)
