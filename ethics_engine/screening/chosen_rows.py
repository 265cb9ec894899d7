"""Some rows of a block moved next to each other, so that work on them alone takes time for them alone."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from attrs import frozen

from ethics_engine.engines.bitset.case_set import CaseSet, all_cases

_FEW = 0.5
"""What share of a block is worth moving: of more rows, to move them takes as long as it saves."""


@frozen(eq=False, repr=False)
class ChosenRows:
    """Some rows of a block; where they are many, or numpy is not installed, they stay in their places.

    Attributes:
        rows: The rows, as a column.
    """

    rows: CaseSet
    _numbers: Any = None  # in the block, rising; none where they stay in their places

    @classmethod
    def of(cls, rows: CaseSet) -> ChosenRows:
        """Choose rows."""
        count = rows.bit_length()
        few = rows.bit_count() < _FEW * count and find_spec("numpy") is not None
        return cls(rows, _numpy().flatnonzero(_unpacked(rows, count)) if few else None)

    @property
    def everyone(self) -> CaseSet:
        """All of them, moved."""
        return self.rows if self._numbers is None else all_cases(len(self._numbers))

    def moved(self, column: CaseSet) -> CaseSet:
        """What a column of the block says of them."""
        here = column & self.rows
        if self._numbers is None or not here:
            return here
        return _packed(_unpacked(here, self.rows.bit_length()).take(self._numbers))

    def moved_back(self, column: CaseSet) -> CaseSet:
        """A column of the block that says what a moved column says."""
        if self._numbers is None or not column:
            return column
        return _packed_at(self._numbers[_unpacked(column, len(self._numbers)).view(bool)], self.rows.bit_length())


@cache
def _numpy() -> Any:
    """Numpy, which takes long to load and is not always installed."""
    return import_module("numpy")


def _unpacked(column: CaseSet, count: int) -> Any:
    """A byte for each of so many rows."""
    packed = _numpy().frombuffer(column.to_bytes((count + 7) // 8, "little"), _numpy().uint8)
    return _numpy().unpackbits(packed, count=count, bitorder="little")


def _packed(bytes_: Any) -> CaseSet:
    return CaseSet.from_bytes(_numpy().packbits(bytes_, bitorder="little").tobytes(), "little")


def _packed_at(numbers: Any, count: int) -> CaseSet:
    bytes_ = _numpy().zeros(count, _numpy().uint8)
    bytes_[numbers] = 1
    return _packed(bytes_)
