"""What a program tells, as the nodes that a file would have."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from collections.abc import Mapping as Map

from ethics_engine.errors import Place

from .diagnostics import Diagnostics, shown
from .source_text import unprintable
from .yaml_nodes import Mapping, Node, Scalar, Sequence
from .yaml_tree import MOST_DEPTH

_FAR_BEYOND = 10**12  # no count is that large, and Python refuses to write out much larger numbers


def node_of(value: object, place: Place, report: Diagnostics, depth: int = 0) -> Node:
    """The node of a boolean, text, number, day, list or mapping; where there are no lines, keys tell the place."""
    at = (place.file, place.line, place.column)
    if depth > MOST_DEPTH:
        report.error(place, f"nested more than {MOST_DEPTH} deep", "flatten it")
        return Scalar(*at, "null")
    match value:
        case Map():
            return Mapping(*at, dict(_entries(value, place, report, depth)))
        case list() | tuple():
            return Sequence(*at, [node_of(item, place, report, depth + 1) for item in value])
        case str():
            if unprintable(value):
                report.error(place, "this text has a control character", "remove it")
            return Scalar(*at, value, plain=False)
        case bool():
            return Scalar(*at, str(value).lower())
        case int():
            return Scalar(*at, str(max(-_FAR_BEYOND, min(value, _FAR_BEYOND))))
        case datetime.date():
            return Scalar(*at, value.isoformat())
        case None:
            return Scalar(*at, "null")
        case float():
            return Scalar(*at, repr(value))
        case _:
            report.error(
                place,
                f"a Python `{type(value).__name__}` cannot be a value",
                "give a boolean, text, number, date, list or mapping",
            )
            return Scalar(*at, "null")


def _entries(
    value: Map[object, object], place: Place, report: Diagnostics, depth: int
) -> Iterator[tuple[str, tuple[Scalar, Node]]]:
    for name, item in value.items():
        if isinstance(name, str):
            inside = place if place.line else Place(f"{place.file}.{shown(name)}")
            key = Scalar(inside.file, inside.line, inside.column, name, plain=False)
            yield name, (key, node_of(item, inside, report, depth + 1))
        else:
            report.error(place, "a key must be a text", "put it in quotes")
