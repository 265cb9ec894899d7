"""What a mutant is."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar, cast

import attrs
from attrs import frozen

from ethics_engine.model.actions import Action
from ethics_engine.model.facts import Concept, Constraint, Fact
from ethics_engine.model.rules import Rule
from ethics_engine.model.ruleset import Ruleset

Item = Rule | Concept | Constraint | Action | Fact
_T = TypeVar("_T")


def evolved(value: _T, field: str, new: object) -> _T:
    """The value with one field changed that is named at run time, which no type checker can follow."""
    return cast("_T", attrs.evolve(cast("Any", value), **{field: new}))


class MutationOperator(Enum):
    """The kinds of faults, in the order of the report; a module beside this one makes each."""

    DROP_RULE = "drop-rule"
    DROP_CONDITION = "drop-condition"
    DROP_PART = "drop-part"
    NEGATE_PART = "negate-part"
    SWAP_GROUP = "swap-all-any"
    DROP_OPTION = "drop-option"
    SWAP_CHOICE = "swap-choice"
    MOVE_THRESHOLD = "move-threshold"
    CHANGE_STATUS_TEST = "change-status-test"
    DROP_UNLESS = "drop-unless"
    DROP_OVERRIDE = "drop-override"
    DROP_NORM = "drop-norm"
    CHANGE_STRENGTH = "change-strength"
    FLIP_POLARITY = "flip-polarity"
    NEIGHBOUR_ACTION = "neighbour-action"
    DROP_BEFORE = "drop-before"
    DROP_INSTEAD = "drop-instead"
    DROP_AVAILABLE = "drop-available"
    DROP_COMPATIBLE = "drop-compatible"
    DROP_MEANS = "drop-means"
    DROP_CONSTRAINT = "drop-constraint"
    DROP_ASSUMPTION = "drop-assumption"
    FLIP_ASSUMPTION = "flip-assumption"


class DeclaredKind(Enum):
    """What kind of item a mutant changes; the words are those of the ruleset's files, in the singular."""

    RULE = "rule"
    CONCEPT = "concept"
    CONSTRAINT = "constraint"
    ACTION = "action"
    FACT = "fact"


@frozen(eq=False)
class Mutant:
    """A ruleset with one deliberate fault, as the change that makes it.

    Attributes:
        operator: What kind of fault it is.

        kind: What kind of item is changed.

        item: The id of the item.

        part: Which part of it, in short.

        keys: Where the part stands in the file, as the keys and words that lead to it from the item.

        sentence: What was changed, in plain words.

        new: The item as changed; None where it is removed.
    """

    operator: MutationOperator
    kind: DeclaredKind
    item: str
    part: str
    keys: tuple[str, ...]
    sentence: str
    new: Item | None

    @property
    def id(self) -> str:
        """Its name: the item, the operator, and the part where there is one; the same as long as these are."""
        return "/".join(filter(None, (self.item, self.operator.value, self.part)))

    def applied_to(self, ruleset: Ruleset) -> Ruleset:
        """The ruleset with the fault."""
        field = f"{self.kind.value}s"
        items = [
            self.new if item.id == self.item else item
            for item in getattr(ruleset, field)
            if item.id != self.item or self.new is not None
        ]
        changed = evolved(ruleset, field, tuple(items))
        if self.kind is DeclaredKind.RULE and self.new is None:
            # A rule that overrides what is gone would not load.
            gone = {self.item, f"{self.item}#unless"}
            rules = (
                attrs.evolve(rule, overrides=tuple(other for other in rule.overrides if other not in gone))
                if gone & set(rule.overrides)
                else rule
                for rule in changed.rules
            )
            changed = attrs.evolve(changed, rules=tuple(rules))
        return changed
