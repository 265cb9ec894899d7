"""The search for the smallest changes, one size after another; what it finds has been tried."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import attrs
from attrs import frozen

from ethics_engine.columns import Batch
from ethics_engine.model.enactment import DONE
from ethics_engine.model.possibilities import Inquiry

from .alterations import Change, change_of
from .bounding import Choice, Reading, candidates
from .goals import Goal, Reach
from .space import Space
from .telling import Telling

PATIENCE = 8
"""How many changes of one size may turn out not to bring a goal about, before the search for it is cut off."""


@frozen
class Smallest:
    """What was found for a goal.

    Attributes:
        goal: What the changes bring about.

        changes: Changes of the smallest size, the best first: those within reach before others, then by weight, then
            in the order of the vocabulary; none where none was found, or nothing need change.

        more: Whether there may be others of that size.

        proved: Up to how many facts every change was looked at, and none found that is smaller than `changes`.
    """

    goal: Goal
    changes: tuple[Change, ...] = ()
    more: bool = False
    proved: int = 0

    @property
    def size(self) -> int:
        """Of how many facts the changes are."""
        return len(self.changes[0].alterations) if self.changes else 0


@frozen
class Results:
    """What was found for several goals.

    Attributes:
        of: For each goal what was found; goals that were not asked for by name are left out where nothing was.

        proved: Up to how many facts every change was looked at, for every goal that was not reached.
    """

    of: Mapping[Goal, Smallest]
    proved: int


@frozen
class Search:
    """A search.

    Attributes:
        now: The case as it is told.

        space: The ways in which it could be told otherwise.

        read: Where each goal looked for is reached.

        limit: How many changes are wanted for each goal.
    """

    now: Telling
    space: Space
    read: Callable[[Batch, Inquiry], Mapping[Goal, Reach]]
    limit: int

    def of(self, wanted: Collection[Goal] | None, most: int) -> Results:
        """The smallest changes of up to `most` facts to each goal wanted, or to each that `read` finds."""
        reached: dict[Goal, Smallest] = {}
        cut_off: dict[Goal, int] = {}
        proved = 0
        for size in range(1, most + 1):
            if wanted is not None and reached.keys() >= set(wanted):
                break
            found = candidates(self.space, size, self._reading(reached))
            for goal, choices in found.reaching.items():
                changes, more = self._tried(choices, goal)
                if changes:
                    reached[goal] = Smallest(goal, changes, more=more, proved=cut_off.get(goal, proved))
                elif more:
                    cut_off.setdefault(goal, proved)
            if found.complete and proved == size - 1:
                proved = size
        missed = {goal: cut_off.get(goal, proved) for goal in wanted or cut_off if goal not in reached}
        not_found = {goal: Smallest(goal, proved=sure) for goal, sure in missed.items() if wanted}
        return Results({**reached, **not_found}, min([proved, *missed.values()]))

    def _reading(self, reached: Collection[Goal]) -> Reading:
        inquiry = self.now.brief.inquiry
        said = {each.fact.removeprefix(DONE) for each in self.space.alterations if each.only_said}
        also = attrs.evolve(inquiry, stated_not_done=inquiry.stated_not_done | said)

        def read(batch: Batch, undone: int) -> Mapping[Goal, Reach]:
            columns = {goal: reach for goal, reach in self.read(batch, inquiry).items() if goal not in reached}
            if undone:
                said_so = {goal: reach for goal, reach in self.read(batch, also).items() if goal not in reached}
                columns = {
                    goal: _where(undone, said_so.get(goal, _NOWHERE), columns.get(goal, _NOWHERE))
                    for goal in {**columns, **said_so}
                }
            return columns

        return read

    def _tried(self, choices: Sequence[Choice], goal: Goal) -> tuple[tuple[Change, ...], bool]:
        """The first changes, in order of rank, that bring a goal about, and whether there may be more."""
        changes: list[Change] = []
        for number, choice in enumerate(sorted(choices, key=self._rank)):
            if len(changes) == self.limit or number - len(changes) == PATIENCE:
                return tuple(changes), True
            change = change_of([self.space.alterations[index] for index in choice])
            telling = self.now.changed(change)
            if telling is not None and telling.meets(goal):
                changes.append(change)
        return tuple(changes), False

    def _rank(self, choice: Choice) -> tuple[bool, int, Choice]:
        chosen = [self.space.alterations[index] for index in choice]
        return not all(each.within_reach for each in chosen), sum(each.weight for each in chosen), choice


_NOWHERE = Reach(0, 0)


def _where(column: int, there: Reach, elsewhere: Reach) -> Reach:
    """Both, where the column is set: what is sure is what both say; elsewhere the other one alone."""
    return Reach(
        elsewhere.surely & ~column | there.surely & elsewhere.surely, elsewhere.perhaps | there.perhaps & column
    )
