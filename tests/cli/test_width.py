"""Text is as wide as the terminal, from 40 to 88 columns, in every command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

COMMANDS = {
    "welcome": [],
    "help": ["--help"],
    "consult": ["consult", "culture-001"],
    "consult of what is open": ["consult", "violence-004"],
    "consult of a dilemma": ["consult", "romance-006"],
    "consult --full": ["consult", "culture-001", "--full", "--trace"],
    "ask": ["ask", "culture-001"],
    "why": ["why", "culture-001"],
    "why-not": ["why-not", "culture-001", "refer"],
    "what-if": ["what-if", "culture-001", "fully_booked=yes"],
    "rules list": ["rules", "list"],
    "rules list --facts": ["rules", "list", "--facts"],
    "facts": ["facts", "safe", "--all"],
    "rules show": ["rules", "show", "violence.own-safety-first"],
    "rules source": ["rules", "source", "S3-30"],
    "test": ["test", "culture-001"],
    "cases list": ["cases", "list"],
    "cases show": ["cases", "show", "culture-001"],
}


def too_wide(text: str, columns: int) -> list[str]:
    """The lines that are too wide and could be broken."""
    return [line for line in text.splitlines() if len(line) > columns and len(line.split()) > 2]


@pytest.mark.parametrize("columns", [40, 60])
@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_no_line_is_wider_than_the_terminal(
    arguments: list[str], columns: int, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    assert too_wide(run(*arguments, stdin="quit\n").stdout, columns) == []


def test_a_very_narrow_terminal_gets_forty_columns_and_a_wide_one_eighty_eight(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {}
    for columns in (10, 40, 88, 300):
        monkeypatch.setenv("COLUMNS", str(columns))
        said[columns] = run("consult", "culture-001").stdout

    assert said[10] == said[40] != said[88] == said[300]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals to ask")
def test_the_width_is_that_of_the_terminal_itself() -> None:
    import pty
    import termios

    reading, writing = pty.openpty()
    termios.tcsetwinsize(writing, (24, 50))
    command = [sys.executable, "-c", "from ethics_engine.cli import main; main()"]
    with os.fdopen(reading, "rb", buffering=0) as shown:
        subprocess.run(command, stdout=writing, env={**os.environ, "COLUMNS": ""}, check=True)
        os.close(writing)
        said = shown.read(4096).decode()

    assert too_wide(said, 50) == []
    assert max(map(len, said.splitlines())) > 44


@pytest.mark.parametrize("form", ["json", "markdown"])
def test_what_is_for_machines_has_no_width(form: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    narrow = run("consult", "culture-001", "--format", form).stdout
    monkeypatch.setenv("COLUMNS", "88")

    assert run("consult", "culture-001", "--format", form).stdout == narrow


def test_no_word_is_lost(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    words = []
    for columns in (40, 88):
        monkeypatch.setenv("COLUMNS", str(columns))
        words.append(run("rules", "show", "violence.own-safety-first").stdout.split())

    assert words[0] == words[1]


def test_a_case_file_that_is_printed_is_not_wrapped(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for columns in (40, 88):
        monkeypatch.setenv("COLUMNS", str(columns))
        made.append(run("cases", "new", "--rules", small, "--fact", "rain=yes", "--question", "may go").stdout)

    assert made[0] == made[1] != ""
