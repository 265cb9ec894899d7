"""Put a determination together: everything an evaluation and its possibilities say of one case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ethics_engine.model.actions import Action
from ethics_engine.model.case import Answer, Ask, Case, Verdict
from ethics_engine.model.determination import (
    AnswerReport,
    AssumptionReport,
    Basis,
    Collision,
    ConductReport,
    Determination,
    DispositionReport,
    Firmness,
    OpenAnswer,
    PlanStep,
    Provenance,
    Scenario,
    StatusReport,
    UnknownReport,
)
from ethics_engine.model.enactment import Enactment, done_fact, is_seen_to
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import NO, TRIED, YES, Possible
from ethics_engine.model.outcome import Outcome, words_of
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import NEGATIVE, Force, Status
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import known_by
from ethics_engine.text import answers as words
from ethics_engine.text import courses
from ethics_engine.text.values import supposed

from .answers import ActionPosition, may, must
from .conduct import Judge
from .default_assumptions import CaseKnowledge
from .determinacy import Determinacy, DeterminacySolver
from .evaluation_view import EvaluationView
from .facts_behind import behind_answer, behind_disposition
from .plan import TAKEN, declared_rank, in_order, plan, predecessors
from .reasons import Explainer, fact_report
from .relevance import ANSWER, DISPOSITION, Relevance
from .safety import safety_reports
from .scenarios import FoundScenario, scenarios
from .status_report import status_report

_FORBIDDEN = frozenset({Status.PROHIBITED})
_AGAINST = (Answer.NO.value, Answer.ADVISED_AGAINST.value)
_SEEN_TO: Mapping[Possible, str] = {YES: "done", TRIED: "tried"}


@frozen_record
class DeterminationBuilder:
    """All that a determination is made from.

    Attributes:
        evaluation: The evaluation of all that is known, assumptions included.

        settler: Decides what remains possible.
    """

    case: Case
    query: PossibilityQuery
    situation: CaseKnowledge
    evaluation: Evaluation
    settler: DeterminacySolver
    provenance: Provenance
    trace: tuple[str, ...]

    def determination(self) -> Determination:
        """The reasoned answer."""
        question = self.query.question
        determination = Determination(
            provenance=self.provenance,
            case=self.case.id,
            title=self.case.title,
            narrative=self.case.narrative,
            ask=question.ask,
            action=question.action,
            question=words.question_in_words(self.query, self.enactment.ruleset),
            safety=safety_reports(self.bare, self.query, self.situation.stated),
            answer=self.answer,
            disposition=self.disposition,
            statuses=tuple(self._status(action) for action in self.enactment.actions),
            plan=self._plan(),
            if_chosen=self._if_chosen(),
            dilemmas=self._dilemmas(),
            conduct=self.conduct,
            reasons=self.explainer.reasons(),
            stated=tuple(self.explainer.fact(name) for name in self.situation.stated),
            assumed=(),
            unknown=self._unknown(),
            not_covered=self.enactment.ruleset.not_covered,
            trace=self.trace,
            open_answer=None if self.settler.supposing else self._open_answer(),
            basis=Basis(self.enactment.ruleset, self.case),
        )
        return determination if self.settler.supposing else determination.with_assumed_left(self._presumed)

    @property
    def enactment(self) -> Enactment:
        """The ruleset as it stands on the day."""
        return self.situation.enactment

    @cached_property
    def settled(self) -> Determinacy:
        """What remains possible of what is asked."""
        return self.settler.settled(self.query)

    @cached_property
    def view(self) -> EvaluationView:
        """The evaluation, assumptions included."""
        return EvaluationView(self.enactment, self.situation.known, self.evaluation)

    @cached_property
    def bare(self) -> EvaluationView:
        """The evaluation of what was stated alone."""
        return EvaluationView(self.enactment, self.situation.stated, self.settler.unpresumed)

    @cached_property
    def explainer(self) -> Explainer:
        """Explains the evaluation."""
        return Explainer(self.view, self.case.facts)

    @cached_property
    def conduct(self) -> tuple[ConductReport, ...]:
        """The verdict on each act and omission."""
        return Judge(self.settler, self.query).conduct()

    # What leads.

    @cached_property
    def answer(self) -> AnswerReport:
        """The answer to what is asked."""
        question, ruleset = self.query.question, self.enactment.ruleset
        if question.ask is Ask.WHAT:
            shown = self.disposition
            value = shown.force.value if shown.force else Answer.OPEN.value
            return AnswerReport(value, shown.firmness, shown.sentence, words.STANDING[shown.firmness])
        if question.ask is Ask.HOW:
            return self._how()
        degree, possible = self.settled.answer()
        ordered = tuple(sorted((answer.value for answer in possible), key=self._answer_rank))
        standing = words.STANDING[degree]
        if degree is Firmness.OPEN:
            value = Verdict.NO_VERDICT.value if question.ask is Ask.RIGHT else Answer.OPEN.value
            sentence = words.open_in_words(ordered, ruleset)
            return AnswerReport(value, degree, sentence, standing, possible=ordered)
        (value,) = ordered
        if value == Verdict.NO_VERDICT.value:
            standing = ""
        action = ruleset.action[question.action] if question.action else None
        first: tuple[str, ...] = ()
        then: str | None = None
        barred: tuple[str, ...] = ()
        if question.ask is Ask.RIGHT:
            sentence = self._verdict_sentence(Verdict(value))
        elif action is None:
            sentence = words.first_in_words(ruleset.action.get(value))
        elif question.ask is Ask.FIRST:
            first = self._awaited(action.id) or ((value,) if value in ruleset.action else ())
            against = status if (status := self._settled_status(action.id)) in NEGATIVE else None
            sentence = words.first_before_in_words([ruleset.action[step] for step in first], action, against)
            if against and degree is Firmness.FIRM:
                standing = words.STANDING[self._degrees[action.id][0]]
        else:
            first = self._awaited(action.id)
            status = self._settled_status(action.id)
            steps = [ruleset.action[step] for step in first]
            sentence = self._itself(Answer(value), action, status, steps)
            if value == Answer.NOT_YET.value:
                then = self._then(action.id, self._perhaps_awaited(action.id))
            if value == Answer.NOT_YET.value and degree is Firmness.FIRM and self._may_await_more(action.id):
                standing = words.STEPS_MAY_BE_ADDED
            if value == Answer.NOT_YET.value and not first:
                perhaps = [ruleset.action[step] for step in self._perhaps_awaited(action.id)]
                sentence = words.some_step_in_words(perhaps, action, status)
            elif value in _AGAINST and (rivals := self._only_for(action.id, status)):
                sentence = words.set_aside_in_words(action, status, [ruleset.action[rival] for rival in rivals])
            elif value == Answer.DILEMMA.value and action.id in self._unmet():
                sentence = words.unmet_in_words(action, [ruleset.action[means] for means in action.met_by])
            if question.ask is Ask.MUST and status is Status.PERMITTED and self._is_spoken_for_alone(action):
                sentence = words.spoken_for_alone_in_words(action, self._only_until(action.id))
            if question.ask is Ask.MUST and value != Answer.NOT_POSSIBLE.value and (barred := self._barred(action)):
                closed = [(ruleset.action[way], self._settled_status(way)) for way in barred]
                sentence = words.barred_in_words(sentence, action, status, closed)
        return AnswerReport(value, degree, sentence, standing, first, ordered, then, barred)

    def _only_for(self, action: str, status: Status | None) -> tuple[str, ...]:
        """The ways that alone are why this one is advised against or forbidden; none, where a rule of its own is."""
        if status not in NEGATIVE:
            return ()
        deciding, _ = self.explainer.weighed(action, status)
        rivals = [voice.derived_from for voice in deciding if voice.derived_from is not None]
        return tuple(dict.fromkeys(rivals)) if len(rivals) == len(deciding) else ()

    def _itself(self, answer: Answer, action: Action, status: Status | None, first: Sequence[Action]) -> str:
        """The answer to `may` or `must`, and until when it holds."""
        ask = self.query.question.ask
        sentence = words.answer_in_words(answer, ask, action, status, first, self.enactment.ruleset)
        until = self._only_until(action.id) if status is Status.PERMITTED else ()
        return words.only_until_in_words(sentence, until) if until else sentence

    def _only_until(self, action: str) -> tuple[str, ...]:
        """Until when a permitted action is permitted; nothing, where a rule permits it without an end."""
        deciding, _ = self.explainer.weighed(action, Status.PERMITTED)
        ends = [self.enactment.ruleset.rule[voice.rule].only_until for voice in deciding if voice.rule is not None]
        return tuple(dict.fromkeys(end for end in ends if end)) if all(ends) else ()

    def _answer_rank(self, word: str) -> tuple[int, str]:
        order = [*(item.value for item in Answer), *(item.value for item in Verdict), *self.enactment.ruleset.action]
        return (order.index(word) if word in order else len(order), word)

    def _how(self) -> AnswerReport:
        way, ruleset = self.enactment.action[self.query.question.action or ""], self.enactment.ruleset
        asked = [self.enactment.action[action] for action in self.enactment.how(way.id)]
        degree = max((self._degrees[action.id][0] for action in asked), key=list(Firmness).index)
        first = self._awaited(way.id)
        standing = words.Standing(
            ruleset.action[way.id],
            self._settled_status(way.id),
            possible=self.evaluation.available[way.id] is not Truth.FALSE,
            first=[ruleset.action[step] for step in first],
            perhaps_first=[ruleset.action[step] for step in self._perhaps_awaited(way.id) if step not in first],
        )
        manner = [action for action in asked if action.id != way.id and action.id not in first]
        statuses = [(action, self._settled_status(action.id), self._seen_to(action.id)) for action in manner]
        sentence = words.how_in_words(standing, statuses, ruleset)
        value = "open" if degree is Firmness.OPEN else "answered"
        return AnswerReport(value, degree, sentence, words.STANDING[degree], first, then=self._then(way.id, first))

    def _verdict_sentence(self, verdict: Verdict) -> str:
        unstated = dict.fromkeys(step for report in self.conduct for step in report.unstated)
        return words.verdict_in_words(verdict, [self.enactment.ruleset.action[step] for step in unstated])

    def _then(self, action: str, first: Sequence[str]) -> str | None:
        """What the answer to the question, or to whether it may be, would be without the steps that come first."""
        status = self._settled_status(action)
        if status is None or not first:
            return None
        answering = must if self.query.question.ask is Ask.MUST else may
        return answering(ActionPosition(status, available=True, unmet=False, awaits=())).value

    def _perhaps_awaited(self, action: str) -> tuple[str, ...]:
        """The steps that an action awaits in some completion."""
        awaits = self.settled.presuming.awaits.items()
        return tuple(dict.fromkeys(step for (act, step), truths in awaits if act == action and True in truths))

    def _barred(self, action: Action) -> tuple[str, ...]:
        """The available rivals of a way, where each surely is forbidden or advised against, and one is forbidden."""
        possible = self.settled.presuming.statuses
        if not action.is_way or not possible[action.id].isdisjoint({*NEGATIVE, Status.REQUIRED}):
            return ()
        rivals = [
            rival for rival in self.enactment.rivals[action.id] if self.evaluation.available[rival] is not Truth.FALSE
        ]
        closed = all(possible[rival] <= {*NEGATIVE} for rival in rivals)
        return tuple(rivals) if closed and any(possible[rival] == _FORBIDDEN for rival in rivals) else ()

    def _is_spoken_for_alone(self, action: Action) -> bool:
        """Whether no rule speaks for any other course that may be possible, and some rule speaks against one."""
        available = self.evaluation.available
        others = [way.id for way in self.enactment.ways if way is not action and available[way.id] is not Truth.FALSE]
        statuses = {self._settled_status(way) for way in others}
        return action.is_way and statuses <= {*NEGATIVE, Status.UNREGULATED} and not statuses.isdisjoint(NEGATIVE)

    @cached_property
    def disposition(self) -> DispositionReport:
        """Which course of action, and with what force."""
        degree, possible = self.settled.disposition()
        ruleset = self.enactment.ruleset
        options = tuple(
            (force, tuple(way.id for way in ruleset.ways if True in possible.named.get((force, way.id), ())))
            for force in Force
            if force in possible.forces
        )
        if degree is Firmness.OPEN:
            spoken = [
                courses.possible_course_in_words(force, ways, ruleset, possible.statuses) for force, ways in options
            ]
            return DispositionReport(None, (), degree, courses.open_disposition_in_words(spoken), options)
        ((force, ways),) = options
        permitted = [way for way in ways if self._settled_status(way) is Status.PERMITTED]
        instead = tuple(permitted) if force is Force.ADVISED else ()
        named, beside = ([ruleset.action[way] for way in ways if (way in instead) is also] for also in (False, True))
        until = {way: ends for way in permitted if (ends := self._only_until(way))}
        sentence = courses.disposition_in_words(force, named, beside, until)
        return DispositionReport(force, ways, degree, sentence, options, instead)

    # Statuses and what follows from them.

    @cached_property
    def _degrees(self) -> Mapping[str, tuple[Firmness, frozenset[Status]]]:
        """For each action, how far its status is settled, and what it may be."""
        return {action: self.settled.status(action) for action in self.enactment.action}

    @cached_property
    def _settled_statuses(self) -> Mapping[str, Status]:
        """The statuses that are settled, on assumptions or without."""
        return {
            action: next(iter(possible))
            for action, (degree, possible) in self._degrees.items()
            if degree is not Firmness.OPEN
        }

    def _settled_status(self, action: str) -> Status | None:
        return self._settled_statuses.get(action)

    @cached_property
    def _awaiting(self) -> Mapping[str, tuple[str, ...]]:
        """For each action that waits for something, what it awaits for certain, in order."""
        waiting: dict[str, list[str]] = {}
        for (action, step), possible in self.settled.presuming.awaits.items():
            if possible == {True}:
                waiting.setdefault(action, []).append(step)
        rank = declared_rank(self.enactment)
        return {action: in_order(steps, self._before, rank) for action, steps in waiting.items()}

    def _awaited(self, action: str) -> tuple[str, ...]:
        return self._awaiting.get(action, ())

    def _may_await_more(self, action: str) -> bool:
        """Whether, with nothing presumed, the action may await a step that it does not await for certain."""
        return any(
            waiting == action and step not in self._awaited(action) and truth is not Truth.FALSE
            for (waiting, step), truth in self.settler.unpresumed.awaits.items()
        )

    def _status(self, action: Action) -> StatusReport:
        degree, possible = self._degrees[action.id]
        status = self._settled_status(action.id)
        weighed = self.explainer.weighed(action.id, status) if status else ((), ())
        available = self.evaluation.available[action.id]
        return status_report(
            self.enactment, action.id, status, degree, possible, available, weighed, self._awaited(action.id)
        )

    @cached_property
    def _before(self) -> Mapping[str, frozenset[str]]:
        return predecessors(self.enactment, self.evaluation)

    @cached_property
    def _done(self) -> Collection[str]:
        """The steps that surely are done or were tried."""
        return {
            step.id for step in self.enactment.ruleset.steps if is_seen_to(step.id, self.situation.known) is Truth.TRUE
        }

    def _duties(self, ways: Iterable[str]) -> tuple[str, ...]:
        """The duties that are not done, in the order of the plan; manner steps only of these ways."""
        return plan(
            self.enactment,
            self._settled_statuses,
            self._before,
            done=self._done,
            ways=ways,
            awaited={step for way in self.enactment.ways for step in self._awaited(way.id)},
        )

    @cached_property
    def _taken(self) -> tuple[str, ...]:
        """The ways that the disposition asks to take, or leaves alone."""
        return self.disposition.ways if self.disposition.force in TAKEN else ()

    @cached_property
    def _planned(self) -> tuple[str, ...]:
        asked = [self.query.question.action, *self.query.did]
        return self._duties([*self._taken, *(action for action in asked if action)])

    def _seen_to(self, step: str) -> str:
        """`done`, `tried`, or nothing where it is neither for certain."""
        return _SEEN_TO.get(self.situation.known.get(done_fact(step), NO), "")

    def _plan(self) -> tuple[PlanStep, ...]:
        return tuple(self._steps(self._planned))

    def _if_chosen(self) -> tuple[PlanStep, ...]:
        """The steps of the ways that the disposition names and leaves to choose from, which the plan does not list."""
        duties = self._duties(self.disposition.ways)
        return tuple(self._steps(duty for duty in duties if duty not in self._planned))

    def _steps(self, duties: Iterable[str]) -> Iterator[PlanStep]:
        waiting: dict[str, list[str]] = {}
        for action in self.enactment.action:
            for awaited in self._awaited(action):
                waiting.setdefault(awaited, []).append(action)
        for duty in duties:
            step, status = self.enactment.action[duty], self._settled_status(duty)
            if status is not None:
                yield PlanStep(duty, step.label, status, tuple(waiting.get(duty, ())), self._only_if(step))

    def _only_if(self, step: Action) -> tuple[str, ...]:
        """The ways on which a step depends; none where one of them was done, or where every way asked for needs it."""
        needed = bool(self._taken) and set(self._taken) <= set(step.of)
        if needed or not set(step.of).isdisjoint(self.query.did):
            return ()
        shown = {self.query.question.action, *self.disposition.ways}
        return tuple(way for way in step.of if way in shown)

    def _dilemmas(self) -> tuple[Collision, ...]:
        torn = [action.id for action in self.enactment.actions if self._settled_status(action.id) is Status.DILEMMA]
        return (
            *(self.explainer.collision(action, ()) for action in torn),
            *(self.explainer.collision(duty, self.enactment.action[duty].met_by) for duty in self._unmet()),
        )

    def _unmet(self) -> tuple[str, ...]:
        return tuple(duty for duty, possible in self.settled.presuming.unmet.items() if possible == {True})

    # What is not known.

    def _open_answer(self) -> OpenAnswer | None:
        question, action = self.query.question, self.query.question.action
        if self.answer.firmness is not Firmness.OPEN or question.ask is Ask.HOW:
            return None
        asked = [way.id for way in self.enactment.ways] if question.ask is Ask.WHAT else self.query.named
        statuses = tuple((act, status) for act in asked if (status := self._settled_status(act)) is not None)
        order = words.possible_words(question.ask) or tuple(self.enactment.action)
        rank = {word: place for place, word in enumerate(order)}
        found = sorted(scenarios(self._relevance).values(), key=lambda each: _by_rank(rank, each.outcome))
        words_possible = {words_of(each.outcome)[0] for each in found} | set(self.answer.possible)
        if question.ask is Ask.WHAT:
            words_possible |= {force.value for force, _ in self.disposition.possible}
        return OpenAnswer(
            statuses=statuses,
            awaits=self._awaited(action) if action else (),
            excluded=tuple(word for word in words.possible_words(question.ask) if word not in words_possible),
            scenarios=tuple(map(self._scenario, found)),
        )

    def _scenario(self, found: FoundScenario) -> Scenario:
        known, fact, ruleset = known_by(found.values), self.enactment.fact, self.enactment.ruleset
        answer, *ways = words_of(found.outcome)
        if self.query.question.ask is Ask.WHAT:
            then = courses.possible_course_in_words(Force(answer), ways, ruleset)
        else:
            then = words.word_in_words(answer, ruleset)
        return Scenario(
            answer=answer,
            ways=tuple(ways),
            facts=tuple(fact_report(self.enactment, name, value) for name, value in known.items()),
            sentence=words.scenario_in_words([supposed(fact[name], value) for name, value in known.items()], then),
            smallest=found.smallest,
        )

    def _presumed(self) -> tuple[AssumptionReport, ...]:
        relevant = self.bare.tied(behind_answer(self.bare, self.query) | behind_disposition(self.bare))
        standing = [
            AssumptionReport(self.explainer.fact(name), bears=name in relevant) for name in self.situation.presumed
        ]
        fallen = [
            AssumptionReport(self.explainer.fact(name), bears=name in relevant, fell=constraint)
            for name, constraint in self.situation.fallen.items()
        ]
        return tuple(sorted([*standing, *fallen], key=lambda report: (report.fell is None, not report.bears)))

    @cached_property
    def _relevance(self) -> Relevance:
        """What matters to each result that is open."""
        open_statuses = [action.id for action in self.enactment.actions if self._degrees[action.id][0] is Firmness.OPEN]
        behind = {action: self.view.unknown_behind_status(action) for action in open_statuses}
        if self.answer.firmness is Firmness.OPEN:
            behind = {ANSWER: behind_answer(self.view, self.query), **behind}
        if self.disposition.firmness is Firmness.OPEN:
            behind = {DISPOSITION: behind_disposition(self.view), **behind}
        return Relevance(self.situation, self.view, self.query, behind)

    def _unknown(self) -> tuple[UnknownReport, ...]:
        relevant = self._relevance.relevant
        matter = frozenset[str]().union(*(facts.surely | facts.possibly for facts in relevant.values()))
        reports = []
        for name, fact in self.enactment.fact.items():
            if name in matter:
                bears_on = tuple(t for t, facts in relevant.items() if name in facts.surely | facts.possibly)
                possibly = tuple(t for t in bears_on if name in relevant[t].possibly)
                reports.append(UnknownReport(name, fact.ask, bears_on, possibly, fact.sensitive))
        return tuple(sorted(reports, key=lambda report: (ANSWER not in report.bears_on, -len(report.bears_on))))


def _by_rank(rank: Mapping[str, int], outcome: Outcome) -> tuple[int, tuple[str, ...]]:
    word, *_ = words = words_of(outcome)
    return rank.get(word, len(rank)), words
