"""What was found wrong while reading; reading goes on, so that everything is reported at once."""

from __future__ import annotations

from collections.abc import Collection

from ethics_engine.errors import Finding, Place, Severity
from ethics_engine.model.renaming import RenamedKind, Renaming
from ethics_engine.suggestions import nearest

from .bundled import CASE_SUFFIX, TESTS_SUFFIX
from .yaml_nodes import Node, Scalar

_LONGEST_NAME = 80
_LONGEST_PHRASE = 24
_MOST_HINTS = 200  # looking for the nearest name takes a while, which a hostile file could make an hour


class Diagnostics:
    """The findings so far.

    Attributes:
        findings: What stops the work.

        warnings: What was probably not meant.

        outdated: The former names that were used, each with what it is now.

        incomplete: Whether some file could not be read, so that a name may be unknown only because of that.
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []
        self.outdated: list[tuple[Scalar, Renaming]] = []
        self.incomplete = False

    def error(self, at: Node | Place, message: str, hint: str | None = None) -> None:
        """Note what stops the work."""
        self.findings.append(Finding(at if isinstance(at, Place) else at.place, message, hint))

    def warning(self, at: Node | Place, message: str, hint: str | None = None) -> None:
        """Note what was probably not meant."""
        place = at if isinstance(at, Place) else at.place
        self.warnings.append(Finding(place, message, hint, Severity.WARNING))

    def renamed(self, name: Scalar, renaming: Renaming) -> None:
        """Note a former name; reading goes on with what it is now."""
        self.outdated.append((name, renaming))
        self.findings.append(renamed_finding(name.place, renaming))

    def unknown(self, name: Scalar, kind: str, known: Collection[str], hint: str | None = None) -> None:
        """Note a name that nothing has, with the nearest that something has."""
        self.error(name, f"no {kind} {quoted(name.text)}", self.nearest(name, known) or hint)

    def not_among(self, name: Scalar, what: str, choices: Collection[str], hint: str | None = None) -> None:
        """Note a word that is not among a few fixed ones, with the nearest, or all of them."""
        nearest = self.nearest(name, choices)
        self.error(name, f"{quoted(name.text)} is not {what}", nearest or hint or f"use {choice_of(choices)}")

    def undeclared(self, name: Scalar, kind: str, known: Collection[str], hint: str | None = None) -> None:
        """Note a name that no file declares, if all of them could be read."""
        if not self.incomplete:
            self.unknown(name, kind, known, hint)

    def nearest(self, name: Scalar, known: Collection[str]) -> str | None:
        """A hint naming the known name most like this."""
        return None if self.hints_enough(name) else nearest(name.text, known)

    def hints_enough(self, name: Scalar) -> bool:
        """Whether to look for no more hints: the name is none, or there were many already."""
        return len(name.text) > _LONGEST_NAME or len(self.findings) > _MOST_HINTS


def renamed_finding(place: Place, renaming: Renaming) -> Finding:
    """What a former name is now, and what to do about it."""
    of = f" of `{renaming.fact}`" if renaming.kind is RenamedKind.VALUE else ""
    if renaming.now is None:
        return Finding(place, f"there is no {renaming.kind.value} `{renaming.old}`{of} any more", renaming.decide)
    if renaming.decide:
        message = f"`{renaming.old}`{of} may now be `{renaming.now}`: decide which holds"
        return Finding(place, message, renaming.decide)
    migrate = "; `ethics cases migrate` rewrites whole files"
    hint = f"write `{renaming.now}`{migrate if place.file.endswith((CASE_SUFFIX, TESTS_SUFFIX)) else ''}"
    return Finding(place, f"`{renaming.old}`{of} is now `{renaming.now}`", hint)


def quoted(text: str) -> str:
    """A name in backticks; what may be somebody's story is not repeated."""
    words = len(text.split())
    if len(text) > (_LONGEST_NAME if words == 1 else _LONGEST_PHRASE):
        return f"(a text of {len(text)} characters)"
    return f"`{shown(text)}`"


def shown(text: str) -> str:
    """The text, with what cannot be printed as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


def choice_of(names: Collection[str]) -> str:
    """Names in backticks, to choose one from."""
    *others, last = (f"`{name}`" for name in names)
    return f"{', '.join(others)} or {last}" if others else last


def listed(names: Collection[str]) -> str:
    """Names in backticks, with commas."""
    return ", ".join(f"`{name}`" for name in names)
