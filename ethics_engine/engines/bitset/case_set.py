"""A set of cases, as a column: a whole number with one bit for each case."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    class CaseSet(int):
        """Some of the cases of a batch; the type checker tells it from an index and from a count.

        At run time it is a plain integer, so that it costs nothing in hot loops. Count with `bit_count`, list with
        `bits`.
        """

        def __and__(self, other: int, /) -> CaseSet: ...  # the cases in both
        def __rand__(self, other: int, /) -> CaseSet: ...
        def __or__(self, other: int, /) -> CaseSet: ...  # the cases in either
        def __ror__(self, other: int, /) -> CaseSet: ...
        def __xor__(self, other: int, /) -> CaseSet: ...
        def __rxor__(self, other: int, /) -> CaseSet: ...
        def __invert__(self) -> CaseSet: ...
        def __lshift__(self, other: int, /) -> CaseSet: ...  # the same cases, numbered from higher on
        def __rshift__(self, other: int, /) -> CaseSet: ...
        def __mul__(self, other: int, /) -> CaseSet: ...  # the same cases again in each block that a factor names

else:
    CaseSet = int

NO_CASES = CaseSet(0)


def all_cases(count: int) -> CaseSet:
    """The first `count` cases: all of a batch of so many."""
    return CaseSet((1 << count) - 1)


def one_case(index: int) -> CaseSet:
    """The case with a number."""
    return CaseSet(1 << index)


def repeated(column: CaseSet, size: int, times: int) -> CaseSet:
    """The cases of a column in each of so many blocks of `size` cases; far quicker than to multiply long columns."""
    found, blocks = column, 1
    while 2 * blocks <= times:
        found |= found << size * blocks
        blocks *= 2
    return found if blocks == times else found | repeated(column, size, times - blocks) << size * blocks
