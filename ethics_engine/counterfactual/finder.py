"""The smallest changes of a case that bring something about."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

import attrs
from attrs import frozen

from ethics_engine.argument_types import checked
from ethics_engine.consultation import engine_input_of
from ethics_engine.deadline import NEVER, SECONDS, Deadline
from ethics_engine.model.case import Answer, Ask, Case, Verdict
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import Values
from ethics_engine.model.outcome import UNDECIDED
from ethics_engine.model.ruleset import Ruleset

from .counterfactual_case import CounterfactualCase
from .edit_space import EditSpace
from .edits import EditSet, edits_of
from .goals import WAY_ON, Goal, OutcomeGoal, Sought
from .relevant_edits import relevant_to
from .search import CounterfactualSearch, MinimalCounterfactuals, SearchResults

MOST = 3
"""Of how many facts a change is made up at most."""
LIMIT = 5
"""How many changes are given at most, the best first."""


@checked
def smallest_changes(
    ruleset: Ruleset,
    case: Case,
    goal: Goal,
    *,
    assumptions: bool = True,
    as_of: datetime.date | None = None,
    most: int = MOST,
    frozen: Collection[str] | None = None,
    limit: int = LIMIT,
    seconds: float = SECONDS,
) -> tuple[EditSet, ...]:
    """Find the smallest changes of a case that bring a goal about, the best first; none if it is so already.

    Smallest by number: a change tells facts (or single options of a `choices` fact) otherwise than they are stated or
    presumed, or tells what nobody knew, steps done among them. Any one of them will do, and each is minimal. Of changes
    of the same number those come first that the practitioner can bring about, then those of little weight. Each has
    been tried: `consult` says of the changed case what was wanted, and its facts do not contradict one another. None
    is a pretext: no reason, motive or full diary is named, and no step is done that the rules speak against.

        smallest_changes(ruleset, case, StatusGoal("refer", {Status.PERMITTED}))
        smallest_changes(ruleset, case, OutcomeGoal(Answer.NO), frozen=())

    Args:
        ruleset: The rules.

        case: The case as it is stated.

        goal: What is to be brought about: an `OutcomeGoal` or a `StatusGoal`.

        assumptions: Whether what nobody stated is assumed, as in `consult`.

        as_of: The day whose rules count, as in `consult`.

        most: Of how many facts a change may be at most.

        frozen: The facts that are left alone; by default those that are immutable, where anything is known of them.

        limit: How many changes are given at most.

        seconds: How long the search goes on at most, about; then what was found until then is given, and
            `CounterfactualFinder` tells that it was stopped.

    Raises:
        CaseError: The case asks whether conduct was right, and names none.

        ContradictionError: The facts stated of the case cannot all be so.
    """
    changing = CounterfactualFinder.of(ruleset, case, assumptions=assumptions, as_of=as_of, frozen=frozen)
    return changing.smallest(goal, most=most, limit=limit, deadline=Deadline.after(seconds)).changes


@frozen
class CounterfactualFinder:
    """A case, and all the single changes of it.

    Attributes:
        now: The case as it is stated.

        space: The single changes of it.

        withheld: The steps that are not offered because their result has to be judged anew, and the facts that
            are not to be supposed otherwise.
    """

    now: CounterfactualCase
    space: EditSpace
    withheld: Collection[str] = ()

    @property
    def fixed_facts(self) -> frozenset[str]:
        """The facts that are left alone."""
        altered = {edit.fact for edit in self.space.edits}
        return frozenset(
            fact.id
            for fact in self.now.engine_input.enactment.facts
            if not self.now.situation.is_pretext(fact.id) and not fact.id.startswith(DONE) and fact.id not in altered
        )

    def within_reach(self) -> CounterfactualFinder:
        """The case with no more than what the practitioner can bring about."""
        able = tuple(edit for edit in self.space.edits if edit.within_reach)
        return attrs.evolve(self, space=attrs.evolve(self.space, edits=able))

    @classmethod
    def of(
        cls,
        ruleset: Ruleset,
        case: Case,
        *,
        assumptions: bool = True,
        as_of: datetime.date | None = None,
        frozen: Collection[str] | None = None,
    ) -> CounterfactualFinder:
        """A case, as for `consult`; see `smallest_changes`, whose arguments and errors these are."""
        engine_input = engine_input_of(ruleset, case, as_of=as_of)
        now = CounterfactualCase.of(engine_input, presume=assumptions)
        fact, known = engine_input.enactment.fact, now.situation
        presumed = {name: fact[name].presumed or fact[name].anything for name in (*known.presumed, *known.fallen)}
        steps = (step.id for step in engine_input.enactment.actions if not step.is_way)
        against = {step for step in steps if now.speaks_against([step])}
        pretexts = {name for name in fact if known.is_pretext(name)}
        withheld = {
            name
            for each in fact.values()
            for value, names in each.withholds
            if known.known.get(each.id) == Values(frozenset({value}))
            for name in names
        }
        found = edits_of(engine_input, known.known, frozen, pretexts, against, withheld)
        return cls(now, EditSpace(engine_input, presumed, frozenset(known.fallen), found), withheld)

    def reaches(self, goal: Goal) -> bool:
        """Whether it is so already, in the case as stated."""
        return self.now.meets(goal)

    def smallest(
        self, goal: Goal, *, most: int = MOST, limit: int = LIMIT, deadline: Deadline = NEVER
    ) -> MinimalCounterfactuals:
        """The smallest changes that bring a goal about; none where it is so already."""
        return self.to([goal], most=most, limit=limit, deadline=deadline).of[goal]

    def to(
        self, goals: Collection[Goal], *, most: int = MOST, limit: int = LIMIT, deadline: Deadline = NEVER
    ) -> SearchResults:
        """The smallest changes to each of some goals; none to what is so already."""
        of: dict[Goal, MinimalCounterfactuals] = {}
        proved, stopped = most, False
        for goal in goals:
            if self.reaches(goal):
                of[goal] = MinimalCounterfactuals(goal)
                continue
            found = self._search(goal, self._sought((goal,)), limit, deadline).of([goal], most)
            of[goal] = found.of[goal]
            proved, stopped = min(proved, of[goal].proved), stopped or found.stopped
        return SearchResults(of, proved, stopped)

    def others(self, *, most: int = MOST, limit: int = LIMIT, deadline: Deadline = NEVER) -> SearchResults:
        """The smallest changes to each other outcome, those of few facts first; last come outcomes that none brings.

        The outcome of `may`, `must` and `right` is the answer; of all other questions it is the disposition, of which
        only those are named that some change brings.
        """
        asked = self.now.engine_input.query.question
        question = WAY_ON if asked.ask in (Ask.FIRST, Ask.HOW) else None
        now = OutcomeGoal(self.now.outcome(question) or UNDECIDED, question)
        words = WORDS.get(asked.ask)
        wanted = None if words is None else [OutcomeGoal(word) for word in words if word != now.outcome]
        sought = attrs.evolve(self._sought(None), question=question, now=now.outcome)
        found = self._search(now, sought, limit, deadline).of(wanted, most)
        ordered = sorted(found.of.items(), key=lambda item: (not item[1].changes, item[1].size))
        return attrs.evolve(found, of=dict(ordered))

    def _sought(self, goals: tuple[Goal, ...] | None) -> Sought:
        query = self.now.engine_input.query
        said = {each.fact.removeprefix(DONE) for each in self.space.edits if each.only_said}
        undone = attrs.evolve(query, stated_not_done=query.stated_not_done | said)
        return Sought(self.now.engine_input.enactment, query, undone, goals)

    def _search(self, goal: Goal, sought: Sought, limit: int, deadline: Deadline) -> CounterfactualSearch:
        """A search among what has any bearing on a goal."""
        concerns = goal.concerns(self.now.engine_input.enactment, self.now.engine_input.query)
        space = self.space if concerns is None else relevant_to(self.space, concerns)
        return CounterfactualSearch(self.now, space, sought, limit, deadline)


_EITHER = (Answer.YES, Answer.NO, Answer.NOT_YET, Answer.RULES_SAY_NOTHING, Answer.NOT_POSSIBLE, Answer.DILEMMA)
WORDS: Mapping[Ask, Sequence[Answer | Verdict]] = {
    Ask.MAY: (*_EITHER, Answer.ADVISED_AGAINST),
    Ask.MUST: (*_EITHER, Answer.ADVISED),
    Ask.RIGHT: tuple(Verdict),
}
"""The outcomes of the questions that have a word for an answer."""
