"""What the benchmarks have in common: a measured number beside its target, times of processes, the command line."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

BARE = (sys.executable, "-c", "import click, attrs, yaml")
"""Only what no command can do without."""
COMMAND = (sys.executable, "-c", "from ethics_engine.cli import main; main()")


@attrs.frozen
class Measured:
    """A number, and the number that it must stay under."""

    what: str
    number: float
    target: float
    unit: str
    note: str

    @property
    def met(self) -> bool:
        """Whether it does."""
        return self.number < self.target

    def __str__(self) -> str:
        verdict = "met" if self.met else "MISSED"
        measured = f"{self.number:.2f}{self.unit}, target under {self.target:g}{self.unit}: {verdict}"
        return f"{self.what}: {measured} ({self.note})"


def seconds_of(arguments: Sequence[str], exit_codes: Sequence[int] = (0,)) -> float:
    """The time that a new process takes with nothing to read.

    Raises:
        RuntimeError: It crashes, or exits with another code.
    """
    # start-up is only worth measuring with bytecode cached
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(
        arguments, env=env, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    taken = time.perf_counter() - start
    if done.returncode not in exit_codes or b"Traceback" in done.stderr:
        raise RuntimeError(f"{' '.join(arguments[3:])} exits with {done.returncode}: {done.stderr.decode()}")
    return taken


def report(
    parts: Mapping[str, Callable[[], Iterator[Measured]]], about: str | None, arguments: Sequence[str] | None = None
) -> int:
    """Measure and print all parts, or those asked for; the exit code."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a target is missed")
    parser.add_argument("--only", choices=parts, action="append", help="measure this and no more; repeatable")
    options = parser.parse_args(arguments)
    missed = False
    for part in options.only or parts:
        for measured in parts[part]():
            print(measured, flush=True)
            missed = missed or not measured.met
    return int(options.check and missed)
