"""Conditions in negation normal form: a conjunction or disjunction of notions found true or found false.

Three-valued logic then needs no rule about the unknown: a formula is true or false by rules that rest on what was
found, and is unknown when neither kind fires.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    StatusTest,
    Test,
)
from ethics_engine.model.truth import Truth

from .trace import Literal, Notion


@frozen
class Formula:
    """Literals and formulas joined by "all" or by "any"; no part is joined in the same way as the whole."""

    all_of: bool
    parts: tuple[Literal | Formula, ...]

    def negated(self) -> Formula:
        """The formula that is true when this one is false, by the laws of De Morgan."""
        return Formula(not self.all_of, tuple(part.negated() for part in self.parts))


def formula(condition: Condition, notion_of: Callable[[Test], Notion]) -> Formula:
    """A condition as a formula over notions."""
    found = _normal(condition, notion_of)
    return found if isinstance(found, Formula) else Formula(all_of=True, parts=(found,))


def _normal(condition: Condition, notion_of: Callable[[Test], Notion]) -> Literal | Formula:
    match condition:
        case AllOf(parts):
            return _joined(_normal(part, notion_of) for part in parts)
        case AnyOf(parts):
            return _joined((_normal(part, notion_of) for part in parts), all_of=False)
        case NoneOf(parts):
            return _joined(_normal(part, notion_of).negated() for part in parts)
        case FactTest() | ConceptTest() | DoneTest() | StatusTest():
            return Literal(notion_of(condition), Truth.TRUE)


def _joined(parts: Iterable[Literal | Formula], *, all_of: bool = True) -> Literal | Formula:
    flat = tuple(dict.fromkeys(_flat(parts, all_of=all_of)))
    return flat[0] if len(flat) == 1 else Formula(all_of, flat)


def _flat(parts: Iterable[Literal | Formula], *, all_of: bool) -> Iterator[Literal | Formula]:
    for part in parts:
        if isinstance(part, Formula) and part.all_of is all_of:
            yield from part.parts
        else:
            yield part
