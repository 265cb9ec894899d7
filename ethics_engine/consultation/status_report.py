"""The report of the status of one action."""

from __future__ import annotations

from functools import cache, lru_cache

from ethics_engine.model.determination import ContributingNorm, Firmness, StatusReport
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth
from ethics_engine.text.norms import actor


@lru_cache(maxsize=4096)
def status_report(
    enactment: Enactment,
    name: str,
    status: Status | None,
    degree: Firmness,
    possible: frozenset[Status],
    available: Truth,
    weighed: tuple[tuple[ContributingNorm, ...], tuple[ContributingNorm, ...]],
    awaits: tuple[str, ...],
) -> StatusReport:
    """Report the status of an action; `weighed` are the norms that decide it and those that are outweighed."""
    action = enactment.action[name]
    decided_by, outweighed = weighed
    return StatusReport(
        action=name,
        label=action.label,
        by=actor(action),
        way=action.is_way,
        of=action.of,
        met_by=action.met_by,
        status=status,
        firmness=degree,
        possible=_in_order(possible),
        available=None if available is Truth.UNKNOWN else available is Truth.TRUE,
        decided_by=decided_by,
        outweighed=outweighed,
        awaits=awaits,
    )


@cache
def _in_order(statuses: frozenset[Status]) -> tuple[Status, ...]:
    """As they are declared."""
    return tuple(status for status in Status if status in statuses)
