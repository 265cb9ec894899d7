"""Everything that can go wrong for a user, and where.

* `EthicsError`: the base of all of them
    * `InputError`: something the user gave us is wrong; carries findings with their places
        * `RulesetError`: a ruleset does not load
        * `CaseError`: a case, or the facts stated of one, does not fit the ruleset
            * `ContradictionError`: no possible course of events fits the stated facts
        * `StorageError`: what a learner answers cannot be kept on this machine, or what was kept cannot be read
    * `ArgumentError`: a function of this package was called with an argument of the wrong type
    * `EngineUnavailableError`: the engine asked for cannot run on this machine
* `UnclearReplyError`: what was typed does not answer a prompt, which then asks again

A message starts in lower case and has no full stop; advice goes into `Finding.hint`. No message quotes a
narrative or a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

import attrs
from attrs import field, frozen


class Severity(Enum):
    """An error stops the work; a warning says what was probably not meant."""

    ERROR = "error"
    WARNING = "warning"


def _is_a(*kinds: type) -> Callable[[object, attrs.Attribute[Any], object], None]:
    """A validator; `checked_fields` cannot be used here, for it raises what stands below."""

    def check(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if not isinstance(value, kinds) or isinstance(value, bool):
            taken = " or ".join("None" if kind is type(None) else kind.__name__ for kind in kinds)
            raise ArgumentError(
                f"{type(instance).__name__}: `{attribute.name}` takes {taken}, not a {type(value).__name__}"
            )

    return check


@frozen(slots=False, order=True)
class Place:
    """Where something stands in a file; line and column count from one, zero where there is none."""

    file: str = field(validator=_is_a(str))
    line: int = field(default=0, validator=_is_a(int))
    column: int = field(default=0, validator=_is_a(int))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@frozen(slots=False)
class Finding:
    """One thing found wrong.

    Attributes:
        place: Where it stands.

        message: What is wrong.

        hint: What to do about it, such as the nearest known name; perhaps of several lines.

        severity: Whether it stops the work.
    """

    place: Place = field(validator=_is_a(Place))
    message: str = field(validator=_is_a(str))
    hint: str | None = field(default=None, validator=_is_a(str, type(None)))
    severity: Severity = field(default=Severity.ERROR, validator=_is_a(Severity))

    def __str__(self) -> str:
        lines = f"{self.place}: {self.severity.value}: {self.message}"
        return "\n    ".join([lines, *(self.hint or "").splitlines()])


class EthicsError(Exception):
    """The base of every error that this package raises on purpose."""


class InputError(EthicsError):
    """Something the user gave us is wrong; `findings` says what and where, in reading order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda finding: (finding.place, finding.message)))
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)


class RulesetError(InputError):
    """A ruleset does not load, or does not exist."""


class CaseError(InputError):
    """A case, or the facts stated of one, cannot be read or does not fit the ruleset."""


class ContradictionError(CaseError):
    """The stated facts cannot all be true; `constraints` names what they break."""

    def __init__(self, findings: Iterable[Finding], constraints: Iterable[str]) -> None:
        super().__init__(findings)
        self.constraints = tuple(constraints)

    def __reduce__(self) -> tuple[type[ContradictionError], tuple[tuple[Finding, ...], tuple[str, ...]]]:
        return type(self), (self.findings, self.constraints)


class StorageError(InputError):
    """What a learner answers cannot be kept, such as on a full disk, or what was kept cannot be read."""


class ArgumentError(EthicsError, TypeError):
    """A function was called with an argument of the wrong type, or with a word that it does not know.

    Also a `TypeError`, as such a mistake is elsewhere in Python.
    """


class EngineUnavailableError(EthicsError):
    """The engine asked for cannot run here; the message says why and what to use instead."""


class UnclearReplyError(ValueError):
    """What was typed does not answer the prompt; the message tells the person what to type."""
