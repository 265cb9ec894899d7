"""What would turn the answer: the few things in a case that would change it alone, and to what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from itertools import groupby

from ethics_engine.engines.bitset import PossibleColumns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases, one_case
from ethics_engine.engines.bitset.machine import bits, union
from ethics_engine.model.answer_page import PageAssumption, PageQuestion, PageReply, PageResult, ResultPart
from ethics_engine.model.case import Answer, Ask
from ethics_engine.model.enactment import DONE, done_fact
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Values
from ethics_engine.model.record import Record, frozen_record
from ethics_engine.model.variables import Value, Variable, known_by, variables_of
from ethics_engine.text.actions import briefly
from ethics_engine.text.answers import ANSWER_IN_WORDS
from ethics_engine.text.lists import capital, listed, quoted, sentence
from ethics_engine.text.values import as_clause

from .one_at_a_time import Variation, VariedCases
from .page_further import Further, wrong_in_words
from .page_prospects import STRICTNESS, CaseResults, Prospects, names_of
from .page_subject import PageSubject

MOST_STATED = 2
"""How many of the facts that were stated are named."""


class TurnOrigin(Enum):
    """What turns the answer: a step to take, what is not known, what was stated, or what is assumed.

    Besides, that what was stated gets worse, and that a judgement is no better after the help that is due.
    """

    STEP = "step"
    UNKNOWN = "unknown"
    STATED = "stated"
    ASSUMED = "assumed"
    WORSE = "worse"
    AFTER = "after"


@frozen_record
class Turn(Record):
    """One way in which something is otherwise, and what the answer is then.

    Attributes:
        values: The values with which this comes of it; of a `choices` fact the options that are then otherwise.

        condition: What is so then, as a clause without `if`; empty of steps, where it is that they are done.

        nearer: Whether what is asked about is allowed further then than now; None where the two do not compare.
    """

    values: tuple[str, ...]
    condition: str
    answer: str
    nearer: bool | None = None


@frozen_record
class TurningPoint(Record):
    """Something that alone would turn the answer.

    Attributes:
        facts: The ids of the facts; of steps, those that they are done.

        sentence: How it is now; of steps, what they are, as infinitives, as of that after which something is no better;
            of what is not known, the question.

        turns: What comes of it, of steps first that they are done, then what would keep that answer from standing.
    """

    origin: TurnOrigin
    facts: tuple[str, ...]
    sentence: str
    turns: tuple[Turn, ...]


@frozen_record
class PageTurning:
    """Picks what would turn the answer of a page: the steps that it waits for, what was stated, and what is assumed."""

    subject: PageSubject
    prospects: Prospects

    def points(
        self, assumptions: Sequence[PageAssumption], questions: Sequence[PageQuestion]
    ) -> tuple[TurningPoint, ...]:
        """What turns the answer, what was stated first; of assumptions and what is not known, what the page lists."""
        stated = tuple(self._stated())
        further = self._further(
            {(each.facts[0], value) for each in stated for turn in each.turns for value in turn.values}
        )
        assumed = tuple(self._assumed(assumptions))
        steps = self._steps({fact for each in assumed for fact in each.facts})
        return (*stated, *steps, *further, *self._unknown(questions), *assumed)

    def _further(self, told: Collection[tuple[str, str]]) -> Iterator[TurningPoint]:
        """What may still come, but for what is told already."""
        facts, stated = self.subject.enactment.fact, self.subject.known.stated
        new = [each for each in self._ahead.turns() if (each.fact, each.value) not in told]
        for (name, after), group in groupby(new, key=lambda each: (each.fact, each.after)):
            turns = tuple(Turn((one.value,), one.condition, one.answer) for one in group)
            if after:
                step = briefly(self.subject.enactment.action[after])
                yield TurningPoint(TurnOrigin.AFTER, (done_fact(after), name), step, turns)
            else:
                yield TurningPoint(TurnOrigin.WORSE, (name,), sentence(as_clause(facts[name], stated[name])), turns)

    def _steps(self, told: Collection[str]) -> Iterator[TurningPoint]:
        """What is to be done next, also where the answer is the same then; without what is told of it anyway."""
        if (next_ := self._ahead.next_steps()) is not None:
            action = self.subject.enactment.action
            words = listed([briefly(action[step]) for step in next_.steps])
            done = Turn((), "", next_.answer, self._is_nearer((next_.value,)))
            unless = [
                Turn((each.value,), each.condition, each.answer) for each in next_.unless if each.fact not in told
            ]
            yield TurningPoint(TurnOrigin.STEP, tuple(map(done_fact, next_.steps)), words, (done, *unless))

    @cached_property
    def _ahead(self) -> Further:
        return Further(self.subject)

    def _unknown(self, questions: Sequence[PageQuestion]) -> Iterator[TurningPoint]:
        for each in questions:
            replies = [(reply, reply.result) for reply in each.replies if len(reply.result.answers) == 1]
            if len({result.answers for _, result in replies}) > 1:
                fact = self.subject.enactment.fact[each.fact]
                turns = tuple(
                    Turn(reply.values, _reply_clause(fact, reply), result.sentence, self._is_nearer(result.answers))
                    for reply, result in replies
                )
                yield TurningPoint(TurnOrigin.UNKNOWN, (each.fact,), each.ask, turns)

    def _assumed(self, assumptions: Sequence[PageAssumption]) -> Iterator[TurningPoint]:
        for each in assumptions:
            fact = self.subject.enactment.fact[each.fact]
            turns = tuple(
                self._turn(fact, wrong.values, wrong_in_words(fact, wrong), wrong.result)
                for wrong in each.if_wrong
                if self._is_another_answer(wrong.result)
            )
            if turns:
                yield TurningPoint(TurnOrigin.ASSUMED, (each.fact,), each.sentence, turns)

    def _stated(self) -> Iterator[TurningPoint]:
        """The facts that were stated, with the answer if each were otherwise, or what then comes first.

        What is as usual is named only if nothing else that was stated turns the answer, and if it is near the case.
        """
        found: dict[str, dict[PageResult, list[Variation]]] = {}
        for variation, results in self._results.items():
            result, name = self.prospects.compared(variation, results), variation[0].fact
            if self._is_another_ground(variation):
                continue
            if result is not None and (self._is_another_answer(result) or self._is_another_first(result, name)):
                found.setdefault(name, {}).setdefault(result, []).append(variation)
        unusual = [name for name in found if not self._is_as_usual(name)]
        unusual.sort(key=lambda name: not any(map(self._is_another_answer, found[name])))
        for name in (unusual or list(filter(self.prospects.nearness.is_near, found)))[:MOST_STATED]:
            fact = self.subject.enactment.fact[name]
            turns = tuple(
                self._turn(fact, names_of(variations), " or ".join(_clause(fact, each) for each in variations), result)
                for result, variations in found[name].items()
            )
            yield TurningPoint(
                TurnOrigin.STATED, (name,), sentence(as_clause(fact, self.subject.known.stated[name])), turns
            )

    def _turn(self, fact: Fact, values: tuple[str, ...], condition: str, result: PageResult) -> Turn:
        """A way in which a fact is otherwise; where steps come first, with what the answer is after them."""
        nearer = self._is_nearer(result.answers)
        if fact.type in (FactType.YES_NO, FactType.CHOICE) and result.answers == (Answer.NOT_YET.value,):
            exact = self._ahead.answer_if({fact.id: Values(frozenset(values[:1]))})
            if exact is not None and exact[0].startswith(ANSWER_IN_WORDS[Answer.NOT_YET]):
                leads_on = exact[1] in (None, Answer.YES.value)
                return Turn(values, condition, capital(exact[0]), nearer if leads_on else None)
        return Turn(values, condition, _answer(result), nearer)

    def _is_nearer(self, answers: Sequence[str]) -> bool | None:
        """Whether an answer to `may` allows more than it does now; that no rule speaks of it is neither."""
        now, (then, *others) = self.subject.determination.answer.value, answers
        if self.subject.determination.ask is not Ask.MAY or others or now == then:
            return None
        by_strictness = [each.value for each in STRICTNESS if each is not Answer.RULES_SAY_NOTHING]
        places = [by_strictness.index(each) for each in (now, then) if each in by_strictness]
        return places[1] < places[0] if len(places) == 2 else None

    def _is_another_answer(self, result: PageResult) -> bool:
        """Whether the answer is another then, one that can be named, and not told in the same words as it is now."""
        named = ResultPart.ANSWER in result.changes and len(result.answers) == 1
        return named and result.sentence != self.prospects.now.sentence

    def _is_another_ground(self, variation: Variation) -> bool:
        """Whether a name for something, such as a reason, is only another than was stated, which nobody is offered."""
        variable, value = variation
        return self.subject.known.is_pretext(variable.fact) and variable.option is not None and value == "yes"

    def _is_another_first(self, result: PageResult, name: str) -> bool:
        """Whether a fact that is not as usual is why a step comes first that would not otherwise."""
        return ResultPart.FIRST in result.changes and len(result.answers) == 1 and not self._is_as_usual(name)

    def _is_as_usual(self, name: str) -> bool:
        return self.subject.known.stated[name] == self.subject.enactment.fact[name].presumed

    @cached_property
    def _variations(self) -> tuple[Variation, ...]:
        """Every other value of what was stated and is known."""
        enactment, stated = self.subject.enactment, self.subject.known.stated
        return tuple(
            (variable, value)
            for variable in variables_of(enactment)
            if variable.fact in stated
            and not variable.fact.startswith(DONE)
            and len(own := tuple(variable.possible(stated))) == 1
            for value in variable.values
            if value not in own
        )

    @cached_property
    def _results(self) -> Mapping[Variation, CaseResults]:
        """What comes of each, all worked out at once; the assumptions are those of that case."""
        variations, enactment = self._variations, self.subject.enactment
        if not variations or self.subject.determination.ask not in (Ask.MAY, Ask.MUST, Ask.WHAT):
            return {}
        from .batch_assumptions import known_columns  # few pages come here, and all would wait for the import

        everyone = all_cases(len(variations) + 1)
        known = known_columns(enactment, self._given(variations), everyone, assume=bool(self.subject.known.presumed))
        cases = VariedCases(enactment, variations, known.known)
        possible = everyone & ~known.contradictory & ~known.unsettled & ~cases.impossible
        queries = self.prospects.queries
        outcomes = dict(zip(queries, cases.outcomes(tuple(queries.values())), strict=True))
        return {
            variations[case - 1]: {part: found[case] for part, found in outcomes.items()}
            for case in bits(possible & ~one_case(0))
        }

    def _given(self, variations: Sequence[Variation]) -> PossibleColumns:
        """What is stated in the case as it is, and in each with a variation."""
        stated, everyone = self.subject.known.stated, all_cases(len(variations) + 1)
        varied: dict[Variable, dict[Value, CaseSet]] = {}
        for number, (variable, value) in enumerate(variations, start=1):
            varied.setdefault(variable, {})[value] = one_case(number)
        given = {}
        for variable in variables_of(self.subject.enactment):
            if variable.fact in stated:
                own = varied.get(variable, {})
                elsewhere, left = everyone & ~union(own.values()), variable.possible(stated)
                given[variable] = tuple(
                    (elsewhere if value in left else NO_CASES) | own.get(value, NO_CASES) for value in variable.values
                )
        return given


def _clause(fact: Fact, variation: Variation) -> str:
    """A variation as a clause; of an option, whether it is so."""
    variable, value = variation
    if variable.option is None:
        return as_clause(fact, known_by({variable: value})[fact.id])
    return f"{quoted(fact.label(variable.option))} {'is so too' if value == 'yes' else 'is not so'}"


def _reply_clause(fact: Fact, reply: PageReply) -> str:
    """What a reply says, as a clause."""
    if fact.type is FactType.YES_NO or (fact.type is FactType.CHOICE and len(reply.values) == 1):
        return as_clause(fact, Values(frozenset(reply.values)))
    return reply.sentence


def _answer(result: PageResult) -> str:
    """What the answer is then, where only another step comes first with its word before it."""
    if ResultPart.ANSWER in result.changes:
        return result.sentence
    return f"{capital(ANSWER_IN_WORDS[Answer(result.answers[0])])}, {result.sentence[:1].lower()}{result.sentence[1:]}"
