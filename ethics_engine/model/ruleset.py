"""A ruleset: vocabulary, actions, rules and sources; immutable, identified by its content."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property
from typing import Any, Protocol, TypeVar

from attrs import field, frozen

from .actions import Action
from .conditions import Condition
from .facts import Concept, Constraint, Fact
from .rules import Rule
from .sources import Document, Passage

LANGUAGE = 2
"""The version of the rule language; part of every ruleset's identity."""

LANGUAGES_READ = (1, 2)
"""The versions that are read: each adds to the one before, so that a ruleset of an earlier one means what it meant."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def _sorted(items: Iterable[Any]) -> tuple[Any, ...]:  # mypy solves no type variable of a converter
    return tuple(sorted(items, key=lambda item: item.id))


@frozen
class SafetyLine:
    """A word on danger that comes before any answer.

    Attributes:
        id: Its name.

        when: The danger, over facts and concepts.

        danger: What is said where the danger is stated.

        ask: What is said where nobody was asked about it and it matters.

        matters_for: The actions for which it matters.

        meanwhile: What protects until it is known; said where it was stated that nobody knows whether there is danger.
    """

    id: str
    when: Condition
    danger: str
    ask: str
    matters_for: tuple[str, ...]
    meanwhile: str = ""


@frozen
class AcceptedFinding:
    """What an audit of the rules finds and the keepers of the rules have decided to live with.

    Attributes:
        id: The name of the finding, as the audit prints it.

        because: Why it is as it should be.
    """

    id: str
    because: str


@frozen(slots=False, eq=False)
class Ruleset:
    """Everything a consult needs to know of the ethics; nothing of a case.

    Facts, concepts, constraints, rules, documents, safety lines and accepted findings are kept sorted by id, so that
    files may be split and joined freely; actions keep their declared order, which breaks ties in plans. Two rulesets
    are equal when their content is.

    Attributes:
        name: How it is called on the command line.

        version: Which edition it is.

        title: What it is called in print.

        not_covered: What it does not speak to, one sentence each.

        accepted: The findings of an audit that are no faults.
    """

    name: str
    version: str
    title: str
    facts: tuple[Fact, ...] = field(converter=_sorted)
    concepts: tuple[Concept, ...] = field(converter=_sorted)
    constraints: tuple[Constraint, ...] = field(converter=_sorted)
    actions: tuple[Action, ...]
    rules: tuple[Rule, ...] = field(converter=_sorted)
    documents: tuple[Document, ...] = field(converter=_sorted)
    safety: tuple[SafetyLine, ...] = field(default=(), converter=_sorted)
    not_covered: tuple[str, ...] = ()
    description: str = ""
    accepted: tuple[AcceptedFinding, ...] = field(default=(), converter=_sorted)

    @cached_property
    def fact(self) -> Mapping[str, Fact]:
        """The facts by id."""
        return _by_id(self.facts)

    @cached_property
    def concept(self) -> Mapping[str, Concept]:
        """The concepts by id."""
        return _by_id(self.concepts)

    @cached_property
    def constraint(self) -> Mapping[str, Constraint]:
        """The constraints by id."""
        return _by_id(self.constraints)

    @cached_property
    def action(self) -> Mapping[str, Action]:
        """The actions by id."""
        return _by_id(self.actions)

    @cached_property
    def rule(self) -> Mapping[str, Rule]:
        """The rules by id, as written: exceptions are not rules of their own here."""
        return _by_id(self.rules)

    @cached_property
    def document(self) -> Mapping[str, Document]:
        """The documents by id."""
        return _by_id(self.documents)

    @cached_property
    def passage(self) -> Mapping[str, Passage]:
        """The cited passages by reference."""
        return {passage.reference: passage for document in self.documents for passage in document.passages}

    @cached_property
    def ways(self) -> tuple[Action, ...]:
        """The ways on, in declared order."""
        return tuple(action for action in self.actions if action.is_way)

    @cached_property
    def steps(self) -> tuple[Action, ...]:
        """The steps, in declared order."""
        return tuple(action for action in self.actions if not action.is_way)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256, in hexadecimal, of the canonical JSON of this ruleset and the language version."""
        content = {"language": LANGUAGE, "ruleset": self}
        text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_canonical)
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ruleset) and self.content_hash == other.content_hash

    def __hash__(self) -> int:
        return hash(self.content_hash)

    def compatible(self, one: str, other: str) -> bool:
        """Whether two ways can be taken together; a way can always be taken with itself."""
        return one == other or other in self.action[one].compatible or one in self.action[other].compatible


def _by_id(items: Iterable[_N]) -> Mapping[str, _N]:
    return {item.id: item for item in items}


def _canonical(value: Any) -> Any:
    """What JSON does not know, as something it does; things of different classes never look alike."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return {type(value).__name__: {item.name: getattr(value, item.name) for item in value.__attrs_attrs__}}
