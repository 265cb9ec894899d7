"""Why an action does not have a status."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from ethics_engine.argument_types import checked
from ethics_engine.consultation import consult, engine_input_of
from ethics_engine.consultation.default_assumptions import case_knowledge
from ethics_engine.consultation.evaluation_view import EvaluationView
from ethics_engine.consultation.plan import due_steps
from ethics_engine.consultation.reasons import Explainer
from ethics_engine.deadline import SECONDS, Deadline
from ethics_engine.engines.bitset import compiled
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.model.actions import Action
from ethics_engine.model.case import Answer, Ask, Case, Question
from ethics_engine.model.determination import ContributingNorm, Determination, StatusReport
from ethics_engine.model.enactment import DONE
from ethics_engine.model.rules import DERIVED, Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import GREATEST, NO_NORM, POSITIVE, Status
from ethics_engine.model.truth import Truth
from ethics_engine.suggestions import nearest
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS, STATUSES_AS_TYPED, actor
from ethics_engine.text.values import as_clause

from .abduction import DesiredTruth, MissingPremise, MissingPremises, missing_premises
from .statement_subsets import world
from .why import known_action, passages, status_sentence
from .why_not_result import Absence, Missing, Obstacle, Opponent, Remedy

if TYPE_CHECKING:
    from ethics_engine.counterfactual import EditSet

MOST_CHANGES, MOST_FACTS = 3, 2
"""How many changes of each kind are given, and of how many facts each may be."""


@checked
def why_not(
    ruleset: Ruleset,
    case: Case,
    action: str,
    status: Status | str | None = None,
    *,
    as_of: datetime.date | None = None,
    assumptions: bool = True,
    places: Mapping[str, Place] | None = None,
    seconds: float = SECONDS,
) -> Absence:
    """Explain why an action does not have a status: what stands against each rule that could have brought it.

    Args:
        ruleset: The rules to answer by.

        case: What is known.

        action: The action.

        status: The status; by default any by which the action may be done, and no step to be waited for.

        as_of: The day whose rules count, as in `consult`.

        assumptions: Whether what nobody stated is assumed, as in `consult`.

        places: Where facts were stated, by fact id, for messages.

        seconds: How long the search for changes goes on at most, about.

    Raises:
        CaseError: There is no such action or status, the case asks whether conduct was right, and names none, or
            `seconds` is not more than none.

        ContradictionError: The stated facts cannot all be true.
    """
    asked = known_action(action, ruleset)
    wanted = POSITIVE if status is None else (known_status(status),)
    engine_input = engine_input_of(ruleset, case, as_of=as_of)
    made = consult(ruleset, case, as_of=engine_input.day, assumptions=assumptions, places=places)
    report = made.status(action)
    met = report.status in wanted and not (status is None and report.awaits)
    known = case_knowledge(engine_input.enactment, engine_input.stated, presume=assumptions, places={}).known
    view = EvaluationView(engine_input.enactment, known, world(engine_input.enactment, known).evaluation(0))
    finder = _Finder(made, Explainer(view, case.facts), report)
    obstacles, pretexts, unavailable = ((), 0, ()) if met else finder.obstacles(wanted, waiting=status is None)
    changes, stopped = ((), False) if met else _changes(ruleset, case, wanted if status else None, finder, seconds)
    return Absence(
        provenance=made.provenance,
        case=case.id,
        title=case.title,
        action=action,
        label=asked.label,
        question=_question(asked, wanted, given=status is not None),
        wanted=wanted,
        status=report.status,
        sentence=status_sentence(report),
        met=met,
        awaits=() if status is not None else tuple(made.label(step) for step in report.awaits),
        unavailable=unavailable,
        decided_by=tuple(map(finder.opponent, report.decided_by)),
        rivals=() if met else tuple(finder.rivals(wanted)),
        obstacles=obstacles,
        pretexts=pretexts,
        changes=changes,
        due=() if met else due_steps(made, engine_input.enactment),
        stopped_after=seconds if stopped else None,
        sources=passages((reference for obstacle in obstacles for reference in obstacle.sources), ruleset),
    )


def known_status(name: Status | str) -> Status:
    """The status of this name; raises CaseError where there is none."""
    if isinstance(name, Status):
        return name
    names = {status.value: status for status in Status}
    if name not in names:
        hint = nearest(name, names) or f"use {STATUSES_AS_TYPED}"
        raise CaseError([Finding(Place(name or "(no status)"), f"no status `{name[:80]}`", hint)])
    return names[name]


def _question(action: Action, wanted: Sequence[Status], *, given: bool) -> str:
    if not given:
        return f"Why may {actor(action)} not {action.label}?"
    if Status.UNREGULATED in wanted:
        return f"Why is there a rule on this: {action.label}?"
    return f"Why is this not {listed([STATUS_IN_WORDS[status] for status in wanted], 'or')}: {action.label}?"


@frozen
class _Finder:
    made: Determination
    explainer: Explainer
    report: StatusReport

    def obstacles(
        self, wanted: Collection[Status], *, waiting: bool
    ) -> tuple[tuple[Obstacle, ...], int, tuple[Missing, ...] | None]:
        """What stands against each rule that could bring one of the statuses, and against the action as such.

        Between them: how many rules are left out, because only a pretext would make them apply.
        """
        view = self.explainer.view
        program, action = compiled(view.enactment), view.enactment.action[self.report.action]
        candidates = self._candidates(wanted) if not (waiting and self.report.status in wanted) else []
        conditions = [DesiredTruth(rule.when, program.applicable[rule.id]) for rule, _ in candidates]
        available = DesiredTruth(action.available, program.available[action.id])
        unavailable, *lacks = missing_premises(view, action.id, [available, *conditions])
        found = [
            self._obstacle(rule, norm, lack)
            for (rule, norm), lack in zip(candidates, lacks, strict=True)
            if not lack.pretext
        ]
        found.sort(
            key=lambda one: (one.missing is None, not set(wanted) >= {*one.then}, len(one.missing or ()), one.rule)
        )
        return tuple(found), len(candidates) - len(found), self._missing(unavailable.needs)

    def _candidates(self, wanted: Collection[Status]) -> list[tuple[Rule, Norm]]:
        brings = {modality for modality in Modality if modality.status in wanted}
        if Status.DILEMMA in wanted:
            brings |= self._colliding()
        norms = self.explainer.view.enactment.norms_on[self.report.action]
        found = {(rule.id, norm.modality): (rule, norm) for rule, norm in norms if norm.modality in brings}
        return list(found.values())

    def _colliding(self) -> set[Modality]:
        """The norms that would be as strong as those that speak, and against them."""
        strength = {voice.modality.strength: voice.modality.positive for voice in self.report.decided_by}
        greatest = max(strength, default=NO_NORM)
        if greatest == NO_NORM:
            return {modality for modality in Modality if modality.strength == GREATEST}
        return {
            modality
            for modality in Modality
            if modality.strength == greatest and modality.positive != strength[greatest]
        }

    def _obstacle(self, rule: Rule, norm: Norm, lack: MissingPremises) -> Obstacle:
        view = self.explainer.view
        defeaters = [view.enactment.rule[other] for other in view.enactment.overridden_by[rule.id]]
        holding = [other for other in defeaters if view.evaluation.effective[other.id] is Truth.TRUE]
        stronger: tuple[ContributingNorm, ...] = ()
        if view.evaluation.effective[rule.id] is Truth.TRUE and self.report.available is not False:
            stronger = tuple(
                voice
                for voice in self.report.decided_by
                if voice.rule != rule.id and (voice.modality is not norm.modality)
            )
        return Obstacle(
            rule=rule.id,
            norm=norm.modality.value,
            because=rule.because,
            sources=rule.sources,
            missing=self._missing(lack.needs),
            then=tuple(status for status in Status if status in lack.statuses),
            defeated_by=tuple(Opponent(other.id, other.because) for other in holding),
            outdone_by=tuple(map(self.opponent, stronger)),
        )

    def opponent(self, voice: ContributingNorm) -> Opponent:
        """A norm that speaks of the action, in words."""
        if voice.rule is not None:
            return Opponent(
                voice.rule, f"{voice.modality.value}: {self.explainer.view.enactment.rule[voice.rule].because}"
            )
        asked = STATUS_IN_WORDS[DERIVED[voice.modality]]
        return Opponent("", f'{voice.modality.value}: "{self.made.label(voice.derived_from or "")}" is {asked} instead')

    def _missing(self, needs: tuple[MissingPremise, ...] | None) -> tuple[Missing, ...] | None:
        if needs is None:
            return None
        ruleset = self.explainer.view.enactment.ruleset
        return tuple(
            Missing(
                condition_in_words(need.as_condition(), ruleset),
                self.explainer.fact(need.of) if need.is_of_fact else None,
            )
            for need in needs
        )

    def rivals(self, wanted: Collection[Status]) -> Iterator[str]:
        """The ways that would rule this one out, were they required or advised."""
        for modality, status in DERIVED.items():
            if modality.status in wanted:
                for rival in self.explainer.view.enactment.rivals.get(self.report.action, ()):
                    has = self.made.status(rival).status
                    if has is status:
                        continue  # it does rule it out, and is outweighed
                    yield f"{self.made.label(rival)}: {STATUS_IN_WORDS[has] if has else 'open'}, not {status.value}"

    def remedy(self, change: EditSet) -> Remedy:
        """A change in words."""
        enactment = self.explainer.view.enactment

        def deed(name: str) -> str | None:
            if not change.within_reach:
                return None
            step = name.startswith(DONE)
            return enactment.action[name.removeprefix(DONE)].label if step else enactment.fact[name].within_reach

        missing = (
            Missing(as_clause(enactment.fact[name], known), self.explainer.fact(name), deed(name))
            for name, known in change.facts.items()
        )
        return Remedy(tuple(missing), change.within_reach)


def _changes(
    ruleset: Ruleset,
    case: Case,
    wanted: Iterable[Status] | None,
    finder: _Finder,
    seconds: float,
) -> tuple[tuple[Remedy, ...], bool]:
    """The smallest changes after which the action has a status that is wanted; where none is named, may be done.

    What the practitioner can make comes first and is looked for first. Beside it, whether the search was stopped.
    """
    from ethics_engine.counterfactual import CounterfactualFinder, OutcomeGoal, StatusGoal

    deadline = Deadline.after(seconds)
    action, made = finder.report.action, finder.made.provenance
    asked = attrs.evolve(case, question=Question(Ask.MAY, action), did=(), omitted=())
    goal = OutcomeGoal(Answer.YES) if wanted is None else StatusGoal(action, frozenset(wanted))
    changing = CounterfactualFinder.of(ruleset, asked, assumptions=made.assumptions, as_of=made.as_of)
    able = changing.within_reach().to([goal], most=MOST_FACTS, limit=MOST_CHANGES, deadline=deadline)
    found = changing.to([goal], most=MOST_FACTS, limit=2 * MOST_CHANGES, deadline=deadline)
    others = [change for change in found.of[goal].changes if not change.within_reach]
    changes = (*able.of[goal].changes, *others[:MOST_CHANGES])
    return tuple(map(finder.remedy, changes)), able.stopped or found.stopped
