"""Actions: what someone can do or omit."""

from __future__ import annotations

from enum import Enum

from .conditions import ALWAYS, Condition
from .record import Record, frozen_record


class ActionKind(Enum):
    """A course of action with this client, or a step."""

    WAY = "way"
    STEP = "step"


@frozen_record
class Action(Record):
    """What someone can do or omit.

    Attributes:
        id: Its name in rules and cases.

        label: An infinitive without "to", such as "refer the client to someone else".

        kind: A course of action with this client, or a step.

        of: For a manner step, the ways of which it is the manner.

        by: Who acts, where it is not the practitioner, such as "the supervisor".

        available: When it is possible at all.

        after: The actions that come before it in the natural order.

        met_by: The means by which this duty can be met.

        compatible: The ways that this way can be combined with; declared on either side.

        support: Whether by this step the practitioner gets help with their own part or learns, as by supervision,
            consultation, personal therapy or training; of what the practitioner can do it is offered first.

        needs_client: Whether this step cannot be done without the client, so that it can be tried in vain. Not for
            steps whose point is the client's consent or safety.

        also: Other everyday words for it, by which a search finds it; they change no answer.

        meaning: What it is, as an infinitive without "to", where its label could be taken for another course.
    """

    id: str
    label: str
    kind: ActionKind
    of: tuple[str, ...] = ()
    by: str | None = None
    available: Condition = ALWAYS
    after: tuple[str, ...] = ()
    met_by: tuple[str, ...] = ()
    compatible: tuple[str, ...] = ()
    support: bool = False
    sources: tuple[str, ...] = ()
    needs_client: bool = False
    also: tuple[str, ...] = ()
    meaning: str = ""

    @property
    def is_way(self) -> bool:
        """Whether it is one of the ways on with this client."""
        return self.kind is ActionKind.WAY
