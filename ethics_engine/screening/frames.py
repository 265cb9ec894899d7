"""Frames of Arrow, pandas, polars and whatever speaks Arrow's C interface; needs the extra `batch`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from ethics_engine.engines.bitset.kernel import BLOCK
from ethics_engine.errors import ArgumentError, EngineUnavailableError

from .bulk_results import BulkPart
from .exact_results import ExactSolver
from .screen import REJECTED, BoundScreen, Screen, ScreenedBlock

NEEDS_BATCH = 'this needs pyarrow and numpy; install them with: pip install "ethics-engine[batch]"'


def arrow() -> Any:
    """The module pyarrow.

    Raises:
        EngineUnavailableError: It is not installed, or numpy is not.
    """
    try:
        pa, _ = import_module("pyarrow"), import_module("numpy")
    except ImportError as error:
        raise EngineUnavailableError(NEEDS_BATCH) from error
    return pa


def screened_frame(screen: Screen, frame: object, solver: ExactSolver | None) -> Any:
    """The results of a frame, as a frame of its own kind, row for row."""
    pa = arrow()
    table = _table(pa, frame)
    bound = screen.bind(table.column_names)
    batches = [screened_batch(pa, block) for block in screened_blocks(bound, table.to_batches(BLOCK), solver)]
    found = pa.Table.from_batches(batches, schema=_schema(pa, screen))
    library = type(frame).__module__.partition(".")[0]
    if library == "pandas":
        return found.to_pandas()
    if library == "polars":
        import polars as pl

        return pl.from_arrow(found)
    return found


def screened_blocks(bound: BoundScreen, batches: Any, solver: ExactSolver | None = None) -> Iterator[ScreenedBlock]:
    """Screen batches of Arrow, one after the other; this is what every front end for frames does with them."""
    first = 1
    for batch in batches:
        columns = {name: batch.column(name) for name in bound.needed}
        block = bound.screened(columns, batch.num_rows, first, solver)
        first += batch.num_rows
        yield block


def screened_batch(pa: Any, block: ScreenedBlock) -> Any:
    """The results of a block, row for row; rows that cannot be read say why."""
    from .arrow_columns import arrow_results

    columns = {name: array.cast(pa.string()) for name, array in arrow_results(block.results).items()}
    reasons: list[str | None] = [None] * block.count
    if block.rejected:
        in_bulk = columns[BulkPart.IN_BULK.value].to_pylist()
        for bad in block.rejected:
            reasons[bad.row - block.first] = str(bad)
            in_bulk[bad.row - block.first] = REJECTED
        columns[BulkPart.IN_BULK.value] = pa.array(in_bulk, pa.string())
    columns[REJECTED] = pa.array(reasons, pa.string())
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _schema(pa: Any, screen: Screen) -> Any:
    return pa.schema([(name, pa.string()) for name in (*screen.results, REJECTED)])


def _table(pa: Any, frame: object) -> Any:
    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame])
    if hasattr(frame, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(frame).read_all()
    if type(frame).__module__.partition(".")[0] == "pandas":
        return pa.Table.from_pandas(frame, preserve_index=False)
    raise ArgumentError(
        f"Screen: a table is a list of mappings, or a frame of Arrow, pandas or polars, not a {type(frame).__name__}"
    )
