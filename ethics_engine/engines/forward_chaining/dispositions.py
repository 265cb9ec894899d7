"""What follows once every status is resolved: the disposition, what awaits what, and duties without means."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from attrs import frozen

from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.status import NEGATIVE, Force, Status
from ethics_engine.model.truth import Truth, conjunction, disjunction, negation

from .status_resolution import has_status


@frozen(eq=False, repr=False)
class Disposition:
    """Whether it has each force, and with it names each way."""

    forces: Mapping[Force, Truth]
    disposed: Mapping[tuple[Force, str], Truth]


def disposition(
    statuses: Mapping[str, frozenset[Status]],
    available: Mapping[str, Truth],
    instead: Mapping[tuple[str, str], Truth],
    ways: tuple[str, ...],
) -> Disposition:
    """The disposition over the ways, each line of its table a formula over statuses and availability."""

    def has(*wanted: Status) -> dict[str, Truth]:
        return {way: has_status(statuses[way], *wanted) for way in ways}

    shut = {
        way: disjunction((prohibited, negation(available[way]))) for way, prohibited in has(Status.PROHIBITED).items()
    }
    unacceptable = {way: disjunction((against, negation(available[way]))) for way, against in has(*NEGATIVE).items()}
    left = {
        way: conjunction(unacceptable[other] if other != way else negation(unacceptable[way]) for other in ways)
        for way in ways
    }
    names = {
        Force.REQUIRED: has(Status.REQUIRED),
        Force.DILEMMA: has(Status.DILEMMA),
        Force.ADVISED: has(Status.ADVISED),
        Force.PERMITTED: has(Status.PERMITTED),
        Force.LEFT: left,
    }
    no_way = conjunction((disjunction(available[way] for way in ways), *shut.values()))
    forces: dict[Force, Truth] = {}
    not_before = Truth.TRUE
    for force, named in names.items():
        holds = disjunction((*named.values(), no_way) if force is Force.DILEMMA else named.values())
        forces[force] = conjunction((not_before, holds))
        not_before = conjunction((not_before, negation(holds)))
    names[Force.ADVISED] = _or_instead(names[Force.ADVISED], has(Status.PERMITTED), instead)
    forces[Force.NONE] = conjunction(negation(truth) for truth in forces.values())
    disposed = {
        (force, way): conjunction((forces[force], truth))
        for force, named in names.items()
        for way, truth in named.items()
    }
    return Disposition(forces, disposed)


def _or_instead(
    advised: Mapping[str, Truth], permitted: Mapping[str, Truth], instead: Mapping[tuple[str, str], Truth]
) -> dict[str, Truth]:
    """Whether each way is advised, or permitted instead of one that is."""
    standing_in: dict[str, list[Truth]] = {way: [] for way in advised}
    for (way, rival), counts in instead.items():
        standing_in[way].append(conjunction((advised[rival], counts)))
    return {
        way: disjunction((truth, conjunction((permitted[way], disjunction(standing_in[way])))))
        for way, truth in advised.items()
    }


def awaits(
    enactment: Enactment, knowledge: Knowledge, effective: Mapping[str, Truth], available: Mapping[str, Truth]
) -> dict[tuple[str, str], Truth]:
    """For each action and each step that a norm puts before it, whether the action awaits the step."""
    asking = _asking(enactment)
    undone = {
        step: conjunction((available[step], negation(_seen_to(step, enactment, knowledge))))
        for step in dict.fromkeys(step for _, step in asking)
    }
    return {
        (action, step): conjunction((undone[step], disjunction(map(effective.__getitem__, rules))))
        if undone[step] is not Truth.FALSE
        else Truth.FALSE
        for (action, step), rules in asking.items()
    }


@lru_cache(maxsize=8)
def _asking(enactment: Enactment) -> Mapping[tuple[str, str], Collection[str]]:
    """For each action and each step that is put before it, the rules that put it there."""
    asking: dict[tuple[str, str], list[str]] = {}
    for action, pairs in enactment.awaited_by.items():
        for rule, step in pairs:
            asking.setdefault((action, step), []).append(rule.id)
    return asking


def unmet(
    enactment: Enactment, statuses: Mapping[str, frozenset[Status]], available: Mapping[str, Truth]
) -> dict[str, Truth]:
    """For each action with means, whether it is required while every means is prohibited or unavailable."""
    return {
        duty.id: conjunction(
            (
                has_status(statuses[duty.id], Status.REQUIRED),
                *(
                    disjunction((has_status(statuses[means], Status.PROHIBITED), negation(available[means])))
                    for means in duty.met_by
                ),
            )
        )
        for duty in enactment.actions
        if duty.met_by
    }


def _seen_to(step: str, enactment: Enactment, knowledge: Knowledge) -> Truth:
    fact = enactment.fact[done_fact(step)]
    return truth_of_test(enactment.seen_to(step), fact, knowledge.get(fact.id, fact.anything))
