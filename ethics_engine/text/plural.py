"""Numbers with their nouns and verbs."""

from __future__ import annotations


def plural(number: int, one: str, many: str | None = None) -> str:
    """`one` for 1, else `many`, which is `one` with an s if it is not given."""
    return one if number == 1 else many or f"{one}s"


def numbered(number: int, one: str, many: str | None = None) -> str:
    """`0 cases`, `1 case`, `2 cases`."""
    return f"{number} {plural(number, one, many)}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`no cases`, `1 case`, `2 cases`."""
    return f"{number or 'no'} {plural(number, one, many)}"
