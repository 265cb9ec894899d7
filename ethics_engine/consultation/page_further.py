"""What may still come in a case: that what happened goes on or gets worse, or that a step does not help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import attrs

from ethics_engine.errors import ContradictionError
from ethics_engine.model.case import Answer, Ask, Statement
from ethics_engine.model.determination import Determination
from ethics_engine.model.enactment import DONE, done_fact
from ethics_engine.model.facts import FactType
from ethics_engine.model.knowledge import YES, Possible, Values
from ethics_engine.model.outcome import WayOn
from ethics_engine.model.record import Record, frozen_record
from ethics_engine.model.status import Status
from ethics_engine.text.actions import briefly
from ethics_engine.text.answers import ANSWER_IN_WORDS
from ethics_engine.text.lists import listed
from ethics_engine.text.outcomes import outcomes_in_brief
from ethics_engine.text.values import as_clause

from .consult import suppose
from .page_subject import PageSubject

_MOST_WORSE, _MOST_STEPS = 4, 3
"""How many facts are looked at that may get worse, and how many steps are named."""


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
class Further(Record):
    """Finds what may still come; each is consulted on by itself.

    What happened is the client's doing or the world's, so that it may be named also where a reason could be fitted to
    an answer: nobody brings it about. Whether ethical care can be given is named only with the help that is due behind
    them.
    """

    subject: PageSubject

    def turns(self) -> Iterator[FurtherTurn]:
        """What gets worse of what was stated, and what is still so after the support that is due."""
        if self.subject.determination.ask in (Ask.MAY, Ask.MUST, Ask.WHAT) and self.subject.determination.basis:
            yield from self._worse()
            yield from self._still()

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
        """What has to be judged anew after the support that is due, as the vocabulary says, if it is no better then."""
        action = self.subject.enactment.action
        due = [step.action for step in self.subject.determination.plan if action[step.action].support]
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

    def _supposed(self, stated: Mapping[str, Possible]) -> Determination | None:
        """What comes of the case with this stated as well; None if it contradicts what is stated."""
        basis, made = self.subject.determination.basis, self.subject.determination.provenance
        if basis is None:
            return None
        facts = {**basis.case.facts, **{name: Statement(known) for name, known in stated.items()}}
        try:
            case = attrs.evolve(basis.case, facts=facts)
            return suppose(basis.ruleset, case, as_of=made.as_of, assumptions=made.assumptions)
        except ContradictionError:
            return None

    def _compared(self, now: Determination, then: Determination, same: str = "the same") -> str:
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
            action = self.subject.enactment.action
            answer = f"{answer}, first {listed([briefly(action[step]) for step in made.answer.first])}"
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
