"""Run a command in this checkout's own environment, making the environment first where it is missing.

    python3 start.py ethics consult culture-001
    python3 start.py pytest

Needs only Python; the environment is made in `.venv` beside this file, or in the folder that ETHICS_VENV names.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = Path(os.environ.get("ETHICS_VENV", HERE / ".venv")).absolute()
MARK = VENV / "made-by-ethics-engine"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
DEVELOPMENT = ("pytest", "mypy", "ruff")
WHOLE = f"{HERE}[quiz,anki,page,batch]"  # so that every command does all that it can
LESS = f"{HERE}[quiz,anki,page]"  # where there are no wheels of numpy and pyarrow

NO_COMPILER = """\
One part, durable-rules, has to be compiled on Python 3.11 and 3.12, and this machine lacks {missing}.
Install it (on Debian or Ubuntu: apt install gcc python3-dev; on macOS: xcode-select --install),
or use Python 3.13 or later, where the rest works without that part and the answers are the same."""

NO_CHAINING = """\
One part, durable-rules, is left out: {reason}.
All else works without it, and the answers are the same."""


def main(command: list[str]) -> int:
    """Run the command; returns its exit code, or 2 where the environment cannot be made."""
    if sys.version_info < (3, 11):
        return _fail("This needs Python 3.11 or later; this one is " + sys.version.split()[0] + ".")
    if not command:
        return _fail(str(__doc__))
    groups = ["--group", "dev"] if command[0] in DEVELOPMENT else []
    problem = _prepare(groups)
    if problem:
        return _fail(problem)
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "VIRTUAL_ENV": str(VENV)}
    program = shutil.which(command[0], path=str(BIN))
    if program is None:
        return _fail(f"There is no command {command[0]} here; try: python3 start.py ethics consult culture-001")
    return subprocess.run([program, *command[1:]], env=environment, check=False).returncode


def _prepare(groups: list[str]) -> str | None:
    """Make and fill the environment where it is not up to date; says what went wrong, if anything."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + f"{WHOLE} {sys.version}".encode()).hexdigest()
    installed, developing = VENV / "ethics-installed", VENV / "ethics-development"
    if _holds(developing, wanted) or (not groups and _holds(installed, wanted)):
        return None
    print("Setting up, once; this takes a minute ...", file=sys.stderr)
    if not _holds(installed, wanted):
        if VENV.exists() and not MARK.is_file() and any(VENV.iterdir()):
            return f"{VENV} exists and was not made by this script, so it is left alone; name another with ETHICS_VENV."
        try:
            shutil.rmtree(VENV, ignore_errors=True)
            VENV.mkdir(parents=True)
            MARK.touch()
            venv.create(VENV, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            return f"A virtual environment cannot be made in {VENV}: {error}"
    log = VENV / "setup.log"
    pip = [str(BIN / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    with log.open("w") as output:

        def fails(*arguments: str) -> bool:
            return bool(
                subprocess.run([*pip, *arguments], cwd=HERE, stdout=output, stderr=output, check=False).returncode
            )

        wheels = "--only-binary=numpy,pyarrow"
        if fails("install", "--upgrade", "pip") or (
            fails("install", wheels, "--editable", WHOLE, *groups) and fails("install", "--editable", LESS, *groups)
        ):
            output.flush()
            return _why(log)
    if sys.version_info >= (3, 13) and (reason := _add_chaining(pip, log)):
        print(NO_CHAINING.format(reason=reason), file=sys.stderr)
    (developing if groups else installed).write_text(wanted)
    return None


def _add_chaining(pip: list[str], log: Path) -> str | None:
    """Compile durable-rules with the name defined that Python 3.13 took away; says why it is not there, if it is not.

    Without that name it may still install, and fails when it is imported; so only an import shows that it is there.
    """
    if missing := _missing_for_compiling():
        return f"this machine lacks {missing}"
    import tomllib  # not there in the Pythons that `main` turns away

    dependencies = tomllib.loads((HERE / "pyproject.toml").read_text())["project"]["dependencies"]
    wanted = next(name.partition(";")[0] for name in dependencies if name.startswith("durable-rules"))
    environment = {**os.environ, "CPPFLAGS": "-DPyEval_CallObject=PyObject_CallObject"}
    with log.open("a") as output:

        def fails(*command: str) -> bool:
            return bool(subprocess.run(command, stdout=output, stderr=output, env=environment, check=False).returncode)

        if fails(*pip, "install", "--no-cache-dir", "--no-binary", "durable-rules", wanted):
            return f"it does not compile; {log} says why"
        if fails(pip[0], "-c", "import durable_rules_engine"):
            fails(*pip, "uninstall", "--yes", "durable-rules")
            return f"it does not run on Python {sys.version_info[0]}.{sys.version_info[1]}"
    return None


def _holds(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text() == wanted


def _why(log: Path) -> str:
    missing = _missing_for_compiling() if "durable" in log.read_text(errors="replace") else None
    if missing and sys.version_info < (3, 13):
        return NO_COMPILER.format(missing=missing)
    tail = log.read_text(errors="replace").strip().splitlines()[-3:]
    return "\n".join(["The installation failed; the last lines of " + str(log) + ":", *tail])


def _missing_for_compiling() -> str | None:
    if os.name == "nt":
        return None
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if not any(map(shutil.which, (compiler, "cc", "gcc"))):
        return "a C compiler"
    header = Path(sysconfig.get_paths()["include"]) / "Python.h"
    return None if header.is_file() else "the header files of Python (Python.h)"


def _fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
