"""A small ruleset about going out in all weathers, cases decided under it, and what to run on them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ethics_engine.cli.main import ethics

import ethics_engine as ee
from ethics_engine.case_law.corpus import Corpus, read_corpus

PARTS = """
topic: weather
facts:
  - {id: rain, ask: "Does it rain?", says: it rains, type: yes_no, unpresumed: It does as it likes.}
  - {id: wet, ask: "Is it wet?", says: it is wet, type: yes_no, unpresumed: It dries.}
  - {id: storm, ask: "Is there a storm?", says: there is a storm, type: yes_no, presumed: no}
  - {id: visits, ask: "How many visits?", says: visits, type: count, unit: visits, unpresumed: They vary.}
  - id: mood
    ask: How is the mood?
    says: the mood
    type: choice
    ordered: yes
    values: {low: low, middle: middling, high: high}
    presumed: high
  - {id: friends, ask: "Who comes along?", says: company, type: choices, values: {ann: Ann, bob: Bob}, presumed: []}
concepts:
  - {id: foul, means: {any: [{rain: yes}, {storm: yes}]}, says: the weather is foul}
constraints:
  - {id: rain_wets, never: {rain: yes, wet: no}, because: Rain is wet.}
actions:
  - {id: go, label: go out, way: yes}
  - {id: stay, label: stay in, way: yes}
  - {id: look, label: look out of the window}
  - {id: sing, label: sing}
rules:
  - {id: go.may, then: [{may: go}], because: Out is fine., sources: B-1}
  - id: go.not-in-a-storm
    when: {storm: yes}
    then: [{must not: go}]
    unless: {done: look}
    because: Storms are dangerous.
    unless_because: Who looked knows.
    sources: B-1
  - {id: stay.in-the-rain, when: {rain: yes}, then: [{should: stay}], because: It is dry inside., sources: B-1}
  - {id: look.first, when: {foul: yes}, then: [{must: look, before: go}], because: Look., sources: B-1}
  - {id: sing.when-low, when: {mood: low}, then: [{must: sing}], because: It helps., sources: B-1}
  - id: sing.not-to-many
    when: {all: [{visits: {at_least: 3}}, {mood: {at_most: middle}}]}
    then: [{must not: sing}]
    because: They have heard it.
    sources: B-1
sources:
  - {id: B, title: A book, separator: "-", passages: {"1": So it is written.}}
"""
STORM = """
question: {ask: may, action: go}
facts: {storm: yes}
held:
  answer: no
  statuses: {go: prohibited}
  ratio: [go.not-in-a-storm]
"""

WriteCase = Callable[..., Path]


@pytest.fixture(autouse=True)
def _memory_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what another remembers, or what the user's own runs did."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path, write_ruleset: Callable[..., Path]) -> Path:
    """The folder of the ruleset."""
    return write_ruleset(tmp_path / "weather", PARTS, name="weather", title="Weather")


@pytest.fixture
def weather(folder: Path) -> ee.Ruleset:
    return ee.load_ruleset(folder)


@pytest.fixture
def with_more(folder: Path) -> Callable[..., ee.Ruleset]:
    """The ruleset with more rules, and perhaps actions, each as YAML: `with_more("{id: a, ...}")`."""

    def load(*rules: str, actions: tuple[str, ...] = ()) -> ee.Ruleset:
        parts = folder / "parts.yaml"
        text = parts.read_text()
        for section, items in (("rules:\n", rules), ("actions:\n", actions)):
            text = text.replace(section, section + "".join(f"  - {item}\n" for item in items), 1)
        parts.write_text(text)
        return ee.load_ruleset(folder)

    return load


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """The folder of the cases, which is empty at first."""
    found = tmp_path / "cases"
    found.mkdir()
    return found


@pytest.fixture
def decided(cases: Path) -> WriteCase:
    """Writes a case: `decided("storm-1", body, topic="storm")`; without a body, one that stands."""

    def write(name: str, body: str = STORM, topic: str = "storm") -> Path:
        file = cases / topic / f"{name}.case.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"id: {name}\n{body.lstrip()}", encoding="utf-8")
        return file

    return write


@pytest.fixture
def corpus(cases: Path, weather: ee.Ruleset) -> Callable[[], Corpus]:
    """Reads the cases written so far."""
    return lambda: read_corpus([cases], weather)


@pytest.fixture
def run() -> Callable[..., Result]:
    """Calls the command; anything but an exit on purpose is a failure of the test."""

    def call(*arguments: str | Path, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(ethics, [str(argument) for argument in arguments], input=stdin, prog_name="ethics")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture
def run_pytest() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs pytest as a process of its own, in a folder that knows nothing of this project."""

    def call(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, arguments)]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    return call
