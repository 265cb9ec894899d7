"""A case as items see it, and what the rules make of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs
from attrs import frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.consultation.plan import declared_rank, in_order, predecessors
from ethics_engine.model.actions import Action
from ethics_engine.model.case import Answer, Ask, Case, Verdict
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import Outcome, WayOn
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force, Status
from ethics_engine.model.truth import Truth
from ethics_engine.quiz.parse_questions import WrittenQuestion

from .case_reasons import CaseReasons
from .salience import Salience
from .variant_outcomes import VariantOutcomes
from .variants import Nearby, nearby


@frozen(slots=False, eq=False)
class ItemContext:
    """A case that does not contradict itself.

    Attributes:
        _nearby: The variants of the case, if they were evaluated together with those of others.

        family: What it shares with the cases of its minimal pairs.

        number: Its place in the corpus.

        questions: What somebody wrote to be asked of it.

        is_written: Whether questions are written on any of the cases; then no others are made.
    """

    entry: ReportedCase
    evaluated: CaseEvaluation
    _nearby: Nearby | None
    family: str
    number: int
    questions: tuple[WrittenQuestion, ...] = ()
    is_written: bool = False

    @cached_property
    def nearby(self) -> Nearby:
        """The variants of the case, evaluated."""
        if self._nearby is not None:
            return self._nearby
        return nearby(self.enactment, [self.evaluated], [self.stated])[0]

    @property
    def case(self) -> Case:
        """The case as stated."""
        return self.entry.case

    @property
    def ruleset(self) -> Ruleset:
        """The rules as written."""
        return self.enactment.ruleset

    @property
    def enactment(self) -> Enactment:
        """The rules as they stand on the day of the case."""
        return self.evaluated.enactment

    @property
    def query(self) -> PossibilityQuery:
        """What is asked."""
        return self.evaluated.query

    @property
    def ask(self) -> Ask:
        """The kind of the question."""
        return self.query.question.ask

    @property
    def action(self) -> Action | None:
        """The action that is asked about."""
        asked = self.query.question.action
        return self.enactment.action[asked] if asked else None

    @cached_property
    def stated(self) -> Knowledge:
        """What was said."""
        return {name: statement.known for name, statement in self.case.facts.items()}

    # What the rules make of it.

    @cached_property
    def outcome(self) -> Outcome | None:
        """What comes of the question, decided exactly; None where it is open, and for `how`."""
        return self.outcome_of(self.query)

    def outcome_of(self, query: PossibilityQuery) -> Outcome | None:
        """What comes of another question about the same case."""
        evaluated = self.evaluated if query == self.query else attrs.evolve(self.evaluated, query=query)
        if query.question.ask is Ask.HOW:
            return None
        if query.question.ask is Ask.WHAT:
            possible = evaluated.dispositions()
            if len(possible) > 1:
                return None
            ((force, ways),) = possible
            return WayOn(force, tuple(way.id for way in self.enactment.ways if way.id in ways))
        answers = evaluated.answers()
        return next(iter(answers)) if len(answers) == 1 else None

    @property
    def is_open(self) -> bool:
        """Whether what is known leaves the outcome open."""
        return self.outcome is None and self.ask is not Ask.HOW

    def status(self, action: str) -> Status | None:
        """The status of an action, decided exactly; None where it is open."""
        return self.reasons.status(action)

    def is_available(self, action: str) -> bool:
        """Whether it is known that an action is possible."""
        return self.evaluated.evaluation.available[action] is Truth.TRUE

    @cached_property
    def before(self) -> Mapping[str, frozenset[str]]:
        """For each action, all that precede it."""
        return predecessors(self.enactment, self.evaluated.evaluation)

    def awaited(self, action: str) -> tuple[str, ...]:
        """The steps that an action awaits for certain, in order."""
        waiting = self.evaluated.evaluation.awaits.items()
        steps = [step for (act, step), truth in waiting if act == action and truth is Truth.TRUE]
        return in_order(steps, self.before, declared_rank(self.enactment)) if len(steps) > 1 else tuple(steps)

    @cached_property
    def reasons(self) -> CaseReasons:
        """Why the rules make of it what they make of it."""
        return CaseReasons(self.evaluated, self.case.facts)

    @cached_property
    def salience(self) -> Salience:
        """What in it catches the eye."""
        return Salience(self.entry.topic, self.evaluated, self.stated, self.reasons)

    @cached_property
    def variations(self) -> VariantOutcomes:
        """What the rules would make of its variants."""
        return VariantOutcomes(self.evaluated, self.nearby, self.stated)

    def with_knowledge(self, known: Knowledge, evaluation: Evaluation) -> ItemContext:
        """The changed case; of it only what the rules make of it, and why, may be asked."""
        query = self.variations.with_steps(self.query)
        evaluated = attrs.evolve(self.evaluated, known=known, evaluation=evaluation, query=query, ask_solver=False)
        return attrs.evolve(self, evaluated=evaluated)

    @cached_property
    def load(self) -> int:
        """How much has to be kept in mind for the case, from 0: what difficulty is counted from."""
        issue = self.salience.at_issue
        parts = [
            any(norm.action in issue for rule in self.reasons.defeated for norm in self.enactment.rule[rule].norms),
            any(self.reasons.outweighed(action) for action in issue),
            len({rule for action in issue for rule in self.reasons.deciding(action)}) > 1,
            self.outcome in _HARD or self.is_open,
            self.ask in (Ask.FIRST, Ask.HOW)
            or (not self.is_written and len(self.variations.readings.other_than(self.outcome)) > 2),
            len(self.stated) > 4,
        ]
        return sum(parts)


_HARD = (
    Answer.NOT_YET,
    Answer.DILEMMA,
    Answer.ADVISED_AGAINST,
    Verdict.PREMATURE,
    Verdict.DEPARTURE,
    Verdict.NO_VERDICT,
    WayOn(Force.DILEMMA),
)
"""Outcomes that are easily missed."""
