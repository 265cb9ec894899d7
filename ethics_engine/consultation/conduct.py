"""How what was done and omitted stands to the rules, act by act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ethics_engine.model.case import Verdict
from ethics_engine.model.determination import ConductReport, Firmness
from ethics_engine.model.enactment import EXCEPTION, done_fact
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.record import evolve, frozen_record
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth
from ethics_engine.text.answers import in_turn
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS
from ethics_engine.text.plural import plural

from .answers import counts
from .determinacy import DeterminacySolver
from .plan import declared_rank, in_order, predecessors

_NO_BREACH = (Verdict.CONSISTENT, Verdict.NO_RULE, Verdict.DEPARTURE)
"""The verdicts that come with what was not stated, and would be a breach if it was left out."""


@frozen_record
class Judge:
    """Judges acts and omissions, each by what remains possible of it."""

    settler: DeterminacySolver
    query: PossibilityQuery

    def conduct(self) -> tuple[ConductReport, ...]:
        """A verdict, with its reason, on each act and omission asked about; no verdict where it is open."""
        done = [self._report(act, omitted=False) for act in self.query.did]
        return (*done, *(self._report(act, omitted=True) for act in self.query.omitted))

    def _report(self, act: str, *, omitted: bool) -> ConductReport:
        alone = evolve(
            self.query,
            did=() if omitted else (act,),
            omitted=(act,) if omitted else (),
            beside=self.query.all_done if omitted else (),
        )
        settled = self.settler.settled(alone)
        degree, verdicts = settled.answer()
        possible = settled.presuming
        if degree is Firmness.OPEN:
            verdict, why = Verdict.NO_VERDICT, f"what is known does not tell whether it was {_statuses(possible, act)}"
        else:
            verdict = Verdict(next(iter(verdicts)))
            why = self._why(act, possible, verdict)
        if omitted and not counts(self.settler.situation.enactment, self.query, act):
            why = "it belongs to a course that was not taken"
        unstated = () if omitted or verdict not in _NO_BREACH else tuple(self._unstated(act, possible))
        return ConductReport(act, self._label(act), omitted, verdict, why, unstated)

    def _unstated(self, way: str, possible: Possibilities) -> Iterator[str]:
        """The practitioner's own steps of a course that are surely required, and were not stated."""
        situation = self.settler.situation
        for step in situation.enactment.actions:
            required = possible.statuses[step.id] == {Status.REQUIRED}
            if way in step.of and not step.by and required and done_fact(step.id) not in situation.stated:
                yield step.id

    def _why(self, act: str, possible: Possibilities, verdict: Verdict) -> str:
        awaits = [step for (action, step), truths in possible.awaits.items() if action == act and True in truths]
        if verdict is Verdict.PREMATURE:
            missing = [step for step in awaits if step in self.query.stated_not_done]
            steps = plural(len(missing), "a required step was", "required steps were")
            return f"{steps} not done first: {self._in_turn(missing)}"
        if possible.statuses[act] == {Status.UNREGULATED} and verdict is not Verdict.NO_VERDICT:
            excepted = list(self._excepted(act))
            return f"the exception of {listed(excepted)} applies here" if excepted else "no rule speaks of it"
        if verdict is not Verdict.NO_VERDICT:
            return f"the act itself is {_statuses(possible, act)}"
        if self.settler.evaluation.available[act] is Truth.FALSE:
            return "it was not possible on what is known"
        if awaits and possible.statuses[act].isdisjoint({Status.DILEMMA}):
            step, it = plural(len(awaits), "a step", "steps"), plural(len(awaits), "it was", "they were")
            return f"{step} had to come first, and it is not known whether {it} done: {self._in_turn(awaits)}"
        return "it is a dilemma: rules of equal weight conflict, or none of the ways to do it is allowed"

    def _excepted(self, act: str) -> Iterator[str]:
        """The rules that would speak of an act, but for their exceptions."""
        evaluation, enactment = self.settler.evaluation, self.settler.situation.enactment
        for rule in dict.fromkeys(rule.id for rule, _ in enactment.norms_on[act]):
            exception = evaluation.effective.get(rule + EXCEPTION, Truth.FALSE)
            if evaluation.applicable[rule] is Truth.TRUE and exception is Truth.TRUE:
                yield rule

    def _in_turn(self, steps: Iterable[str]) -> str:
        enactment = self.settler.situation.enactment
        before = predecessors(enactment, self.settler.evaluation)
        return in_turn([enactment.action[step] for step in in_order([*steps], before, declared_rank(enactment))])

    def _label(self, action: str) -> str:
        return self.settler.situation.enactment.action[action].label


def _statuses(possible: Possibilities, act: str) -> str:
    return listed([STATUS_IN_WORDS[status] for status in Status if status in possible.statuses[act]], "or")
