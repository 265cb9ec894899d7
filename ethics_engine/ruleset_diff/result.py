"""What a comparison of two rulesets says."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Any

from attrs import frozen

from ethics_engine.model.json_values import plain

FORMAT = 1
"""The version of the JSON; within it, keys are only ever added."""


class DeclarationKind(Enum):
    """The kinds of things that a ruleset is made of."""

    RULESET = "ruleset"
    RULE = "rule"
    CONCEPT = "term"
    CONSTRAINT = "constraint"
    FACT = "fact"
    ACTION = "action"
    SAFETY = "safety line"
    DOCUMENT = "document"
    PASSAGE = "source"
    ACCEPTED = "accepted finding"


class How(Enum):
    """What became of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@frozen
class RulesetPart:
    """A part of something that is written otherwise, in words; empty where one side has no such part."""

    name: str
    old: str
    new: str


@frozen
class TextChange:
    """What changed in the text.

    Attributes:
        words: What it is, as it was where it was removed, else as it is.

        parts: What changed in it.

        twin: What was added, or removed, with the same content under another name.
    """

    kind: DeclarationKind
    id: str
    how: How
    words: str
    parts: tuple[RulesetPart, ...] = ()
    twin: str | None = None


class EffectAspect(Enum):
    """In what the outcome of a case can differ."""

    STATUS = "status"
    AWAITS = "awaits"
    DISPOSITION = "disposition"
    PLAN = "plan"
    POSSIBLE = "possible"


@frozen
class Effect:
    """How the outcome of a case differs.

    Attributes:
        action: The action that it is about, for a status and for what it awaits.

        label: What that action is.

        step: For what an action awaits, the step.

        old: How it was: a status, `missing` (not possible), `unmet` (required, and no means is left), `unknown` (no
            such action) or `open`; `yes` or `no`; a disposition as its force and ways; the plan; `possible` or
            `contradiction`.

        new: How it is.

        old_words: How it was, in words.

        new_words: How it is, in words.
    """

    aspect: EffectAspect
    old: str
    new: str
    old_words: str
    new_words: str
    action: str | None = None
    label: str = ""
    step: str | None = None


@frozen
class StatedFact:
    """A fact that is stated in a witness.

    Attributes:
        value: What is stated, in words.

        told_to: `both`, or the one side that knows the fact.

        clause: What is stated, as a clause.
    """

    fact: str
    says: str
    value: str
    told_to: str
    clause: str = ""


@frozen
class Witness:
    """A case in which the two differ; both assume what was not stated.

    Attributes:
        told: What is stated: as few facts as could be found.

        asked: The way that is asked about, where the difference shows only then.

        effects: The ways in which the two differ for which this is the smallest case found.
    """

    told: tuple[StatedFact, ...]
    effects: tuple[Effect, ...]
    asked: str | None = None


@frozen
class Scope:
    """What was compared.

    Attributes:
        as_of: The day whose rules were compared.

        other_days: Days on which other rules come into force or go out of it.

        facts: How many facts both know.

        actions: How many actions both know.

        only_old_facts, only_new_facts: The facts that only one of them knows; done steps among them.

        other_values: The facts that take other values in the two, of which only the common ones are stated to both.

        only_old_actions, only_new_actions: The actions that only one of them knows.
    """

    as_of: datetime.date
    other_days: tuple[datetime.date, ...]
    facts: int
    actions: int
    only_old_facts: tuple[str, ...] = ()
    only_new_facts: tuple[str, ...] = ()
    other_values: tuple[str, ...] = ()
    only_old_actions: tuple[str, ...] = ()
    only_new_actions: tuple[str, ...] = ()


class Order(Enum):
    """What is known of the plan, in cases in which nothing else differs."""

    SAME = "same"
    DIFFERS = "differs"
    UNDECIDED = "undecided"


@frozen
class InEffect:
    """What changed in effect.

    Attributes:
        witnesses: A smallest case for each way in which the two differ; none where they are proved equivalent.

        untouched: Whether nothing changed that an outcome is worked out from.

        order: What is known of the plan.

        only_beyond: Whether the two are the same in every case that tells only what both know.

        undecided: The ways in which the solver sees a difference that no single case was found to show, in words.
    """

    scope: Scope
    witnesses: tuple[Witness, ...] = ()
    untouched: bool = False
    order: Order = Order.SAME
    only_beyond: bool = False
    undecided: tuple[str, ...] = ()

    @property
    def equivalent(self) -> bool:
        """Whether the two are proved to be the same in every case."""
        return not self.witnesses and not self.undecided and self.order is Order.SAME


class OutcomeChange(Enum):
    """What became of a decided case."""

    FALLS = "falls"
    STANDS = "stands"
    UNNOTICED = "unnoticed"
    UNREADABLE = "unreadable"
    READABLE = "readable"


@frozen
class Flip:
    """A decided case of which the new ruleset makes something else.

    Attributes:
        details: What differs from what was held, or in the outcome, or why it cannot be read; in words.
    """

    case: str
    title: str
    file: str
    turn: OutcomeChange
    details: tuple[str, ...]


@frozen
class InCases:
    """What became of the decided cases.

    Attributes:
        cases: How many there are.

        flips: Those of which something else is made.

        broken: The files that neither ruleset can read as a decided case.
    """

    cases: int
    flips: tuple[Flip, ...]
    broken: tuple[str, ...] = ()


@frozen
class Edition:
    """One of the two rulesets.

    Attributes:
        where: The folder, name or revision it was read from.
    """

    where: str
    name: str
    version: str
    content_hash: str


@frozen
class RulesetComparison:
    """Two rulesets compared.

    Attributes:
        changes: What changed in the text; None where it was not asked.

        effect: What changed in effect; None where it was not asked.

        cases: What became of decided cases; None where there were none to look at.
    """

    old: Edition
    new: Edition
    changes: tuple[TextChange, ...] | None = None
    effect: InEffect | None = None
    cases: InCases | None = None

    @property
    def same(self) -> bool:
        """Whether it is one and the same ruleset."""
        return self.old.content_hash == self.new.content_hash

    @property
    def differs_in_effect(self) -> bool:
        """Whether any case, possible or decided, comes out otherwise, as far as was looked."""
        flips = self.cases.flips if self.cases else ()
        return bool(flips) or (self.effect is not None and not self.effect.equivalent)

    def to_dict(self) -> dict[str, Any]:
        """The whole comparison as JSON knows values, with the version of its format."""
        return {"format": FORMAT, "same": self.same, "differs_in_effect": self.differs_in_effect, **plain(self)}
