"""A table in a CSV file, read so that every cell knows where it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.loading.diagnostics import Diagnostics, listed, quoted
from ethics_engine.loading.source_text import bytes_of, name_of, reason_of, unprintable
from ethics_engine.suggestions import nearest

MOST_BYTES = 32 * 1024 * 1024
"""How large a table may be."""

MOST_FINDINGS = 200
"""After so many mistakes reading stops; what follows is mostly more of the same."""

_DELIMITERS = ",;\t"


@frozen
class CsvCell:
    """What stands in a cell, without the spaces around it."""

    text: str
    place: Place


Row = Mapping[str, CsvCell]
"""The cells of a row by the names of their columns; all columns are there."""


def rows_of(path: Path | str, report: Diagnostics) -> list[list[CsvCell]]:
    """The rows of a CSV file, or of standard input where the path is `-`, the header first, without those empty.

    Raises:
        InputError: It cannot be read, or is no table.
    """
    file = name_of(path)
    return _rows(_text(path, file), file, report) or [[]]


def read_table(
    path: Path | str, required: Sequence[str], optional: Sequence[str], report: Diagnostics
) -> Iterator[Row]:
    """The rows of a table by the names of their columns; `rows_of` says what is read.

    Raises:
        InputError: It cannot be read, is no table, or lacks a column; names all that is wrong with the header.
    """
    yield from named_rows(rows_of(path, report), name_of(path), required, optional, report)


def named_rows(
    table: Sequence[Sequence[CsvCell]], file: str, required: Sequence[str], optional: Sequence[str], report: Diagnostics
) -> Iterator[Row]:
    """The rows of a table by the names of their columns.

    Columns come in any order, with commas, semicolons or tabs between them; a column that is not there counts as empty.
    A row with too many or too few cells is noted and left out, and after very many mistakes reading stops.

    Raises:
        InputError: The table lacks a column; names all that is wrong with the header.
    """
    header, *rows = table
    names = _header(header, file, required, optional)
    absent = {name: CsvCell("", Place(file)) for name in optional}
    for row in rows:
        if len(report.findings) >= MOST_FINDINGS:
            report.error(row[0].place, "nothing was read from here on", f"correct these {MOST_FINDINGS} first")
            return
        if len(row) == len(names):
            yield {**absent, **dict(zip(names, row, strict=True))}
        else:
            message = f"{len(row)} cells, but the header has {len(names)}"
            report.error(row[0].place, message, "put an answer that contains the separator in quotes")


def empty_table(columns: Sequence[str], learners: Collection[str], items: Collection[str], *last: str) -> str:
    """A table to fill in: a row for each item, of each learner where they are known; `last` fills the last columns."""
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(columns)
    rest = [*[""] * (len(columns) - 2 - len(last)), *last]
    rows.writerows([name, item, *rest] for name in learners or ("",) for item in items)
    return file.getvalue()


def _text(path: Path | str, file: str) -> str:
    try:
        raw = bytes_of(path, MOST_BYTES)
    except FileNotFoundError:
        raise _wrong(Place(file), "file not found", "check the path") from None
    except IsADirectoryError:
        raise _wrong(Place(file), "a folder, not a file") from None
    except (OSError, ValueError) as error:
        raise _wrong(Place(file), f"cannot read it: {reason_of(error)}") from None
    if len(raw) > MOST_BYTES:
        raise _wrong(Place(file), f"the file is larger than {MOST_BYTES // 1024 // 1024} MiB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _at(file, raw[: error.start].decode("utf-8-sig"))
        raise _wrong(place, "not UTF-8", 'save the table as "CSV UTF-8"') from None
    if bad := unprintable(text):
        place = _at(file, text[: bad.start()])
        raise _wrong(place, f"a control character, U+{ord(bad[0]):04X}", "check that it is a text file")
    if not text.strip():
        raise _wrong(Place(file), "the file is empty")
    return text


def _at(file: str, before: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _wrong(place: Place, message: str, hint: str | None = None) -> InputError:
    return InputError([Finding(place, message, hint)])


_LONGEST_CELL = 131_072
"""In characters; a longer one is a quote that does not close. The limit of `csv` may be raised by others."""


def _rows(text: str, file: str, report: Diagnostics) -> list[list[CsvCell]]:
    """The rows that hold anything; where quotes do not close, those before."""
    delimiter = _delimiter(text)
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows = []
    first = 0
    try:
        for values in reader:
            if max(map(len, values), default=0) > _LONGEST_CELL:
                _refuse_quotes(file, first, report)
                break
            if any(value.strip() for value in values):
                places = _places(lines[first : reader.line_num], delimiter, file, first + 1)
                rows.append([CsvCell(value.strip(), place) for value, place in zip(values, places, strict=False)])
            first = reader.line_num
    except csv.Error:
        _refuse_quotes(file, first, report)
    return rows


def _refuse_quotes(file: str, before: int, report: Diagnostics) -> None:
    """Say that the quotes of the row after so many lines do not close."""
    report.error(Place(file, before + 1, 1), "the quotes in this row are not valid CSV", "double a quote within quotes")


def _delimiter(text: str) -> str:
    """The separator that the first line with anything on it has most of."""
    header = next(line for line in text.splitlines() if line.strip())
    return max(_DELIMITERS, key=header.count)


def _places(lines: Sequence[str], delimiter: str, file: str, first: int) -> Iterator[Place]:
    """Where each cell of a row starts, which the reader of the standard library does not say."""
    yield Place(file, first, 1)
    quoted_ = False
    for number, line in enumerate(lines, start=first):
        for column, character in enumerate(line, start=1):
            if character == '"':
                quoted_ = not quoted_
            elif character == delimiter and not quoted_:
                yield Place(file, number, column + 1)


def _header(header: Sequence[CsvCell], file: str, required: Sequence[str], optional: Sequence[str]) -> list[str]:
    names = [cell.text.lower() for cell in header]
    allowed = (*required, *optional)
    hint = f"the columns are {listed(allowed)}"
    findings = [
        Finding(cell.place, f"no column {quoted(cell.text)}", nearest(name[:80], allowed) or hint)
        for name, cell in zip(names, header, strict=True)
        if name not in allowed
    ]
    findings += [
        Finding(cell.place, f"the column `{name}` is given twice")
        for number, (name, cell) in enumerate(zip(names, header, strict=True))
        if name in allowed and name in names[:number]
    ]
    missing = [name for name in required if name not in names]
    if missing:
        findings.append(Finding(Place(file, 1, 1), f"missing in the header: {listed(missing)}", hint))
    if findings:
        raise InputError(findings)
    return names
