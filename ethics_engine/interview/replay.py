"""Count the questions that it takes to answer decided cases with their facts hidden, in several orders of asking.

Each case starts from its question alone. A fact that its file states is answered by the file, any other as it is
assumed, and if nothing is assumed, or the assumption falls, with "don't know". All orders stop by the same rule, and
none may learn from the case that it is tried on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import ceil
from statistics import mean, median

import attrs
from attrs import frozen

from ethics_engine.consultation import EngineInput, consult, engine_input_of
from ethics_engine.consultation.default_assumptions import CaseKnowledge, case_knowledge
from ethics_engine.errors import ContradictionError
from ethics_engine.model.case import Ask, Case, Statement
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import FactType
from ethics_engine.model.knowledge import NO, STEP_KEYS, Possible
from ethics_engine.model.ruleset import Ruleset

from .base_rates_from_cases import base_rates_of
from .baselines import backward, fixed
from .batch_results import Result
from .choose_question import choose, dangers_first
from .contradicted_denials import spoken_against
from .sensitivity import last_check
from .state import InterviewState, answer, begin, first_over

_AT_ONCE = 32
_MOST_WITH_HINDSIGHT = 12


@frozen
class ReplayedInterview:
    """The facts asked about in one case, in order, until its answer was clear.

    Attributes:
        facts: The facts that were asked about, those included that the last check opened.

        closings: How often a list was gone through: that of the dangers at the beginning, and the last check.

        over: Whether enough was asked; if not, there was nothing more to ask.

        agrees: Whether the answer then is that of the whole case.

        denied: The facts of the dangers that were denied at the beginning.
    """

    facts: tuple[str, ...]
    closings: int
    over: bool
    agrees: bool
    denied: tuple[str, ...] = ()

    @property
    def questions(self) -> int:
        """The number of questions; a fact that the last check opens counts as asked about."""
        return len(self.facts) + self.closings


@frozen
class Replay:
    """One case, asked in every order."""

    case: Case
    asked: Mapping[str, ReplayedInterview]


INTERVIEW, BACKWARD, FIXED, HINDSIGHT = "interview", "backward chaining", "fixed order", "with hindsight"
ORDERS = (INTERVIEW, BACKWARD, FIXED, HINDSIGHT)
"""With hindsight one knows the answers, and asks first what takes one furthest to the right one: no order of asking can
be expected to do better."""


def replay_all(cases: Iterable[Case], ruleset: Ruleset, known: Iterable[Case], *, seed: int = 0) -> Iterator[Replay]:
    """Each case asked in every order, with the experience of the cases known; those that contradict themselves not."""
    known = list(known)
    experience = base_rates_of(known, ruleset)
    numbers = {case.id: number for number, case in enumerate(known)}
    for case in cases:
        whole_input = engine_input_of(ruleset, case)
        try:
            whole = case_knowledge(whole_input.enactment, whole_input.stated, presume=True, places={})
        except ContradictionError:
            continue
        empty = attrs.evolve(case, facts={})
        empty_input = engine_input_of(ruleset, empty, as_of=whole_input.day)
        state = begin(empty_input, experience, seed=seed, thorough=False, without=numbers.get(case.id))
        yield _Trial(ruleset, case, whole_input, whole, state).replay()


@frozen(slots=False, eq=False)
class _Trial:
    ruleset: Ruleset
    case: Case
    whole_input: EngineInput
    whole: CaseKnowledge
    state: InterviewState

    def replay(self) -> Replay:
        known: dict[str, Possible] = {}
        enactment, query = self.whole_input.enactment, self.state.query
        asked = {
            INTERVIEW: self._interviewed(),
            BACKWARD: self._in_order(backward(enactment, query, known), known),
            FIXED: self._in_order(fixed(enactment, query), {}),
        }
        known_ahead = [self._with_hindsight(), *asked.values()]
        asked[HINDSIGHT] = min(known_ahead, key=lambda one: (not one.agrees, one.questions))
        return Replay(self.case, asked)

    def answered(self, fact: str) -> Possible:
        """What the case answers to a question."""
        anything = self._anything(fact)
        if fact.startswith(DONE) and self.case.question.ask is Ask.RIGHT and fact not in self.whole_input.stated:
            return anything  # to state that a step is not done is more than to presume it, where conduct is judged
        return self.whole.known.get(fact, anything)

    def _anything(self, fact: str) -> Possible:
        return self.whole_input.enactment.fact[fact].anything

    def _interviewed(self) -> ReplayedInterview:
        asked, state = self._closed(self._dangers())
        while not asked.over:
            topic = self.whole_input.enactment.fact[asked.facts[-1]].topic if asked.facts else None
            chosen = choose(state, topic)
            if chosen is None:
                before = asked.facts
                asked, state = self._closed(asked, enough=True)
                if asked.facts == before:
                    break
            else:
                asked, state = self._closed(attrs.evolve(asked, facts=(*asked.facts, chosen.fact)))
        return attrs.evolve(asked, agrees=self._agrees(state))

    def _dangers(self) -> ReplayedInterview:
        """Go through the dangers in one question, where any is asked: of those that are so each is asked about."""
        listed = () if self.state.over else dangers_first(self.state)
        so = {variable.fact for variable, value in listed if variable.allows(value, self.whole.known)}
        facts = dict.fromkeys(variable.fact for variable, _ in listed)
        true, denied = (tuple(fact for fact in facts if (fact in so) is is_so) for is_so in (True, False))
        return attrs.evolve(_NOTHING_ASKED, facts=true, closings=int(bool(listed)), denied=denied)

    def _in_order(self, order: Iterator[str], known: dict[str, Possible]) -> ReplayedInterview:
        """The facts of an order, as many as it takes."""
        asked, _ = self._closed(_NOTHING_ASKED)
        waiting: list[str] = []
        while not asked.over:
            known.update((fact, self.answered(fact)) for fact in asked.facts)
            waiting = [fact for fact in waiting if fact not in asked.facts] or list(self._taken(order, known))
            if not waiting:
                break
            prefixes = [(*asked.facts, *waiting[: length + 1]) for length in range(len(waiting))]
            number = first_over([self._after(prefix) for prefix in prefixes])
            asked = attrs.evolve(asked, facts=prefixes[-1 if number is None else number])
            if number is not None:
                asked, _ = self._closed(asked)
        return attrs.evolve(asked, agrees=self._agrees(self._after(asked.facts)))

    def _taken(self, order: Iterator[str], known: dict[str, Possible]) -> Iterator[str]:
        """The next facts of an order; what is answered is known before the one after is taken."""
        for fact in islice((fact for fact in order if fact not in known), _AT_ONCE):
            known[fact] = self.answered(fact)
            yield fact

    def _closed(self, asked: ReplayedInterview, *, enough: bool = False) -> tuple[ReplayedInterview, InterviewState]:
        """Make the last check, as often as it opens a fact, where enough was asked; with `enough`, once in any case."""
        while True:
            state = self._after(asked.facts, asked.denied)
            if not (enough or state.over):
                return attrs.evolve(asked, over=False), state
            enough = False
            relied = last_check(state.situation, state.query, state.answered).listed
            presumed = state.situation.presumed
            facts = dict.fromkeys(variable.fact for variable, _ in relied)
            changed = [fact for fact in facts if self.answered(fact) not in (presumed[fact], self._anything(fact))]
            closings = asked.closings + bool(relied)
            if not changed:
                return attrs.evolve(asked, closings=closings, over=True), state
            asked = attrs.evolve(asked, facts=(*asked.facts, *changed), closings=closings)

    def _with_hindsight(self) -> ReplayedInterview:
        """Tell first, again and again, what makes most of the cases that could be this one come out as it does."""
        state, facts = self.state, list[str]()
        right = answer(self.whole_input.enactment, self.whole.known, self.whole_input.query)
        while not (state.over and state.answer == right):
            shares = self._shares(state, right)
            if not shares or len(facts) == _MOST_WITH_HINDSIGHT:
                break
            facts.append(max(shares, key=shares.__getitem__))
            state = self._after(facts)
        return ReplayedInterview(tuple(facts), 0, state.over, self._agrees(state))

    def _shares(self, state: InterviewState, right: Result) -> dict[str, float]:
        """For each fact, how often cases come out right in which it is as it is here."""
        cases = state.results.get(right, 0)
        shares: dict[str, float] = {}
        for variable, columns in state.sample.possible.items():
            if variable.fact not in state.answered:
                known = {variable.fact: self.answered(variable.fact)}
                fitting = 0
                for value, column in zip(variable.values, columns, strict=True):
                    fitting |= column if variable.allows(value, known) else 0
                share = (fitting & cases).bit_count() / max(1, (fitting & state.sample.lawful).bit_count())
                shares[variable.fact] = max(share, shares.get(variable.fact, 0.0))
        return shares

    def _after(self, facts: Sequence[str], denied: Sequence[str] = ()) -> InterviewState:
        """The moment after facts were asked about, and dangers denied against which what was stated does not speak."""
        if not facts and not denied:
            return self.state
        after = self._stating(facts)
        against = spoken_against(after.situation) if denied else {}
        no_doubt = [fact for fact in denied if fact not in against]
        yes_or_no = [fact for fact in no_doubt if self.whole_input.enactment.fact[fact].type is FactType.YES_NO]
        return attrs.evolve(self._stating([*facts, *yes_or_no]), denied=frozenset(no_doubt)) if no_doubt else after

    def _stating(self, facts: Sequence[str]) -> InterviewState:
        answers = {fact: self.answered(fact) for fact in facts}
        passed = frozenset(
            fact for fact, known in answers.items() if fact.startswith(DONE) and known not in STEP_KEYS.values()
        )
        stated = {fact: known for fact, known in answers.items() if fact not in passed}
        not_done = frozenset(fact.removeprefix(DONE) for fact, known in stated.items() if _says_not_done(fact, known))
        engine_input = self.state.engine_input
        query = attrs.evolve(engine_input.query, stated_not_done=not_done)
        return attrs.evolve(
            self.state, engine_input=attrs.evolve(engine_input, stated=stated, query=query), passed=passed
        )

    def _agrees(self, state: InterviewState) -> bool:
        """Whether the answer is that of the whole case."""
        if state.answer == answer(self.whole_input.enactment, self.whole.known, self.whole_input.query):
            return True
        case = attrs.evolve(
            self.case, facts={fact: Statement(known) for fact, known in state.engine_input.stated.items()}
        )
        return self._consulted(case) == self._consulted(self.case)

    def _consulted(self, case: Case) -> tuple[object, ...]:
        said = consult(self.ruleset, case, as_of=self.whole_input.day)
        match case.question.ask:
            case Ask.HOW:
                return tuple(
                    report.status for report in said.statuses if case.question.action in (report.action, *report.of)
                )
            case Ask.WHAT:
                return said.disposition.force, said.disposition.ways
            case Ask.FIRST | Ask.MAY | Ask.MUST | Ask.RIGHT:
                return (said.answer.value,)


def _says_not_done(fact: str, known: Possible) -> bool:
    return fact.startswith(DONE) and known == NO


_NOTHING_ASKED = ReplayedInterview((), 0, over=False, agrees=False)


@frozen
class ReplayTally:
    """The numbers of questions asked in one order.

    Attributes:
        sensitive: How many questions in all asked about something sensitive.

        agreeing: In how many cases the answer then was that of the whole case.
    """

    order: str
    mean: float
    median: float
    p90: int
    maximum: int
    sensitive: int
    agreeing: int


def tally(replays: Sequence[Replay], ruleset: Ruleset, order: str) -> ReplayTally:
    """Sum up an order; there must be a case."""
    asked = [replay.asked[order] for replay in replays]
    counts = sorted(one.questions for one in asked)
    sensitive = {fact.id for fact in ruleset.facts if fact.sensitive}
    return ReplayTally(
        order,
        mean(counts),
        median(counts),
        counts[max(0, ceil(0.9 * len(counts)) - 1)],
        counts[-1],
        sum(fact in sensitive for one in asked for fact in one.facts),
        sum(one.agrees for one in asked),
    )
