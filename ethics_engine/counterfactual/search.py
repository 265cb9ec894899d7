"""The search for the smallest changes, one size after another; what it finds has been tried."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from attrs import frozen

from ethics_engine.deadline import Deadline

from .branch_and_bound import Bounding, Choice
from .counterfactual_case import CounterfactualCase
from .edit_space import EditSpace
from .edits import Edit, EditSet, edit_set_of
from .goals import Goal, Sought

PATIENCE = 8
"""How many changes of one size may turn out not to bring a goal about, before the search for it is cut off."""


@frozen
class MinimalCounterfactuals:
    """What was found for a goal.

    Attributes:
        goal: What the changes bring about.

        changes: Changes of the smallest size, any one of which will do, the best first: those within reach before
            others, then by weight, then in the order of the vocabulary; none where none was found, or nothing need
            change.

        more: Whether there may be others of that size.

        proved: Up to how many facts every change was looked at, and none found that is smaller than `changes`.
    """

    goal: Goal
    changes: tuple[EditSet, ...] = ()
    more: bool = False
    proved: int = 0

    @property
    def size(self) -> int:
        """Of how many facts the changes are."""
        return len(self.changes[0].edits) if self.changes else 0


@frozen
class SearchResults:
    """What was found for several goals.

    Attributes:
        of: For each goal what was found; goals that were not asked for by name are left out where nothing was.

        proved: Up to how many facts every change was looked at, for every goal that was not reached.

        stopped: Whether the search was stopped because its time was over.
    """

    of: Mapping[Goal, MinimalCounterfactuals]
    proved: int
    stopped: bool = False


@frozen
class CounterfactualSearch:
    """A search.

    Attributes:
        now: The case as it stands.

        space: The ways in which it could be changed.

        sought: What is looked for.

        limit: How many changes are wanted for each goal.

        deadline: When to stop.
    """

    now: CounterfactualCase
    space: EditSpace
    sought: Sought
    limit: int
    deadline: Deadline

    def of(self, wanted: Collection[Goal] | None, most: int) -> SearchResults:
        """The smallest changes of up to `most` facts to each goal wanted, or to each that is sought."""
        reached: dict[Goal, MinimalCounterfactuals] = {}
        cut_off: dict[Goal, int] = {}
        proved = 0
        for size in range(1, most + 1):
            if wanted is not None and reached.keys() >= set(wanted):
                break
            found = Bounding(self.space, self.sought, frozenset(reached), self.deadline).candidates(size)
            for goal, choices in found.reaching.items():
                sure = cut_off.get(goal, proved)
                changes, more = self._tried(choices, goal, minimal=sure >= size - 1)
                if changes:
                    reached[goal] = MinimalCounterfactuals(goal, changes, more=more or not found.complete, proved=sure)
                elif more:
                    cut_off.setdefault(goal, proved)
            if found.complete and proved == size - 1:
                proved = size
            if self.deadline.passed:
                break
        missed = {goal: cut_off.get(goal, proved) for goal in wanted or cut_off if goal not in reached}
        not_found = {goal: MinimalCounterfactuals(goal, proved=sure) for goal, sure in missed.items() if wanted}
        stopped = self.deadline.passed
        return SearchResults({**reached, **not_found}, min([proved, *missed.values()]), stopped)

    def _tried(self, choices: Sequence[Choice], goal: Goal, *, minimal: bool) -> tuple[tuple[EditSet, ...], bool]:
        """The first changes, in order of rank, that bring a goal about, and whether there may be more.

        Where it is not known that they are minimal, those of which a part would do are left out.
        """
        changes: list[EditSet] = []
        failed = 0
        for choice in sorted(choices, key=self._rank):
            if len(changes) == self.limit or failed == PATIENCE or self.deadline.passed:
                return tuple(changes), True
            chosen = [self.space.edits[index] for index in choice]
            change = edit_set_of(chosen)
            if self._brings(change, goal) and (minimal or not self._is_wasteful(chosen, goal)):
                changes.append(change)
            else:
                failed += 1
        return tuple(changes), False

    def _brings(self, change: EditSet, goal: Goal) -> bool:
        """Whether a change brings a goal about, without a step that the rules then speak against."""
        edited_case = self.now.changed(change)
        return edited_case is not None and edited_case.meets(goal) and not edited_case.speaks_against(change.steps)

    def _is_wasteful(self, chosen: Sequence[Edit], goal: Goal) -> bool:
        """Whether a part of a change would do."""
        parts = (part for size in range(1, len(chosen)) for part in combinations(chosen, size))
        return any(self._brings(edit_set_of(part), goal) for part in parts)

    def _rank(self, choice: Choice) -> tuple[bool, bool, int, Choice]:
        """What the practitioner can do comes first, and of that the steps by which they get help or learn."""
        chosen = [self.space.edits[index] for index in choice]
        able = all(each.within_reach for each in chosen)
        support = able and all(each.support for each in chosen)
        return not able, not support, sum(each.weight for each in chosen), choice
