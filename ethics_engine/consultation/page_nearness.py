"""How near facts and rules are to what was stated of a case, by which a page chooses what it shows."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from ethics_engine.model.conditions import FactTest, tests_in
from ethics_engine.model.determination import Determination, Reason
from ethics_engine.model.enactment import DONE, Enactment, worked_out_once
from ethics_engine.model.record import frozen_record
from ethics_engine.model.rules import Rule
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import known_by, variables_of

from .default_assumptions import CaseKnowledge, facts_read, truth_of


def is_about_the_case(reason: Reason, known: CaseKnowledge) -> bool:
    """Whether a rule rests on something that was stated and would not be assumed anyway."""
    stated, facts = known.stated, known.enactment.fact
    return any(
        fact.fact in stated and stated[fact.fact] != facts[fact.fact].presumed
        for fact in reason.facts
        if not fact.assumed
    )


_COMMON = 20
"""How many rules may test a fact before it tells nothing of a case that one of them does."""


@worked_out_once
def _common(enactment: Enactment) -> frozenset[str]:
    """The facts that very many rules test, such as whether the work has begun."""
    tested = Counter(fact for rule in enactment.rules for fact in _tested_by(rule))
    return frozenset(fact for fact, times in tested.items() if times > _COMMON)


@worked_out_once
def _dangers(enactment: Enactment) -> frozenset[str]:
    """The facts that a word on safety reads."""
    return frozenset(fact for line in enactment.safety for fact in facts_read(line.when, enactment))


def _tested_by(rule: Rule) -> frozenset[str]:
    """The facts that a rule tests directly."""
    return frozenset(test.fact for test in tests_in(rule.when) if isinstance(test, FactTest))


@frozen_record
class Nearness:
    """How near the facts of a ruleset are to a case."""

    determination: Determination
    known: CaseKnowledge

    @cached_property
    def dangers(self) -> frozenset[str]:
        """The facts that a word on safety reads."""
        return _dangers(self.known.enactment)

    @cached_property
    def _topics(self) -> frozenset[str]:
        """The topics on which something was stated that would not be assumed anyway.

        That a step was done brings no other step near, as steps have no topics of their own.
        """
        stated, facts = self.known.stated, self.known.enactment.fact
        return frozenset(
            fact.topic
            for fact in self.determination.stated
            if stated.get(fact.fact) != facts[fact.fact].presumed and not fact.fact.startswith(DONE)
        )

    @cached_property
    def _beside(self) -> frozenset[str]:
        """The facts that a rule which rests on what was stated, its exception or a rule that overrides it tests too."""
        enactment, reasons = self.known.enactment, self.determination.reasons
        resting = [reason.rule for reason in reasons if is_about_the_case(reason, self.known)]
        rules = {rule for name in resting for rule in (name, *enactment.overridden_by[name])}
        return frozenset(fact for name in rules for fact in _tested_by(enactment.rule[name])) - _common(enactment)

    @cached_property
    def _topics_of_danger(self) -> frozenset[str]:
        """The topics most of whose facts are dangers."""
        facts: dict[str, list[bool]] = {}
        for fact in self.known.enactment.ruleset.facts:
            facts.setdefault(fact.topic, []).append(fact.id in self.dangers)
        return frozenset(topic for topic, dangers in facts.items() if sum(dangers) * 2 > len(dangers))

    def distance(self, name: str) -> tuple[bool, bool]:
        """How far a fact is from the case, to sort by: by its topic, then by the rules that test it."""
        return (self.known.enactment.fact[name].topic not in self._topics, name not in self._beside)

    def is_near(self, name: str) -> bool:
        """Whether something was stated on the topic of a fact, or it is tested beside something stated."""
        return not all(self.distance(name))

    def is_general_danger(self, name: str) -> bool:
        """Whether a fact is a danger of a kind that the case does not speak of."""
        return (
            name in self.dangers and self.known.enactment.fact[name].topic not in self._topics & self._topics_of_danger
        )

    def endangers_alone(self, name: str) -> bool:
        """Whether some value of a fact makes a word on safety hold, with all else as it is known."""
        enactment, known = self.known.enactment, self.known.known
        lines = [line.when for line in enactment.safety if name in facts_read(line.when, enactment)]
        variables = [variable for variable in variables_of(enactment) if variable.fact == name]
        values = (known_by({variable: value}) for variable in variables for value in variable.values)
        return any(truth_of(when, enactment, {**known, **each}) is Truth.TRUE for each in values for when in lines)
