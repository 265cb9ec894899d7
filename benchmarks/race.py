"""The same work on columns, raced between engines and kernels, on one machine in one run; see README.md beside this.

    python benchmarks/race.py [--rows N] [--seconds S] [--only NAME]

Every contender gives the statuses of all actions for cases drawn around the decided ones; the answers of each are
checked equal to those of the machine first. Each runs on the most rows that it does in the given seconds.
"""

from __future__ import annotations

import argparse
import datetime
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ethics_engine as ee
from ethics_engine.engines import answer_set, bitset, forward_chaining
from ethics_engine.engines.bitset import BLOCK, Kernel, kernel_of, run_possible
from ethics_engine.engines.bitset.case_set import CaseSet, all_cases
from ethics_engine.loading import bundled
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Variable, variables_of
from ethics_engine.screening.given_columns import given_columns

DAY = datetime.date(2026, 11, 28)
MOST_MEMORY = 400
Name = tuple[Variable, int]
Columns = Mapping[Name, CaseSet]
Answers = Mapping[object, CaseSet]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1 << 20, help="how many rows the fastest get")
    parser.add_argument("--seconds", type=float, default=5, help="how long each may take")
    parser.add_argument("--only", action="append", help="race only contenders whose name has this in it")
    parser.add_argument("--no-growth", action="store_true", help="leave out growth over rows and rules")
    parser.add_argument("--memory", action="store_true", help="only check that more rows take no more memory")
    options = parser.parse_args()
    if options.memory:
        memory()
        return
    law = enact(ee.load_ruleset(), DAY)
    print(f"Python {platform.python_version()}, {len(law.ruleset.rules)} rules, {len(law.ruleset.facts)} facts")
    print(f"{len(bitset.compiled(law).instructions)} instructions; processor time, the best of three\n")
    print(f"{'contender':<42} {'cases':>10} {'cases a second':>15} {'start, s':>9}")
    for name, make in contenders(law).items():
        if options.only and not any(word in name for word in options.only):
            continue
        try:
            began = time.process_time()
            contender = make()
            start = time.process_time() - began
            cases, rate = raced(law, contender, options.rows, options.seconds)
            print(f"{name:<42} {cases:>10,} {rate:>15,.0f} {start:>9.2f}", flush=True)
        except ImportError as error:
            print(f"{name:<42} left out: {error}")
    if not options.no_growth:
        growth(options.rows)


def drawn(law: Enactment, count: int) -> list[Knowledge]:
    """What is known of cases around the decided ones, with all that is assumed."""
    ruleset, draw = law.ruleset, random.Random(1)
    usual = {fact.id: fact.presumed for fact in law.facts if fact.presumed is not None}
    cases = [ee.load_case(name, ruleset) for name in bundled.cases()]
    stated = [{fact: statement.known for fact, statement in case.facts.items()} for case in cases]
    return [
        {**usual, **{fact: known for fact, known in draw.choice(stated).items() if draw.random() > 0.3}}
        for _ in range(count)
    ]


def columns_of(law: Enactment, known: Sequence[Knowledge]) -> Columns:
    """The same as columns: for each value of each variable, the cases in which it is possible."""
    anything = {fact.id: fact.anything for fact in law.facts}
    given = given_columns(law, [{**anything, **each} for each in known])
    return {(variable, place): column for variable, of in given.items() for place, column in enumerate(of)}


def statuses(law: Enactment, columns: Columns, everyone: CaseSet) -> Answers:
    """By the machine of the engine: for each action and status, the cases in which it is possible."""
    variables = variables_of(law)
    possible = {each: tuple(columns[each, place] for place in range(len(each.values))) for each in variables}
    batch = run_possible(law, possible, everyone)
    return {(action, status): column for action in law.action for status, column in batch.statuses(action).items()}


def compiled(law: Enactment) -> Kernel[Name, object]:
    inputs = [(variable, place) for variable in variables_of(law) for place in range(len(variable.values))]
    return kernel_of(inputs, lambda recorded, everyone: statuses(law, recorded, everyone))


class Contender:
    """Gives the answers for cases; `prepare` is not timed, and `least` is how many cases it begins with."""

    def __init__(
        self,
        prepare: Callable[[int], Any],
        run: Callable[[Any], Any],
        read: Callable[[Any], Answers],
        least: int = 64,
    ) -> None:
        self.prepare, self.run, self.read, self.least = prepare, run, read, least


class Pool:
    """Cases drawn once, given as often as a contender takes them."""

    def __init__(self, law: Enactment) -> None:
        self.law = law
        self.cases = drawn(law, 4096)

    def known(self, count: int) -> list[Knowledge]:
        """As knowledge."""
        return [self.cases[index % len(self.cases)] for index in range(count)]

    def columns(self, count: int) -> Columns:
        """As columns."""
        at_once = min(count, len(self.cases))
        repeated = sum(1 << (at_once * index) for index in range(count // at_once))
        return {name: CaseSet(column * repeated) for name, column in columns_of(self.law, self.known(at_once)).items()}

    def one_by_one(self, evaluate: Callable[[Enactment, Knowledge], Any]) -> Contender:
        """An engine that evaluates case by case."""

        def read(found: Any) -> Answers:
            return {
                (action, status): CaseSet(
                    sum(1 << index for index, each in enumerate(found) if status in each.statuses[action])
                )
                for action in self.law.action
                for status in ee.Status
            }

        return Contender(self.known, lambda cases: [evaluate(self.law, case) for case in cases], read)

    def machine(self) -> Contender:
        """The engine for many cases, instruction by instruction."""
        return Contender(
            lambda count: (self.columns(count), all_cases(count)),
            lambda work: statuses(self.law, *work),
            lambda found: found,
        )

    def on(self, make: Callable[[CaseSet, int], Any], read: Callable[[Any], CaseSet], block: int = BLOCK) -> Contender:
        """The kernel on columns of some kind, block by block."""
        kernel = compiled(self.law)

        def prepare(count: int) -> Any:
            at_once = min(count, block)
            of = self.columns(at_once)
            inputs = [make(of[name], at_once) for name in kernel.inputs]
            return inputs, make(all_cases(at_once), at_once), count // at_once

        def run(work: Any) -> Any:
            inputs, everyone, times = work
            for _ in range(times):
                found = kernel.run(inputs, everyone)
            return found

        return Contender(prepare, run, lambda found: {name: read(column) for name, column in found.items()})

    def rows(self) -> Contender:
        """The kernel on booleans, row by row: what a plain function of Python does."""
        kernel, everyone = compiled(self.law), True

        def prepare(count: int) -> Any:
            of = self.columns(count)
            texts = [format(of[name], f"0{count}b")[::-1] for name in kernel.inputs]
            return [[digit == "1" for digit in row] for row in zip(*texts, strict=True)]

        def read(found: Any) -> Answers:
            return {
                name: CaseSet(sum(1 << index for index, each in enumerate(found) if each[name])) for name in found[0]
            }

        return Contender(prepare, lambda rows: [kernel.run(row, everyone) for row in rows], read)

    def numpy(self) -> Contender:
        """The kernel on arrays of numpy, a bit a case."""
        import numpy as np

        def make(column: CaseSet, count: int) -> Any:
            return np.frombuffer(column.to_bytes((count + 63) // 64 * 8, "little"), np.uint64)

        return self.on(make, lambda array: CaseSet.from_bytes(array.tobytes(), "little"), 1 << 18)

    def polars(self) -> Contender:
        """The kernel on series of polars."""
        import polars as pl

        def make(column: CaseSet, count: int) -> Any:
            return pl.Series(unpacked(column, count), dtype=pl.Boolean)

        return self.on(make, lambda series: packed(series.to_list()))

    def arrow(self) -> Contender:
        """The kernel on arrays of Arrow, with its three-valued operators."""
        import pyarrow as pa
        import pyarrow.compute as pc

        class Array:
            def __init__(self, array: Any) -> None:
                self.array = array

            def __and__(self, other: Array) -> Array:
                return Array(pc.and_kleene(self.array, other.array))

            def __or__(self, other: Array) -> Array:
                return Array(pc.or_kleene(self.array, other.array))

            def __xor__(self, other: Array) -> Array:
                return Array(pc.xor(self.array, other.array))

        def make(column: CaseSet, count: int) -> Any:
            return Array(pa.array(unpacked(column, count)))

        return self.on(make, lambda array: packed(array.array.to_pylist()))

    def sql(self) -> Contender:
        """The kernel as one query; planning it takes seconds, so that it begins with many cases."""
        import duckdb
        import pyarrow as pa

        kernel = compiled(self.law)
        query = sql_of(kernel)

        def prepare(count: int) -> Any:
            of = self.columns(count)
            return pa.table({f"i{place}": unpacked(of[name], count) for place, name in enumerate(kernel.inputs)})

        def run(table: Any) -> Any:
            with duckdb.connect() as connection:
                connection.execute("SET threads = 1")
                connection.register("cases", table)
                return connection.sql(query).to_arrow_table()

        def read(found: Any) -> Answers:
            return {name: packed(found.column(f"o{place}").to_pylist()) for place, name in enumerate(kernel.outputs)}

        return Contender(prepare, run, read, 4096)

    def chaining(self) -> Contender:
        """Forward chaining, where it runs."""
        if reason := forward_chaining.available():
            raise ImportError(reason)
        return self.one_by_one(forward_chaining.evaluate)


def unpacked(column: CaseSet, count: int) -> list[bool]:
    return [digit == "1" for digit in format(column, f"0{count}b")[::-1]]


def packed(values: Iterable[object]) -> CaseSet:
    return CaseSet("".join("1" if value else "0" for value in values)[::-1], 2)


def contenders(law: Enactment) -> Mapping[str, Callable[[], Contender]]:
    pool = Pool(law)
    return {
        "kernel, whole numbers": lambda: pool.on(lambda column, _: column, lambda column: column),
        "kernel, numpy": pool.numpy,
        "the machine of the engine": pool.machine,
        "kernel on polars, a boolean a case": pool.polars,
        "kernel on pyarrow (Kleene), a bit a case": pool.arrow,
        "kernel as SQL on DuckDB": pool.sql,
        "kernel on booleans, row by row": pool.rows,
        "columns, one case at a time": lambda: pool.one_by_one(bitset.evaluate),
        "chaining (durable-rules), one at a time": pool.chaining,
        "reasoning (clingo), one at a time": lambda: pool.one_by_one(answer_set.evaluate),
    }


_SQL = {"&": "AND", "|": "OR", "everyone": "true", "nobody": "false"}


def sql_of(kernel: Kernel[Name, object]) -> str:
    """The lines of a kernel as a query: each in a level above those that it needs, under a name of its own."""
    header, *lines, last = [line.strip() for line in kernel.source.splitlines()[1:]]
    current = {name.strip(" ,"): f"i{place}" for place, name in enumerate(header.partition("=")[0].split(",")[:-1])}
    depth: dict[str, int] = {}
    levels: dict[int, list[str]] = {}

    def words_of(expression: str) -> list[str]:
        words = expression.replace("everyone ^ ", "NOT ").replace("(", "( ").replace(")", " )").split()
        return [_SQL.get(word) or current.get(word, word) for word in words]

    for number, line in enumerate(lines):
        name, _, expression = line.partition(" = ")
        words = words_of(expression)
        level = 1 + max(depth.get(word, 0) for word in words)
        levels.setdefault(level, []).append(f"({' '.join(words)}) AS v{number}")
        current[name] = f"v{number}"
        depth[f"v{number}"] = level
    query = "cases"
    for level in sorted(levels):
        query = f"(SELECT *, {', '.join(levels[level])} FROM {query})"
    outputs = [each for each in last.removeprefix("return (").removesuffix(")").split(", ") if each]
    chosen = [f"({' '.join(words_of(output))}) AS o{place}" for place, output in enumerate(outputs)]
    return f"SELECT {', '.join(chosen)} FROM {query}"


def raced(law: Enactment, contender: Contender, most: int, seconds: float) -> tuple[int, float]:
    """Check the answers on a few cases, then run on as many as the time allows; gives cases, and cases a second."""
    few = 64
    pool = columns_of(law, drawn(law, 4096)[:few])
    expected = statuses(law, pool, all_cases(few))
    found = contender.read(contender.run(contender.prepare(few)))
    wrong = [name for name, column in expected.items() if found.get(name, 0) != column]
    if wrong:
        raise SystemExit(f"answers differ: {wrong[:3]}")
    count = contender.least
    while True:
        work = contender.prepare(count)
        times = []
        for _ in range(3 if count > contender.least else 1):
            began = time.process_time()
            contender.run(work)
            times.append(time.process_time() - began)
        rate = count / max(min(times), 1e-9)
        if count >= most or 4 * count / rate * 3 > seconds:
            return count, rate
        count = min(most, 4 * count)


def growth(rows: int) -> None:
    """How the kernel grows with rules, and a screened file with rows."""
    print("\nrules laid over the base: instructions, operations of the kernel, time to compile, cases a second")
    overlays = sorted(bundled.overlays())
    for under in ([], overlays[:1], overlays[:2], overlays[:3]):
        try:
            law = enact(ee.load_ruleset(under=under), DAY)
        except ee.RulesetError:
            continue  # laws of two places are not laid together
        began = time.process_time()
        kernel = compiled(law)
        compiling = time.process_time() - began
        of = columns_of(law, drawn(law, 64))
        repeated = sum(1 << (64 * index) for index in range(BLOCK // 64))
        inputs = [of[name] * repeated for name in kernel.inputs]
        times = []
        for _ in range(5):
            began = time.process_time()
            kernel.run(inputs, all_cases(BLOCK))
            times.append(time.process_time() - began)
        best = min(times)
        instructions = len(bitset.compiled(law).instructions)
        print(
            f"  {len(law.ruleset.rules):>4} rules {instructions:>6} {kernel.operations:>6}"
            f" {compiling:>6.2f} s {BLOCK / best:>14,.0f}"
        )
    print("\n`ethics screen`, Parquet to Parquet, `may refer`, --columns firmness: rows, rows a second, peak memory")
    for count in (rows // 16, rows // 4, rows):
        rate, peak = screened(count)
        print(f"  {count:>11,} rows {rate:>12,.0f} a second, start included {peak:>6} MB", flush=True)


def memory() -> None:
    """Ends with an error where twenty million rows take more memory than ten, or either takes 400 MB."""
    peaks = [screened(count)[1] for count in (10_000_000, 20_000_000)]
    print(f"peak memory at 10 and at 20 million rows: {peaks[0]} and {peaks[1]} MB")
    if max(peaks) > MOST_MEMORY or peaks[1] > 1.1 * peaks[0]:
        sys.exit(1)


def screened(count: int) -> tuple[float, int]:
    """Rows a second of processor time, and the peak of memory in MB, of `ethics screen` on so many rows."""
    here = Path(__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        table, output = Path(folder) / "cases.parquet", Path(folder) / "answers.parquet"
        making = [sys.executable, str(here / "synthetic_cases.py"), "make", str(table), "--rows", str(count)]
        subprocess.run(making, check=True, stdout=subprocess.DEVNULL)
        words = ["screen", str(table), "-o", str(output), "--question", "may refer", "--columns", "firmness"]
        timing = [sys.executable, "-c", _TIMED.format(words=words)]
        told = subprocess.run(timing, check=True, capture_output=True, text=True).stdout.split()
        return count / float(told[0]), int(told[1]) // 1024


_TIMED = """
import resource, sys
from ethics_engine.cli.main import ethics
try:
    ethics({words})
except SystemExit:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


if __name__ == "__main__":
    main()
