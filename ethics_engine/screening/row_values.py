"""From columns of bits back to rows: the values of every result, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, field

from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import bits, union

from .bulk_results import SETS, BitPlane

_DIGITS = tuple(bytes.maketrans(b"01", bytes([0, 1 << place])) for place in range(8))
"""For each binary digit of a byte: what turns the text 0 into nothing, and 1 into that digit."""


@define(eq=False, repr=False)
class BlockResults:
    """The results of a block of rows.

    Attributes:
        count: How many rows it has.

        names: The results, in order.

    """

    count: int
    names: tuple[str, ...]
    _planes: dict[str, list[CaseSet]]
    _values: dict[str, tuple[str, ...]]
    _set: dict[str, dict[int, str]] = field(factory=dict)

    def set_value(self, rows: Iterable[int], name: str, value: str) -> None:
        """Give some rows a value of a result, in the place of what they had."""
        if name in self.names:
            self._set.setdefault(name, {}).update(dict.fromkeys(rows, value))

    def rows_with(self, name: str, value: str) -> CaseSet:
        """The rows that have a value of a result of which a row has one at most, as a column."""
        values = self._values[name]
        number = values.index(value) + 1 if value in values else 0
        planes = self._planes[name]
        rows = union(planes) if number else NO_CASES
        for digit, plane in enumerate(planes):
            rows &= plane if number >> digit & 1 else ~plane
        return rows

    def put(self, rows: CaseSet, name: str, value: str) -> None:
        """Give the rows of a column a value of such a result, in the place of what they had."""
        if name not in self.names or not rows:
            return
        if value not in self._values[name]:
            self._values[name] = (*self._values[name], value)
        number, planes = self._values[name].index(value) + 1, self._planes[name]
        planes += [NO_CASES] * (number.bit_length() - len(planes))
        for digit, plane in enumerate(planes):
            planes[digit] = plane & ~rows | (rows if number >> digit & 1 else NO_CASES)

    def planes(self, name: str) -> Sequence[CaseSet]:
        """The columns of bits that a result is made of."""
        return self._planes[name]

    def values(self, name: str) -> Sequence[str]:
        """The values that the columns of a result stand for."""
        return self._values[name]

    def changed(self, name: str) -> Mapping[int, str]:
        """The rows that were given a value in the place of what the columns hold."""
        return self._set.get(name, {})

    def column(self, name: str) -> list[str | None]:
        """The values of a result, row by row; nothing where a row has none."""
        values = self._values[name]
        planes = self._planes[name]
        bytes_ = [_bytes(planes[start : start + 8], self.count) for start in range(0, len(planes), 8)]
        found: list[str | None]
        if not bytes_:
            found = ["" if name in SETS else None] * self.count
        elif name in SETS:
            keys = list(zip(*bytes_, strict=True))
            texts = {key: _text(key, values) for key in set(keys)}
            found = list(map(texts.__getitem__, keys))
        else:
            found = list(map([None, *values].__getitem__, bytes_[0]))
        for row, value in self.changed(name).items():
            found[row] = value
        return found

    def rows(self) -> Iterator[dict[str, object]]:
        """Each row as a mapping of results."""
        columns = [self.column(name) for name in self.names]
        for values in zip(*columns, strict=True):
            yield dict(zip(self.names, values, strict=True))


def block_results(
    names: tuple[str, ...],
    values: Mapping[str, tuple[str, ...]],
    planes: Mapping[BitPlane, CaseSet],
    count: int,
    good: CaseSet,
) -> BlockResults:
    """The results of these names that the planes of a kernel hold; rows that are not `good` have none."""
    of: dict[str, list[CaseSet]] = {name: [] for name in (*values, *names)}
    for plane, column in planes.items():
        of[plane.result].append(column & good)
    return BlockResults(count, names, of, {**dict.fromkeys(names, ()), **values})


def keys_of(columns: Sequence[CaseSet], rows: CaseSet, count: int) -> Iterator[int]:
    """For each of some rows, the numbers of the columns that it is in, as the binary digits of a number."""
    chosen = list(bits(rows))
    parts = [_bytes(columns[start : start + 8], count) for start in range(0, len(columns), 8)]
    if not parts:
        yield from (0 for _ in chosen)
        return
    for key in zip(*([part[row] for row in chosen] for part in parts), strict=True):
        yield int.from_bytes(bytes(key), "little")


def _text(key: Sequence[int], values: Sequence[str]) -> str:
    """The values of a row with these bytes."""
    number = int.from_bytes(bytes(key), "little")
    return " ".join(value for place, value in enumerate(values) if number >> place & 1)


def _bytes(planes: Sequence[CaseSet], count: int) -> bytes:
    """A byte for every row, with a digit from each plane."""
    whole = 0
    for place, plane in enumerate(planes):
        text = format(plane, f"0{count}b").encode() if count else b""
        whole |= int.from_bytes(text.translate(_DIGITS[place]), "big")
    return whole.to_bytes(count, "big")[::-1]
