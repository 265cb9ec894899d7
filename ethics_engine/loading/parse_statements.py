"""What is stated of a fact: from words, lists and ranges to the values still possible."""

from __future__ import annotations

from collections.abc import Iterable

from ethics_engine.model.case import Statement
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import NO, YES, Numbers, Possible, Selection, Values
from ethics_engine.suggestions import did_you_mean

from .diagnostics import Diagnostics, choice_of, quoted
from .field_parsers import FALSE, TRUE, kind_of, record, text, word_list, words
from .yaml_nodes import Mapping, Node, Scalar, Sequence

UNKNOWN = "unknown"
MOST_COUNTED = 999_999_999
_PARTS = {
    FactType.YES_NO: (),
    FactType.CHOICE: ("one_of", "not", "at_least", "at_most"),
    FactType.CHOICES: ("yes", "no"),
    FactType.COUNT: ("one_of", "not", "at_least", "at_most"),
}


def statement(fact: Fact, node: Node, report: Diagnostics) -> Statement:
    """What a case says of a fact, perhaps with a note and who reported it."""
    if not (isinstance(node, Mapping) and {"value", "note", "reported_by"} & set(node.entries)):
        return Statement(possible(fact, node, report))
    fields = record(node, "a statement", ("value",), ("note", "reported_by"), report)
    note, reported_by = text(fields.get("note"), report), text(fields.get("reported_by"), report)
    known = possible(fact, fields["value"], report) if "value" in fields else fact.anything
    return Statement(known, note or None, reported_by or None)


def possible(fact: Fact, node: Node, report: Diagnostics) -> Possible:
    """The values that remain possible of a fact; all of them if what is stated cannot be read."""
    if isinstance(node, Scalar) and node.text == UNKNOWN:
        return fact.anything
    if isinstance(node, Mapping) and not node.entries:
        report.error(node, f"`{fact.id}` has no value", f"give one, or write `{UNKNOWN}`")
    before = len(report.findings)
    known = _PARSERS[fact.type](fact, node, report)
    if known is None and len(report.findings) == before:
        report.error(node, f"no value of `{fact.id}` fits this", "give limits that leave at least one value")
    return known or fact.anything


def value_of(fact: Fact, name: Scalar, report: Diagnostics) -> str | None:
    """One of the values to choose from."""
    word = "yes" if name.text in TRUE else "no" if name.text in FALSE else name.text
    for value in (name.text, word):
        if value in fact.value_ids:
            return value
    if (renaming := fact.renamed_value(name.text) or fact.renamed_value(word)) is not None:
        report.renamed(name, renaming)
        return None if renaming.decide else renaming.now
    if not name.text:
        report.error(name, f"`{fact.id}` has no value", f"use {choice_of(fact.value_ids)}")
    elif found := () if report.hints_enough(name) else _found(fact, name.text):
        report.error(name, f"{quoted(name.text)} is not a value of `{fact.id}`", did_you_mean(found))
    else:
        report.not_among(name, f"a value of `{fact.id}`", fact.value_ids)
    return None


def _found(fact: Fact, words: str) -> tuple[str, ...]:
    """The values that some words fit; the search is imported where something is wrong only."""
    from ethics_engine.vocabulary_search import values_found

    return values_found(fact, words)


def number(fact: Fact, node: Node, report: Diagnostics) -> int | None:
    """A count."""
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, bool) or not isinstance(value, int):
        report.error(node, f"`{fact.id}` is a whole number, not {kind_of(node)}", f"write `{fact.id}: 3`, for example")
    elif value < 0:
        report.error(node, f"`{fact.id}` cannot be negative", "give a number from 0")
    elif value > MOST_COUNTED:
        report.error(node, f"`{fact.id}` cannot be more than {MOST_COUNTED}", "check the number")
    else:
        return value
    return None


def numbers(fact: Fact, node: Node, report: Diagnostics) -> list[int]:
    """One or more counts."""
    found = (number(fact, item, report) for item in words(node, "a number", report))
    return [item for item in found if item is not None]


def _yes_no(fact: Fact, node: Node, report: Diagnostics) -> Possible | None:
    if isinstance(node, Scalar) and node.text in TRUE + FALSE:
        return YES if node.text in TRUE else NO
    if isinstance(node, Scalar) and fact.renamed_value(node.text) is not None:
        return {"yes": YES, "no": NO}.get(value_of(fact, node, report) or "")
    report.error(node, f"`{fact.id}` takes yes, no or unknown, not {kind_of(node)}")
    return None


def _choice(fact: Fact, node: Node, report: Diagnostics) -> Possible | None:
    if isinstance(node, Scalar):
        found = value_of(fact, node, report)
        return None if found is None else Values(frozenset({found}))
    if isinstance(node, Sequence):
        report.error(node, f"`{fact.id}` takes one value, not a list", "write {one_of: [..]} if it is one of several")
        return None
    values = list(fact.value_ids)
    for name, part in record(node, f"the value of `{fact.id}`", (), _PARTS[fact.type], report).items():
        named = [value_of(fact, item, report) for item in words(part, "a value", report)]
        known = [value for value in named if value is not None]
        if name in {"at_least", "at_most"}:
            known = _side(fact, name, part, known, report)
        values = [value for value in values if (value in known) is not (name == "not")]
    return Values(frozenset(values)) if values else None


def _side(fact: Fact, name: str, part: Node, operands: list[str], report: Diagnostics) -> list[str]:
    if not fact.ordered:
        report.error(part, f"`{name}` needs ordered values, and those of `{fact.id}` have no order", "use `one_of`")
    elif len(operands) == 1:
        at = fact.value_ids.index(operands[0])
        return list(fact.value_ids[at:] if name == "at_least" else fact.value_ids[: at + 1])
    elif operands:
        report.error(part, f"`{name}` takes one value", "keep one")
    return []


def _choices(fact: Fact, node: Node, report: Diagnostics) -> Possible | None:
    if isinstance(node, Scalar):
        hint = f"write [{node.text}]" if node.text in fact.value_ids else None
        report.error(node, f"`{fact.id}` needs a list of values, not {kind_of(node)}", hint)
        return None

    def named(part: Node | None) -> frozenset[str]:
        found = (value_of(fact, item, report) for item in word_list(part, "a value", report))
        return frozenset(value for value in found if value is not None)

    if not isinstance(node, Mapping):
        included = named(node)
        return Selection(included, frozenset(fact.value_ids) - included)
    parts = record(node, f"the value of `{fact.id}`", (), _PARTS[fact.type], report)
    included, excluded = named(parts.get("yes")), named(parts.get("no"))
    for value in sorted(included & excluded):
        report.error(node, f"`{value}` is listed as chosen and as not chosen", "remove one")
    return Selection(included, excluded - included)


def _count(fact: Fact, node: Node, report: Diagnostics) -> Possible | None:
    if not isinstance(node, Mapping):
        known = number(fact, node, report)
        return None if known is None else Numbers(((known, known),))
    low, high, excluded, listed_only = 0, MOST_COUNTED + 1, set[int](), None
    for name, part in record(node, f"the value of `{fact.id}`", (), _PARTS[fact.type], report).items():
        named = numbers(fact, part, report)
        if name in {"at_least", "at_most"} and len(named) != 1:
            if isinstance(part, Sequence):
                report.error(part, f"`{name}` takes one number", "keep one")
        elif name == "not":
            excluded.update(named)
        elif name == "one_of":
            listed_only = named
        elif name == "at_least":
            low = named[0]
        else:
            high = named[0]
    if listed_only is not None:
        kept = [(item, item) for item in listed_only if low <= item <= high and item not in excluded]
        return _joined(kept)
    return _joined(_without(low, high, sorted(excluded)))


def _without(low: int, high: int, excluded: Iterable[int]) -> Iterable[tuple[int, int]]:
    for item in excluded:
        if low <= item <= high:
            if low < item:
                yield low, item - 1
            low = item + 1
    if low <= high:
        yield low, high


def _joined(ranges: Iterable[tuple[int, int]]) -> Numbers | None:
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and joined[-1][1] + 1 == low:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return Numbers(tuple((low, None if high > MOST_COUNTED else high) for low, high in joined)) if joined else None


_PARSERS = {FactType.YES_NO: _yes_no, FactType.CHOICE: _choice, FactType.CHOICES: _choices, FactType.COUNT: _count}
