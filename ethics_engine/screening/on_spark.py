"""Screen files of Parquet on Apache Spark; needs the extra `spark`, and Java.

Rows are not moved through Spark: each task is told which row groups of which file are its own, and reads them itself,
which is some ten times as fast. So every worker must see the files by the same path, and have this package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ethics_engine.argument_types import checked

from .row_groups import AT_ONCE, FILE, RowGroups, row_groups, screened_part
from .screen import REJECTED, Screen
from .screen_file import ROW


@checked
def screen_on_spark(
    session: Any,
    screen: Screen,
    paths: Sequence[str | Path],
    *,
    kept: Sequence[str] = (),
    rows: int = AT_ONCE,
) -> Any:
    """The results of all rows of some files, as a data frame of Spark, worked out when it is read or written.

    Args:
        session: The session of Spark.

        screen: What is asked.

        paths: The files.

        kept: Columns that are passed on, as texts.

        rows: About how many rows a task gets.

    Raises:
        EngineUnavailableError: pyarrow is not installed.
    """
    parts = row_groups(paths, rows)
    tasks = [(part.path, list(part.groups), part.first) for part in parts]
    frame = session.createDataFrame(tasks, "path string, groups array<int>, first bigint")
    names = (*kept, *screen.results, REJECTED)
    schema = ", ".join([f"`{FILE}` string", f"`{ROW}` bigint", *(f"`{name}` string" for name in names)])
    return frame.repartition(max(1, len(tasks)), "path", "first").mapInArrow(_task(screen, tuple(kept)), schema)


def _task(screen: Screen, kept: tuple[str, ...]) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def work(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        for batch in batches:
            for row in batch.to_pylist():
                for found in screened_part(screen, RowGroups(row["path"], tuple(row["groups"]), row["first"]), kept):
                    columns = [
                        array if name == ROW else array.cast(pa.string())
                        for name, array in zip(found.schema.names, found.columns, strict=True)
                    ]
                    yield pa.RecordBatch.from_arrays(columns, names=found.schema.names)

    return work
