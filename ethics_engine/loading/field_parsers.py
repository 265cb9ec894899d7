"""The small things that everything in a file is made of: records, texts, words, flags, days.

Each function gives what it read, or notes a finding and gives the emptiest thing of its kind; the findings decide
whether anything of it is used.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from collections.abc import Mapping as Map

from ethics_engine.model.period import ALWAYS_IN_FORCE, Period

from .diagnostics import Diagnostics, choice_of, listed, quoted
from .yaml_nodes import Mapping, Node, Scalar, Sequence

TRUE = ("yes", "true")
FALSE = ("no", "false")

_QUOTE = 'to keep it, put the text in quotes: "Case #7 of 9"'


def record(
    node: Node,
    what: str,
    required: Collection[str],
    optional: Collection[str],
    report: Diagnostics,
    *,
    former: Map[str, str] | None = None,
) -> dict[str, Node]:
    """The values of a mapping with fixed keys, those that it may have; `former` tells of keys it had what to write."""
    allowed = (*required, *optional)
    if not isinstance(node, Mapping):
        report.error(
            node, f"{what} must be a mapping, not {kind_of(node)}", f"use the keys {listed(required or allowed)}"
        )
        return {}
    for key, _ in node.entries.values():
        if key.text not in allowed:
            hint = (former or {}).get(key.text) or report.nearest(key, allowed) or f"use {choice_of(allowed)}"
            report.error(key, f"{what} has no key {quoted(key.text)}", hint)
    missing = [key for key in required if key not in node.entries]
    if missing:
        report.error(node, f"{what} needs {listed(missing)}")
    return {key: value for key, (_, value) in node.entries.items() if key in allowed}


def text(node: Node | None, report: Diagnostics) -> str:
    """A text in natural language; empty where there is none to read."""
    if node is None:
        return ""
    if isinstance(node, Scalar):
        value = node.value
        if isinstance(value, str) and value.strip():
            if node.commented:
                report.warning(node, "the text after ` #` is a comment and is not read", _QUOTE)
            return value.strip()
        if value is None or isinstance(value, str):
            report.error(node, "the text is empty", _QUOTE if node.commented else "write a text, or remove the key")
            return ""
    hint = "put it in quotes" if isinstance(node, Scalar) else None
    report.error(node, f"this must be a text, not {kind_of(node)}", hint)
    return ""


def word(node: Node, what: str, report: Diagnostics) -> Scalar | None:
    """One word, such as a name; booleans and numbers count as they are written."""
    if isinstance(node, Scalar):
        if node.text.strip():
            return node
        report.error(node, f"{what} is missing", "fill it in, or remove the key")
        return None
    report.error(node, f"this must be {what}, not {kind_of(node)}")
    return None


def words(node: Node | None, what: str, report: Diagnostics) -> Iterator[Scalar]:
    """The different words of a list, or a single word."""
    if node is None:
        return
    items = node.items if isinstance(node, Sequence) else [node]
    seen: set[str] = set()
    for item in items:
        found = word(item, what, report)
        if found is not None and found.text in seen:
            report.error(found, f"{quoted(found.text)} is listed twice", "remove one")
        elif found is not None:
            seen.add(found.text)
            yield found


def word_list(node: Node | None, what: str, report: Diagnostics) -> Iterator[Scalar]:
    """The different words of what must be a list."""
    if isinstance(node, Scalar) and node.text.strip():
        report.error(
            node, f"this must be a list, not {kind_of(node)}", f"write [{node.text}]" if _short(node) else None
        )
        return
    yield from words(node, what, report)


def texts(node: Node | None, report: Diagnostics) -> tuple[str, ...]:
    """A list of texts."""
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        report.error(node, f"this must be a list, not {kind_of(node)}", "write [..], or start each item with `-`")
        return ()
    return tuple(text(item, report) for item in node.items)


def flag(node: Node | None, report: Diagnostics) -> bool:
    """Yes or no."""
    if node is None:
        return False
    if isinstance(node, Scalar) and node.text in TRUE + FALSE:
        return node.text in TRUE
    report.error(node, f"this must be yes or no, not {kind_of(node)}")
    return False


def whole(node: Node | None, what: str, least: int, most: int, report: Diagnostics) -> int | None:
    """A whole number between two others."""
    if node is None:
        return None
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    shown = quoted(node.text) if isinstance(node, Scalar) else kind_of(node)
    report.error(node, f"{what} must be a whole number from {least} to {most}, not {shown}")
    return None


def day(node: Node | None, report: Diagnostics) -> datetime.date | None:
    """A day, as YYYY-MM-DD."""
    if node is None:
        return None
    if isinstance(node, Scalar) and _is_as_a_day(node.text):
        try:
            return datetime.date.fromisoformat(node.text)
        except ValueError:
            report.error(node, f"no such day: {quoted(node.text)}", "check the month and the day")
            return None
    report.error(node, f"this must be a date, not {kind_of(node)}", "write it as 2026-11-28")
    return None


def _is_as_a_day(text: str) -> bool:
    """Whether a text is written as YYYY-MM-DD, whatever the numbers are."""
    parts = text.split("-")
    return [*map(len, parts)] == [4, 2, 2] and all(map(str.isdecimal, parts))


def period(node: Node | None, report: Diagnostics) -> Period:
    """When something is in force."""
    if node is None:
        return ALWAYS_IN_FORCE
    fields = record(node, "`in_force`", (), ("from", "until"), report)
    found = Period(day(fields.get("from"), report), day(fields.get("until"), report))
    if found.since and found.until and found.since > found.until:
        report.error(node, "this period ends before it starts", "swap `from` and `until`")
    return found


def mapping(node: Node | None, what: str, report: Diagnostics) -> Iterator[tuple[Scalar, Node]]:
    """The keys and values of a mapping whose keys are names."""
    if isinstance(node, Mapping):
        yield from node.entries.values()
    elif node is not None:
        report.error(node, f"{what} must be a mapping, not {kind_of(node)}")


def kind_of(node: Node) -> str:
    """What a node is, in words, without what it says."""
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    match node.value:
        case bool():
            return "yes or no"
        case int():
            return "a number"
        case float():
            return "a decimal number"
        case None:
            return "nothing"
        case _:
            return quoted(node.text)


def _short(node: Scalar) -> bool:
    return node.text.isprintable() and len(node.text) <= 40 and " " not in node.text
