"""Tables in files of Parquet and Arrow; needs the extra `batch`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from ethics_engine.engines.bitset.kernel import BLOCK

from .frames import arrow
from .tables import STANDARD, TableBlock, TableFormat, unreadable


@contextmanager
def opened_arrow_table(path: str, form: TableFormat) -> Iterator[_ParquetTable | _IpcTable]:
    """A file of Parquet or Arrow, open while the block runs.

    Raises:
        InputError: It cannot be read, or is cut short.

        EngineUnavailableError: pyarrow is not installed.
    """
    pa = arrow()
    try:
        source = pa.BufferReader(sys.stdin.buffer.read()) if path == STANDARD else pa.OSFile(path)
        table = _ParquetTable(pa, path, source) if form is TableFormat.PARQUET else _IpcTable(pa, path, source)
    except (OSError, pa.ArrowException) as error:
        raise unreadable(path, error) from None
    with source:
        yield table


class _ParquetTable:
    def __init__(self, pa: Any, path: str, source: Any) -> None:
        import pyarrow.parquet as pq

        self._pa, self._path = pa, path
        metadata = pq.read_metadata(source)
        schema = metadata.schema.to_arrow_schema()
        source.seek(0)
        texts = [item.name for item in schema if pa.types.is_string(item.type) or pa.types.is_large_string(item.type)]
        self._file = pq.ParquetFile(source, metadata=metadata, read_dictionary=texts, memory_map=False)
        self.columns: Sequence[str] = schema.names
        self.size: int | None = metadata.num_rows

    def schema(self) -> Any:
        """The types of the columns."""
        return self._file.schema_arrow

    def blocks(self, columns: Sequence[str]) -> Iterator[TableBlock]:
        parts = (
            batch
            for groups in _runs(self._file.metadata)
            for batch in self._file.iter_batches(BLOCK, row_groups=groups, columns=list(columns))
        )
        yield from _blocks(self._pa, self._path, parts, columns)


def _runs(metadata: Any) -> Iterator[list[int]]:
    """The row groups in runs of a few blocks; pyarrow holds on to a group until all that are read with it are read."""
    groups, rows = list[int](), 0
    for number in range(metadata.num_row_groups):
        groups.append(number)
        rows += metadata.row_group(number).num_rows
        if rows >= 4 * BLOCK or number + 1 == metadata.num_row_groups:
            yield groups
            groups, rows = [], 0


class _IpcTable:
    """A file of Arrow, or a stream."""

    def __init__(self, pa: Any, path: str, source: Any) -> None:
        self._pa, self._path = pa, path
        try:
            self._file = pa.ipc.open_file(source)
            self._batches: Any = (self._file.get_batch(index) for index in range(self._file.num_record_batches))
        except pa.ArrowInvalid:
            source.seek(0)
            self._file = pa.ipc.open_stream(source)
            self._batches = self._file
        self.columns: Sequence[str] = self._file.schema.names
        self.size: int | None = None

    def schema(self) -> Any:
        """The types of the columns."""
        return self._file.schema

    def blocks(self, columns: Sequence[str]) -> Iterator[TableBlock]:
        parts = (batch.slice(at, BLOCK) for batch in self._batches for at in range(0, batch.num_rows, BLOCK))
        yield from _blocks(self._pa, self._path, parts, columns)


def _blocks(pa: Any, path: str, batches: Any, columns: Sequence[str]) -> Iterator[TableBlock]:
    done = 0
    rest = iter(batches)
    while True:
        try:
            batch = next(rest, None)
        except (OSError, pa.ArrowException) as error:
            raise unreadable(path, error) from None
        if batch is None:
            return
        done += batch.num_rows
        yield TableBlock(batch.num_rows, {name: batch.column(name) for name in columns}, done=done)


def arrow_sink(stream: BinaryIO, form: TableFormat, columns: Sequence[str], kept: Any) -> _ArrowSink:
    """Begin a file of Parquet or Arrow; `kept` has the types of columns that are passed on, if they are known."""
    pa = arrow()
    repeated = pa.dictionary(pa.int32(), pa.string())
    types = {"row": pa.int64(), **{item.name: item.type for item in kept or ()}}
    if form is TableFormat.PARQUET:
        import pyarrow.parquet as pq

        schema = pa.schema([(name, types.get(name, repeated)) for name in columns])
        return _ArrowSink(pa, schema, pq.ParquetWriter(stream, schema, use_dictionary=[*{*columns} - {*types}]))
    # a file of Arrow has one list of texts for all its rows, and here each block has its own
    plain = {name: kind.value_type if pa.types.is_dictionary(kind) else kind for name, kind in types.items()}
    schema = pa.schema([(name, plain.get(name, pa.string())) for name in columns])
    return _ArrowSink(pa, schema, pa.ipc.new_file(stream, schema))


class _ArrowSink:
    def __init__(self, pa: Any, schema: Any, writer: Any) -> None:
        self._pa, self._schema, self._writer = pa, schema, writer

    def write(self, columns: Mapping[str, Any]) -> None:
        pa = self._pa
        arrays = [self._array(columns[item.name], item.type) for item in self._schema]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))

    def _array(self, values: Any, kind: Any) -> Any:
        pa = self._pa
        if isinstance(values, range):
            import numpy as np

            return pa.array(np.arange(values.start, values.stop, values.step))
        if isinstance(values, pa.Array | pa.ChunkedArray):
            return values if values.type == kind else values.cast(kind)
        texts = pa.types.is_string(kind) or pa.types.is_dictionary(kind)
        made = pa.array([None if value is None else str(value) for value in values] if texts else values)
        return made if made.type == kind else made.cast(kind)

    def close(self) -> None:
        self._writer.close()
