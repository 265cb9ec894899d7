"""Columns of Arrow as columns of bits, and results as arrays of Arrow; needs the extra `batch`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases
from ethics_engine.engines.bitset.machine import bits

from .bulk_results import SETS, Given
from .column_reader import BAD, SILENT, ColumnReader
from .row_values import BlockResults


def arrow_bits(reader: ColumnReader, values: Any, count: int) -> tuple[dict[Given, CaseSet], CaseSet]:
    """The inputs that the cells of a column set, as columns of bits, and the cells that cannot be read."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if pa.types.is_null(values.type):
        return _of_codes(reader, np.full(count, reader.codes([None])[0]))
    if pa.types.is_boolean(values.type):
        return _of_booleans(reader, values, count)
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type) or pa.types.is_struct(values.type):
        return _of_codes(reader, np.asarray(reader.codes(values.to_pylist())))
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    words = values.dictionary.to_pylist()
    codes = np.array([*reader.codes([*words, None])])
    if len(words) < _NARROW:  # the usual case, and half the work
        codes, values = codes.astype(np.uint8), values.indices.cast(pa.uint8())
    else:
        values = values.indices.cast(pa.int64())
    return _of_codes(reader, codes[pc.fill_null(values, len(words)).to_numpy(zero_copy_only=False)], codes)


def _of_booleans(reader: ColumnReader, values: Any, count: int) -> tuple[dict[Given, CaseSet], CaseSet]:
    """Straight from the bitmaps, without looking at a single cell."""
    everyone, (valid_bits, data_bits) = all_cases(count), values.buffers()
    valid = everyone if valid_bits is None else _bitmap(valid_bits, values.offset, everyone)
    true = _bitmap(data_bits, values.offset, everyone) & valid
    found: dict[Given, CaseSet] = {}
    bad = NO_CASES
    for value, column in ((True, true), (False, valid & ~true), (None, everyone & ~valid)):
        if column:
            (code,) = reader.codes([value])
            if code == BAD:
                bad |= column
            for each in reader.sets[code]:
                found[each] = found.get(each, NO_CASES) | column
    return found, bad


def _bitmap(buffer: Any, offset: int, everyone: CaseSet) -> CaseSet:
    first = offset >> 3
    last = (offset + everyone.bit_length() + 7) >> 3
    return CaseSet.from_bytes(buffer[first:last], "little") >> (offset & 7) & everyone


_NARROW = 128
"""How many values a column has at most for its rows to be numbered in bytes."""


def _of_codes(reader: ColumnReader, codes: Any, possible: Any = None) -> tuple[dict[Given, CaseSet], CaseSet]:
    present = {*(codes if possible is None else possible).tolist()} - {SILENT}
    columns = {code: _column(codes == code) for code in present}
    found: dict[Given, CaseSet] = {}
    for code, column in columns.items():
        for each in reader.sets[code]:
            found[each] = found.get(each, NO_CASES) | column
    return found, columns.get(BAD, NO_CASES)


def _column(chosen: Any) -> CaseSet:
    return CaseSet.from_bytes(np.packbits(chosen, bitorder="little").tobytes(), "little")


def arrow_results(results: BlockResults, rows: Sequence[int] | None = None) -> dict[str, Any]:
    """Every result as an array of texts that are written once each; of some rows only, if these are given."""
    found = {}
    for name in results.names:
        array = _result(results, name)
        found[name] = array if rows is None else array.take(pa.array(rows, pa.int64()))
    return found


def _result(results: BlockResults, name: str) -> Any:
    values, changed = results.values(name), results.changed(name)
    planes = [_unpacked(plane, results.count) for plane in results.planes(name)]
    array = _sets(planes, values, results.count) if name in SETS else _single(planes, values, results.count)
    if changed:
        mask = np.zeros(results.count, bool)
        mask[list(changed)] = True
        others = pa.array([changed[row] for row in sorted(changed)], pa.string())
        array = pc.replace_with_mask(array.cast(pa.string()), pa.array(mask), others).dictionary_encode()
    return array


def _single(planes: Sequence[Any], values: Sequence[str], count: int) -> Any:
    """The values of a result that a row has one of, or none."""
    codes = np.zeros(count, np.int32)
    for place, plane in enumerate(planes):
        codes |= plane.astype(np.int32) << place
    return pa.DictionaryArray.from_arrays(pa.array(codes - 1, mask=codes == 0), pa.array(values, pa.string()))


def _sets(planes: Sequence[Any], values: Sequence[str], count: int) -> Any:
    """The values of a result that a row may have several of, parted by spaces; each combination is written once."""
    if not planes:
        return pa.DictionaryArray.from_arrays(np.zeros(count, np.int32), pa.array([""]))
    packed = np.ascontiguousarray(np.packbits(np.stack(planes, axis=1), axis=1, bitorder="little"))
    kind = pa.binary(packed.shape[1])
    keys = pa.FixedSizeBinaryArray.from_buffers(kind, count, [None, pa.py_buffer(packed)]).dictionary_encode()
    texts = [
        " ".join(values[place] for place in bits(CaseSet.from_bytes(key, "little")))
        for key in keys.dictionary.to_pylist()
    ]
    return pa.DictionaryArray.from_arrays(keys.indices, pa.array(texts, pa.string()))


def _unpacked(plane: CaseSet, count: int) -> Any:
    packed = np.frombuffer(plane.to_bytes((count + 7) // 8, "little"), np.uint8)
    return np.unpackbits(packed, count=count, bitorder="little")
