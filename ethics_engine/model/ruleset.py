"""A ruleset: vocabulary, actions, rules and sources; immutable, identified by its content."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

from attrs import field

from ethics_engine.argument_types import checked_fields

from .actions import Action
from .conditions import Condition
from .facts import Concept, Constraint, Fact
from .period import ALWAYS_IN_FORCE, Period
from .record import Record, frozen_record
from .renaming import Renaming
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


@frozen_record
class SafetyLine(Record):
    """A word on danger that comes before any answer.

    Attributes:
        id: Its name.

        when: The danger, over facts and concepts.

        danger: What is said where the danger is stated.

        ask: What is said where nobody was asked about it and it matters.

        matters_for: The actions for which it matters.

        meanwhile: What protects until it is known; said where it was stated that nobody knows whether there is danger.

        instead_of: The other lines that are left out where this one is said.
    """

    id: str
    when: Condition
    danger: str
    ask: str
    matters_for: tuple[str, ...]
    meanwhile: str = ""
    instead_of: tuple[str, ...] = ()


@frozen_record
class AcceptedFinding(Record):
    """What an audit of the rules finds and the keepers of the rules have decided to live with.

    Attributes:
        id: The name of the finding, as the audit prints it.

        because: Why it is as it should be.
    """

    id: str
    because: str


@frozen_record
class Part(Record):
    """A ruleset, or an overlay, as a part of what an answer was given under.

    Attributes:
        name: Its name.

        version: Its version.

        title: What it is called in print.

        content_hash: SHA-256 of its content: of a ruleset its own, of an overlay that of what it declares.

        in_force: When an overlay counts at all.

        items: Of an overlay what it declares, restates, extends and accepts, as kind and id; of a base nothing.

        folder: Where the files of an overlay are.

        sets: Of an overlay the facts that it sets, such as the place whose law it is, each with its value.

        description: Of an overlay what it covers, and how much of the text was at hand.

        law: Whether an overlay is law, and no code or policy.
    """

    name: str
    version: str
    title: str
    content_hash: str
    in_force: Period = ALWAYS_IN_FORCE
    items: frozenset[tuple[str, str]] = frozenset()
    folder: Path | None = None
    sets: tuple[tuple[str, str], ...] = ()
    description: str = ""
    law: bool = False


@frozen_record
class ContentInForce(Record):
    """What of a ruleset counts on a day.

    Attributes:
        rules: The rules that are part of it at all.

        restatements: What overlays restate, as rule and overlay.

        parts: The overlays.

        expired: The documents that are not in force.
    """

    rules: frozenset[str]
    restatements: frozenset[tuple[str, str]]
    parts: frozenset[str]
    expired: frozenset[str]


@checked_fields
@frozen_record
class Ruleset(Record):
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

        renamed: Former ids, and what they are now; those of values stand with their facts. They are no part of its
            content.

        parts: Of a composition the base and, by name, the overlays; else nothing. They are no part of its content.
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
    parts: tuple[Part, ...] = field(default=(), metadata={"content": False})
    renamed: tuple[Renaming, ...] = field(default=(), metadata={"content": False})

    @cached_property
    def made_of(self) -> tuple[Part, ...]:
        """The base and the overlays; of a ruleset without overlays itself alone."""
        return self.parts or (Part(self.name, self.version, self.title, self.content_hash),)

    @property
    def base(self) -> Part:
        """What the overlays are laid over; of a ruleset without overlays itself."""
        return self.made_of[0]

    @property
    def settings(self) -> Mapping[str, str]:
        """The facts that overlays set, each with its value; all that set one set the same."""
        return {fact: value for part in self.parts for fact, value in part.sets}

    @property
    def has_law(self) -> bool:
        """Whether an overlay is law."""
        return any(part.law for part in self.parts)

    @property
    def overlays(self) -> tuple[str, ...]:
        """The names of the overlays, in order."""
        return tuple(part.name for part in self.parts[1:])

    def parts_of(self, kind: str, name: str) -> tuple[str, ...]:
        """Name the parts that an item comes from: the overlays that declare, restate or extend it, else the base."""
        found = tuple(part.name for part in self.parts if (kind, name) in part.items)
        return found or (self.base.name,)

    def is_audited(self, kind: str, name: str) -> bool:
        """Whether an audit is about an item: of a composition only what its overlays say, for the base has its own."""
        return not self.overlays or self.parts_of(kind, name)[0] in self.overlays

    def in_force(self, day: datetime.date) -> ContentInForce:
        """Keep what counts on a day.

        A rule counts within its dates and those of its overlay, while some document that it cites is in force; so
        does a restatement, and where none does, the rule of the base stands.
        """
        expired = frozenset(document.id for document in self.documents if not document.in_force.includes(day))
        parts = frozenset(part.name for part in self.parts[1:] if part.in_force.includes(day))

        def rests(sources: tuple[str, ...]) -> bool:
            return not expired or not sources or any(self.passage[each].document not in expired for each in sources)

        def counts(rule: Rule) -> bool:
            if (
                rule.in_base is None
                and self.parts
                and self.parts_of("rule", rule.id)[0] not in {self.base.name, *parts}
            ):
                return False
            return rule.in_force.includes(day) and rests((rule.in_base or rule).sources)

        return ContentInForce(
            rules=frozenset(rule.id for rule in self.rules if counts(rule)),
            restatements=frozenset(
                (rule.id, each.part)
                for rule in self.rules
                for each in rule.restatements
                if each.part in parts and each.in_force.includes(day) and rests(each.sources)
            ),
            parts=parts,
            expired=expired,
        )

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
        import hashlib  # here, since what is loaded from the cache has its hash, and no need of this

        content = {"language": LANGUAGE, "ruleset": self}
        return hashlib.sha256(canonical_json(content).encode("ascii")).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ruleset) and self.content_hash == other.content_hash

    def __hash__(self) -> int:
        return hash(self.content_hash)

    def compatible(self, one: str, other: str) -> bool:
        """Tell whether two ways can be taken together; a way can always be taken with itself."""
        return one == other or other in self.action[one].compatible or one in self.action[other].compatible


def _by_id(items: Iterable[_N]) -> Mapping[str, _N]:
    return {item.id: item for item in items}


def canonical_json(value: Any) -> str:
    """The canonical JSON of a value of the model, or of lists and mappings of such: the same on every run."""
    import json  # here, as `hashlib` above

    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_canonical)


def _canonical(value: Any) -> Any:
    """What JSON does not know, as something it does; things of different classes never look alike."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    content = (item.name for item in value.__attrs_attrs__ if item.metadata.get("content", True))
    return {type(value).__name__: {name: getattr(value, name) for name in content}}
