"""How what was done and omitted stands to the rules, act by act."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
from attrs import frozen

from ethics_engine.model.case import Verdict
from ethics_engine.model.determination import ConductReport, Settledness
from ethics_engine.model.possibilities import Inquiry, Possibilities
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth
from ethics_engine.wording.lists import listed
from ethics_engine.wording.norms import STATUS_IN_WORDS

from .settling import Settler


@frozen(eq=False, repr=False)
class Judge:
    """Judges acts and omissions, each by what remains possible of it."""

    settler: Settler
    inquiry: Inquiry

    def conduct(self) -> tuple[ConductReport, ...]:
        """A verdict, with its reason, on each act and omission asked about; no verdict where it is open."""
        done = [self._report(act, omitted=False) for act in self.inquiry.did]
        return (*done, *(self._report(act, omitted=True) for act in self.inquiry.omitted))

    def _report(self, act: str, *, omitted: bool) -> ConductReport:
        alone = attrs.evolve(
            self.inquiry,
            did=() if omitted else (act,),
            omitted=(act,) if omitted else (),
            beside=self.inquiry.all_done if omitted else (),
        )
        settled = self.settler.settled(alone)
        degree, verdicts = settled.answer()
        possible = settled.presuming
        if degree is Settledness.OPEN:
            verdict, why = Verdict.NO_VERDICT, f"what is known does not decide it: it is {_statuses(possible, act)}"
        else:
            verdict = Verdict(next(iter(verdicts)))
            why = self._why(act, possible, verdict)
        return ConductReport(act, self._label(act), omitted, verdict, why)

    def _why(self, act: str, possible: Possibilities, verdict: Verdict) -> str:
        awaits = [step for (action, step), truths in possible.awaits.items() if action == act and True in truths]
        if verdict is Verdict.PREMATURE:
            missing = [step for step in awaits if step in self.inquiry.stated_not_done]
            return f"it had to wait for this, which was not done: {self._labels(missing)}"
        if verdict is not Verdict.NO_VERDICT:
            return f"it is {_statuses(possible, act)}"
        if self.settler.evaluation.available[act] is Truth.FALSE:
            return "on what is known it was not possible at all"
        if awaits and possible.statuses[act].isdisjoint({Status.DILEMMA}):
            return f"it had to wait for this, and nobody said whether it was done: {self._labels(awaits)}"
        return "it is a dilemma: rules of equal weight collide, or none of its means is open"

    def _labels(self, steps: Iterable[str]) -> str:
        return listed([self._label(step) for step in steps])

    def _label(self, action: str) -> str:
        return self.settler.situation.enactment.action[action].label


def _statuses(possible: Possibilities, act: str) -> str:
    return listed([STATUS_IN_WORDS[status] for status in Status if status in possible.statuses[act]], "or")
