"""Screen a table in a file into another, block by block; the output is complete or not there."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from attrs import field, frozen

from ethics_engine.errors import Finding, InputError, Place, Severity
from ethics_engine.rendering.atomic_write import written_whole

from .bulk_results import SETS
from .exact_results import ExactSolver
from .screen import RejectedRow, Screen, ScreenedBlock
from .summary import ScreenSummary
from .tables import STANDARD, TableBlock, TableFormat, TableSink, TableSource, as_list, called, table_sink

ROW = "row"
"""The column that numbers the rows of the input, from one."""

_USUALLY_KEPT = ("id", "case")


@frozen(eq=False, repr=False)
class ScreenJob:
    """What to do with a table.

    Attributes:
        screen: What is asked.

        source: The table, and what it is called.

        output: Where the results go, and in which format; None for a summary alone.

        rejects: Where rows go that cannot be read.

        only: For some results, the values of which a row must have one to be written and counted.

        kept: Columns of the table that are passed on; None for `id` and `case`, if there are such.

        strict: Whether the first row that cannot be read, or a column that states no fact, stops the work.

        counting: Whether the results are counted, and not only the rows.

        exact: Answers exactly what columns leave undecided.

        notes: Is told what is to be said once.

        progress: Is told how far the work is, as the source measures it.
    """

    screen: Screen
    source: TableSource
    name: str
    output: tuple[str, TableFormat] | None
    rejects: Path | None = None
    only: Mapping[str, frozenset[str]] = field(factory=dict)
    kept: tuple[str, ...] | None = None
    strict: bool = False
    counting: bool = True
    exact: ExactSolver | None = None
    notes: Callable[[Finding], None] = lambda _finding: None
    progress: Callable[[int], None] = lambda _done: None

    def run(self) -> ScreenSummary:
        """Do it.

        Raises:
            InputError: The table does not fit, a row is wrong and `strict`, or a file cannot be written.
        """
        place = Place(called(self.name))
        self._apart(place)
        columns = list(self.source.columns)
        kept = tuple(name for name in _USUALLY_KEPT if name in columns) if self.kept is None else self.kept
        if not columns:
            self.notes(Finding(place, "the table has no rows", severity=Severity.WARNING))
            bound = None
        else:
            bound = self.screen.bind(columns, kept, place, strict=self.strict)
            for note in (*bound.table.unknown, *bound.table.missing):
                self.notes(note)
        summary = ScreenSummary(self.screen.question)
        names = (ROW, *kept, *self.screen.results)
        with ExitStack() as stack:
            sink = None
            if self.output is not None:
                stream = stack.enter_context(_output(self.output[0]))
                schema = [item for item in _schema(self.source) if item.name in kept]
                sink = stack.enter_context(_sink(stream, self.output, names, schema))
            rejects = stack.enter_context(_Rejects.to(self.rejects))
            first = 1
            for block in (
                self.source.blocks([*dict.fromkeys((*(bound.needed if bound else ()), *kept))]) if bound else ()
            ):
                self._screened(bound, block, first, kept, sink, rejects, summary, place)
                first += block.count
                self.progress(block.done)
        if bound is not None and not summary.rows and not summary.rejected and not self.only:
            self.notes(Finding(place, "the table has no rows", severity=Severity.WARNING))
        return summary

    def _apart(self, place: Place) -> None:
        """Refuse to write over the table, or to write results and rejects into one file."""
        output = Path(self.output[0]) if self.output is not None and self.output[0] != STANDARD else None
        for option, path in (("-o", output), ("--rejects", self.rejects)):
            if path is not None and _same_file(path, Path(self.name)):
                raise InputError([Finding(place, f"`{option}` would write over the table", "name another file")])
        if output is not None and self.rejects is not None and output.resolve() == self.rejects.resolve():
            raise InputError([Finding(Place(str(output)), "`-o` and `--rejects` name one file", "name two")])

    def _screened(
        self,
        bound: Any,
        block: TableBlock,
        first: int,
        kept: Sequence[str],
        sink: TableSink | None,
        rejects: _Rejects,
        summary: ScreenSummary,
        place: Place,
    ) -> None:
        screened: ScreenedBlock = bound.screened(block.columns, block.count, first, self.exact)
        bad = [*screened.rejected, *(RejectedRow(first + index, "", why) for index, why in block.broken.items())]
        if bad and self.strict:
            worst = min(bad, key=lambda each: each.row)
            where = f"row {worst.row}" + (f", column `{worst.column}`" if worst.column else "")
            hint = "without --strict, such rows go to the file of --rejects"
            raise InputError([Finding(place, f"{where}: {worst.reason}", hint)])
        summary.rejected += len({each.row for each in bad})
        rejects.write(bad)
        good: Sequence[int] = screened.good
        if block.broken:
            good = [index for index in good if index not in block.broken]
        arrow = self.output is not None and self.output[1] in (TableFormat.PARQUET, TableFormat.ARROW)
        results = _results(screened, prefer_arrow=arrow)
        good = self._filtered(results, good)
        whole = len(good) == block.count
        chosen = results if whole else {name: _taken(values, good) for name, values in results.items()}
        summary.add(len(good), {name: _counted(values) for name, values in chosen.items()} if self.counting else {})
        if sink is not None and good:
            numbers = range(first, first + block.count) if whole else [first + index for index in good]
            passed = {name: block.columns[name] if whole else _taken(block.columns[name], good) for name in kept}
            with _write_errors_explained(self.output[0] if self.output else STANDARD):
                sink.write({ROW: numbers if arrow else list(numbers), **passed, **chosen})

    def _filtered(self, results: Mapping[str, Any], good: Sequence[int]) -> Sequence[int]:
        for name, wanted in self.only.items():
            values = as_list(results[name])
            if name in SETS:
                good = [index for index in good if not wanted.isdisjoint((values[index] or "").split())]
            else:
                good = [index for index in good if values[index] in wanted]
        return good


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _results(screened: ScreenedBlock, *, prefer_arrow: bool) -> dict[str, Any]:
    if prefer_arrow:
        from .arrow_columns import arrow_results

        return arrow_results(screened.results)
    return {name: screened.results.column(name) for name in screened.results.names}


def _taken(values: Any, rows: Sequence[int]) -> Any:
    if isinstance(values, list):
        return [values[row] for row in rows]
    import pyarrow as pa

    return values.take(pa.array(rows, pa.int64()))


def _counted(values: Any) -> Iterable[tuple[str | None, int]]:
    if isinstance(values, list):
        return Counter(values).items()
    return [(item["values"], item["counts"]) for item in values.value_counts().to_pylist()]


def _schema(source: TableSource) -> Iterable[Any]:
    """The types of the columns, where the source has them."""
    schema = getattr(source, "schema", None)
    return schema() if schema is not None else ()


@contextmanager
def _write_errors_explained(path: str) -> Iterator[None]:
    """Turn an error of the system into a message."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot write it: {reason[0].lower()}{reason[1:]}"
        raise InputError([Finding(Place(called(path, "<stdout>")), message)]) from None


@contextmanager
def _sink(
    stream: BinaryIO, output: tuple[str, TableFormat], names: Sequence[str], kept: Iterable[Any]
) -> Iterator[TableSink]:
    """A table to write to; it is closed in any case, or its library would try when the stream is gone."""
    path, form = output
    sink = table_sink(stream, form, names, kept)
    try:
        yield sink
    except BaseException:
        with suppress(Exception):
            sink.close()
        raise
    with _write_errors_explained(path):
        sink.close()


@contextmanager
def _output(path: str) -> Iterator[BinaryIO]:
    if path == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with _write_errors_explained(path), written_whole(Path(path)) as stream:
        yield stream


class _Rejects:
    """Rows that cannot be read, as they are found; the file is there only if there are any."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._stack = ExitStack()
        self._writer: Any = None

    @classmethod
    @contextmanager
    def to(cls, path: Path | None) -> Iterator[_Rejects]:
        rejects = cls(path)
        with rejects._stack:
            yield rejects

    def write(self, rejected: Sequence[RejectedRow]) -> None:
        if self._path is None or not rejected:
            return
        if self._writer is None:
            stream = self._stack.enter_context(_output(str(self._path)))
            text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
            self._stack.callback(text.detach)
            self._writer = csv.writer(text, lineterminator="\n")
            self._writer.writerow((ROW, "column", "reason"))
        self._writer.writerows((each.row, each.column, each.reason) for each in rejected)
