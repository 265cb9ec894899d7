"""What the page says of assumptions and questions: what comes of it if one thing is otherwise, all at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from ethics_engine.errors import ContradictionError
from ethics_engine.model.answer_page import (
    IfWrong,
    PageAssumption,
    PageQuestion,
    PageReply,
    PageResult,
    PageStep,
    ResultPart,
)
from ethics_engine.model.case import Answer, Ask, Question, Statement
from ethics_engine.model.conditions import FactTest, tests_in
from ethics_engine.model.determination import Determination, Firmness, UnknownReport
from ethics_engine.model.enactment import DONE, EXCEPTION, Enactment
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Possible, Values
from ethics_engine.model.outcome import UNDECIDED, FirstStep, Outcome, WayOn, words_of
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import Record, evolve, frozen_record
from ethics_engine.model.status import NEGATIVE, Force
from ethics_engine.model.variables import known_by, variables_of
from ethics_engine.text import page as words
from ethics_engine.text.lists import capital, sentence
from ethics_engine.text.outcomes import course_change_in_words, outcomes_in_brief
from ethics_engine.text.values import as_clause

from .consult import suppose
from .default_assumptions import CaseKnowledge
from .one_at_a_time import PossibleOutcomes, Variation, varied
from .page_nearness import Nearness
from .page_subject import is_undecided
from .relevance import ANSWER, DISPOSITION

_Result = TypeVar("_Result", bound=Hashable)

CaseResults = Mapping[ResultPart, PossibleOutcomes]
"""What may come of one case: its answer, what comes first, and the course."""

_PART_RANK = tuple(ResultPart)

DANGER = "danger"
"""The topic under which dangers are told, whatever else they are about."""

_CONSULTED = 5
"""On how many questions each reply is consulted on by itself; of more, it is shown as far as all are tried at once."""

_REPLIES_CONSULTED = 6
"""On how many replies that is done at most: a question that has more than are left is shown as far as all are tried."""


@frozen_record
class PressingAssumption(Record):
    """An assumption on which the result depends.

    Attributes:
        answer: Whether the answer itself changes if it is wrong.

        course_alone: Whether nothing but the course of action does.

        near: Whether its topic, or a rule that rests on what was stated, brings it close to the case.

        general: Whether it is that there is no danger of a kind that the case does not speak of.
    """

    shown: PageAssumption
    answer: bool
    course_alone: bool
    near: bool
    general: bool


@frozen_record
class Prospects:
    """A determination, and what would come of the question if one thing in the case were otherwise.

    Attributes:
        remarks: The remarks with which facts were stated.
    """

    determination: Determination
    situation: CaseKnowledge
    query: PossibilityQuery
    remarks: Mapping[str, str | None]

    @property
    def enactment(self) -> Enactment:
        """The ruleset as it stands on the day."""
        return self.situation.enactment

    # What is varied, and what comes of it.

    @cached_property
    def _assumed(self) -> tuple[Variation, ...]:
        """Every other value of what is assumed, but for what is ruled out, or that steps are done already.

        These are the listed steps, and what is not to be done: a wrong opens no way.
        """
        ruled_out = self.determination.basis.ruled_out if self.determination.basis else {}
        listed = {step.action for step in (*self.determination.plan, *self.determination.if_chosen)}
        listed.update(self.determination.answer.first)
        listed.update(report.action for report in self.determination.statuses if report.status in NEGATIVE)
        left_out = {DONE + step for step in listed}
        values = self._values(fact for fact in self.situation.presumed if fact not in left_out)
        return tuple(
            each for each in values if each[0].fact not in ruled_out or _stated(each) not in ruled_out[each[0].fact]
        )

    @cached_property
    def _asked(self) -> tuple[Variation, ...]:
        """Every value of what is not known and decides the answer, or the course."""
        return tuple(self._values(report.fact for report in self._unknown))

    @cached_property
    def _unknown(self) -> tuple[UnknownReport, ...]:
        targets = {ANSWER} if self.determination.ask is Ask.RIGHT else {ANSWER, DISPOSITION}
        if is_undecided(self.determination.answer):
            targets.update(filter(None, [self.determination.action]))
        return tuple(report for report in self.determination.unknown if not targets.isdisjoint(report.bears_on))

    def _values(self, facts: Iterable[str]) -> Iterator[Variation]:
        """Every value that a fact may have instead of the one that it is known to have."""
        names, known = set(facts), self.situation.known
        for variable in variables_of(self.enactment):
            if variable.fact in names and not (
                self.determination.redacted and self.enactment.fact[variable.fact].sensitive
            ):
                possible = variable.possible(known)
                yield from ((variable, value) for value in variable.values if possible != (value,))

    @cached_property
    def queries(self) -> Mapping[ResultPart, PossibilityQuery]:
        """What is asked of each case, by the part of the results that it gives."""
        ask, action = self.query.question.ask, self.query.question.action
        asked = {ResultPart.ANSWER: self.query}
        if ask in (Ask.MAY, Ask.MUST, Ask.HOW):
            asked[ResultPart.FIRST] = evolve(self.query, question=Question(Ask.FIRST, action))
        if ask is not Ask.RIGHT:
            asked[ResultPart.COURSE] = evolve(self.query, question=Question(Ask.WHAT))
        return asked

    @cached_property
    def _results(
        self,
    ) -> tuple[CaseResults, Mapping[Variation, CaseResults]]:
        """What comes of it as it is, and for each variation that is possible."""
        cases = varied(self.situation, (*self._assumed, *self._asked))
        found = dict(zip(self.queries, cases.outcomes(tuple(self.queries.values())), strict=True))
        each = [{part: outcomes[case] for part, outcomes in found.items()} for case in range(cases.count)]
        possible = {
            variation: each[case]
            for case, variation in enumerate(cases.variations, start=1)
            if not cases.impossible >> case & 1
        }
        return each[0], possible

    def compared(self, variation: Variation, results: CaseResults) -> PageResult | None:
        """What would change if a variation had these results; None if nothing does, or the page leaves it out."""
        changes = self._changes(self._results[0], results)
        return self._result(results, changes) if changes and not self._holds_back(variation, results) else None

    @cached_property
    def now(self) -> PageResult:
        """The answer as it is."""
        return self._result(self._results[0], (ResultPart.ANSWER,))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The topics of what is assumed and would change the answer if it were otherwise, but for names and motives.

        No fact is shown by itself, so that nothing has to be held back. A danger is on the topic `DANGER`.
        """
        usual, results = self._results
        turning = {
            variation[0].fact
            for variation in self._assumed
            if variation in results and ResultPart.ANSWER in self._changes(usual, results[variation])
        }
        facts = [fact for fact in self.enactment.facts if fact.id in turning and not fact.pretext]
        dangers = self.nearness.dangers
        return tuple(dict.fromkeys(DANGER if fact.id in dangers else fact.topic for fact in facts))

    # Assumptions.

    def assumptions(self) -> tuple[PressingAssumption, ...]:
        """Those that would, if wrong alone, change the answer, the first step or the course; the nearest first.

        First those that change the answer, before those that change the first step or the course alone; of these those
        nearest to what was stated. Those without which the question would be out of place come after them, then that
        some step is not done, what could be a pretext, and last that there is no danger of a kind that the case does
        not speak of. Where a term of
        the ruleset makes some facts a pretext, a fixed fact is only there with what makes the answer stricter, unless
        it is a danger.
        """
        usual, results = self._results
        of_fact: dict[str, dict[Variation, PageResult]] = {}
        for variation in self._assumed:
            if variation in results and (changes := self._changes(usual, results[variation])):
                if self._holds_back(variation, results[variation]):
                    continue
                result = self._result(results[variation], changes)
                of_fact.setdefault(variation[0].fact, {})[variation] = result
        near = self.nearness

        def rank(name: str) -> tuple[bool, bool, bool, bool, int, tuple[bool, bool]]:
            found = of_fact[name].values()
            part = min(_PART_RANK.index(change) for result in found for change in result.changes)
            held_back = (self._is_general_danger(name), self.situation.is_pretext(name))
            out_of_place = all(map(_is_out_of_place, found))
            return (*held_back, name.startswith(DONE), out_of_place, part, near.distance(name))

        return tuple(self._assumption(name, of_fact[name]) for name in sorted(of_fact, key=rank))

    def _holds_back(self, variation: Variation, results: CaseResults) -> bool:
        """Whether the page leaves a result out, as `what-if` does, lest it be taken up for the sake of the answer.

        Beside a reason of the practitioner's own that is a pretext, and so is a fixed fact, unless it makes the answer
        stricter: others can confirm it, and nobody gains by it.
        """
        fact = self.enactment.fact[variation[0].fact]
        if not self.situation.guards_pretexts or fact.id in self.nearness.dangers:
            return False
        if self.situation.is_pretext(fact.id) and not fact.immutable:
            return fact.id not in self._excepted
        return fact.immutable and not self._is_stricter(results)

    def _is_stricter(self, results: CaseResults) -> bool:
        """Whether the answer allows less than it does now."""
        usual, _ = self._results
        if self.query.question.ask is not Ask.MAY:
            return False
        now = max(map(_strictness, usual[ResultPart.ANSWER].possible), default=len(STRICTNESS))
        then = results[ResultPart.ANSWER].possible
        return bool(then) and min(map(_strictness, then)) > now

    @cached_property
    def _excepted(self) -> frozenset[str]:
        """The facts that an exception of a rule tests directly which decides what is asked, or the course.

        They are named, without what would come of them: such as that ethical care can still be given.
        """
        determination, rule = self.determination, self.enactment.rule
        targets = {determination.action, *determination.disposition.ways}
        deciding = [
            norm.rule for report in determination.statuses if report.action in targets for norm in report.decided_by
        ]
        return frozenset(
            test.fact
            for name in deciding
            if (exception := rule.get(f"{name}{EXCEPTION}")) is not None
            for test in tests_in(exception.when)
            if isinstance(test, FactTest)
        )

    def _is_general_danger(self, name: str) -> bool:
        """Whether a fact is a danger that one line for all of them tells well enough: not what is named by itself."""
        named = self.situation.is_pretext(name) and name in self._excepted
        return self.nearness.is_general_danger(name) and not named

    @cached_property
    def nearness(self) -> Nearness:
        """How near each fact is to the case."""
        return Nearness(self.determination, self.situation)

    def _assumption(self, name: str, results: Mapping[Variation, PageResult]) -> PressingAssumption:
        fact, near = self.enactment.fact[name], self.nearness
        if_wrong = tuple(
            IfWrong(names_of(variations), words.if_wrong(fact, variations), result)
            for result, variations in _alike(results)
        )
        said = sentence(as_clause(fact, self.situation.presumed[name]))
        shown = PageAssumption(name, said, () if self.situation.is_pretext(name) else if_wrong, name in near.dangers)
        changes = {part for result in results.values() for part in result.changes}
        return PressingAssumption(
            shown,
            answer=ResultPart.ANSWER in changes,
            course_alone=changes == {ResultPart.COURSE},
            near=near.is_near(name),
            general=self._is_general_danger(name),
        )

    def looked_into(self, found: PressingAssumption) -> PressingAssumption | None:
        """The assumption, with a consult for each result that seems open; None if nothing changes after all."""
        if found.shown.if_wrong:
            name, (_, results) = found.shown.fact, self._results
            exact = {
                each: self._looked_into(each)
                for each in self._assumed
                if each[0].fact == name and each in results and not self._holds_back(each, results[each])
            }
            changing = {each: result for each, result in exact.items() if result is not None}
            return self._assumption(name, changing) if changing else None
        return found

    def _looked_into(self, variation: Variation) -> PageResult | None:
        """What comes of it if one fact has another value; None if that changes nothing."""
        usual, results = self._results
        then, basis = results[variation], self.determination.basis
        changes = self._changes(usual, then)
        if not changes or changes[0] is ResultPart.FIRST or then[changes[0]].only is not None or basis is None:
            return self._result(then, changes) if changes else None
        case = evolve(basis.case, facts={**basis.case.facts, variation[0].fact: Statement(_stated(variation))})
        made = self.determination.provenance
        try:
            determination = suppose(basis.ruleset, case, as_of=made.as_of, assumptions=made.assumptions)
        except ContradictionError:
            return None  # several constraints together rule it out
        usual, then = self._exact(self.determination, usual), self._exact(determination, then)
        changes = self._changes(usual, then)
        if not changes:
            return None
        result, bears_on = self._result(then, changes), DISPOSITION if changes[0] is ResultPart.COURSE else ANSWER
        asked = {report.fact for report in self._unknown}
        matter = [each for each in determination.unknown if bears_on in each.bears_on and each.fact not in asked]
        questions = [each.ask for each in matter if not (self.determination.redacted and each.sensitive)]
        return evolve(result, find_out=questions[0]) if questions and then[changes[0]].only is None else result

    def _exact(self, determination: Determination, sampled: CaseResults) -> CaseResults:
        """What may come of a case, as a consult found it, and where that does not tell as it was sampled."""
        answer, course, ask = determination.answer, determination.disposition, self.query.question.ask
        exact = dict(sampled)
        way_on = None if course.force is None else WayOn(course.force, course.ways, course.instead)
        if ask in (Ask.MAY, Ask.MUST):
            exact[ResultPart.ANSWER] = PossibleOutcomes(frozenset(map(Answer, answer.possible)), certain=True)
        for part in (ResultPart.COURSE, *((ResultPart.ANSWER,) if ask is Ask.WHAT else ())):
            if part in exact and way_on is not None:
                exact[part] = PossibleOutcomes(frozenset({way_on}), certain=True)
        return exact

    def _changes(self, usual: CaseResults, then: CaseResults) -> tuple[ResultPart, ...]:
        changed = [
            part
            for part in usual
            if usual[part].possible != then[part].possible and self._told(part, usual) != self._told(part, then)
        ]
        if not self._waits(usual) and ResultPart.FIRST in changed:
            changed.remove(ResultPart.FIRST)  # no step has to come first, for the answer is another
        if self.query.question.ask is Ask.WHAT and ResultPart.ANSWER in changed:
            changed.remove(ResultPart.COURSE)
        return tuple(changed)

    def _told(self, part: ResultPart, results: CaseResults) -> frozenset[Outcome]:
        """What may come of a part; of the course beside another answer, only what is spoken for by itself."""
        possible = results[part].possible
        if part is ResultPart.COURSE and self.query.question.ask is not Ask.WHAT:
            return frozenset(map(_without_instead, possible))
        return possible

    def _waits(self, results: CaseResults) -> bool:
        return ResultPart.FIRST in results and Answer.NOT_YET in results[ResultPart.ANSWER].possible

    # Questions.

    def questions(
        self, after_reply: Callable[[str, Possible], tuple[Determination, tuple[PageStep, ...]] | None]
    ) -> tuple[PageQuestion, ...]:
        """What to find out, and what comes of each reply; what decides the answer comes first.

        A question is left out if no reply to it alone decides anything, and no other question leads to it.
        `after_reply` tells what comes of an open answer, and what is then to be done, for a fact and what a reply
        states of it.
        """
        _, results = self._results
        found, left = [], _REPLIES_CONSULTED
        for number, report in enumerate(self._unknown):
            fact = self.enactment.fact[report.fact]
            variations = [each for each in self._asked if each[0].fact == fact.id and each in results]
            variations = [each for each in variations if _is_reply(each)]
            is_consulted = number < _CONSULTED and len(variations) <= left
            left -= len(variations) if is_consulted else 0
            replies = {
                each: self._reply(results[each], after_reply(fact.id, _stated(each)) if is_consulted else None)
                for each in variations
            }
            if replies:
                if self.situation.guards_pretexts and self.situation.is_pretext(fact.id):
                    replies = {}  # what each reply would bring is nothing to choose from
                shown = tuple(
                    PageReply(names_of(variations), words.values_in_words(fact, variations), result, steps)
                    for (result, steps), variations in _alike(replies)
                )
                possibly = ANSWER in report.possibly or ANSWER not in report.bears_on
                found.append(PageQuestion(fact.id, fact.ask, self.remarks.get(fact.id), possibly, shown))
        led_to = {reply.result.find_out for question in found for reply in question.replies}
        telling = [each for each in found if each.ask in led_to or not _decides_nothing(each)]
        return tuple(telling or found)

    def _reply(
        self, results: CaseResults, then: tuple[Determination, tuple[PageStep, ...]] | None
    ) -> tuple[PageResult, tuple[PageStep, ...]]:
        """What comes of a reply, exactly if a consult was made, with the question that an open answer then leads to."""
        if then is None:
            return self._result(results, None), ()
        determination, steps = then
        result = self._result(self._exact(determination, results), None)
        now, reply = self.determination.answer, determination.answer
        if reply.firmness is not Firmness.OPEN and not (is_undecided(reply) and now.value == Answer.NOT_YET.value):
            if now.value == reply.value == Answer.NOT_YET.value and reply.then is not None:
                said = "" if now.first == reply.first else result.sentence
                result = evolve(result, sentence=words.and_then(said, reply.then))
            return result, steps
        redacted, target = self.determination.redacted, determination.action
        if reply.firmness is Firmness.OPEN:
            target = ANSWER
        left = [each for each in determination.unknown if target in each.bears_on and not (redacted and each.sensitive)]
        return evolve(result, find_out=left[0].ask if left else ""), steps

    def as_question(self, assumption: PageAssumption) -> PageQuestion:
        """An assumption as a question, with what comes of it if it is wrong."""
        fact = self.enactment.fact[assumption.fact]
        replies = (
            PageReply(each.values, self._clause(fact, each), each.result)
            for each in assumption.if_wrong
            if ResultPart.ANSWER in each.result.changes
        )
        return PageQuestion(fact.id, fact.ask, None, possibly=False, replies=tuple(replies))

    @staticmethod
    def _clause(fact: Fact, wrong: IfWrong) -> str:
        """The condition that an assumption is wrong, as a clause."""
        if fact.type in (FactType.YES_NO, FactType.CHOICE):
            return as_clause(fact, Values(frozenset(wrong.values)))
        return wrong.sentence.removeprefix("if ")

    # Results in words.

    def _result(self, results: CaseResults, changes: tuple[ResultPart, ...] | None) -> PageResult:
        """A result, with what changes in it, of which the foremost is shown.

        Of a reply, where that is None, the answer is shown, and the course if it is another than it is now; of an
        answer that is the same with every reply the course alone.
        """
        ask, ruleset = self.query.question.ask, self.enactment.ruleset
        answer, course = results[ResultPart.ANSWER], results.get(ResultPart.COURSE)
        parts = self._parts_of_reply(results) if changes is None else changes[:1]
        firsts: set[str] = set()
        if self._waits(results) and (ResultPart.FIRST in parts or len(answer.possible) == 1):
            possible = results[ResultPart.FIRST].possible
            firsts = {each.step for each in possible if isinstance(each, FirstStep) and each.step is not None}
        if parts[0] is ResultPart.COURSE:
            firsts = set()
        shown = ""
        if ResultPart.COURSE in parts and course is not None and ask is not Ask.WHAT:
            shown = outcomes_in_brief(course.possible, ruleset, certain=course.certain)
        said = ResultPart.ANSWER in parts
        if changes and (change := self._course_change(parts[0], results)):
            return PageResult(
                tuple(sorted({words_of(each)[0] for each in answer.possible - {UNDECIDED}})), changes, change
            )
        in_words = words.result_in_words(
            self._answer_in_brief(answer, of_assumption=changes is not None) if said else "",
            [step for step in ruleset.actions if step.id in firsts],
            shown,
            whole=said and changes is None,
        )
        named = () if ask is Ask.HOW else answer.possible - {UNDECIDED}
        return PageResult(
            answers=tuple(sorted({words_of(each)[0] for each in named})),
            changes=changes or (),
            sentence=in_words,
        )

    def _course_change(self, part: ResultPart, results: CaseResults) -> str:
        """What changes of the course, if that is what a result tells, and both are of one force."""
        if part is not ResultPart.COURSE and self.query.question.ask is not Ask.WHAT:
            return ""
        change = course_change_in_words(self._results[0][part].only, results[part].only, self.enactment.ruleset)
        return capital(change)

    def _answer_in_brief(self, answer: PossibleOutcomes, *, of_assumption: bool) -> str:
        """The answer in a few words; of an assumption that leaves several, those other than the answer as it is."""
        now = self._results[0][ResultPart.ANSWER].only
        others, must = answer.possible - {now}, self.query.question.ask is Ask.MUST
        if of_assumption and answer.certain and now in answer.possible and UNDECIDED not in answer.possible:
            lead = words.IT_MAY_BECOME
            return outcomes_in_brief(others, self.enactment.ruleset, certain=True, lead=lead, must=must)
        return outcomes_in_brief(answer.possible, self.enactment.ruleset, certain=answer.certain, must=must)

    def _parts_of_reply(self, results: CaseResults) -> tuple[ResultPart, ...]:
        usual, course = self._results[0], results.get(ResultPart.COURSE)
        asked = WayOn(Force.PERMITTED, (self.query.question.action or "",))
        if course is None or course == usual[ResultPart.COURSE] or course.only == asked:
            return (ResultPart.ANSWER,)
        same = usual[ResultPart.ANSWER].only is not None and usual[ResultPart.ANSWER] == results[ResultPart.ANSWER]
        if same:
            return (ResultPart.COURSE,)
        return (ResultPart.ANSWER,) if course.only is None else (ResultPart.ANSWER, ResultPart.COURSE)


def _without_instead(outcome: Outcome) -> Outcome:
    """A course without those that may only be taken instead of it."""
    if not isinstance(outcome, WayOn):
        return outcome
    return WayOn(outcome.force, tuple(way for way in outcome.ways if way not in outcome.instead))


def _is_out_of_place(result: PageResult) -> bool:
    """Whether the question does not arise then, as what it asks about is not possible."""
    return result.answers == (Answer.NOT_POSSIBLE.value,)


def _decides_nothing(question: PageQuestion) -> bool:
    """Whether the answer stays open with every reply, for the same further question."""
    return bool(question.replies) and all(reply.result.find_out for reply in question.replies)


STRICTNESS = (Answer.YES, Answer.NOT_YET, Answer.RULES_SAY_NOTHING, Answer.ADVISED_AGAINST, Answer.NO)
"""The answers to `may`, from what allows most to what allows least."""


def _strictness(outcome: Outcome) -> int:
    return STRICTNESS.index(outcome) if outcome in STRICTNESS else -1


def _is_reply(variation: Variation) -> bool:
    """Whether it is a reply of its own: of an option, only that it is chosen."""
    variable, value = variation
    return variable.option is None or value == "yes"


def _stated(variation: Variation) -> Possible:
    """What a reply states of its fact."""
    variable, value = variation
    return known_by({variable: value})[variable.fact]


def _alike(results: Mapping[Variation, _Result]) -> Iterator[tuple[_Result, list[Variation]]]:
    """Each result with the variations that have it."""
    together: dict[_Result, list[Variation]] = {}
    for variation, result in results.items():
        together.setdefault(result, []).append(variation)
    yield from together.items()


def names_of(variations: Sequence[Variation]) -> tuple[str, ...]:
    """The values, or options, by id; a range of a count by its bounds."""
    return tuple(map(_name, variations))


def _name(variation: Variation) -> str:
    variable, value = variation
    if variable.option is not None:
        return variable.option
    if isinstance(value, str):
        return value
    low, high = value
    return str(low) if low == high else f"{low}-" if high is None else f"{low}-{high}"
