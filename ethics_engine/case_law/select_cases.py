"""Choosing cases by what they are called: words joined by `and`, `or` and `not`, with brackets."""

from __future__ import annotations

import re
from collections.abc import Callable

from attrs import define, field

from ethics_engine.errors import CaseError, Finding, Place

Chooses = Callable[[str], bool]
"""Whether a text is chosen; words are looked for anywhere in it, whatever their case."""

_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")
_MOST_DEPTH = 100


def choosing(expression: str) -> Chooses:
    """What an expression such as `culture and not 001` chooses.

    Raises CaseError where it is no such expression.
    """
    parser = _Parser(_TOKEN.findall(expression))
    chooses = parser.either()
    if parser.tokens:
        raise parser.refused(f"`{parser.tokens[0]}` is out of place")
    return chooses


@define
class _Parser:
    tokens: list[str]
    depth: int = field(default=0, init=False)

    def either(self) -> Chooses:
        parts = [self.both()]
        while self.takes("or"):
            parts.append(self.both())
        return lambda text: any(part(text) for part in parts)

    def both(self) -> Chooses:
        parts = [self.one()]
        while self.takes("and"):
            parts.append(self.one())
        return lambda text: all(part(text) for part in parts)

    def one(self) -> Chooses:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise self.refused("too many brackets")
        if self.takes("not"):
            chooses = _denial(self.one())
        elif self.takes("("):
            chooses = self.either()
            if not self.takes(")"):
                raise self.refused("a bracket is not closed")
        else:
            chooses = self.word()
        self.depth -= 1
        return chooses

    def word(self) -> Chooses:
        if not self.tokens or self.tokens[0] in {"and", "or", ")"}:
            raise self.refused("a word is missing")
        wanted = self.tokens.pop(0).casefold()
        return lambda text: wanted in text.casefold()

    def takes(self, token: str) -> bool:
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False

    def refused(self, why: str) -> CaseError:
        hint = "join words by `and`, `or` and `not`: `culture and not 001`"
        return CaseError([Finding(Place("-k"), f"this is not a selection of cases: {why}", hint)])


def _denial(chooses: Chooses) -> Chooses:
    return lambda text: not chooses(text)
