"""What may still come in a case: that a step is done, that what happened gets worse, or that a step does not help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ethics_engine.errors import ContradictionError
from ethics_engine.model.answer_page import IfWrong
from ethics_engine.model.case import Answer, Ask, Statement
from ethics_engine.model.determination import Determination
from ethics_engine.model.enactment import DONE, done_fact
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import YES, Possible, Values
from ethics_engine.model.outcome import WayOn
from ethics_engine.model.record import Record, evolve, frozen_record
from ethics_engine.model.status import Status
from ethics_engine.text.actions import briefly
from ethics_engine.text.answers import ANSWER_IN_WORDS
from ethics_engine.text.lists import listed
from ethics_engine.text.outcomes import outcomes_in_brief
from ethics_engine.text.values import as_clause

from .consult import suppose
from .page_prospects import Prospects
from .page_subject import PageSubject, is_undecided, subject_of

_MOST_WORSE, _MOST_STEPS, _MOST_UNLESS = 4, 3, 2
"""How many facts are looked at that may get worse, how many steps are named, and how many things that undo one."""

_MOST_VALUES = 2
"""How many values are named that a fact has if an assumption is wrong."""

_THE_SAME = "the same"


@frozen_record
class FurtherTurn(Record):
    """Something that may still come.

    Attributes:
        condition: What is so then, as a clause.

        after: The step after which it is still so; empty where it may come by itself.

        answer: The answer then, or, if that is the same, what must be done besides.
    """

    fact: str
    value: str
    condition: str
    after: str
    answer: str


@frozen_record
class FurtherStep(Record):
    """What the practitioner is to do next, and what the answer is once it is done.

    Attributes:
        steps: The steps, in order.

        answer: The answer then.

        value: The same, as JSON has it; of a question about the course its force.

        unless: What would make that answer stricter, if it turned out then, each with the answer.
    """

    steps: tuple[str, ...]
    answer: str
    value: str
    unless: tuple[FurtherTurn, ...]


@frozen_record
class Further(Record):
    """Finds what may still come; each is consulted on by itself.

    What happened is the client's doing or the world's, so that it may be named also where a reason could be fitted to
    an answer: nobody brings it about. Whether ethical care can be given is named only with the help that is due behind
    them.
    """

    subject: PageSubject

    def turns(self) -> Iterator[FurtherTurn]:
        """What gets worse of what was stated, and what is still so after the support that is due."""
        if self._looks_ahead:
            yield from self._worse()
            yield from self._still()

    def next_steps(self) -> FurtherStep | None:
        """What is to be done first, or has to be done as things stand, and the answer then; None if there is nothing.

        What comes first is done in one go, for only all of it brings another answer.
        """
        made = self.subject.determination
        waits = made.answer.value == Answer.NOT_YET.value
        plan = [step for step in made.plan if not step.if_ and step.action not in self.subject.ways]
        owed = [step.action for step in plan if step.status is Status.REQUIRED]
        support = [step.action for step in plan if self.subject.enactment.action[step.action].support]
        steps = made.answer.first if waits else tuple(owed[:_MOST_STEPS] or support[:1])
        known = {done_fact(step): YES for step in steps}
        if not steps or not self._looks_ahead or (then := self._supposed(known)) is None:
            return None
        unless = tuple(self._unless(then)) if then.answer.value == Answer.YES.value else ()
        return FurtherStep(steps, self._once_done(made, then), then.answer.value, unless)

    def _once_done(self, made: Determination, then: Determination) -> str:
        """The answer once steps are done: if it is open, what it depends on."""
        same = _THE_SAME if made.ask is Ask.WHAT else f"still {self._brief(made)}"
        asked = [each.ask for each in then.unknown if not (made.redacted and each.sensitive)]
        if is_undecided(then.answer) and asked:
            waits = then.answer.value == Answer.NOT_YET.value
            answer = ANSWER_IN_WORDS[Answer.NOT_YET] if waits else "open"
            return f"{answer}, until this is known: “{asked[0]}”"
        answer = self._compared(made, then, same=same)
        return same if answer == self._brief(made) else answer

    @property
    def _looks_ahead(self) -> bool:
        made = self.subject.determination
        return made.ask in (Ask.MAY, Ask.MUST, Ask.WHAT) and made.basis is not None

    def _unless(self, then: Determination) -> Iterator[FurtherTurn]:
        """What is near the case and would keep a yes from standing after all."""
        subject = subject_of(then)
        found = Prospects(then, subject.known, subject.engine_input.query, {}).assumptions()
        near = [each.shown for each in found if each.answer and each.near and not each.general]
        for each in near[:_MOST_UNLESS]:
            for wrong in each.if_wrong:
                if len(wrong.result.answers) == 1:
                    condition = wrong_in_words(self.subject.enactment.fact[each.fact], wrong)
                    yield FurtherTurn(each.fact, wrong.values[0], condition, "", wrong.result.sentence)

    def _worse(self) -> Iterator[FurtherTurn]:
        facts = self.subject.enactment.fact
        getting_worse = [name for name in self._unusual if facts[name].ordered and facts[name].immutable]
        for name in getting_worse[:_MOST_WORSE]:
            fact, now = facts[name], self.subject.known.stated[name]
            if fact.type is not FactType.CHOICE or not isinstance(now, Values) or len(now.possible) != 1:
                continue
            place = fact.value_ids.index(next(iter(now.possible)))
            told = {self._brief(self.subject.determination)}
            for value in fact.value_ids[place + 1 :]:
                then = self._supposed({name: Values(frozenset({value}))})
                if then is not None and (answer := self._compared(self.subject.determination, then)) not in told:
                    told.add(answer)
                    yield FurtherTurn(name, value, as_clause(fact, Values(frozenset({value}))), "", answer)

    def _still(self) -> Iterator[FurtherTurn]:
        """What has to be judged anew after the support that is done or due, if it is no better then."""
        action = self.subject.enactment.action
        stated = self.subject.known.stated
        done = [step.id for step in action.values() if step.support and stated.get(done_fact(step.id)) == YES]
        due = done or [step.action for step in self.subject.determination.plan if action[step.action].support]
        if not due or (helped := self._supposed({done_fact(due[0]): YES})) is None:
            return
        judgements = [fact for fact in self.subject.enactment.facts if fact.judged and fact.type is FactType.YES_NO]
        for fact in judgements:
            for value, withheld in fact.withholds:
                other = Values(frozenset({value}))
                if due[0] not in withheld or fact.id in self.subject.known.stated:
                    continue
                then = self._supposed({done_fact(due[0]): YES, fact.id: other})
                now = self._brief(helped)
                if then is not None and (answer := self._compared(helped, then, same=now)) != now:
                    # what comes of the first step is judged anew, and nobody is promised a yes for having found it so
                    yield FurtherTurn(fact.id, value, as_clause(fact, other), due[0], answer.partition("; then")[0])

    @cached_property
    def _unusual(self) -> tuple[str, ...]:
        """What was stated, is not a step and is not as usual."""
        facts, stated = self.subject.enactment.fact, self.subject.known.stated
        return tuple(name for name in stated if not name.startswith(DONE) and stated[name] != facts[name].presumed)

    def answer_if(self, stated: Mapping[str, Possible]) -> tuple[str, str | None] | None:
        """The answer in a few words with this stated as well, and the one after what comes first; None if impossible.

        What contradicts the statements is impossible.
        """
        then = self._supposed(stated)
        return None if then is None else (self._brief(then), then.answer.then)

    def _supposed(self, stated: Mapping[str, Possible]) -> Determination | None:
        """What comes of the case with this stated as well; None if it contradicts what is stated."""
        basis, made = self.subject.determination.basis, self.subject.determination.provenance
        if basis is None:
            return None
        facts = {**basis.case.facts, **{name: Statement(known) for name, known in stated.items()}}
        try:
            case = evolve(basis.case, facts=facts)
            return suppose(basis.ruleset, case, as_of=made.as_of, assumptions=made.assumptions)
        except ContradictionError:
            return None

    def _compared(self, now: Determination, then: Determination, same: str = _THE_SAME) -> str:
        """The answer then; if it is the same, the course if that is another, or the duties that are added."""
        if (answer := self._brief(then)) != self._brief(now):
            return answer
        if now.ask is not Ask.WHAT and (course := self._course(then)) != self._course(now):
            return f"{same}, and {course}"
        before = {step.action for step in now.plan}
        action = self.subject.enactment.action
        added = [
            briefly(action[step.action])
            for step in then.plan
            if step.status is Status.REQUIRED and step.action not in before and not step.if_
        ]
        return f"{same}, and then {listed(added[:_MOST_STEPS])} as well" if added else answer

    def _brief(self, made: Determination) -> str:
        """An answer in a few words, with what comes first."""
        if made.ask is Ask.WHAT:
            return self._course(made)
        words = {each.value: text for each, text in ANSWER_IN_WORDS.items()}
        answer = words.get(made.answer.value, "open")
        if made.answer.first and made.answer.value == Answer.NOT_YET.value:
            steps = [briefly(self.subject.enactment.action[step]) for step in made.answer.first]
            if len(steps) > 1:  # what is said of each stands where it is to be done
                steps = [step.partition(", ")[0] for step in steps]
            answer = f"{answer}, first {listed(steps)}"
            if made.answer.then is not None:
                answer = f"{answer}; then {words[made.answer.then]}"
        return answer

    def _course(self, made: Determination) -> str:
        """The course in a few words."""
        course = made.disposition
        if course.force is None:
            return "the course is open"
        way_on = WayOn(course.force, course.ways, course.instead)
        return outcomes_in_brief({way_on}, self.subject.enactment.ruleset, certain=True)


def wrong_in_words(fact: Fact, wrong: IfWrong) -> str:
    """What is so if an assumption is wrong, as a clause."""
    if fact.type is FactType.YES_NO or (fact.type is FactType.CHOICE and len(wrong.values) <= _MOST_VALUES):
        return as_clause(fact, Values(frozenset(wrong.values)))
    clause = wrong.sentence.removeprefix("if ")
    return "this is wrong" if clause == "wrong" else clause
