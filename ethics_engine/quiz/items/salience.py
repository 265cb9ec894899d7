"""What in a case catches the eye of somebody who half knows the rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from attrs import frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.truth import Truth

from .case_reasons import CaseReasons


@frozen(slots=False, eq=False)
class Salience:
    """The actions, topics and facts that a case brings to mind.

    Attributes:
        topic: The topic of the case itself.

        stated: What was said.
    """

    topic: str
    evaluated: CaseEvaluation
    stated: Knowledge
    reasons: CaseReasons

    @property
    def enactment(self) -> Enactment:
        """The rules as they stand on the day of the case."""
        return self.evaluated.enactment

    @cached_property
    def at_issue(self) -> tuple[str, ...]:
        """The actions that the question is about."""
        return self.evaluated.query.named or tuple(
            way.id for way in self.enactment.ways if self.evaluated.evaluation.available[way.id] is Truth.TRUE
        )

    @cached_property
    def speaking(self) -> frozenset[str]:
        """The facts that rules on the actions at issue read: what somebody who half knows the rules would look at."""
        read = facts_by_rule(self.enactment)
        speaking = {rule.id for action in self.at_issue for rule, _ in self.enactment.norms_on[action]}
        return frozenset().union(*(read[rule] for rule in speaking))

    @cached_property
    def topics(self) -> frozenset[str]:
        """The topics of what was said, and of the case itself."""
        return self.stated_topics | {self.topic}

    @cached_property
    def stated_topics(self) -> frozenset[str]:
        """The topics of what was said, steps apart."""
        return frozenset(self.enactment.fact[name].topic for name in self.stated if not name.startswith(DONE))


@lru_cache(maxsize=8)
def facts_by_rule(enactment: Enactment) -> Mapping[str, frozenset[str]]:
    """The facts that each rule reads, directly or through concepts."""
    return {rule.id: frozenset(facts_read(rule.when, enactment)) for rule in enactment.rules}
