"""What an engine says of a case: the three-valued worth of every notion of an enactment.

All three engines return this, and must agree on it value by value.
"""

from __future__ import annotations

from collections.abc import Mapping

from .record import Record, frozen_record
from .status import Force, Status
from .truth import Truth


@frozen_record
class Evaluation(Record):
    """The Kleene evaluation of one case.

    Attributes:
        concepts: Whether each concept holds.

        constraints: Whether each constraint is broken.

        applicable: Whether each rule in force, exceptions included, is applicable.

        effective: Whether each rule in force is effective: applicable and defeated by none.

        available: Whether each action is possible at all.

        base: For each way, the statuses still possible from the rules' own norms.

        instead: For each way, with each rival that a norm permits taking it instead of: whether such a norm counts.

        statuses: For each action, the statuses still possible.

        awaits: For each pair of an action and a step that a norm puts before it, whether the action awaits the step.

        forces: Whether the disposition has each force.

        disposed: For each force but `NONE`, with each way: whether the disposition has that force and names that way.

        unmet: For each action with means, whether it is required while every means is prohibited or unavailable.
    """

    concepts: Mapping[str, Truth]
    constraints: Mapping[str, Truth]
    applicable: Mapping[str, Truth]
    effective: Mapping[str, Truth]
    available: Mapping[str, Truth]
    base: Mapping[str, frozenset[Status]]
    instead: Mapping[tuple[str, str], Truth]
    statuses: Mapping[str, frozenset[Status]]
    awaits: Mapping[tuple[str, str], Truth]
    forces: Mapping[Force, Truth]
    disposed: Mapping[tuple[Force, str], Truth]
    unmet: Mapping[str, Truth]
