"""Why the rules make of a case what they make of it, as items explain it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from attrs import field, frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.consultation.evaluation_view import EvaluationView
from ethics_engine.consultation.reasons import Explainer
from ethics_engine.model.case import Statement
from ethics_engine.model.determination import ContributingNorm
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth


@frozen(slots=False, eq=False)
class CaseReasons:
    """The rules behind what is made of a case.

    Attributes:
        facts: What was stated.
    """

    evaluated: CaseEvaluation
    facts: Mapping[str, Statement]
    _rules_behind: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(factory=dict, init=False, repr=False)

    @property
    def enactment(self) -> Enactment:
        """The rules as they stand on the day of the case."""
        return self.evaluated.enactment

    @cached_property
    def view(self) -> EvaluationView:
        """The evaluation, to be looked into."""
        return EvaluationView(self.enactment, self.evaluated.known, self.evaluated.evaluation)

    @cached_property
    def explainer(self) -> Explainer:
        """Explains the evaluation."""
        return Explainer(self.view, self.facts)

    def effective(self, rule: str) -> bool:
        """Whether a rule holds for certain."""
        return self.evaluated.evaluation.effective[rule] is Truth.TRUE

    @cached_property
    def defeated(self) -> tuple[str, ...]:
        """The rules that apply and give way to others."""
        evaluation = self.evaluated.evaluation
        beaten = [rule for rule, over in self.enactment.overridden_by.items() if over and not self.effective(rule)]
        return tuple(
            rule
            for rule in beaten
            if evaluation.applicable[rule] is Truth.TRUE and evaluation.effective[rule] is Truth.FALSE
        )

    def defeater(self, rule: str) -> str | None:
        """A rule that a rule gives way to."""
        return next((other for other in self.enactment.overridden_by[rule] if self.effective(other)), None)

    def deciding(self, action: str) -> tuple[str, ...]:
        """The rules that give an action its status, those that make a rival way what it is among them."""
        return self._weighed(action)[0]

    def outweighed(self, action: str) -> tuple[str, ...]:
        """The rules that speak to the contrary, with less weight."""
        return self._weighed(action)[1]

    def _weighed(self, action: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if action not in self._rules_behind:
            status = self.status(action)
            on_top, below = self.explainer.weighed(action, status) if status else ((), ())
            self._rules_behind[action] = (self._behind(on_top), self._behind(below))
        return self._rules_behind[action]

    def _behind(self, norms: Sequence[ContributingNorm]) -> tuple[str, ...]:
        rules: dict[str, None] = {}
        for voice in norms:
            if voice.rule is not None:
                rules[voice.rule] = None
            elif voice.derived_from is not None:
                for rule, norm in self.enactment.norms_on[voice.derived_from]:
                    positive = norm.modality.positive and norm.modality.strength == voice.modality.strength
                    if positive and self.effective(rule.id):
                        rules[rule.id] = None
        return tuple(rules)

    def putting_first(self, action: str, steps: Collection[str]) -> tuple[str, ...]:
        """The rules that put steps before an action."""
        pairs = self.enactment.awaited_by[action]
        return tuple(dict.fromkeys(rule.id for rule, step in pairs if step in steps and self.effective(rule.id)))

    def because(self, rule: str) -> str:
        """The reason that a rule gives."""
        return self.enactment.rule[rule].because

    def sources(self, rules: Collection[str]) -> tuple[str, ...]:
        """The sources of rules."""
        return tuple(dict.fromkeys(source for rule in rules for source in self.enactment.rule[rule].sources))

    def status(self, action: str) -> Status | None:
        """The status of an action, decided exactly; None where it is open."""
        possible = self.evaluated.statuses(action)
        return next(iter(possible)) if len(possible) == 1 else None
