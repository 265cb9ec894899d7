"""What the values of one column state: each different value is read once, and the rows become columns of bits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.errors import CaseError, Place
from ethics_engine.loading import statement_of
from ethics_engine.model.facts import FactType
from ethics_engine.model.knowledge import Possible, Selection

from .bulk_results import Given
from .column_bindings import ColumnBinding

SILENT, BAD = 0, 1
"""The codes of a cell that states nothing, and of one that cannot be read."""

_BYTE = 256
_MOST_REMEMBERED = 100_000
_YES_NO: Mapping[str, object] = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class _BadCellError(ValueError):
    """A cell cannot be read; the message says why."""


@define(eq=False, repr=False)
class ColumnReader:
    """Reads one column.

    Attributes:
        binding: What it states.

        inputs: The inputs that it can set: for every value of every variable of its fact, whether it may be so.

        sets: By code, the inputs that a cell of this code sets.
    """

    binding: ColumnBinding
    inputs: tuple[Given, ...]
    sets: list[frozenset[Given]] = field(factory=lambda: [frozenset(), frozenset()])
    _codes: dict[type, dict[Any, int]] = field(factory=dict)
    _known: dict[frozenset[Given], int] = field(factory=lambda: {frozenset(): SILENT})

    def codes(self, values: Sequence[object]) -> Sequence[int]:
        """The codes of many values, those that state the same under one; bytes, if there are few enough codes."""
        kinds = {*map(type, values)}
        if kinds <= {type(None), str} or len(kinds) == 1 or kinds == {type(None), bool}:
            remembered = self._codes.setdefault(max(kinds, key=lambda kind: kind is not type(None), default=str), {})
            try:
                codes = list(map(remembered.__getitem__, values))
            except (KeyError, TypeError):
                codes = [self._code(value, remembered) for value in values]
        else:
            codes = [self._code(value, self._codes.setdefault(type(value), {})) for value in values]
        return bytes(codes) if len(self.sets) <= _BYTE else codes

    def _code(self, value: object, remembered: dict[Any, int]) -> int:
        key = value if value is None or isinstance(value, str | bool | int) else repr(value)
        if key not in remembered:
            if len(remembered) >= _MOST_REMEMBERED:
                remembered.clear()
            remembered[key] = self._read(value)
        return remembered[key]

    def reason(self, value: object) -> str:
        """Why a value cannot be read."""
        try:
            _possible(self.binding, value)
        except (CaseError, _BadCellError) as error:
            return _in_words(error)
        raise AssertionError(value)

    def _read(self, value: object) -> int:
        try:
            possible = _possible(self.binding, value)
        except (CaseError, _BadCellError):
            return BAD
        if possible is None:
            return SILENT
        stated = {self.binding.fact.id: possible}
        inputs = frozenset(each for each in self.inputs if each[0].allows(each[0].values[each[1]], stated))
        if self.binding.option is not None:
            inputs = frozenset(each for each in inputs if each[0].option == self.binding.option)
        if inputs not in self._known:
            self._known[inputs] = len(self.sets)
            self.sets.append(inputs)
        return self._known[inputs]


def bits_of(reader: ColumnReader, codes: Sequence[int]) -> tuple[dict[Given, CaseSet], CaseSet]:
    """The inputs that the cells of a column set, as columns of bits, and the cells that cannot be read."""
    found = {}
    for each in dict.fromkeys(each for inputs in reader.sets for each in inputs):
        column = _column(codes, [each in inputs for inputs in reader.sets])
        if column:
            found[each] = column
    return found, _column(codes, [code == BAD for code in range(len(reader.sets))])


_ZERO, _ONE = b"0"[0], b"1"[0]


def _column(codes: Sequence[int], chosen: Sequence[bool]) -> CaseSet:
    digits = [_ONE if each else _ZERO for each in chosen]
    if isinstance(codes, bytes):
        text = codes.translate(bytes([*digits, *[_ZERO] * (_BYTE - len(digits))]))
    else:
        text = bytes(map(digits.__getitem__, codes))
    return CaseSet(text[::-1], 2) if text else NO_CASES


def _possible(binding: ColumnBinding, value: object) -> Possible | None:
    """What a cell states of the fact; nothing where it is empty."""
    value = value.strip() if isinstance(value, str) else value
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        if binding.empty is None:
            return None
        value = binding.empty
    if isinstance(value, bool | int | float | str):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        value = binding.values.get(text, value)
    fact = binding.fact
    if binding.option is not None:
        return _option(binding, value)
    return statement_of(fact, _as_stated(fact.type, value), Place(binding.column)).known


def _option(binding: ColumnBinding, value: object) -> Selection:
    word = _yes_or_no(value)
    option = frozenset({str(binding.option)})
    if word == "unknown":
        return Selection(frozenset(), frozenset())
    if not isinstance(word, bool):
        raise _BadCellError(f"`{binding.fact.id}.{binding.option}` takes yes, no or unknown")
    return Selection(option, frozenset()) if word else Selection(frozenset(), option)


def _as_stated(kind: FactType, value: object) -> object:
    """A cell as a case file would state it."""
    match kind:
        case FactType.YES_NO:
            return _yes_or_no(value)
        case FactType.CHOICES:
            return list(_choices(value)) if isinstance(value, str) and value != "unknown" else _plain(value)
        case FactType.COUNT:
            if isinstance(value, float) and value.is_integer():
                return int(value)
            return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value
        case FactType.CHOICE:
            return _plain(value)


def _yes_or_no(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool | int | str):
        return _YES_NO.get(str(value).lower(), value)
    return value


def _choices(text: str) -> Iterator[str]:
    """The values that a text lists; `[]` is a list of none."""
    for part in text.removeprefix("[").removesuffix("]").replace(";", ",").split(","):
        if word := part.strip():
            yield word


def _plain(value: object) -> object:
    """A list, whatever kind of list the table has."""
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping | list):
        return list(value)
    return value


def _in_words(error: CaseError | _BadCellError) -> str:
    if isinstance(error, _BadCellError):
        return str(error)
    return "; ".join(
        f"{finding.message}{f' ({finding.hint})' if finding.hint else ''}".replace("\n", " ")
        for finding in error.findings
    )
