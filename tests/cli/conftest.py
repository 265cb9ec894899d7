"""The command, called in this process or as a process of its own, and a small ruleset to call it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ethics_engine.cli.main import ethics

FIRE = {
    "id": "fire",
    "when": {"fire": "yes"},
    "danger": "There is a fire.",
    "ask": "Nobody asked about fire.",
    "matters_for": ["go"],
}
PARTS = """
topic: small
facts:
  - {id: rain, ask: "Does it rain?", says: it rains, type: yes_no, unpresumed: It does as it likes.}
  - {id: wet, ask: "Is it wet?", says: it is wet, type: yes_no, presumed: no}
  - {id: fire, ask: "Is there a fire?", says: there is a fire, type: yes_no, presumed: no, sensitive: yes}
  - {id: visits, ask: "How many visits?", says: visits, type: count, unit: visits, unpresumed: They vary.}
  - id: mood
    ask: How is the mood?
    says: the mood
    type: choice
    ordered: yes
    values: {low: MARKER-LOW, middle: MARKER-MIDDLE, high: MARKER-HIGH}
    unpresumed: It varies.
    sensitive: yes
  - id: asked
    ask: Question about the answer
    says: the answer
    type: choice
    values:
      {up: u, down: d, torn: t, silent: s, advice: a, wait: w, leave: l}
    unpresumed: It is what a test is about.
constraints:
  - {id: rain_wets, never: {rain: yes, wet: no}, because: Rain is wet.}
actions:
  - {id: go, label: go, way: yes}
  - {id: stay, label: stay, way: yes}
  - {id: fly, label: fly, way: yes, available: {rain: no}}
  - {id: look, label: look}
  - {id: sing, label: sing, of: [go], needs: client}
rules:
  - {id: up, when: {asked: up}, then: [{may: look}], because: So., sources: B-1}
  - {id: down, when: {asked: down}, then: [{must not: look}], because: So., sources: B-1}
  - {id: torn, when: {asked: torn}, then: [{must: look}, {must not: look}], because: So., sources: B-1}
  - {id: against, when: {asked: advice}, then: [{should not: look}, {should: sing}], because: So., sources: B-1}
  - {id: wait, when: {asked: wait}, then: [{must: sing, before: look}], because: So., sources: B-1}
  - {id: leave, when: {asked: leave}, then: [{may: [go, stay]}], because: So., sources: B-1}
  - {id: both, when: {asked: torn}, then: [{must: [go, stay]}], because: So., sources: B-1}
  - {id: mood, when: {mood: {at_most: low}}, then: [{should: look}], because: So., sources: B-1}
  - {id: often, when: {visits: {at_least: 3}}, then: [{should: sing}], because: So., sources: B-1}
  - {id: old, in_force: {until: 2020-12-31}, then: [{must: sing}], because: So it was., sources: B-1}
sources:
  - {id: B, title: A book, separator: "-", passages: {"1": So it is written.}}
"""


@pytest.fixture
def small(tmp_path: Path, write_ruleset: Callable[..., Path]) -> Path:
    """The folder of a small ruleset."""
    return write_ruleset(tmp_path / "small", PARTS, safety=[FIRE])


@pytest.fixture
def run() -> Callable[..., Result]:
    """Calls the command; anything but an exit on purpose is a failure of the test."""

    def call(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(ethics, [str(argument) for argument in arguments], input=stdin, prog_name="ethics")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def refused(run: Callable[..., Result]) -> Callable[..., str]:
    """Calls the command with something wrong: exit code 2, nothing on standard output; gives the message."""

    def call(*arguments: str | Path, stdin: str | bytes | None = None) -> str:
        result = run(*arguments, stdin=stdin)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Traceback" not in result.stderr
        return result.stderr

    return call


@pytest.fixture
def shell() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Calls the command as a process of its own."""

    def call(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", "from ethics_engine.cli import main; main()", *arguments]
        return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **environment}, check=False)

    return call
