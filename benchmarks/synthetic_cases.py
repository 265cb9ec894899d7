"""A table of synthetic cases in Parquet, drawn around the decided cases, and a check of its screening; see README.md.

    python benchmarks/synthetic_cases.py make cases.parquet --rows 1000000
    ethics screen cases.parquet -o answers.parquet --question "may refer"
    python benchmarks/synthetic_cases.py check cases.parquet answers.parquet --question "may refer"

Each row takes what a decided case states, loses some of it, and gets a few facts beside it; no row is a real case.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import ethics_engine as ee
from ethics_engine.loading import bundled
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Numbers, Possible, Selection, Values

AT_ONCE = 1 << 16
ROW_GROUP = 1 << 18
NULL, CHANGED = 0.3, 0.005
MOST_COUNTED = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="write a table")
    making.add_argument("table", type=Path)
    making.add_argument("--rows", type=int, default=1_000_000)
    making.add_argument("--columns", type=int, help="how many columns; by default one for every fact and option")
    checking = commands.add_parser("check", help="consult on a sample of rows one by one, and compare")
    checking.add_argument("table", type=Path)
    checking.add_argument("answers", type=Path)
    checking.add_argument("--question", default="what")
    checking.add_argument("--sample", type=int, default=100)
    options = parser.parse_args()
    if options.command == "make":
        make(options.table, options.rows, options.columns)
        print(f"{options.rows:,} rows, {len(pq.read_schema(options.table)) - 1} columns in {options.table}")
    else:
        compared = check(options.table, options.answers, options.question, options.sample)
        print(f"{compared} rows consulted one by one give the same")


def make(path: Path, rows: int, columns: int | None = None) -> None:
    """Write a table of so many rows, always the same."""
    ruleset = ee.load_ruleset()
    cases = [ee.load_case(name, ruleset) for name in bundled.cases()]
    draws = dict(list(_draws(ruleset, cases))[:columns])
    generator = np.random.default_rng(0)
    writer: Any = None
    batches: list[Any] = []
    for start in range(0, rows, AT_ONCE):
        count = min(AT_ONCE, rows - start)
        drawn = generator.integers(len(cases), size=count)
        arrays = {"id": pa.array(np.arange(start + 1, start + count + 1))}
        for name, (usual, values) in draws.items():
            codes = usual[drawn]
            changed = generator.random(count) < CHANGED
            codes = np.where(changed, generator.integers(len(values), size=count), codes)
            mask = (codes < 0) | (generator.random(count) < NULL)
            arrays[name] = _array(values, codes, mask)
        batch = pa.RecordBatch.from_arrays(list(arrays.values()), names=list(arrays))
        batches.append(batch)
        if len(batches) * AT_ONCE >= ROW_GROUP or start + count == rows:
            table = pa.Table.from_batches(batches)
            writer = writer or pq.ParquetWriter(path, table.schema)
            writer.write_table(table, row_group_size=ROW_GROUP)
            batches = []
    if writer is not None:
        writer.close()


def _array(values: list[Any], codes: Any, mask: Any) -> Any:
    if isinstance(values[0], bool):
        return pa.array(codes == 1, mask=mask)
    if isinstance(values[0], int):
        return pa.array(codes.astype(np.int16), mask=mask)
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8), mask=mask), pa.array(values))


def _draws(ruleset: ee.Ruleset, cases: list[ee.Case]) -> Iterator[tuple[str, tuple[Any, list[Any]]]]:
    """For each column, the number of the value that each case states, -1 for none, and all values."""
    for fact in ruleset.facts:
        stated = [case.facts[fact.id].known if fact.id in case.facts else None for case in cases]
        if fact.type is FactType.CHOICES:
            for option in fact.value_ids:
                yield f"{fact.id}.{option}", (np.array([_option(known, option) for known in stated]), [False, True])
        else:
            values = _values(fact)
            yield fact.id, (np.array([_number(known, values) for known in stated]), values)
    for step in ruleset.steps:
        if not step.needs_client and ruleset.ways[0].id not in step.of:
            name = f"done:{step.id}"
            stated = [case.facts[name].known if name in case.facts else None for case in cases]
            yield name, (np.array([_number(known, [False, True]) for known in stated]), [False, True])


def _values(fact: Fact) -> list[Any]:
    if fact.type is FactType.YES_NO:
        return [False, True]
    return list(range(MOST_COUNTED)) if fact.type is FactType.COUNT else list(fact.value_ids)


def _option(known: Possible | None, option: str) -> int:
    if not isinstance(known, Selection):
        return -1
    return 1 if option in known.included else 0 if option in known.excluded else -1


def _number(known: Possible | None, values: list[Any]) -> int:
    if isinstance(known, Numbers):
        return min(known.ranges[0][0], len(values) - 1)
    if not isinstance(known, Values) or len(known.possible) > 1:
        return -1
    (word,) = known.possible
    return values.index({"yes": True, "no": False}.get(word, word) if values == [False, True] else word)


def check(table: Path, answers: Path, question: str, count: int) -> int:
    """Consult on a sample of rows, and compare the answers with those of the table; returns how many were compared."""
    ruleset = ee.load_ruleset()
    cases, found = pq.read_table(table), pq.read_table(answers)
    compared = 0
    for row in random.Random(1).sample(range(found.num_rows), min(count, found.num_rows)):
        result = found.slice(row, 1).to_pylist()[0]
        stated = cases.slice(result["row"] - 1, 1).to_pylist()[0]
        try:
            alone = ee.consult(ruleset, case_of(ruleset, question, stated), engine="columns")
        except ee.ContradictionError:
            if result["in_bulk"] == "decided":
                raise SystemExit(f"row {result['row']} contradicts itself, and was answered") from None
            continue
        word = "open" if alone.answer.firmness is ee.Firmness.OPEN else alone.answer.value
        if result["answer"] not in (None, word) or result["in_bulk"] == "contradictory":
            raise SystemExit(f"row {result['row']}: {result['answer']} in the table, {word} alone")
        compared += 1
    return compared


def case_of(ruleset: ee.Ruleset, question: str, row: Mapping[str, Any]) -> ee.Case:
    """The case that a row states."""
    facts: dict[str, Any] = {}
    steps: dict[str, list[str]] = {"done": [], "not_done": []}
    for name, cell in row.items():
        fact, _, option = name.partition(".")
        if cell is None or name == "id":
            continue
        if name.startswith("done:"):
            steps["done" if cell else "not_done"].append(name.removeprefix("done:"))
        elif option:
            facts.setdefault(fact, {"yes": [], "no": []})["yes" if cell else "no"].append(option)
        else:
            facts[name] = cell
    return ee.new_case(ruleset, question, facts, **steps)


if __name__ == "__main__":
    main()
