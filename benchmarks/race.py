"""The same work on columns, raced between engines and kernels, on one machine in one run; see README.md beside this.

    python benchmarks/race.py [--rows N] [--seconds S] [--only NAME] [--report]

Every contender gives the statuses of all actions for cases drawn around the decided ones, or, where its language cannot
say that, which rules are effective in complete cases. The answers of each are checked first. Each runs on the most rows
that it does in the given seconds, on one thread. With `--report` the table and the plots of docs/race.md are written.
"""

from __future__ import annotations

import argparse
import datetime
import json
import multiprocessing
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, fields, frozen, has

import ethics_engine as ee
from ethics_engine.engines import answer_set, bitset, forward_chaining
from ethics_engine.engines.bitset import run_possible
from ethics_engine.engines.bitset.case_set import CaseSet, all_cases
from ethics_engine.engines.bitset.kernel import BLOCK, Kernel, kernel_of
from ethics_engine.loading import bundled
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
    tests_in,
)
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.truth import Truth
from ethics_engine.model.variables import Variable, known_by, variables_of
from ethics_engine.screening.given_columns import given_columns

os.environ["POLARS_MAX_THREADS"] = "1"  # read when polars is imported; the race is per core

DAY = datetime.date(2026, 11, 28)
MOST_MEMORY = 400
Name = tuple[Variable, int]
Columns = Mapping[Name, CaseSet]
Answers = Mapping[object, CaseSet]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1 << 24, help="how many rows the fastest get")
    parser.add_argument("--seconds", type=float, default=30, help="how long each may take")
    parser.add_argument("--only", action="append", help="race only contenders whose name has this in it")
    parser.add_argument("--no-growth", action="store_true", help="leave out growth over rules, and files")
    parser.add_argument("--memory", action="store_true", help="only check that more rows take no more memory")
    parser.add_argument("--report", action="store_true", help="write docs/race.md and its plots; needs matplotlib")
    options = parser.parse_args()
    if options.memory:
        memory()
        return
    law = enact(ee.load_ruleset(), DAY)
    instructions = len(bitset.compiled(law).instructions)
    about = (
        f"{len(law.ruleset.rules)} rules, {len(law.ruleset.facts)} facts, {instructions} instructions; the subset has"
        f" {len(Subset(law).rules)} of {len(law.rules)} rules and exceptions. Python {platform.python_version()},"
        " one thread each; processor time, the best of three."
    )
    print(about, f"\n\n{'contender':<42} {'cases':>10} {'cases a second':>15} {'start, s':>9} {'MB':>5}")
    runs = list(race(law, options.rows, options.seconds, options.only))
    grown: list[Growth] = []
    files: list[FileRun] = []
    if not options.no_growth:
        grown = list(growth(options.seconds / 12, options.only))
        files = list(file_growth(min(1 << 20, options.rows)))
    if options.report:
        from race_report import write

        write(Path(__file__).parent.parent / "docs", about, runs, grown, files)


@frozen
class Run:
    """What a contender did.

    Attributes:
        subset: Whether it gave the effective rules of complete cases only.

        start: The processor time until it was ready, in seconds.

        memory: How many MB more its process held at its peak than before.

        seconds: The processor time by the number of cases.
    """

    name: str
    subset: bool
    start: float
    memory: int
    seconds: Mapping[int, float]

    @property
    def rate(self) -> float:
        """Cases a second, on the most cases that it did."""
        most = max(self.seconds)
        return most / self.seconds[most]


@frozen
class Growth:
    """The cases a second of contenders, on so many times the rules; and how long the kernel took to compile."""

    times: int
    rules: int
    instructions: int
    operations: int
    compiling: float
    rates: Mapping[str, float]


@frozen
class FileRun:
    """`ethics screen` from Parquet to Parquet: rows a second, and the peak of memory in MB."""

    rows: int
    rate: float
    peak: int


def race(
    law: Enactment, rows: int, seconds: float, only: Sequence[str] | None, without: Sequence[str] = ()
) -> Iterator[Run]:
    """Race all contenders, in their order, each in a process of its own; of those not installed a line tells."""
    pool = Pool(law)
    for name, make in contenders(pool).items():
        if name in without or (only and not any(word in name for word in only)):
            continue
        reading, writing = multiprocessing.get_context("fork").Pipe(duplex=False)
        child = multiprocessing.get_context("fork").Process(
            target=run_in, args=(writing, pool, name, make, rows, seconds)
        )
        child.start()
        writing.close()
        found = reading.recv()
        child.join()
        if isinstance(found, str):
            print(f"{name:<42} left out: {found}", flush=True)
        else:
            print(
                f"{name:<42} {max(found.seconds):>10,} {found.rate:>15,.0f} {found.start:>9.2f} {found.memory:>5}",
                flush=True,
            )
            yield found


def run_in(writing: Any, pool: Pool, name: str, make: Callable[[], Contender], rows: int, seconds: float) -> None:
    """Run a contender in this process, and send what it did, or why it could not."""
    before, began = peak(), time.process_time()
    try:
        contender = make()
    except ImportError as error:
        writing.send(str(error))
        return
    start = time.process_time() - began
    taken = raced(pool, contender, rows, seconds)
    writing.send(Run(name, contender.subset, start, peak() - before, taken))


def peak() -> int:
    """The most memory that this process held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def drawn(law: Enactment, count: int) -> list[Knowledge]:
    """What is known of cases around the decided ones, with all that is assumed; likewise of the facts of copies."""
    ruleset, draw = ee.load_ruleset(), random.Random(1)
    usual = {fact.id: fact.presumed for fact in law.facts if fact.presumed is not None}
    cases = [ee.load_case(name, ruleset) for name in bundled.cases()]
    stated = [{fact: statement.known for fact, statement in case.facts.items()} for case in cases]
    copies = [
        stated,
        *(
            [renamed(each, copy_names(ruleset, place)) for each in stated]
            for place in range(1, len(law.rules) // len(ruleset.rules))
        ),
    ]
    return [
        {
            **usual,
            **{fact: known for copy in copies for fact, known in draw.choice(copy).items() if draw.random() > 0.3},
        }
        for _ in range(count)
    ]


def copied(ruleset: ee.Ruleset, times: int) -> ee.Ruleset:
    """A ruleset with its facts, concepts, constraints and rules so many times, each time under names of their own."""
    parts = ("facts", "concepts", "constraints", "rules")
    copies = [ruleset, *(renamed(ruleset, copy_names(ruleset, place)) for place in range(1, times))]
    whole: dict[str, Any] = {part: [each for copy in copies for each in getattr(copy, part)] for part in parts}
    return evolve(ruleset, **whole)


def copy_names(ruleset: ee.Ruleset, place: int) -> Mapping[str, str]:
    """The names that a copy has for what it does not share; actions are shared."""
    ids = (each.id for of in (ruleset.facts, ruleset.concepts, ruleset.constraints, ruleset.rules) for each in of)
    return {name: f"{name}_{place}" for name in ids if name not in ruleset.action}


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """The same with other names, wherever they stand in it."""
    if isinstance(value, str):
        return names.get(value, value)
    if has(type(value)):
        return evolve(
            value,
            **{item.alias: renamed(getattr(value, item.name), names) for item in fields(type(value)) if item.init},
        )
    if isinstance(value, tuple | list | frozenset):
        return type(value)(renamed(each, names) for each in value)
    if isinstance(value, Mapping):
        return {renamed(key, names): renamed(each, names) for key, each in value.items()}
    return value


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
    """Gives the answers for cases; `prepare` is not timed, and `least` is how many cases it begins with.

    Where `subset` is set, cases are complete, and the answers are the rules of `Subset` that are effective in them.
    """

    def __init__(
        self,
        prepare: Callable[[int], Any],
        run: Callable[[Any], Any],
        read: Callable[[Any], Answers],
        least: int = 64,
        *,
        subset: bool = False,
    ) -> None:
        self.prepare, self.run, self.read, self.least, self.subset = prepare, run, read, least, subset


class Pool:
    """Cases drawn once, given as often as a contender takes them."""

    def __init__(self, law: Enactment) -> None:
        self.law = law
        self.cases = drawn(law, 256)

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

        return self.on(make, lambda series: packed(series.to_list()), 1 << 20)

    def polars_frames(self) -> Contender:
        """The kernel as expressions on a lazy frame of polars, which plans them as one query."""
        import polars as pl

        kernel = compiled(self.law)
        levels, last = levels_of(kernel)

        def expression(text: str) -> Any:
            names = {word for word in text.replace("(", " ").replace(")", " ").split() if word[0].isalpha()}
            known = {"everyone": pl.lit(value=True), "nobody": pl.lit(value=False)}
            return eval(text, {name: known.get(name, pl.col(name)) for name in names})  # made of names made here

        steps = [[expression(text).alias(name) for name, text in level.items()] for level in levels]
        outputs = [expression(text).alias(name) for name, text in last.items()]

        def prepare(count: int) -> Any:
            of = self.columns(count)
            return pl.DataFrame({f"i{place}": unpacked(of[name], count) for place, name in enumerate(kernel.inputs)})

        def run(frame: Any) -> Any:
            lazy = frame.lazy()
            for step in steps:
                lazy = lazy.with_columns(step)
            return lazy.select(outputs).collect()

        def read(found: Any) -> Answers:
            return {name: packed(found[f"o{place}"].to_list()) for place, name in enumerate(kernel.outputs)}

        return Contender(prepare, run, read, 4096)

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

        return self.on(make, lambda array: packed(array.array.to_pylist()), 1 << 18)

    def zen(self) -> Contender:
        """The rules as a decision graph of zen-engine: one node of expressions, each of which may read those above."""
        import zen

        subset = Subset(self.law)
        lines = [{"id": name, "key": name, "value": text} for name, text in subset.expressions(ZEN).items()]
        content = {
            "nodes": [
                {"id": "in", "type": "inputNode", "name": "in", "content": {}},
                {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": lines}},
                {"id": "out", "type": "outputNode", "name": "out", "content": {}},
            ],
            "edges": [
                {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
                {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
            ],
        }
        decision = zen.ZenEngine().create_decision(json.dumps(content))

        def prepare(count: int) -> Any:
            return [{f"v{number}": value for number, value in row} for row in subset.rows(self.known(count))]

        return Contender(
            prepare,
            lambda rows: [decision.evaluate(row)["result"] for row in rows],
            lambda found: subset.read([{name for name, holds in each.items() if holds} for each in found]),
            subset=True,
        )

    def clips(self) -> Contender:
        """The rules in CLIPS: concepts and rules assert that they hold, those that others wait for before these."""
        import clips

        subset = Subset(self.law)
        engine = clips.Environment()
        for name, text in subset.expressions(CLIPS).items():
            engine.build(
                f"(defrule {name} (declare (salience {-subset.depth[name]})) (begun) {text} => (assert ({name})))"
            )

        def prepare(count: int) -> Any:
            return [[f"(v{number} {value})" for number, value in row] for row in subset.rows(self.known(count))]

        def one(row: Sequence[str]) -> set[str]:
            engine.reset()
            for fact in row:
                engine.assert_string(fact)
            engine.assert_string("(begun)")
            engine.run()
            return {fact.template.name for fact in engine.facts()}

        return Contender(prepare, lambda rows: [one(row) for row in rows], subset.read, subset=True)

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


def unpacked(column: CaseSet, count: int) -> Any:
    import numpy as np

    packed_bits = np.frombuffer(column.to_bytes((count + 7) // 8, "little"), np.uint8)
    return np.unpackbits(packed_bits, count=count, bitorder="little").astype(bool)


def packed(values: Iterable[object]) -> CaseSet:
    return CaseSet("".join("1" if value else "0" for value in values)[::-1], 2)


def contenders(pool: Pool) -> Mapping[str, Callable[[], Contender]]:
    return {
        "kernel, whole numbers": lambda: pool.on(lambda column, _: column, lambda column: column),
        "kernel, numpy": pool.numpy,
        "the machine of the engine": pool.machine,
        "kernel on series of polars": pool.polars,
        "kernel as expressions of polars": pool.polars_frames,
        "kernel on pyarrow (Kleene)": pool.arrow,
        "kernel as SQL on DuckDB": pool.sql,
        "kernel on booleans, row by row": pool.rows,
        "zen-engine, row by row (subset)": pool.zen,
        "clipspy, row by row (subset)": pool.clips,
        "columns, one case at a time": lambda: pool.one_by_one(bitset.evaluate),
        "chaining (durable-rules), one at a time": pool.chaining,
        "reasoning (clingo), one at a time": lambda: pool.one_by_one(answer_set.evaluate),
    }


@frozen
class Language:
    """How a rule engine writes conditions: a test of a variable, a name, and what is put together from others."""

    test: Callable[[int, Sequence[int]], str]
    name: Callable[[str], str]
    every: Callable[[Sequence[str]], str]
    some: Callable[[Sequence[str]], str]
    negated: Callable[[str], str]


ZEN = Language(
    test=lambda number, values: f"v{number} in [{', '.join(map(str, values))}]",
    name=lambda name: f"$.{name}",
    every=lambda parts: f"({' and '.join(parts)})" if parts else "true",
    some=lambda parts: f"({' or '.join(parts)})" if parts else "false",
    negated=lambda part: f"not ({part})",
)
CLIPS = Language(
    test=lambda number, values: f"(v{number} {'|'.join(map(str, values)) or 'none'})",
    name=lambda name: f"({name})",
    every=lambda parts: f"(and {' '.join(parts)})" if parts else "(begun)",
    some=lambda parts: f"(or {' '.join(parts)})" if parts else "(never)",
    negated=lambda part: f"(not {part})",
)


class Subset:
    """What engines with two truth values can say: which rules are effective in complete cases.

    Rules whose condition reads a status, directly or through concepts or what overrides them, are left out.
    """

    def __init__(self, law: Enactment) -> None:
        self.law = law
        self.number = {variable: number for number, variable in enumerate(variables_of(law))}
        self.depth: dict[str, int] = {}
        self.rules: dict[str, str] = {}
        self._named: dict[str, str] = {}
        for rule in law.rules:
            self._rule(rule.id)

    def _rule(self, rule: str) -> str | None:
        """The name that a rule has; none where it is left out."""
        if rule not in self.rules:
            overriders = [self._rule(other) for other in self.law.overridden_by[rule]]
            condition = self.law.rule[rule].when
            if None in overriders or self._reads_status(condition):
                return None
            concepts = [self._concept(name) for name in concepts_in(condition)]
            self.rules[rule] = name = f"r{len(self.rules)}"
            self.depth[name] = 1 + max((self.depth[each] for each in [*concepts, *overriders] if each), default=0)
        return self.rules[rule]

    def _concept(self, concept: str) -> str:
        name = self._named.setdefault(concept, f"c{len(self._named)}")
        if name not in self.depth:
            parts = [self._concept(each) for each in concepts_in(self.law.concept[concept].means)]
            self.depth[name] = 1 + max((self.depth[each] for each in parts), default=0)
        return name

    def _reads_status(self, condition: Condition) -> bool:
        return any(
            isinstance(test, StatusTest)
            or (isinstance(test, ConceptTest) and self._reads_status(self.law.concept[test.concept].means))
            for test in tests_in(condition)
        )

    def expressions(self, language: Language) -> Mapping[str, str]:
        """Each concept and rule that is in it, by name, in an order in which each reads only earlier ones."""
        texts = {name: self._text(self.law.concept[concept].means, language) for concept, name in self._named.items()}
        for rule, name in self.rules.items():
            defeaters = [self.rules[other] for other in self.law.overridden_by[rule]]
            parts = [self._text(self.law.rule[rule].when, language)]
            parts += [language.negated(language.name(other)) for other in defeaters]
            texts[name] = language.every(parts)
        return {name: texts[name] for name in sorted(texts, key=self.depth.__getitem__)}

    def _text(self, condition: Condition, language: Language) -> str:
        match condition:
            case AllOf(parts):
                return language.every([self._text(part, language) for part in parts])
            case AnyOf(parts):
                return language.some([self._text(part, language) for part in parts])
            case NoneOf(parts):
                return language.negated(language.some([self._text(part, language) for part in parts]))
            case ConceptTest(concept):
                return language.name(self._named[concept])
            case FactTest():
                return self._test(condition, language)
            case DoneTest() | StatusTest():
                raise AssertionError(condition)

    def _test(self, test: FactTest, language: Language) -> str:
        variables = [variable for variable in self.number if variable.fact == test.fact]
        if variables[0].option is None:
            fact = self.law.fact[test.fact]
            (variable,) = variables
            passing = [
                place
                for place, value in enumerate(variable.values)
                if truth_of_test(test, fact, known_by({variable: value})[fact.id]) is Truth.TRUE
            ]
            return language.test(self.number[variable], passing)
        named = [language.test(self.number[each], [1]) for each in variables if each.option in test.operands]
        others = [language.test(self.number[each], [1]) for each in variables if each.option not in test.operands]
        match test.operator:
            case Operator.INCLUDES:
                return language.every(named)
            case Operator.NONE_OF:
                return language.negated(language.some(named))
            case Operator.ONLY:
                return language.every([language.some(named), language.negated(language.some(others))])
            case _:
                return language.some(named)

    def rows(self, cases: Sequence[Knowledge]) -> list[list[tuple[int, int]]]:
        """Each case completed, as the number of the value of every variable."""
        return [
            [
                (number, next(place for place, value in enumerate(variable.values) if variable.allows(value, case)))
                for variable, number in self.number.items()
            ]
            for case in cases
        ]

    def expected(self, cases: Sequence[Knowledge]) -> Answers:
        """What the engine says."""
        rows = self.rows(cases)
        possible = {
            variable: tuple(
                CaseSet(sum((row[number][1] == place) << index for index, row in enumerate(rows)))
                for place in range(len(variable.values))
            )
            for variable, number in self.number.items()
        }
        batch = run_possible(self.law, possible, all_cases(len(cases)))
        return {rule: batch.memory.read(batch.program.effective[rule])[0] for rule in self.rules}

    def read(self, found: Sequence[set[str]]) -> Answers:
        """The cases in which each rule was found effective."""
        return {
            rule: CaseSet(sum((name in each) << index for index, each in enumerate(found)))
            for rule, name in self.rules.items()
        }


def concepts_in(condition: Condition) -> list[str]:
    return [test.concept for test in tests_in(condition) if isinstance(test, ConceptTest)]


def levels_of(kernel: Kernel[Name, object]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """The lines of a kernel, each under a name of its own in a level above those that it needs; and the outputs."""
    header, *lines, last = [line.strip() for line in kernel.source.splitlines()[1:]]
    current = {name.strip(" ,"): f"i{place}" for place, name in enumerate(header.partition("=")[0].split(",")[:-1])}
    depth: dict[str, int] = {}
    levels: dict[int, dict[str, str]] = {}

    def text_of(expression: str) -> str:
        words = expression.replace("(", "( ").replace(")", " )").split()
        return " ".join(current.get(word, word) for word in words)

    for number, line in enumerate(lines):
        name, _, expression = line.partition(" = ")
        text = text_of(expression)
        level = 1 + max(depth.get(word, 0) for word in text.split())
        levels.setdefault(level, {})[f"w{number}"] = text
        current[name] = f"w{number}"
        depth[f"w{number}"] = level
    outputs = [each for each in last.removeprefix("return (").removesuffix(")").split(", ") if each]
    return [levels[level] for level in sorted(levels)], {f"o{n}": text_of(each) for n, each in enumerate(outputs)}


_SQL = {"&": "AND", "|": "OR", "everyone": "true", "nobody": "false"}


def sql_of(kernel: Kernel[Name, object]) -> str:
    """A kernel as a query."""
    levels, outputs = levels_of(kernel)

    def sql(texts: Mapping[str, str]) -> str:
        chosen = []
        for name, text in texts.items():
            words = text.replace("everyone ^ ", "NOT ").split()
            chosen.append(f"({' '.join(_SQL.get(word, word) for word in words)}) AS {name}")
        return ", ".join(chosen)

    query = "cases"
    for level in levels:
        query = f"(SELECT *, {sql(level)} FROM {query})"
    return f"SELECT {sql(outputs)} FROM {query}"


def raced(pool: Pool, contender: Contender, most: int, seconds: float) -> Mapping[int, float]:
    """Check the answers on a few cases, then run on more and more of them; gives the seconds by the number of cases."""
    few = 64
    law, cases = pool.law, pool.cases[:few]
    expected = (
        Subset(law).expected(cases) if contender.subset else statuses(law, columns_of(law, cases), all_cases(few))
    )
    found = contender.read(contender.run(contender.prepare(few)))
    wrong = [name for name, column in expected.items() if found.get(name, 0) != column]
    if wrong:
        raise SystemExit(f"answers differ: {wrong[:3]}")
    count, taken = contender.least, dict[int, float]()
    while True:
        work = contender.prepare(count)
        times = []
        for _ in range(3 if sum(taken.values()) * 16 < seconds else 1):
            began = time.process_time()
            contender.run(work)
            times.append(time.process_time() - began)
        taken[count] = max(min(times), 1e-9)
        if count >= most or 4 * taken[count] > seconds:
            return taken
        count = min(most, 4 * count)


PLANNED = ("kernel as expressions of polars", "kernel as SQL on DuckDB")
"""Those that plan a query, which takes most of their time; their growth over rules would be that of the planning."""


def growth(seconds: float, only: Sequence[str] | None) -> Iterator[Growth]:
    """How contenders grow with rules and facts: the ruleset once, twice, three and four times."""
    ruleset = ee.load_ruleset()
    for times in (1, 2, 3, 4):
        law = enact(copied(ruleset, times), DAY)
        began = time.process_time()
        kernel = compiled(law)
        compiling = time.process_time() - began
        instructions = len(bitset.compiled(law).instructions)
        print(f"\n{len(law.ruleset.rules)} rules, {instructions} instructions, {kernel.operations} operations")
        rates = {run.name: run.rate for run in race(law, 1 << 18, seconds, only, PLANNED)}
        yield Growth(times, len(law.ruleset.rules), instructions, kernel.operations, compiling, rates)


def file_growth(rows: int) -> Iterator[FileRun]:
    """How a screened file grows with rows."""
    print("\n`ethics screen`, Parquet to Parquet, `may refer`, --columns firmness: rows, rows a second, peak memory")
    for count in (rows // 64, rows // 16, rows // 4, rows):
        rate, most = screened(count)
        print(f"  {count:>11,} rows {rate:>12,.0f} a second, start included {most:>6} MB", flush=True)
        yield FileRun(count, rate, most)


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
