"""What a page is made of: a determination, with what the parts of the page look up in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ethics_engine.errors import EthicsError
from ethics_engine.model.answer_page import PageFact
from ethics_engine.model.case import Answer, Ask
from ethics_engine.model.determination import AnswerReport, Determination, Firmness, Reason, StatusReport
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import Status
from ethics_engine.text.lists import sentence
from ethics_engine.text.values import as_clause

from .consult import EngineInput, engine_input_of
from .default_assumptions import CaseKnowledge, case_knowledge


def subject_of(determination: Determination) -> PageSubject:
    """Make a page's subject of a determination.

    Raises:
        EthicsError: The determination was read back from JSON, and no longer knows its ruleset and case.
    """
    basis = determination.basis
    if basis is None:
        raise EthicsError(
            "answer_page: this determination was read back from JSON, and the page needs its ruleset and case; "
            "consult again, or keep the page that `ethics consult --format json` prints"
        )
    engine_input = engine_input_of(basis.ruleset, basis.case, as_of=determination.provenance.as_of)
    known = case_knowledge(
        engine_input.enactment, engine_input.stated, presume=determination.provenance.assumptions, places={}
    )
    return PageSubject(determination, engine_input, known)


def is_undecided(answer: AnswerReport) -> bool:
    """Whether an answer is open, or it is open what it will be once the steps that come first are done."""
    return answer.firmness is Firmness.OPEN or (answer.value == Answer.NOT_YET.value and answer.then is None)


@frozen_record
class PageSubject:
    """A determination, what it was made from, and what is known of the case."""

    determination: Determination
    engine_input: EngineInput
    known: CaseKnowledge

    @property
    def enactment(self) -> Enactment:
        """The ruleset as it stands on the day."""
        return self.engine_input.enactment

    @property
    def asked(self) -> str | None:
        """What is asked about."""
        return self.determination.action

    @property
    def did(self) -> tuple[str, ...]:
        """What was done, if the question is whether it was right."""
        return self.engine_input.query.did

    @cached_property
    def reasons(self) -> Mapping[str, Reason]:
        """The rules that apply, by id."""
        return {reason.rule: reason for reason in self.determination.reasons}

    @cached_property
    def statuses(self) -> Mapping[str, StatusReport]:
        """How each action stands, by id."""
        return {report.action: report for report in self.determination.statuses}

    @cached_property
    def ways(self) -> frozenset[str]:
        """The courses of action, by id."""
        return frozenset(way.id for way in self.enactment.ways)

    @cached_property
    def possible_ways(self) -> frozenset[str]:
        """The courses of action that may be possible here."""
        return frozenset(way for way in self.ways if self.statuses[way].available is not False)

    @cached_property
    def shown_ways(self) -> tuple[str, ...]:
        """The courses of action that the page is about: asked about, done, or named by the disposition."""
        named = [self.asked, *self.did, *self.determination.disposition.ways]
        return tuple(dict.fromkeys(way for way in named if way in self.ways))

    @cached_property
    def first_in_danger(self) -> tuple[str, ...]:
        """Where it is asked what to do, and a danger was stated: the steps that must be taken before all courses.

        What belongs to a course that is named is told as a part of it.
        """
        if not self._asks_what_in_danger:
            return ()
        plan = [step for step in self.determination.plan if not self.belongs_to_a_course(step.action)]
        must = [step for step in plan if step.status is Status.REQUIRED and not step.if_]
        last = max((place for place, step in enumerate(must, start=1) if step.before), default=0)
        return tuple(step.action for step in must[:last])

    @property
    def _asks_what_in_danger(self) -> bool:
        stated = any(report.stated for report in self.determination.safety)
        return stated and self.determination.ask is Ask.WHAT

    def belongs_to_a_course(self, step: str) -> bool:
        """Where it is asked what to do, and a danger was stated: whether a step is a part of a course that is named."""
        part_of = self.enactment.action[step].of
        return self._asks_what_in_danger and not {*part_of}.isdisjoint(self.determination.disposition.ways)

    def fact(self, name: str) -> PageFact:
        """What is known of a fact, as a sentence."""
        fact = self.enactment.fact[name]
        return PageFact(name, sentence(as_clause(fact, self.known.known.get(name) or fact.anything)))
