"""No stream and no signal ends a command with a traceback, and each end has its own exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ethics_engine.loading import bundled

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and devices as POSIX has them")
needs_a_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")

COMMANDS = {
    "welcome": [],
    "help": ["--help"],
    "version": ["--version"],
    "consult": ["consult", "culture-001"],
    "ask": ["ask", "culture-001"],
    "what-if": ["what-if", "culture-001", "fully_booked=yes"],
    "test": ["test", "culture-001"],
    "cases": ["cases", "list"],
    "schema": ["schema", "case"],
}
FEW = bundled.cases()["culture-001"]
"""Few cases, of which few questions are made."""
START = "from ethics_engine.cli import main; main()"
SENDING = """
import builtins, os, signal, sys
usual = builtins.__import__
def sending(name, globals=None, locals=None, fromlist=(), level=0):
    if {module!r} in name:
        os.kill(os.getpid(), signal.SIGINT)
    return usual(name, globals, locals, fromlist, level)
sys.argv[0] = "ethics"
import ethics_engine
builtins.__import__ = sending
"""
ONE_MOMENT = 60.0


@pytest.fixture(autouse=True)
def _interruptible() -> Iterator[None]:
    """A shell starts what runs in its background deaf to Ctrl-C; what these tests start must hear it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def ended(
    *arguments: str, shell: str, before: str = "", stdin: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Call the command in a shell, where `"$@"` stands for it."""
    command = [sys.executable, "-c", before + START, *arguments]
    return subprocess.run(
        ["/bin/sh", "-c", shell, "sh", *command], capture_output=True, input=stdin, check=False, timeout=ONE_MOMENT
    )


@needs_a_full_device
@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_full_device_is_one_message_in_every_command(arguments: list[str]) -> None:
    result = ended(*arguments, shell='"$@" >/dev/full')

    assert result.returncode == 2
    assert result.stderr.decode().splitlines()[-1] == (
        "standard output: error: cannot write it: no space left on device"
    )
    assert b"Traceback" not in result.stderr


@needs_a_full_device
def test_where_nothing_can_be_said_at_all_the_exit_code_still_tells() -> None:
    assert ended("consult", "nowhere", shell='"$@" >/dev/full 2>/dev/full').returncode == 2


def test_a_closed_output_is_one_message() -> None:
    result = ended("consult", "culture-001", shell='"$@" >&-')

    assert (result.returncode, result.stderr) == (
        2,
        b"standard output: error: cannot write it: it is closed\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["consult", "-"],
        ["why", "-"],
        ["what-if", "-"],
        ["quiz", "grade", "-", "--cases", bundled.cases()["culture-001"]],
    ],
)
def test_a_closed_input_that_holds_a_file_is_one_message(arguments: list[str]) -> None:
    result = ended(*arguments, shell='"$@" <&-')

    assert result.returncode == 2
    assert b"Traceback" not in result.stderr


def test_a_closed_input_says_why() -> None:
    result = ended("consult", "-", shell='"$@" <&-')

    assert result.stderr == b"<stdin>: error: cannot read it: it is closed\n"


def test_a_closed_input_ends_an_interview_as_the_end_of_the_input_does() -> None:
    closed = ended("ask", "--question", "may refer", shell='"$@" <&-')

    assert (closed.returncode, closed.stderr) == (1, b"")
    assert b"The input ended before the interview did." in closed.stdout


def test_a_closed_input_ends_a_quiz(tmp_path: Path) -> None:
    closed = ended("quiz", "--number", "1", "--data", str(tmp_path / "quiz"), shell='"$@" <&-')

    assert (closed.returncode, closed.stderr) == (0, b"")
    assert b"Quiz ended." in closed.stdout


def test_an_input_that_cannot_be_read_is_one_message(tmp_path: Path) -> None:
    result = ended("ask", "--question", "may refer", shell=f'"$@" 0>"{tmp_path}/written"')

    assert result.returncode == 2
    assert b"<stdin>: error: cannot read it" in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_nobody_reading_on_ends_every_command_alike(arguments: list[str]) -> None:
    result = ended(*arguments, shell='{ sleep 0.1; "$@"; echo $? >&2; } | :')

    assert result.stderr.split()[-1] == str(128 + signal.SIGPIPE).encode()
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("module", ["click", "main", "lazy_group", "options", "consult", "yaml", "clingo", "bitset"])
def test_ctrl_c_while_modules_are_imported_ends_it_without_a_word(module: str) -> None:
    result = ended(
        "consult", "culture-001", "--no-assumptions", shell='"$@"; echo $?', before=SENDING.format(module=module)
    )

    assert (result.stdout, result.stderr) == (f"{128 + signal.SIGINT}\n".encode(), b"")


@pytest.mark.parametrize("arguments", [["ask", "--question", "may refer"], ["quiz", "--number", "1"]])
def test_ctrl_c_in_a_dialogue_ends_it_with_a_farewell_and_the_same_exit_code(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ETHICS_QUIZ_DATA", str(tmp_path / "quiz"))
    typing = """
import os, signal, sys
class Typing:
    def readline(self):
        os.kill(os.getpid(), signal.SIGINT)
        return "late"
    def isatty(self):
        return False
sys.stdin = Typing()
"""
    result = ended(*arguments, shell='"$@"; echo $?', before=typing)

    assert result.stdout.split()[-1] == str(128 + signal.SIGINT).encode()
    assert b"Stopped by Ctrl-C." in result.stdout or b"Quiz stopped" in result.stdout
    assert result.stderr == b""


@pytest.mark.parametrize("arguments", [["--help"], ["consult", "--help"]])
def test_the_exit_codes_of_ending_early_are_in_the_help(arguments: list[str]) -> None:
    said = " ".join(ended(*arguments, shell='"$@"').stdout.decode().split())

    assert "130 interrupted" in said
    assert "141 output not read to its end" in said
