"""The words in which a case is stated: facts, and the concepts and constraints over them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import cache, cached_property

import attrs
from attrs import field

from .conditions import AnyOf, Condition
from .knowledge import Numbers, Possible, Selection, Values
from .record import Record, frozen_record
from .renaming import Renaming


class FactType(Enum):
    """What kind of answer a fact takes."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    COUNT = "count"


@frozen_record
class FactValue(Record):
    """One value that a choice can take, with its meaning in plain words.

    Attributes:
        id: Its name in rules and cases.

        label: Its meaning.

        also: Other everyday words for it, by which a search finds it.

        clause: What is so if it is the value, as a clause; None where the label has to do.
    """

    id: str
    label: str
    also: tuple[str, ...] = ()
    clause: str | None = None


YES_NO_VALUES = (FactValue("yes", "yes"), FactValue("no", "no"))
TRIED_VALUES = (
    FactValue("no", "not done"),
    FactValue("tried", "offered, but the client would not"),
    FactValue("yes", "done"),
)
"""What can be so of a step that needs the client, rising."""


@frozen_record
class Fact(Record):
    """A typed question about the case.

    Attributes:
        id: Its name in rules and cases.

        ask: The question, as one would put it to the practitioner.

        says: What it is about: for a yes-or-no fact a clause that may stand after "that"; shown in reasons.

        denies: For a yes-or-no fact, what is so where the answer is no, as a clause; for choices, where none is chosen.

        clause: What an answer states, as a clause with `{}` in the place of the value; not for a yes-or-no fact. A
            choice may have a clause for each value instead.

        type: What kind of answer it takes.

        topic: What it belongs with.

        values: The values to choose from, in order; yes and no for a yes-or-no fact, empty for a count.

        ordered: Whether `values` rise from less to more.

        unit: What a count counts.

        presumed: What is taken to be so until someone says otherwise.

        unpresumed: Why nothing is presumed.

        judged: Whether the answer is an appraisal rather than an observation.

        sensitive: Whether redaction leaves it out.

        immutable: Whether it is fixed: who somebody is or what has happened; searches for changes leave it alone.

        within_reach: What the practitioner can honestly do to set it right, as an infinitive without "to"; searches for
            changes put it first.

        pretext: Whether it is only a name for something, such as a reason, a motive or a full diary, that would be a
            pretext if it were taken up for the sake of the answer; it is never offered as a change.

        pretext_if: The defined term that makes it one: while the term holds, nothing is offered of it but what is
            within reach.

        withholds: For a value, the steps whose result has to be judged anew, and the facts that are
            not to be supposed otherwise: while it has that value, searches for changes offer neither.

        weight: How hard it is to change, from 1; what-if questions prefer changes of little weight.

        ask_early_for: The actions about which an interview asks for it right after danger.

        base_rate: How often each value, or option, occurs, in percent; what is not named shares the rest.

        sources: The source references it rests on.

        also: Other everyday words for it, by which a search finds it; they change no answer.

        leaves_open: For a fact of an overlay that nothing is assumed of, the actions that it may leave open.

        for_overlays: Whether a base declares it for overlays alone, so that no rule of the base reads it.

        renamed: Values that it no longer has; they are no part of its content.
    """

    id: str
    ask: str
    says: str
    type: FactType
    topic: str
    values: tuple[FactValue, ...] = ()
    ordered: bool = False
    unit: str | None = None
    presumed: Possible | None = None
    unpresumed: str | None = None
    judged: bool = False
    sensitive: bool = False
    immutable: bool = False
    within_reach: str | None = None
    pretext: bool = False
    pretext_if: str | None = None
    withholds: tuple[tuple[str, tuple[str, ...]], ...] = ()
    weight: int = 1
    base_rate: tuple[tuple[str, int], ...] = ()
    denies: str | None = None
    clause: str | None = None
    ask_early_for: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    leaves_open: tuple[str, ...] = ()
    for_overlays: bool = False
    renamed: tuple[Renaming, ...] = field(default=(), eq=False, metadata={"content": False})

    def renamed_value(self, value: str) -> Renaming | None:
        """What became of a value that it no longer has."""
        return next((renaming for renaming in self.renamed if renaming.old == value), None)

    @cached_property
    def value_ids(self) -> tuple[str, ...]:
        """The values to choose from, by id, in declared order."""
        return tuple(value.id for value in self.values)

    @cached_property
    def anything(self) -> Possible:
        """What is known of this fact when nothing is: every value is possible."""
        if self.type is FactType.COUNT:
            return Numbers(((0, None),))
        if self.type is FactType.CHOICES:
            return Selection(frozenset(), frozenset())
        return _any_of(frozenset(self.value_ids))

    def allows(self, known: Possible) -> bool:
        """Whether this can be known of the fact, by its type and values."""
        anything = self.anything
        match known:
            case Values():
                possible = known.possible  # read by name, as this is asked of every fact of a case
                return isinstance(anything, Values) and bool(possible) and possible <= anything.possible
            case Selection(included, excluded):
                fits = included | excluded <= {*self.value_ids} and not included & excluded
                return isinstance(anything, Selection) and fits
            case Numbers():
                return isinstance(anything, Numbers) and bool(known.ranges)

    def label(self, value: str) -> str:
        """A value in plain words."""
        return self._labels.get(value, value)

    def value_clause(self, value: str) -> str | None:
        """What is so if this is the value, as a clause; None where the vocabulary has none."""
        if self.clause is not None:
            return self.clause.replace("{}", self.label(value))
        return next((known.clause for known in self.values if known.id == value), None)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {known.id: known.label for known in self.values}


@cache
def _any_of(values: frozenset[str]) -> Values:
    """One for all facts with the same values, so that it is kept once."""
    return Values(values)


@frozen_record
class Concept(Record):
    """A defined term: a named condition over facts, done steps and other concepts.

    Attributes:
        extensions: In a composition, the alternatives that overlays add, each with the name of its overlay; `means`
            has them all.

        in_base: What it means without them.
    """

    id: str
    means: Condition
    says: str
    topic: str
    sources: tuple[str, ...] = ()
    extensions: tuple[tuple[str, Condition], ...] = ()
    in_base: Condition | None = None


def extended(concept: Concept, extensions: Iterable[tuple[str, Condition]]) -> Concept:
    """A concept of a base, widened by the alternatives that overlays add; with none, as it is in the base."""
    base, more = concept.in_base or concept.means, tuple(extensions)
    if not more:
        return attrs.evolve(concept, means=base, extensions=(), in_base=None)
    means = AnyOf((base, *(condition for _, condition in more)))
    return attrs.evolve(concept, means=means, extensions=more, in_base=base)


@frozen_record
class Constraint(Record):
    """What cannot be: a case in which the condition holds contradicts itself."""

    id: str
    never: Condition
    because: str
    topic: str = field(default="")
    sources: tuple[str, ...] = ()
