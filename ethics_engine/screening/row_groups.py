"""Parts of Parquet files that can be screened apart from each other, in other processes or on other machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from ethics_engine.argument_types import checked
from ethics_engine.engines.bitset.kernel import BLOCK

from .frames import arrow, screened_batch, screened_blocks
from .screen import REJECTED, Screen
from .screen_file import ROW

FILE = "file"
"""The column that names the file a row is from."""

AT_ONCE = 1 << 20


@frozen
class RowGroups:
    """Some row groups of a file.

    Attributes:
        path: The file, by a path that every process knows.

        groups: The numbers of the row groups.

        first: The number of the first row, from one.
    """

    path: str
    groups: tuple[int, ...]
    first: int


@checked
def row_groups(paths: Iterable[str | Path], rows: int = AT_ONCE) -> list[RowGroups]:
    """Cut files of Parquet into parts of about so many rows, along their row groups.

    Raises:
        EngineUnavailableError: pyarrow is not installed.

        OSError: A file cannot be read.
    """
    arrow()
    import pyarrow.parquet as pq

    parts: list[RowGroups] = []
    for path in paths:
        metadata = pq.read_metadata(path)
        first, groups, held = 1, list[int](), 0
        for number in range(metadata.num_row_groups):
            groups.append(number)
            held += metadata.row_group(number).num_rows
            if held >= rows or number + 1 == metadata.num_row_groups:
                parts.append(RowGroups(str(path), tuple(groups), first))
                first, groups, held = first + held, [], 0
    return parts


def screened_part(screen: Screen, part: RowGroups, kept: Sequence[str] = ()) -> Iterator[Any]:
    """The results of a part as batches of Arrow: file, row, the columns kept, the results, and why a row has none."""
    pa = arrow()
    import pyarrow.parquet as pq

    with pq.ParquetFile(part.path) as file:
        bound = screen.bind(file.schema_arrow.names, kept)
        columns = list(dict.fromkeys((*bound.needed, *kept)))
        batches = list[Any]()

        def reading() -> Iterator[Any]:
            for batch in file.iter_batches(BLOCK, row_groups=list(part.groups), columns=columns):
                batches.append(batch)
                yield batch

        for block in screened_blocks(bound, reading()):
            read, found = batches.pop(), screened_batch(pa, block)
            first = part.first + block.first - 1
            arrays = {
                FILE: pa.array([part.path] * block.count, pa.string()),
                ROW: pa.array(range(first, first + block.count), pa.int64()),
                **{name: read.column(name) for name in kept},
                **{name: found.column(name) for name in (*screen.results, REJECTED)},
            }
            yield pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
