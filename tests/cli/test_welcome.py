"""`ethics` by itself, its help, its schemas, and how it behaves on a terminal and in a pipe."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable

import jsonschema
import pytest
from click.testing import Result

Run = Callable[..., Result]
Shell = Callable[..., subprocess.CompletedProcess[bytes]]


def test_without_arguments_it_shows_three_commands_that_all_work(run: Run) -> None:
    shown = run()
    commands = [line.strip() for line in shown.stdout.splitlines() if line.startswith("  ethics ")]

    assert shown.exit_code == 0
    assert len(commands) == 3
    for command in commands:
        result = run(*shlex.split(command)[1:])
        assert (result.exit_code, result.stderr) == (0, "")
        assert len(result.stdout.splitlines()) > 3


def test_help_lists_every_command_and_each_has_help_of_its_own(run: Run) -> None:
    listed = run("--help").stdout

    for command in ("consult", "rules", "schema"):
        assert f"  {command} " in listed
        assert run(command, "--help").stdout == run(command, "-h").stdout
        assert run(command, "--help").exit_code == 0


def test_it_says_its_version(run: Run) -> None:
    assert run("--version").stdout.startswith("ethics, version ")


def test_an_unknown_command_is_refused(refused: Callable[..., str]) -> None:
    assert "no command `consutl`; did you mean `consult`?" in refused("consutl")


@pytest.mark.parametrize("name", ["case", "ruleset", "determination", "facts"])
def test_schema_prints_a_sound_schema(name: str, run: Run) -> None:
    printed = json.loads(run("schema", name).stdout)

    jsonschema.Draft202012Validator.check_schema(printed)
    assert printed["title"] == name


def test_the_printed_schema_takes_a_printed_determination(run: Run) -> None:
    schema = json.loads(run("schema", "determination").stdout)
    for options in ([], ["--redact"], ["--trace"]):
        determination = json.loads(run("consult", "violence-001", "--format", "json", *options).stdout)
        jsonschema.Draft202012Validator(schema).validate(determination)


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}])
@pytest.mark.parametrize("arguments", [["consult", "values-001"], ["rules", "list"], ["--help"], []])
def test_in_a_pipe_there_are_no_escape_codes(arguments: list[str], environment: dict[str, str], shell: Shell) -> None:
    done = shell(*arguments, **environment)

    assert done.returncode == 0
    assert b"\x1b" not in done.stdout


def test_it_writes_utf_8_wherever_it_runs(shell: Shell) -> None:
    case = "id: a\ntitle: Zoë 你好 🙂\nquestion: {ask: what}\n".encode()

    done = shell("consult", "--full", "-", stdin=case, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert (done.returncode, done.stderr) == (0, b"")
    assert "Zoë 你好 🙂".encode() in done.stdout


def test_a_reader_that_goes_away_draws_no_traceback() -> None:
    command = [sys.executable, "-c", "from ethics_engine.cli import main; main()", "consult", "values-001"]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)

    assert done.stderr == b""


def test_head_gets_its_first_line() -> None:
    python = shlex.quote(sys.executable)
    pipe = f"{python} -c 'from ethics_engine.cli import main; main()' rules list | head -1"

    done = subprocess.run(["/bin/sh", "-c", pipe], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1
