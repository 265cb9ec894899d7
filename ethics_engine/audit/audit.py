"""The rules as a whole: what can never come about, what can but should not, and what could go."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping

from ethics_engine.argument_types import checked
from ethics_engine.engines.answer_set import conflict
from ethics_engine.loading.checks.overlays import ACCEPTED, LEFT_OUT
from ethics_engine.model.enactment import enact
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.lists import listed

from .findings import AcceptedRuleFinding, Audit, FindingKind, RuleFinding
from .gaps_and_defaults import SingleFactEffects
from .reachability import Reachability
from .redundancy import Redundancy
from .selectors import observing
from .witness_search import WitnessSearch

_NEVER_EFFECTIVE = (FindingKind.DEAD_RULE, FindingKind.DEFEATED_RULE)

STAGES = (
    "making cases",
    "searching for dilemmas and for what never happens",
    "searching for what changes nothing",
    "checking single facts",
)
"""What is looked at, one after the other."""

_NO_CASES: Mapping[str, Knowledge] = {}


@checked
def audit_rules(
    ruleset: Ruleset,
    *,
    as_of: datetime.date | None = None,
    cases: Mapping[str, Knowledge] = _NO_CASES,
    progress: Callable[[str], None] = lambda _: None,
) -> Audit:
    """Look at every possible case of a ruleset: every complete one that keeps the constraints.

    What is found impossible, the solver has proved; what it could not decide in time is said to be undecided.

    Args:
        ruleset: The rules.

        as_of: The day whose rules count; by default today.

        cases: What was stated of decided cases, by id, in which assumptions are looked at too.

        progress: Is called with each of `STAGES` when it begins.
    """
    day = as_of or datetime.date.today()
    enactment = observing(enact(ruleset, day))
    order = list(FindingKind)
    found = sorted(_findings(WitnessSearch(enactment), cases, progress), key=lambda finding: order.index(finding.kind))
    accepted = {item.id: item.because for item in ruleset.accepted}
    known = {finding.id for finding in found}
    stale = [
        _stale(name)
        for name in accepted
        if name not in known and ruleset.is_audited("accepted", name) and not name.startswith((ACCEPTED, LEFT_OUT))
    ]
    return Audit(
        enactment,
        day,
        findings=(*(finding for finding in found if finding.id not in accepted), *stale),
        accepted=tuple(AcceptedRuleFinding(each, accepted[each.id]) for each in found if each.id in accepted),
    )


def _findings(
    search: WitnessSearch, cases: Mapping[str, Knowledge], progress: Callable[[str], None]
) -> Iterator[RuleFinding]:
    contradicting = conflict(search.enactment, {})
    if contradicting:
        yield RuleFinding(
            FindingKind.NO_CASE,
            "",
            "no case is possible: the constraints contradict each other",
            None,
            contradicting,
            f"these contradict each other: {listed(f'`{name}`' for name in contradicting)}",
        )
        return
    making, reaching, going, single = STAGES
    progress(making)
    _ = search.samples
    progress(reaching)
    reached = tuple(Reachability(search).findings())
    yield from reached
    progress(going)
    dead = frozenset(finding.name for finding in reached if finding.kind in _NEVER_EFFECTIVE)
    yield from Redundancy(search, dead).findings()
    progress(single)
    yield from SingleFactEffects(search, cases).findings()


def _stale(name: str) -> RuleFinding:
    return RuleFinding(
        FindingKind.STALE, name, f"`{name}` is accepted, but no longer found", explained="remove it from `accepted`"
    )
