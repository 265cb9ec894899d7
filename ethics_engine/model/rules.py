"""Norms, and the rules that issue them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

import attrs

from .conditions import ALWAYS, Condition
from .period import ALWAYS_IN_FORCE, Period
from .record import Record, frozen_record
from .status import NO_NORM, Status, status_of

_SIDES = {
    "must": (True, 2),
    "should": (True, 1),
    "may": (True, 0),
    "should not": (False, 1),
    "must not": (False, 2),
}
"""Whether a modality speaks for an action, and how strongly; a modality that is not here cannot be made."""


class Modality(Enum):
    """How a norm speaks of an action.

    Attributes:
        strength: 2 for must and must not, 1 for should and should not, 0 for may.

        positive: Whether it speaks for the action.

        status: The status that it gives the action where nothing speaks on the other side.
    """

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    SHOULD_NOT = "should not"
    MUST_NOT = "must not"

    def __init__(self, words: str) -> None:
        """Each member knows its side and strength, as both are asked for all the time."""
        self.positive, self.strength = _SIDES[words]
        self.status = status_of(self.strength, NO_NORM) if self.positive else status_of(NO_NORM, self.strength)


def _strongest_first(*, positive: bool) -> tuple[Modality, ...]:
    some = (modality for modality in Modality if modality.positive is positive and modality.strength > 0)
    return tuple(sorted(some, key=lambda modality: -modality.strength))


TO_DO = _strongest_first(positive=True)
"""The modalities of what is to be done, the strongest first."""

NOT_TO_DO = _strongest_first(positive=False)
"""The modalities of what is not to be done, the strongest first."""

MODALITY_OF: Mapping[Status, Modality] = {each.status: each for each in reversed((*TO_DO, *NOT_TO_DO))}
"""For each status of what is to be done or not to be done the modality that says it, of several the one named first."""

DERIVED: Mapping[Modality, Status] = {Modality.MUST_NOT: Status.REQUIRED, Modality.SHOULD_NOT: Status.ADVISED}
"""The derived norms: which each way puts on its rivals, by its base status."""


@frozen_record
class Norm(Record):
    """A modality on an action.

    Attributes:
        modality: How it speaks of the action.

        action: The action it speaks of.

        before: The action that this one comes before; with `must` that action waits for it.

        instead_of: The way that this way replaces, if the other is advised; only with `may`.
    """

    modality: Modality
    action: str
    before: str | None = None
    instead_of: str | None = None


@frozen_record
class Restatement(Record):
    """What an overlay has a rule of its base say: other norms, for its own reason, on the same condition.

    Attributes:
        part: The overlay.

        in_force: When it counts; on other days the base rule says what it says in the base.
    """

    part: str
    norms: tuple[Norm, ...]
    because: str
    sources: tuple[str, ...]
    in_force: Period = ALWAYS_IN_FORCE
    strength_from: tuple[str, ...] = ()
    strength_because: str | None = None


@frozen_record
class Rule(Record):
    """A condition and the norms it brings.

    Attributes:
        id: Its name, `topic.what-it-says`.

        topic: What it belongs with.

        because: The reason, in plain words.

        sources: The source references it rests on, such as `S3-20`.

        strength_from: Those of its sources that its strength comes from, where the others put it otherwise.

        strength_because: Why it is stronger than its sources put it, or weaker than a law or code among them.

        when: When it is applicable.

        norms: What it then says; a rule without norms only defeats others.

        unless: The exception: while it holds, the rule is defeated.

        unless_because: Why the exception is made.

        overrides: The rules it defeats while it is effective.

        only_until: Until when it permits, or speaks against, what it is about, as a clause; it decides nothing.

        in_force: When it is part of the ruleset at all.

        restatements: In a composition, what overlays have it say; `norms`, `because` and what follows are those of all
            of them together.

        in_base: What it says without them.
    """

    id: str
    topic: str
    because: str
    sources: tuple[str, ...]
    when: Condition = ALWAYS
    norms: tuple[Norm, ...] = ()
    unless: Condition | None = None
    unless_because: str | None = None
    overrides: tuple[str, ...] = ()
    only_until: str | None = None
    in_force: Period = ALWAYS_IN_FORCE
    strength_from: tuple[str, ...] = ()
    strength_because: str | None = None
    restatements: tuple[Restatement, ...] = ()
    in_base: Rule | None = None


def restated(rule: Rule, restatements: Iterable[Restatement]) -> Rule:
    """The rule of a base as overlays restate it; where there are several, all their norms, so that the strongest wins.

    With no restatement it is the rule of the base.
    """
    base, by = rule.in_base or rule, tuple(restatements)
    if not by:
        return base
    return attrs.evolve(
        base,
        norms=tuple(dict.fromkeys(norm for each in by for norm in each.norms)),
        because=" ".join(dict.fromkeys(each.because for each in by)),
        sources=tuple(dict.fromkeys(reference for each in by for reference in each.sources)),
        strength_from=tuple(dict.fromkeys(reference for each in by for reference in each.strength_from)),
        strength_because=" ".join(each.strength_because for each in by if each.strength_because) or None,
        restatements=by,
        in_base=base,
    )
