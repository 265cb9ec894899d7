"""How what was done and omitted stands to the rules, act by act."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ethics_engine.model.case import Verdict
from ethics_engine.model.determination import ConductReport
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.possibilities import Inquiry, Possibilities
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth
from ethics_engine.wording.lists import listed
from ethics_engine.wording.norms import STATUS_IN_WORDS

from .outcome import Bearing, of_act, of_omission


@frozen
class Judge:
    """Judges acts and omissions by what remains possible of a case."""

    enactment: Enactment
    inquiry: Inquiry
    possible: Possibilities
    evaluation: Evaluation

    def conduct(self) -> tuple[ConductReport, ...]:
        """A verdict, with its reason, on each act and omission asked about; no verdict where it is open."""
        done = [self._report(act, omitted=False) for act in self.inquiry.did]
        return (*done, *(self._report(act, omitted=True) for act in self.inquiry.omitted))

    def _report(self, act: str, *, omitted: bool) -> ConductReport:
        verdict, why = self._judge(act, omitted=omitted)
        return ConductReport(act, self.enactment.action[act].label, omitted, verdict, why)

    def _judge(self, act: str, *, omitted: bool) -> tuple[Verdict, str]:
        statuses = self.possible.statuses[act]
        available = self.evaluation.available[act]
        unmet = self.possible.unmet.get(act, frozenset({False}))
        if len(statuses) > 1 or len(unmet) > 1 or available is Truth.UNKNOWN:
            words = listed([STATUS_IN_WORDS[status] for status in Status if status in statuses], "or")
            return Verdict.NO_VERDICT, f"what is known does not decide how the rules stand to it: {words}"
        awaits = {step: truths for (action, step), truths in self.possible.awaits.items() if action == act}
        bearing = Bearing(
            status=next(iter(statuses)),
            available=available is Truth.TRUE,
            unmet=unmet == {True},
            awaits=tuple(step for step, truths in awaits.items() if True in truths),
        )
        verdict = of_omission(bearing) if omitted else of_act(bearing, self.inquiry.stated_not_done)
        return verdict, self._why(bearing, verdict)

    def _why(self, bearing: Bearing, verdict: Verdict) -> str:
        if not bearing.available:
            return "on what is known it was not possible at all"
        if bearing.torn:
            return "it is a dilemma: rules of equal weight collide, or none of its means is open"
        if verdict is Verdict.PREMATURE:
            missing = [step for step in bearing.awaits if step in self.inquiry.stated_not_done]
            return f"it had to wait for this, which was not done: {self._labels(missing)}"
        if verdict is Verdict.NO_VERDICT:
            return f"it had to wait for this, and nobody said whether it was done: {self._labels(bearing.awaits)}"
        return f"it is {STATUS_IN_WORDS[bearing.status]}"

    def _labels(self, steps: Iterable[str]) -> str:
        return listed([self.enactment.action[step].label for step in steps])
