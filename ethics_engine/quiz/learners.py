"""The names of learners, and lists of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from ethics_engine.errors import Finding, InputError, Place

LONG = 100
"""How long a name may be, in characters."""

_FORMULA = "=+-@"


def name_of(text: str) -> str:
    """A name as it is kept: however it was typed, the same name is the same learner.

    Raises:
        ValueError: It is not a name; the message says why.
    """
    if any(unicodedata.category(character).startswith("C") for character in text.strip()):
        raise ValueError("a name cannot contain control characters")
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise ValueError("a name cannot be empty")
    if len(name) > LONG:
        raise ValueError(f"a name cannot be longer than {LONG} characters")
    if name[0] in _FORMULA:
        raise ValueError(f"a name cannot start with `{name[0]}`: a spreadsheet would take it for a formula")
    return name


def alphabetical(names: Iterable[str]) -> tuple[str, ...]:
    """The names in alphabetical order, small and capital letters together."""
    return tuple(sorted(names, key=lambda name: (name.casefold(), name)))


def read_class_list(path: Path) -> tuple[str, ...]:
    """The names in a class list: one a line, empty lines left out, in the order of the file.

    Raises:
        InputError: It cannot be read, or is empty, or a line is no name, or a name stands twice; names all of them.
    """
    place = Place(str(path))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError([Finding(place, "not UTF-8", "save the class list as UTF-8")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise InputError([Finding(place, f"cannot read it: {reason[0].lower()}{reason[1:]}")]) from None
    lines: dict[str, int] = {}
    findings = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            name = name_of(line)
        except ValueError as error:
            findings.append(Finding(Place(str(path), number, 1), str(error)))
            continue
        if name in lines:
            findings.append(
                Finding(Place(str(path), number, 1), f"`{name}` is listed twice; the first is on line {lines[name]}")
            )
        lines.setdefault(name, number)
    if not lines and not findings:
        findings.append(Finding(place, "no names in this class list", "write one name on each line"))
    if findings:
        raise InputError(findings)
    return tuple(lines)
