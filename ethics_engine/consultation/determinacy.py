"""How far each result depends on what has not been said; decided exactly."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property
from math import prod
from typing import TypeVar

from ethics_engine.model.case import Ask
from ethics_engine.model.determination import Firmness
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.outcome import AnswerValue
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.record import evolve, frozen_record
from ethics_engine.model.status import Force, Status
from ethics_engine.model.variables import variables_of

from .answers import definite
from .constraint_propagation import Left, narrowed
from .default_assumptions import CaseKnowledge
from .evaluation_view import EvaluationView
from .exact_possibilities import exact_possibilities
from .facts_behind import behind_answer
from .open_rules import PartsByStatus, parted_statuses
from .sampled_completions import SampledCompletions, drawn_and_as_left, enumerated

Statuses = Mapping[str, frozenset[Status]]
_Value = TypeVar("_Value", bound=Hashable)
_MOST_TRIED = 4096
_HOPELESS = 1 << 24
_PARTS_DRAWN = 2


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

        supposing: Whether the assumptions are not doubted, so that whatever holds with them counts as firm.
    """

    situation: CaseKnowledge
    evaluation: Evaluation
    supposing: bool = False

    @property
    def unpresumed(self) -> Evaluation:
        """The evaluation of what was stated alone."""
        return self.situation.unpresumed if self.situation.presumed else self.evaluation

    def settled(self, query: PossibilityQuery) -> Determinacy:
        """What remains possible of what is asked."""
        presuming = self.presuming(query)
        doubted = self.situation.presumed and not self.supposing
        return Determinacy(self._distinguished(query) if doubted else presuming, presuming)

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
        seen = evolve(seen, statuses={**seen.statuses, **self._seen_in_parts})
        possible = {action: frozenset(by_status) for action, by_status in self._parted.items()}
        most = evolve(most, statuses={**most.statuses, **possible})
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
        """The actions for which one status was drawn, though more may be possible."""
        return _not_distinguished(self._drawn.statuses, self._undrawn.statuses)

    @cached_property
    def _parted(self) -> Mapping[str, PartsByStatus]:
        """The doubtful actions in the parts of the case, by what the rules need that are open on them."""
        view = EvaluationView(self.situation.enactment, self.situation.stated, self.unpresumed)
        return parted_statuses(view, self._left, self._doubtful)

    @cached_property
    def _seen_in_parts(self) -> Statuses:
        """The statuses that they are seen to have, as the parts are drawn in which they may have one not seen yet."""
        seen = {action: self._drawn.statuses[action] for action in self._parted}
        for action, by_status in self._parted.items():
            for status, parts in by_status.items():
                for part in parts[:_PARTS_DRAWN]:
                    if status not in seen[action]:
                        seen[action] |= self._drawn.in_part(part).statuses_of(action)
        return seen


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
