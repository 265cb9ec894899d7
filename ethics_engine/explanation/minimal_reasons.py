"""The smallest parts of what was stated that alone settle a result.

Parts are tried by rising size, all of one size at once, by columns; the few that columns leave undecided are decided
exactly. A part that does not settle the result is grown as far as it still does not, and none of its parts is tried
again: the maximal ones are what a smallest part must hit.

Source: A. Ignatiev, A. Previti, M. Liffiton and J. Marques-Silva, Smallest MUS Extraction with Minimal Hitting Set
Dualization, CP 2015.
"""

from __future__ import annotations

from itertools import combinations
from math import comb

from attrs import define, field, frozen

from ethics_engine.deadline import NEVER, Deadline
from ethics_engine.engines.bitset.case_set import all_cases
from ethics_engine.engines.bitset.machine import bits

from .statement_subsets import Part, StatementSubsets

MOST_SHOWN = 3
"""How many parts are given where several are equally small."""

MOST_TRIED = 1 << 16
"""How many parts are tried before the search for a smallest one is given up."""


@frozen
class MinimalReasons:
    """Parts that settle the result.

    Attributes:
        parts: Up to `MOST_SHOWN` of them, of equal size: first those that would settle it even if nothing were presumed
            instead of what was stated, then in the order in which the facts were stated.

        more: Whether there are more of this size.

        proved: Whether it is known that no smaller part settles it; else no single fact of them can be spared.
    """

    parts: tuple[Part, ...]
    more: bool
    proved: bool


NOTHING = MinimalReasons((), more=False, proved=True)
"""Where there is no result to settle."""


def smallest(statements: StatementSubsets, deadline: Deadline = NEVER) -> MinimalReasons:
    """The smallest parts of the statements, all of which together settle the result."""
    search = _ReasonSearch(statements)
    needed = search.needed()
    spare = [fact for fact in statements.facts if fact not in needed and fact not in statements.idle]
    tried = 0
    for size in range(len(spare) + 1):
        tried += comb(len(spare), size)
        if tried > MOST_TRIED or deadline.passed:
            break
        found = search.among([needed.union(chosen) for chosen in combinations(spare, size)], deadline)
        if found:
            if len(found) > 1:
                found.sort(key=lambda part: not statements.settles_whatever_was_left_out(part))
            return MinimalReasons(tuple(found[:MOST_SHOWN]), more=len(found) > MOST_SHOWN, proved=True)
    return MinimalReasons((search.without_spares(deadline),), more=False, proved=False)


@define
class _ReasonSearch:
    statements: StatementSubsets
    refuted: list[Part] = field(factory=list)

    def needed(self) -> Part:
        """The facts without which no part settles the result; known at once only where all facts are free."""
        everything = frozenset(self.statements.facts)
        if self.statements.free != everything:
            return frozenset()
        parts = [everything - {fact} for fact in self.statements.facts]
        surely, _ = self.statements.by_columns(parts)
        undecided = [part for index, part in enumerate(parts) if not surely >> index & 1]
        self.refuted += [part for part in undecided if not self.statements.exactly(part).settles]
        return frozenset().union(*(everything - part for part in self.refuted))

    def among(self, parts: list[Part], deadline: Deadline) -> list[Part]:
        """Those of the parts that settle the result, and no more than one beyond what is shown."""
        surely, never = self.statements.by_columns(parts)
        found: list[Part] = []
        for index in bits(all_cases(len(parts)) & ~never):
            part = parts[index]
            if surely >> index & 1 or self._settles(part):
                found.append(part)
            if len(found) > MOST_SHOWN or deadline.passed:
                break
        return found

    def _settles(self, part: Part) -> bool:
        free = self.statements.free
        if any(part <= other and other - part <= free for other in self.refuted):
            return False
        finding = self.statements.exactly(part)
        if not finding.settles and finding.calm:
            self.refuted.append(self._grown(part))
        return finding.settles

    def _grown(self, part: Part) -> Part:
        """A part that does not settle the result, with every free fact that leaves it so."""
        for fact in self.statements.facts:
            if fact in self.statements.free and fact not in part:
                finding = self.statements.exactly(part | {fact})
                if not finding.settles and finding.calm:
                    part = part | {fact}
        return part

    def without_spares(self, deadline: Deadline) -> Part:
        """All that was stated, without the facts that can go, one after the other until none can, or it is late."""
        part = frozenset(self.statements.facts)
        again = True
        while again:
            again = False
            for fact in self.statements.facts:
                if deadline.passed:
                    return part
                if fact in part and self.statements.exactly(part - {fact}).settles:
                    part, again = part - {fact}, True
        return part
