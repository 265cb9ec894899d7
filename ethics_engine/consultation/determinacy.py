"""How far each result depends on what has not been said; decided exactly."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from math import prod
from typing import TypeVar

import attrs

from ethics_engine.model.case import Ask
from ethics_engine.model.conditions import FactTest, tests_in
from ethics_engine.model.determination import Firmness
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.outcome import AnswerValue
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.record import frozen_record
from ethics_engine.model.status import Force, Status
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import variables_of

from .all_completions import completed
from .answers import definite
from .constraint_propagation import Left, narrowed
from .default_assumptions import CaseKnowledge
from .evaluation_view import EvaluationView
from .exact_possibilities import exact_possibilities
from .facts_behind import behind_answer
from .sampled_completions import SampledCompletions, drawn_about, drawn_and_as_left, enumerated

Statuses = Mapping[str, frozenset[Status]]
_Value = TypeVar("_Value", bound=Hashable)
_MOST_TRIED = 4096
_HOPELESS = 1 << 24
_FEW, _GROUPS = 12, 16


@frozen_record
class Determinacy:
    """What remains possible of a case, with nothing presumed and with the assumptions that stand.

    Attributes:
        unpresumed: What is possible whatever the facts not stated are.

        presuming: What is possible as long as the assumptions hold.
    """

    unpresumed: Possibilities
    presuming: Possibilities

    def status(self, action: str) -> tuple[Firmness, frozenset[Status]]:
        """How far the status of an action is settled, and what it may be."""
        return _degree(self.unpresumed.statuses[action], self.presuming.statuses[action])

    def answer(self) -> tuple[Firmness, frozenset[AnswerValue]]:
        """How far the answer is settled, and what it may be; for the questions that have a word for an answer."""
        return _degree(self.unpresumed.answers, self.presuming.answers)

    def disposition(self) -> tuple[Firmness, Possibilities]:
        """How far the disposition is settled, and where to read what it may be."""
        degree, _ = _degree(_dispositions(self.unpresumed), _dispositions(self.presuming))
        return degree, self.presuming


@frozen_record
class DeterminacySolver:
    """Decides what remains possible of one case; the solver is asked only where nothing quicker decides it.

    Attributes:
        evaluation: The evaluation of all that is known, assumptions included.
    """

    situation: CaseKnowledge
    evaluation: Evaluation

    @property
    def unpresumed(self) -> Evaluation:
        """The evaluation of what was stated alone."""
        return self.situation.unpresumed if self.situation.presumed else self.evaluation

    def settled(self, query: PossibilityQuery) -> Determinacy:
        """What remains possible of what is asked."""
        presuming = self.presuming(query)
        return Determinacy(self._distinguished(query) if self.situation.presumed else presuming, presuming)

    def presuming(self, query: PossibilityQuery) -> Possibilities:
        """What remains possible with what is presumed, exactly."""
        enactment, known = self.situation.enactment, self.situation.known
        return (
            definite(enactment, self.evaluation, known, query)
            or self._tried_out(query)
            or exact_possibilities(enactment, known, query)
        )

    def _tried_out(self, query: PossibilityQuery) -> Possibilities | None:
        """What remains possible, by trying every value of all that is not known and matters; None where it is much."""
        if query.question.ask is Ask.FIRST:
            return None
        enactment, known = self.situation.enactment, self.situation.known
        view = EvaluationView(enactment, known, self.evaluation)
        asked = behind_answer(view, query)  # a part of what matters, found sooner
        if prod(len(each.possible(known)) for each in variables_of(enactment) if each.fact in asked) > _HOPELESS:
            return None
        left = narrowed(enactment, known)
        matter = view.tied(view.unknown_behind_all())
        varied = [variable for variable, values in left.items() if len(values) > 1 and variable.fact in matter]
        count = prod(len(left[variable]) for variable in varied)
        return enumerated(enactment, left, varied, count).possibilities(query) if count <= _MOST_TRIED else None

    def _distinguished(self, query: PossibilityQuery) -> Possibilities:
        """What remains possible with nothing presumed: exactly, where it is one thing; else at least two of them."""
        enactment, stated = self.situation.enactment, self.situation.stated
        found = definite(enactment, self.unpresumed, stated, query)
        if found is not None:
            return found
        most = self._undrawn.possibilities(query)
        seen = self._drawn.possibilities(query)
        if self._doubtful:
            statuses = {action: seen.statuses[action] | also for action, also in self._seen_about.items()}
            seen = attrs.evolve(seen, statuses={**seen.statuses, **statuses, **self._tried})
            most = attrs.evolve(most, statuses={**most.statuses, **self._tried})
        apart = (
            not _not_distinguished(seen.statuses, most.statuses)
            and _is_distinguished(_dispositions(seen), _dispositions(most))
            and _is_distinguished(seen.answers, most.answers)
        )
        return seen if apart else exact_possibilities(enactment, stated, query)

    @cached_property
    def _left(self) -> Left:
        return narrowed(self.situation.enactment, self.situation.stated)

    @property
    def _drawn(self) -> SampledCompletions:
        return self._drawn_and_undrawn[0]

    @property
    def _undrawn(self) -> SampledCompletions:
        """The case as it stands with nothing presumed: whatever is possible of it is possible here."""
        return self._drawn_and_undrawn[1]

    @cached_property
    def _drawn_and_undrawn(self) -> tuple[SampledCompletions, SampledCompletions]:
        return drawn_and_as_left(self.situation.enactment, self._left, self.situation.known)

    @cached_property
    def _doubtful(self) -> tuple[str, ...]:
        """The actions of which one status was drawn, though more may be possible."""
        return _not_distinguished(self._drawn.statuses, self._undrawn.statuses)

    @cached_property
    def _seen_about(self) -> Mapping[str, frozenset[Status]]:
        """The statuses that other doubtful actions were seen to have as a few facts behind them were drawn."""
        enactment, known = self.situation.enactment, self.situation.known
        actions = [action for action in self._doubtful if action not in self._tried]
        groups: dict[frozenset[str], frozenset[str]] = {}
        for action in actions:
            every = self._view.unknown_behind_status(action)
            for facts in self._few_behind(action, every):
                groups[facts] = groups.get(facts, frozenset()) | every
        if not groups:
            return {}
        about = drawn_about(enactment, self._left, known, list(groups.items())[:_GROUPS]).statuses
        return {action: about[action] for action in actions}

    def _few_behind(self, action: str, every: frozenset[str]) -> Iterator[frozenset[str]]:
        """The unknown facts behind an action where these are few, else those that each of its open rules names."""
        enactment = self.situation.enactment
        if len(every) <= _FEW:
            yield every
            return
        for each in (action, *enactment.rivals.get(action, ())):
            for rule, _ in enactment.norms_on[each]:
                facts = every.intersection(test.fact for test in tests_in(rule.when) if isinstance(test, FactTest))
                if 0 < len(facts) <= _FEW and self.unpresumed.effective[rule.id] is Truth.UNKNOWN:
                    yield facts

    @cached_property
    def _view(self) -> EvaluationView:
        return EvaluationView(self.situation.enactment, self.situation.stated, self.unpresumed)

    @cached_property
    def _tried(self) -> Mapping[str, frozenset[Status]]:
        """The statuses of doubtful actions, exactly, by every completion of the few facts behind them."""
        view, found = self._view, {}
        for action in self._doubtful:
            every = completed(view.enactment, self._left, view.tied(view.unknown_behind_status(action)))
            statuses = None if every is None else every.statuses(action)
            if statuses is not None:
                found[action] = frozenset(statuses)
        return found


def _not_distinguished(seen: Statuses, most: Statuses) -> tuple[str, ...]:
    return tuple(action for action, statuses in seen.items() if not _is_distinguished(statuses, most[action]))


def _is_distinguished(seen: frozenset[_Value], most: frozenset[_Value]) -> bool:
    """Whether something is either seen in two ways, or possible in one way at most."""
    return len(seen) > 1 or seen == most


def _degree(unpresumed: frozenset[_Value], presuming: frozenset[_Value]) -> tuple[Firmness, frozenset[_Value]]:
    if len(unpresumed) == 1:
        return Firmness.FIRM, unpresumed
    if len(presuming) == 1:
        return Firmness.PROVISIONAL, presuming
    return Firmness.OPEN, presuming


def _dispositions(possible: Possibilities) -> frozenset[tuple[Force, frozenset[str]]]:
    """The dispositions that are possible, or any two of them where there are more."""
    if len(possible.forces) != 1:
        return frozenset((force, frozenset[str]()) for force in possible.forces)
    (force,) = possible.forces
    certain = frozenset(way for (named, way), truth in possible.named.items() if named is force and truth == {True})
    thinkable = frozenset(way for (named, way), truth in possible.named.items() if named is force and True in truth)
    return frozenset({(force, certain), (force, thinkable)})
