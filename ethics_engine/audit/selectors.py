"""An enactment with a switch in every condition, so that any of them can be held true or false case by case.

A switch is a fact of its own: `held:yes:PLACE` makes the condition hold whatever it asks, `held:no:PLACE` makes it
fail. One program then serves every change that could be made to the conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

import attrs
from attrs import frozen

from ethics_engine.model.conditions import AllOf, AnyOf, Condition, FactTest, NoneOf, Operator
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import YES_NO_VALUES, Concept, Fact, FactType

OBSERVED = "safety:"
"""What the names of concepts begin with that stand for the words on danger, which are an outcome too."""


HELD = "held:"
"""What the names of switches begin with."""


class ConditionHost(Enum):
    """What a condition belongs to."""

    RULE = "rule"
    CONCEPT = "concept"
    ACTION = "action"


@frozen
class ConditionPlace:
    """Where a condition stands: that of a rule or exception, of a concept, or when an action is possible."""

    host: ConditionHost
    id: str

    def switch(self, *, to: bool) -> FactTest:
        """The test that is passed where the condition is held true, or false."""
        return FactTest(f"{HELD}{'yes' if to else 'no'}:{self.host.value}:{self.id}", Operator.IS, ("yes",))


def places(enactment: Enactment) -> Iterator[tuple[ConditionPlace, Condition]]:
    """Every condition that bears on an outcome, with its place."""
    for concept in enactment.concepts:
        if not concept.id.startswith(OBSERVED):
            yield ConditionPlace(ConditionHost.CONCEPT, concept.id), concept.means
    for action in enactment.actions:
        yield ConditionPlace(ConditionHost.ACTION, action.id), action.available
    for rule in enactment.rules:
        yield ConditionPlace(ConditionHost.RULE, rule.id), rule.when


def observing(enactment: Enactment) -> Enactment:
    """The enactment with a concept for each word on danger, so that it is evaluated as all else is."""
    said = (Concept(OBSERVED + line.id, line.when, "", "") for line in enactment.safety)
    return attrs.evolve(enactment, concepts=(*enactment.concepts, *said))


def switched(enactment: Enactment) -> Enactment:
    """The enactment with its switches; none of them is presumed either way."""

    def held(host: ConditionHost, name: str, condition: Condition) -> Condition:
        place = ConditionPlace(host, name)
        return AnyOf((AllOf((condition, NoneOf((place.switch(to=False),)))), place.switch(to=True)))

    return attrs.evolve(
        enactment,
        facts=(*enactment.facts, *_switches(place for place, _ in places(enactment))),
        concepts=tuple(
            item
            if item.id.startswith(OBSERVED)
            else attrs.evolve(item, means=held(ConditionHost.CONCEPT, item.id, item.means))
            for item in enactment.concepts
        ),
        actions=tuple(
            attrs.evolve(item, available=held(ConditionHost.ACTION, item.id, item.available))
            for item in enactment.actions
        ),
        rules=tuple(attrs.evolve(item, when=held(ConditionHost.RULE, item.id, item.when)) for item in enactment.rules),
    )


def _switches(at: Iterable[ConditionPlace]) -> Iterator[Fact]:
    for place in at:
        for to in (True, False):
            yield Fact(place.switch(to=to).fact, "", "", FactType.YES_NO, "", YES_NO_VALUES)
