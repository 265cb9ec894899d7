"""The one-line set-up says in plain words what is missing."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tomllib
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script, with an environment of its own that is not made yet."""
    monkeypatch.setenv("ETHICS_VENV", str(tmp_path / "venv"))
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def failed_log(tmp_path: Path) -> Path:
    """What pip leaves behind when durable-rules does not compile."""
    log = tmp_path / "setup.log"
    log.write_text("Building wheel for durable-rules\nerror: command 'gcc' failed: No such file or directory\n")
    return log


def test_a_missing_compiler_is_named_instead_of_a_log(
    start: ModuleType, failed_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    message = start._why(failed_log)

    assert "this machine lacks a C compiler" in message
    assert "gcc' failed" not in message


def test_missing_header_files_are_named(
    start: ModuleType, failed_log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr("sysconfig.get_paths", lambda: {"include": str(tmp_path)})

    assert "header files of Python" in start._why(failed_log)


def test_any_other_failure_shows_the_end_of_the_log(start: ModuleType, tmp_path: Path) -> None:
    log = tmp_path / "setup.log"
    log.write_text("\n".join(f"line {number}" for number in range(9)))

    assert start._why(log).splitlines()[-1] == "line 8"


def test_whatever_an_extra_brings_is_installed_but_spark(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr("venv.create", lambda *_, **__: None)
    monkeypatch.setattr("subprocess.run", lambda command, **_: called.append(command) or CompletedProcess(command, 0))

    assert start._prepare([]) is None

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    extras.pop("spark")  # half a gigabyte, which no command needs
    assert ["--editable", f"{ROOT}[{','.join(extras)}]"] in [command[-2:] for command in called]


def test_an_old_python_is_told_which_one_is_needed(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))

    assert start.main(["ethics"]) == 2
    assert "3.11 or later" in capsys.readouterr().err


def test_without_a_command_it_says_how_it_is_used(start: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main([]) == 2
    assert "python3 start.py ethics consult" in capsys.readouterr().err


def test_a_folder_of_somebody_elses_is_left_alone(
    start: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    precious = tmp_path / "venv"
    precious.mkdir()
    (precious / "mine.txt").write_text("mine")

    assert start.main(["ethics"]) == 2
    assert (precious / "mine.txt").read_text() == "mine"
    assert "left alone" in capsys.readouterr().err


class TestForwardChainingOnNewerPythons:
    """durable-rules names a function that Python 3.13 took away; compiled with that name defined, it runs."""

    @pytest.fixture
    def ran(self, monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
        """What the script runs on Python 3.13; each command succeeds, unless the test makes it fail."""
        commands: list[tuple[list[str], dict[str, str]]] = []

        def run(command: list[str], **options: dict[str, str]) -> CompletedProcess[str]:
            commands.append((command, options.get("env") or {}))
            failing = next((word for word in self.failing if word in " ".join(command)), None)
            return CompletedProcess(command, 1 if failing else 0)

        self.failing: list[str] = []
        monkeypatch.setattr(sys, "version_info", (3, 13, 0))
        monkeypatch.setattr("venv.create", lambda *_, **__: None)
        monkeypatch.setattr("subprocess.run", run)
        return commands

    @pytest.fixture(autouse=True)
    def compiler(self, start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(start, "_missing_for_compiling", lambda: None)

    def test_it_is_compiled_in_a_second_step(
        self, start: ModuleType, ran: list[tuple[list[str], dict[str, str]]]
    ) -> None:
        assert start._prepare([]) is None

        command, environment = next((command, env) for command, env in ran if "--no-binary" in command)
        assert command[-1].startswith("durable-rules>=")
        assert "--no-cache-dir" in command
        assert environment["CPPFLAGS"] == "-DPyEval_CallObject=PyObject_CallObject"

    @pytest.mark.parametrize("failing", ["--no-binary", "import durable_rules_engine"])
    def test_where_that_fails_the_rest_is_there_and_a_sentence_tells(
        self,
        failing: str,
        start: ModuleType,
        ran: list[tuple[list[str], dict[str, str]]],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.failing = [failing]

        assert start._prepare([]) is None
        assert "durable-rules, is left out" in capsys.readouterr().err
        assert any("uninstall" in command for command, _ in ran) == (failing != "--no-binary")

    def test_without_a_compiler_it_is_not_tried(
        self,
        start: ModuleType,
        ran: list[tuple[list[str], dict[str, str]]],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(start, "_missing_for_compiling", lambda: "a C compiler")

        assert start._prepare([]) is None
        assert not any("--no-binary" in command for command, _ in ran)
        assert "this machine lacks a C compiler" in capsys.readouterr().err

    def test_on_an_older_python_it_comes_with_the_rest(
        self, start: ModuleType, ran: list[tuple[list[str], dict[str, str]]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "version_info", (3, 12, 0))

        assert start._prepare([]) is None
        assert not any("--no-binary" in command for command, _ in ran)
