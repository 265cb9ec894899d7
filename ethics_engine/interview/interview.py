"""An interview: question after question until what was asked is settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import attrs
from attrs import field, frozen

from ethics_engine.argument_types import checked
from ethics_engine.consultation import consult, engine_input
from ethics_engine.consultation.batch_answers import Outcome
from ethics_engine.consultation.consult import day_of
from ethics_engine.errors import CaseError, ContradictionError, Finding, Place
from ethics_engine.loading import told
from ethics_engine.loading.by_name import new_case
from ethics_engine.model.case import Case, Statement
from ethics_engine.model.determination import Determination, Firmness
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import STEP_KEYS, Knowledge, Possible, Selection, Values
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.variables import known_by, variables_of
from ethics_engine.suggestions import FACTS_LISTED, nearest

from .base_rates import NO_EXPERIENCE, BaseRates
from .choose_question import choose, gains_of, is_about_danger
from .sensitivity import relied_on
from .state import InterviewState, begin


@frozen
class Reply:
    """What an answer to a question would do.

    Attributes:
        known: What one would know of the fact.

        outcomes: What could still come of the question that was put, the likeliest first.

        settles: Whether the interview would be over.
    """

    known: Knowledge
    outcomes: tuple[Outcome, ...]
    settles: bool


@frozen(eq=False)
class Query:
    """A question of the interview.

    Attributes:
        fact: The fact that it asks about.

        gain: The information that its answer can be expected to give, in bits.

        safety: Whether it asks about danger.
    """

    fact: Fact
    gain: float
    safety: bool
    _replies: Callable[[], tuple[Reply, ...]] = field(repr=False)

    def why(self) -> tuple[Reply, ...]:
        """What each reply would do that fits what was told; of many options, each by itself and none of them."""
        return self._replies()


@frozen
class Reliance:
    """A fact that was not asked about, and that by itself would make the answer another if it were not as presumed.

    Attributes:
        otherwise: Each way in which it would have to be, with what could then come of the question.
    """

    fact: Fact
    otherwise: tuple[tuple[Knowledge, tuple[Outcome, ...]], ...]


class Interview:
    """Asks the question expected to settle most of what was asked, danger first, until it is settled.

    It is over when the answer of `consult` on what was told and is presumed holds in at least 98 in 100 of the cases
    that could be this one, drawn at random from what other cases were like; with `assumptions=False` when it is the
    same whatever else may be so. The same arguments and answers lead to the same questions.
    """

    @checked
    def __init__(
        self,
        ruleset: Ruleset,
        question: str | Case,
        facts: Mapping[str, object] | None = None,
        *,
        rates: BaseRates | None = None,
        seed: int = 0,
        assumptions: bool = True,
        **rest: object,
    ) -> None:
        """Begin with a question and perhaps some facts, told as to `new_case`; or go on from a case.

        Args:
            ruleset: The rules to answer by.

            question: What is asked, such as `may refer`; or a case, in the place of all else that is told.

            facts: What is known already.

            rates: How often things are so in other cases; by default what the vocabulary says and presumes.

            seed: Which cases are drawn at random.

            assumptions: Whether an answer may rest on what is presumed and very likely.

            rest: What else a case file has, such as `done` or `did`.

        Raises:
            CaseError: It does not fit the ruleset, or asks whether conduct was right and names none.

            ContradictionError: The facts cannot all be so.
        """
        self._ruleset = ruleset
        self._case = question if isinstance(question, Case) else new_case(ruleset, question, facts, **rest)
        self._as_of = day_of(self._case, None)
        brief = engine_input(ruleset, self._case, as_of=self._as_of)
        moment = begin(brief, rates or NO_EXPERIENCE, seed=seed, thorough=not assumptions)
        self._moment = _checked(moment)
        self._told: list[tuple[str, Statement]] = []

    def __repr__(self) -> str:
        return f"<Interview on {self._case.id}: {len(self._told)} answers>"

    @property
    def over(self) -> bool:
        """Whether there is nothing more to ask."""
        return self.next() is None

    @property
    def settled(self) -> bool:
        """Whether it is over and there is an answer."""
        return self._moment.over and self.determination.answer.firmness is not Firmness.OPEN

    @property
    def share(self) -> float:
        """In what share of the cases that could be this one, drawn at random, the present answer holds."""
        return self._moment.share

    @property
    def possible_outcomes(self) -> tuple[Outcome, ...]:
        """What could still come of the question, the likeliest first; each is shown by a case that could be this one.

        An outcome that is very rare may be missing.
        """
        return self._moment.outcomes

    @property
    def inquiry(self) -> PossibilityQuery:
        """What is asked."""
        return self._moment.inquiry

    @property
    def told(self) -> tuple[str, ...]:
        """The facts told in the interview, in order."""
        return tuple(fact for fact, _ in self._told)

    @property
    def answers(self) -> tuple[tuple[Fact, Possible], ...]:
        """The facts told in the interview, in order, with what was told."""
        facts = self._moment.enactment.fact
        return tuple((facts[fact], statement.known) for fact, statement in self._told)

    @property
    def determination(self) -> Determination:
        """What `consult` says of what was told."""
        return consult(self._ruleset, self.case(), as_of=self._as_of, assumptions=not self._moment.thorough)

    def case(self) -> Case:
        """The case as told so far."""
        told = {fact: statement for fact, statement in self._told if not self._passes(fact, statement)}
        return attrs.evolve(self._case, facts={**self._case.facts, **told})

    def next(self) -> Query | None:
        """The question to ask now; None when enough is known, or no answer could add anything."""
        moment = self._moment
        if moment.over:
            return None
        facts = moment.enactment.fact
        chosen = choose(moment, facts[self._told[-1][0]].topic if self._told else None)
        return None if chosen is None else self._query(facts[chosen.fact], chosen.gain)

    @checked
    def tell(self, fact: str, value: object) -> None:
        """Answer a question, or tell something else; values are those of `new_case`, `"unknown"` where nobody knows.

        A step is told by the name `done:STEP`; where nobody knows of it, it is as presumed, for a case has no word for
        that. What cannot be told leaves the interview as it was.

        Raises:
            CaseError: There is no such fact, it was told before, or the value does not fit it.

            ContradictionError: It cannot be so with what was told before.
        """
        known = self._moment.enactment.fact
        if fact not in known:
            raise _refusal(fact, f"there is no fact `{fact[:80]}`", nearest(fact[:80], known) or FACTS_LISTED)
        if fact in self._moment.answered:
            raise _refusal(fact, f"`{fact}` was told before", "go back to change an answer")
        statement = told(known[fact], value, Place(fact))
        moment = _checked(self._after(fact, statement))
        self._told.append((fact, statement))
        self._moment = moment

    def back(self) -> str:
        """Take the last answer back, and give its fact; raises CaseError if there is none."""
        if not self._told:
            raise _refusal("back", "no answer was given that could be taken back", None)
        fact = self._told[-1][0]
        self.retract(fact)
        return fact

    @checked
    def retract(self, fact: str) -> None:
        """Take back what was told of a fact, however long ago; raises CaseError if it was not told in the interview."""
        if fact not in self.told:
            raise _refusal(fact, f"`{fact[:80]}` was not told in this interview", nearest(fact[:80], self.told))
        self._told = [(other, statement) for other, statement in self._told if other != fact]
        brief = engine_input(self._ruleset, self.case(), as_of=self._as_of)
        self._moment = attrs.evolve(self._moment, brief=brief, passed=self._moment.passed - {fact})

    def rests_on(self) -> tuple[Reliance, ...]:
        """What was not asked about and would by itself make the answer another, if it were not as presumed.

        It makes the closing question of an interview: is any of it otherwise?
        """
        moment = self._moment
        found: dict[str, list[tuple[Knowledge, tuple[Outcome, ...]]]] = {}
        for (variable, value), result in relied_on(moment.situation, moment.inquiry, moment.answered).items():
            otherwise = known_by({variable: value})
            found.setdefault(variable.fact, []).append((otherwise, tuple(sorted(result))))
        return tuple(Reliance(moment.enactment.fact[fact], tuple(ways)) for fact, ways in found.items())

    @checked
    def ask_about(self, fact: str) -> Query:
        """The question on a fact that somebody wants to tell unasked; raises CaseError where there is none."""
        known = self._moment.enactment.fact
        if fact not in known:
            raise _refusal(fact, f"there is no fact `{fact[:80]}`", nearest(fact[:80], known) or FACTS_LISTED)
        return self._query(known[fact], gains_of(self._moment).get(fact, 0.0))

    def _query(self, fact: Fact, gain: float) -> Query:
        safety = is_about_danger(fact.id, self._moment.enactment)
        return Query(fact, gain, safety=safety, replies=lambda: self._why(fact))

    def _after(self, fact: str, statement: Statement) -> InterviewState:
        if self._passes(fact, statement):
            return attrs.evolve(self._moment, passed=self._moment.passed | {fact})
        case = attrs.evolve(self.case(), facts={**self.case().facts, fact: statement})
        return attrs.evolve(self._moment, brief=engine_input(self._ruleset, case, as_of=self._as_of))

    def _passes(self, fact: str, statement: Statement) -> bool:
        return fact.startswith(DONE) and statement.known not in STEP_KEYS.values()

    def _why(self, fact: Fact) -> tuple[Reply, ...]:
        replies = []
        for known in self._answers(fact):
            with suppress(ContradictionError):
                moment = _checked(self._after(fact.id, Statement(known[fact.id])))
                replies.append(Reply(known, moment.outcomes, moment.over))
        return tuple(reply for reply in replies if reply.outcomes)

    def _answers(self, fact: Fact) -> list[Knowledge]:
        if fact.type is FactType.CHOICES:
            every = frozenset(fact.value_ids)
            alone = (frozenset[str](), *(frozenset({option}) for option in fact.value_ids))
            return [{fact.id: Selection(chosen, every - chosen)} for chosen in alone]
        if fact.type is FactType.COUNT:
            (variable,) = (one for one in variables_of(self._moment.enactment) if one.fact == fact.id)
            return [known_by({variable: value}) for value in variable.values]
        return [{fact.id: Values(frozenset({value}))} for value in fact.value_ids]


def _checked(moment: InterviewState) -> InterviewState:
    """The moment, once it is sure that what was told can be so."""
    _ = moment.situation
    return moment


def _refusal(place: str, message: str, hint: str | None) -> CaseError:
    return CaseError([Finding(Place(place), message, hint)])
