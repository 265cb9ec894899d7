"""Tables in files: read block by block, so that memory stays the same however many rows there are."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from attrs import field, frozen

from ethics_engine.engines.bitset.kernel import BLOCK
from ethics_engine.errors import ArgumentError, Finding, InputError, Place
from ethics_engine.suggestions import nearest

STANDARD = "-"
"""What standard input and output are called."""


class TableFormat(Enum):
    """The kinds of files that tables stand in."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    ARROW = "arrow"


_ENDINGS = {
    ".csv": TableFormat.CSV,
    ".jsonl": TableFormat.JSON_LINES,
    ".ndjson": TableFormat.JSON_LINES,
    ".parquet": TableFormat.PARQUET,
    ".arrow": TableFormat.ARROW,
    ".feather": TableFormat.ARROW,
    ".ipc": TableFormat.ARROW,
}
_LONGEST_CELL = 1 << 20
_SHOWN = 8


@frozen(eq=False, repr=False)
class TableBlock:
    """A run of rows.

    Attributes:
        count: How many there are.

        columns: The values, by column: lists, or arrays of Arrow.

        broken: The rows that are no rows, by index, each with the reason.

        done: How far the file is read, in the unit of `TableSource.size`.
    """

    count: int
    columns: Mapping[str, Any]
    broken: Mapping[int, str] = field(factory=dict)
    done: int = 0


class TableSource(Protocol):
    """A table that can be read once.

    Attributes:
        columns: The names of its columns, in order.

        size: How large it is, in rows or in bytes; None where that is not known.
    """

    columns: Sequence[str]
    size: int | None

    def blocks(self, columns: Sequence[str]) -> Iterator[TableBlock]:
        """The rows, of these columns only."""


class TableSink(Protocol):
    """A table that is being written."""

    def write(self, columns: Mapping[str, Any]) -> None:
        """Add rows: for each column their values, as lists or arrays of Arrow."""

    def close(self) -> None:
        """Write what is still to be written."""


def format_of(path: str, named: str | None, option: str, standard: str = "<stdin>") -> TableFormat:
    """The format of a file, as named or by its ending.

    Raises:
        InputError: Neither tells; `option` is what to give then, and `standard` what `-` is called.
    """
    if named is not None:
        return TableFormat(named)
    found = _ENDINGS.get(Path(path).suffix.lower())
    if found is None:
        known = ", ".join(_ENDINGS)
        hint = f"add `{option} csv`" if path == STANDARD else f"name the file with one of {known}, or give {option}"
        raise InputError([Finding(Place(called(path, standard)), "the format of this file is not known", hint)])
    return found


def called(path: str, standard: str = "<stdin>") -> str:
    """What a file is called in messages."""
    return standard if path == STANDARD else path


@contextmanager
def opened_table(path: str, form: TableFormat) -> Iterator[TableSource]:
    """A table, open while the block runs.

    Raises:
        InputError: It cannot be read.

        EngineUnavailableError: It needs pyarrow, which is not installed.
    """
    if form in (TableFormat.PARQUET, TableFormat.ARROW):
        from .arrow_tables import opened_arrow_table

        with opened_arrow_table(path, form) as source:
            yield source
        return
    kind = _CsvTable if form is TableFormat.CSV else _JsonLinesTable
    if path == STANDARD:
        yield kind(path, sys.stdin.buffer, None)
        return
    with _opened(path) as stream:
        yield kind(path, stream, os.fstat(stream.fileno()).st_size)


def _opened(path: str) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise unreadable(path, error) from None


def table_sink(stream: BinaryIO, form: TableFormat, columns: Sequence[str], kept: Any = None) -> TableSink:
    """Begin a table of these columns; `kept` says of what type of Arrow those are that are passed on."""
    match form:
        case TableFormat.CSV:
            return _CsvSink(stream, columns)
        case TableFormat.JSON_LINES:
            return _JsonLinesSink(stream)
        case TableFormat.PARQUET | TableFormat.ARROW:
            from .arrow_tables import arrow_sink

            return arrow_sink(stream, form, columns, kept)


def unreadable(path: str, error: Exception) -> InputError:
    """What to tell of a table that cannot be read."""
    reason = getattr(error, "strerror", None) or str(error).partition("\n")[0] or type(error).__name__
    if isinstance(error, FileNotFoundError):
        return InputError([Finding(Place(called(path)), "file not found", "check the path")])
    return InputError([Finding(Place(called(path)), f"cannot read it: {reason[0].lower()}{reason[1:]}")])


def as_list(values: Any) -> list[Any]:
    """The values of a column as Python has them."""
    return list(values) if isinstance(values, list) else list(values.to_pylist())


class _Lines:
    """The lines of a text in UTF-8, and how many bytes of it were read."""

    def __init__(self, path: str, stream: BinaryIO) -> None:
        self._path, self._stream = path, stream
        self.done = 0

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self._stream, start=1):
            self.done += len(line)
            try:
                yield line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                place = Place(called(self._path), number, 1)
                raise InputError([Finding(place, "not UTF-8", "save the file as UTF-8")]) from None


class _CsvTable:
    def __init__(self, path: str, stream: BinaryIO, size: int | None) -> None:
        csv.field_size_limit(_LONGEST_CELL)
        self.size = size
        self._path, self._lines = path, _Lines(path, stream)
        self._rows = csv.reader(iter(self._lines), strict=True)
        self.columns: Sequence[str] = [name.strip() for name in next(self._read(1), [])]
        if not any(self.columns):
            hint = "the first line must name the columns"
            raise InputError([Finding(Place(called(path)), "the table has no columns", hint)])

    def blocks(self, columns: Sequence[str]) -> Iterator[TableBlock]:
        width, places = len(self.columns), {name: place for place, name in enumerate(self.columns)}
        while rows := list(self._read(BLOCK)):
            rows = [row for row in rows if row]
            broken = {
                index: f"it has {len(row)} cells, and the first line has {width}"
                for index, row in enumerate(rows)
                if len(row) != width
            }
            for index in broken:
                rows[index] = [""] * width
            cells = list(zip(*rows, strict=True)) or [()] * width
            yield TableBlock(len(rows), {name: list(cells[places[name]]) for name in columns}, broken, self._lines.done)

    def _read(self, count: int) -> Iterator[list[str]]:
        try:
            yield from islice(self._rows, count)
        except csv.Error as error:
            place = Place(called(self._path), self._rows.line_num, 1)
            raise InputError([Finding(place, f"this is not CSV: {error}", "check the quotes")]) from None
        except OSError as error:
            raise unreadable(self._path, error) from None


class _JsonLinesTable:
    """The columns are the keys of the first rows; later rows may lack some, or have more."""

    def __init__(self, path: str, stream: BinaryIO, size: int | None) -> None:
        self.size = size
        self._lines = _Lines(path, stream)
        self._text = (line for line in self._lines if line.strip())
        self._first = list(islice(self._text, BLOCK))
        rows = [row for row in map(_object, self._first) if isinstance(row, dict)]
        self.columns: Sequence[str] = list(dict.fromkeys(name for row in rows for name in row))
        if self._first and not self.columns:
            hint = 'write one object a line, such as {"client_romance": "casual"}'
            raise InputError([Finding(Place(called(path)), "the table has no columns", hint)])

    def blocks(self, columns: Sequence[str]) -> Iterator[TableBlock]:
        text = chain(self._first, self._text)
        while lines := list(islice(text, BLOCK)):
            self._first = []
            rows = list(map(_object, lines))
            broken = {index: row for index, row in enumerate(rows) if isinstance(row, str)}
            good = [{} if isinstance(row, str) else row for row in rows]
            yield TableBlock(
                len(rows), {name: [row.get(name) for row in good] for name in columns}, broken, self._lines.done
            )


def _object(line: str) -> dict[str, Any] | str:
    """The object of a line, or why it is none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"it is not JSON: {getattr(error, 'msg', 'it is nested too deep')}"
    return row if isinstance(row, dict) else "it is no JSON object"


class _CsvSink:
    def __init__(self, stream: BinaryIO, columns: Sequence[str]) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._writer.writerow(columns)

    def write(self, columns: Mapping[str, Any]) -> None:
        self._writer.writerows(zip(*map(as_list, columns.values()), strict=True))

    def close(self) -> None:
        self._text.flush()
        self._text.detach()


class _JsonLinesSink:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, columns: Mapping[str, Any]) -> None:
        names = list(columns)
        lines = (
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str) + "\n"
            for row in zip(*map(as_list, columns.values()), strict=True)
        )
        self._stream.write("".join(lines).encode())

    def close(self) -> None:
        self._stream.flush()


def wanted_filter(
    words: Sequence[str], names: Sequence[str], values_of: Callable[[str], Sequence[str]]
) -> Mapping[str, frozenset[str]]:
    """Filters such as `answer=no,not_yet`: for each result, the values of which a row must have one.

    Args:
        words: The filters.

        names: The results that there are.

        values_of: Gives the values that a result can have.

    Raises:
        ArgumentError: One is no filter, or names no result, or a value that the result cannot have.
    """
    found: dict[str, frozenset[str]] = {}
    for word in words:
        name, sign, values = word.partition("=")
        if not sign:
            raise ArgumentError(f"--only {word}: write NAME=VALUE, such as in_bulk=undecided")
        if name not in names:
            hint = nearest(name, names) or f"use {', '.join(names)}"
            raise ArgumentError(f"--only {word}: no result `{name}`; {hint}")
        wanted = {value.strip() for value in values.split(",")}
        possible = values_of(name)
        for value in sorted(wanted.difference(possible)):
            hint = nearest(value, possible) or f"use {', '.join(possible[:_SHOWN])}{', ...' * (len(possible) > _SHOWN)}"
            raise ArgumentError(f"--only {word}: `{value}` is no value of `{name}`; {hint}")
        found[name] = found.get(name, frozenset()) | wanted
    return found
