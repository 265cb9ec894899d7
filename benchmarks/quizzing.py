"""How fast quiz items are made and asked, and how far guessing gets on them; see README.md beside this file."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator

from measuring import COMMAND, Measured, report, seconds_of

import ethics_engine as ee
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.quiz.guessing import guessed
from ethics_engine.quiz.items import items_of

BUILD_MS, FIRST_S, LATER_S, ABOVE_POINTS = 6.0, 1.0, 2.0, 8.0


def build() -> Iterator[Measured]:
    """All items of the bundled cases, made anew; and five ways to guess, against chance."""
    ruleset = ee.load_ruleset()
    corpus = read_corpus(None, ruleset)
    start = time.process_time()
    items = items_of(ruleset, corpus.cases)
    taken = time.process_time() - start
    note = f"{len(items)} items in {taken:.1f} s of processor time, the cases being read"
    yield Measured("first build, an item", taken * 1e3 / len(items), BUILD_MS, " ms", note)
    found = guessed(items)
    ways = {
        "shortest option": found.shortest,
        "longest option": found.longest,
        "most shared words": found.echo,
        "most frequent key": found.frequent,
        "only option of its kind": found.alone,
    }
    for what, share in ways.items():
        note = f"right {100 * share:.0f} %, chance {100 * found.chance:.0f} %"
        yield Measured(f"guessing by the {what}", 100 * (share - found.chance), ABOVE_POINTS, " points", note)


def commands(runs: int = 5) -> Iterator[Measured]:
    """The first question of `ethics quiz`, and another command, the items being kept."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"XDG_CACHE_HOME": folder, "ETHICS_QUIZ_DATA": f"{folder}/quiz.sqlite3"}
        first = seconds_of([*COMMAND, "quiz", "topics"])
        for what, target, arguments in (
            ("first question", FIRST_S, ["quiz", "--seed", "1"]),
            ("later command", LATER_S, ["quiz", "topics"]),
        ):
            seconds = statistics.median(seconds_of([*COMMAND, *arguments]) for _ in range(runs))
            yield Measured(what, seconds, target, " s", f"median of {runs}; with nothing kept yet {first:.1f} s")


PARTS = {"build": build, "commands": commands}

if __name__ == "__main__":
    sys.exit(report(PARTS, __doc__))
