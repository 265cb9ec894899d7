"""An interview: one question after the other until the answer is clear."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import attrs
from attrs import field, frozen

from ethics_engine.argument_types import checked
from ethics_engine.consultation import consult, engine_input_of
from ethics_engine.consultation.consult import day_of
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.errors import CaseError, ContradictionError, Finding, Place
from ethics_engine.loading import statement_of
from ethics_engine.loading.by_name import new_case
from ethics_engine.loading.unknown_names import unknown_fact
from ethics_engine.model.case import Case, Statement
from ethics_engine.model.determination import Determination, Firmness
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import STEP_KEYS, Knowledge, Possible, Selection, Values
from ethics_engine.model.outcome import Outcome, words_of
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.variables import known_by, variables_of
from ethics_engine.suggestions import nearest
from ethics_engine.text.lists import listed as in_a_list
from ethics_engine.text.values import as_clause

from .base_rates import NO_EXPERIENCE, BaseRates
from .choose_question import choose, dangers_first, is_about_danger, likely_left
from .contradicted_denials import contradicted, denies_danger, spoken_against
from .sensitivity import last_check
from .state import InterviewState, begin


@frozen
class Reply:
    """What a reply to a question would do.

    Attributes:
        known: What would be known of the fact.

        outcomes: The answers that would still be possible, the likeliest first.

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

        gain: The information that its reply can be expected to give, in bits.

        safety: Whether it asks about danger.
    """

    fact: Fact
    gain: float
    safety: bool
    _replies: Callable[[], tuple[Reply, ...]] = field(repr=False)

    def why(self) -> tuple[Reply, ...]:
        """What each reply would do that fits what was stated; of many options, each by itself and none of them."""
        return self._replies()


@frozen
class Reliance:
    """A fact not asked about that is a danger, or alone would change the answer or add a step if not as assumed.

    Attributes:
        changed: Each value that is a danger or would change the answer or add a step, with the answers then possible;
            these are not worked out for the dangers that are gone through before any question.

        danger: Whether it is a danger.

        adds_step: Whether it is none, and adds a step to those that a stated danger calls for.

        spoken_against: Whether a stated danger speaks against denying it, so that a denial states nothing.

        share: In what share of the cases that could be this one, drawn at random, some of it is so.
    """

    fact: Fact
    changed: tuple[tuple[Knowledge, tuple[Outcome, ...]], ...]
    danger: bool
    adds_step: bool = False
    spoken_against: bool = False
    share: float = 0.0

    @property
    def if_denied(self) -> str | None:
        """What is stated by saying that none of it is so: the one value that is not listed; None if more are."""
        listed = {value for changed, _ in self.changed for value in _values(changed[self.fact.id])}
        left = [value for value in self.fact.value_ids if value not in listed]
        return left[0] if listed and len(left) == 1 else None


class Interview:
    """Asks about danger first, then the question expected to tell most of the answer, until the answer is clear.

    Use it to find out what matters if little is known about a case. It is over when the answer of `consult`, with
    its assumptions, holds in at least 90 of 100 cases that could be this one, drawn at random from what other cases
    were like; with `assumptions=False` when nothing that is not stated could change the answer. The same arguments and
    answers lead to the same questions.
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
        """Start with a question and perhaps some facts, given as to `new_case`; or go on from a case.

        Args:
            ruleset: The rules to answer by.

            question: What is asked, such as `may refer`; or a case, in the place of a question, facts and the rest.

            facts: What is known already.

            rates: How often each value occurs in other cases; by default what the vocabulary says and assumes.

            seed: Which cases are drawn at random.

            assumptions: Whether an answer may depend on what is assumed and very likely.

            rest: What else a case file has, such as `done` or `did`.

        Raises:
            CaseError: It does not fit the ruleset, or asks whether conduct was right and names none.

            ContradictionError: The facts contradict each other.
        """
        self._ruleset = ruleset
        self._case = question if isinstance(question, Case) else new_case(ruleset, question, facts, **rest)
        self._as_of = day_of(self._case, None)
        engine_input = engine_input_of(ruleset, self._case, as_of=self._as_of)
        state = begin(engine_input, rates or NO_EXPERIENCE, seed=seed, thorough=not assumptions)
        self._state = _checked(state)
        self._answered: list[tuple[str, Statement]] = []
        self._denied: dict[str, Statement] = {}
        self._ruled_out: dict[str, tuple[Possible, ...]] = {}

    def __repr__(self) -> str:
        return f"<Interview on {self._case.id}: {len(self._answered)} answers>"

    @property
    def over(self) -> bool:
        """Whether there is nothing more to ask."""
        return self.next() is None

    @property
    def settled(self) -> bool:
        """Whether it is over, and the answer is not open."""
        return self.over and self.determination.answer.firmness is not Firmness.OPEN

    @property
    def undecided(self) -> bool:
        """Whether the answer is open, and there is something to ask that may decide it."""
        return not self._state.decided and not self.over

    @property
    def share(self) -> float:
        """The share of the cases that could be this one, drawn at random, in which the present answer holds."""
        return self._state.share

    @property
    def possible_outcomes(self) -> tuple[Outcome, ...]:
        """The answers that are still possible, the likeliest first; each is that of some drawn case.

        A very rare answer may be missing.
        """
        return self._state.outcomes

    @property
    def query(self) -> PossibilityQuery:
        """What is asked."""
        return self._state.query

    @property
    def answered(self) -> tuple[str, ...]:
        """The facts that were answered in the interview, in order."""
        return tuple(fact for fact, _ in self._answered)

    @property
    def answers(self) -> tuple[tuple[Fact, Possible], ...]:
        """The facts that were answered in the interview, in order, with the answers."""
        facts = self._state.enactment.fact
        return tuple((facts[fact], statement.known) for fact, statement in self._answered)

    @property
    def determination(self) -> Determination:
        """What `consult` says of the case so far; its page shows nothing as doubtful that the last check denied."""
        made = consult(self._ruleset, self.case(), as_of=self._as_of, assumptions=not self._state.thorough)
        ruled_out = self._ruled_out
        return attrs.evolve(made, basis=made.basis and attrs.evolve(made.basis, ruled_out=ruled_out))

    def case(self) -> Case:
        """Give the case so far."""
        statements = {fact: statement for fact, statement in self._answered if not self._passes(fact, statement)}
        return attrs.evolve(self._case, facts={**self._case.facts, **statements, **self._denied})

    @property
    def likely_left(self) -> int | None:
        """About how many questions are left if each is answered as is most usual; None if they are many."""
        return likely_left(self._state)

    def next(self) -> Query | None:
        """Choose the question to ask now; None when enough is known, or no reply could add anything.

        When the answer is clear, what the course of action still depends on is asked, unless nothing could change the
        answer: the page would list it as something to find out.
        """
        state = self._state
        facts = state.enactment.fact
        if state.over:
            left = state.left_for_course()
            return next((self._query(fact, 0.0) for fact in facts.values() if fact.id in left), None)
        chosen = choose(state, facts[self._answered[-1][0]].topic if self._answered else None)
        return None if chosen is None else self._query(facts[chosen.fact], chosen.gain)

    @checked
    def tell(self, fact: str, value: object) -> tuple[str, ...]:
        """State a fact, asked about or not; values are those of `new_case`, `"unknown"` if it is not known.

        The fact of a step is `done:STEP`; if that is not known, the step is as assumed, because a case has no word for
        it. A danger takes back the earlier answers that denied what it settles, and whatever was denied of a list
        that it speaks against; their facts are given. What is refused leaves the interview as it was.

        Raises:
            CaseError: There is no such fact, it is stated already, or the value does not fit it.

            ContradictionError: It contradicts what is stated already, or denies a danger that this settles.
        """
        known = self._state.enactment.fact
        if fact not in known:
            raise CaseError([unknown_fact(fact, self._state.enactment.ruleset, Place(fact), known.values())])
        if fact in self._denied:
            self._deny({other: statement for other, statement in self._denied.items() if other != fact})
        if fact in self._state.answered:
            raise _refusal(fact, f"`{fact}` is stated already", "take it back to change it")
        statement = statement_of(known[fact], value, Place(fact))
        self._refuse_denial(fact, statement)
        state = _checked(self._after(fact, statement))
        self._answered.append((fact, statement))
        self._state = state
        settled = contradicted(state.situation)
        taken_back = tuple(
            other
            for other, said in self._answered
            if other in settled and denies_danger(state.enactment, other, said.known)
        )
        for other in taken_back:
            self.retract(other)
        against = tuple(other for other in spoken_against(state.situation) if other in self._denied)
        if against:
            self._deny({other: said for other, said in self._denied.items() if other not in against})
        return (*taken_back, *against)

    def _refuse_denial(self, fact: str, statement: Statement) -> None:
        """Raise where a stated danger settles the danger that is denied."""
        enactment, stated = self._state.enactment, self._state.engine_input.stated
        settling = contradicted(self._state.situation).get(fact, ())
        if settling and denies_danger(enactment, fact, statement.known):
            said = in_a_list(as_clause(enactment.fact[other], stated[other]) for other in settling)
            message = f"this contradicts what is stated: {said}"
            raise ContradictionError([Finding(Place(fact), message, "take that back first if it is wrong")], ())

    @checked
    def deny(self, item: Reliance) -> None:
        """State that nothing of what a list names of a fact is so: the one of dangers, or the last check.

        Where that leaves more than one value the case keeps what it assumes, as it has no word for what is only ruled
        out. It keeps it too where a stated danger speaks against the denial: that must not be stated offhand.
        """
        value = item.if_denied
        if item.spoken_against:
            return
        if value is not None:
            self.deny_with(item.fact.id, value)
        else:
            self.rule_out(item.fact.id, tuple(known[item.fact.id] for known, _ in item.changed))

    def deny_with(self, fact: str, value: object) -> None:
        """State a value by which a list was denied; it goes where a later answer speaks against it."""
        self._deny({**self._denied, fact: statement_of(self._state.enactment.fact[fact], value, Place(fact))})

    def rule_out(self, fact: str, values: tuple[Possible, ...]) -> None:
        """Keep what is assumed of a fact: none of these values is so, and the answer is not doubted for their sake."""
        self._ruled_out[fact] = tuple(dict.fromkeys((*self._ruled_out.get(fact, ()), *values)))
        self._state = attrs.evolve(self._state, denied=frozenset(self._ruled_out))

    def take_denials_back(self) -> None:
        """Take back all that was denied of a list."""
        self._ruled_out = {}
        self._state = attrs.evolve(self._state, denied=frozenset())
        self._deny({})

    @property
    def denied(self) -> tuple[str, ...]:
        """The facts with a value that was denied in a list."""
        return (*self._denied, *self._ruled_out)

    def _deny(self, denied: dict[str, Statement]) -> None:
        self._denied = denied
        engine_input = engine_input_of(self._ruleset, self.case(), as_of=self._as_of)
        self._state = attrs.evolve(self._state, engine_input=engine_input)

    def back(self) -> str:
        """Take the last answer back, and give its fact; raises CaseError if there is none."""
        if not self._answered:
            raise _refusal("back", "no answer was given yet", None)
        fact = self._answered[-1][0]
        self.retract(fact)
        return fact

    @checked
    def retract(self, fact: str) -> None:
        """Take back the answer on a fact, however long ago; raises CaseError if there is none in this interview."""
        if fact not in self.answered:
            raise _refusal(fact, f"`{fact[:80]}` was not answered in this interview", nearest(fact[:80], self.answered))
        self._answered = [(other, statement) for other, statement in self._answered if other != fact]
        engine_input = engine_input_of(self._ruleset, self.case(), as_of=self._as_of)
        self._state = attrs.evolve(self._state, engine_input=engine_input, passed=self._state.passed - {fact})

    def dangers(self) -> tuple[Reliance, ...]:
        """The dangers to go through in one question before any other: those that were not stated.

        A danger that is asked about by name is left out.
        """
        facts, against = self._state.enactment.fact, spoken_against(self._state.situation)
        found: dict[str, list[tuple[Knowledge, tuple[Outcome, ...]]]] = {}
        for variable, value in dangers_first(self._state):
            found.setdefault(variable.fact, []).append((known_by({variable: value}), ()))
        return tuple(
            Reliance(facts[fact], tuple(ways), danger=True, spoken_against=fact in against)
            for fact, ways in found.items()
        )

    def rests_on(self) -> tuple[Reliance, ...]:
        """List what was assumed and not asked about, nor denied so far, for the last check of an interview.

        First come dangers that were not stated, then what would add a step to those that a stated danger calls
        for, then what would change the answer if it alone were not as assumed.
        """
        state = self._state
        found: dict[str, list[tuple[Knowledge, tuple[Outcome, ...]]]] = {}
        where: dict[str, CaseSet] = {}
        check = last_check(state.situation, state.query, state.answered)
        for (variable, value), result in check.listed.items():
            changed = known_by({variable: value})
            if changed[variable.fact] in self._ruled_out.get(variable.fact, ()):
                continue
            found.setdefault(variable.fact, []).append((changed, tuple(sorted(result, key=words_of))))
            where[variable.fact] = where.get(variable.fact, NO_CASES) | state.sample.where(variable, value)
        facts, against = state.enactment.fact, spoken_against(state.situation)
        return tuple(
            Reliance(
                facts[fact],
                tuple(ways),
                danger=fact in check.dangers,
                adds_step=fact in check.steps,
                spoken_against=fact in against,
                share=where[fact].bit_count() / max(1, state.sample.lawful.bit_count()),
            )
            for fact, ways in found.items()
        )

    @checked
    def ask_about(self, fact: str) -> Query:
        """Ask about a fact of your choice; raises CaseError if there is no such fact."""
        known = self._state.enactment.fact
        if fact not in known:
            raise CaseError([unknown_fact(fact, self._state.enactment.ruleset, Place(fact), known.values())])
        return self._query(known[fact], self._state.gains.get(fact, 0.0))

    def _query(self, fact: Fact, gain: float) -> Query:
        safety = is_about_danger(fact.id, self._state.enactment, self._state.query)
        return Query(fact, gain, safety=safety, replies=lambda: self._why(fact))

    def _after(self, fact: str, statement: Statement) -> InterviewState:
        if self._passes(fact, statement):
            return attrs.evolve(self._state, passed=self._state.passed | {fact})
        case = attrs.evolve(self.case(), facts={**self.case().facts, fact: statement})
        return attrs.evolve(self._state, engine_input=engine_input_of(self._ruleset, case, as_of=self._as_of))

    def _passes(self, fact: str, statement: Statement) -> bool:
        return fact.startswith(DONE) and statement.known not in STEP_KEYS.values()

    def _why(self, fact: Fact) -> tuple[Reply, ...]:
        replies = []
        for known in self._answers(fact):
            with suppress(ContradictionError):
                state = _checked(self._after(fact.id, Statement(known[fact.id])))
                replies.append(Reply(known, state.outcomes, state.over))
        return tuple(reply for reply in replies if reply.outcomes)

    def _answers(self, fact: Fact) -> list[Knowledge]:
        if fact.type is FactType.CHOICES:
            every = frozenset(fact.value_ids)
            alone = (frozenset[str](), *(frozenset({option}) for option in fact.value_ids))
            return [{fact.id: Selection(chosen, every - chosen)} for chosen in alone]
        if fact.type is FactType.COUNT:
            (variable,) = (one for one in variables_of(self._state.enactment) if one.fact == fact.id)
            return [known_by({variable: value}) for value in variable.values]
        return [{fact.id: Values(frozenset({value}))} for value in fact.value_ids]


def _values(known: Possible) -> frozenset[str]:
    return known.possible if isinstance(known, Values) else frozenset()


def _checked(state: InterviewState) -> InterviewState:
    """The moment itself, if what is stated does not contradict itself."""
    _ = state.situation
    return state


def _refusal(place: str, message: str, hint: str | None) -> CaseError:
    return CaseError([Finding(Place(place), message, hint)])
