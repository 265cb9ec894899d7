"""Where progress is kept: in the user's data folder, as each system has one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ethics_engine.errors import Finding, Place, StorageError

VARIABLE = "ETHICS_QUIZ_DATA"
"""The environment variable that names another file."""

_FILE = Path("ethics-engine", "quiz.sqlite3")


def progress_file() -> Path:
    """The file that the environment names, else one in the user's data folder.

    Raises:
        StorageError: The user has no home folder.
    """
    if named := os.environ.get(VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    try:
        file = user_data_path(appauthor=False) / _FILE
    except RuntimeError:
        file = Path()
    if not file.is_absolute():
        hint = f"give a file with --data, or in the variable {VARIABLE}"
        raise StorageError([Finding(Place("progress"), "no home folder to save answers in", hint)])
    return file if file.exists() else _kept_before(file)


def _kept_before(file: Path) -> Path:
    """Where version 0.2 and earlier kept it on macOS whatever XDG_DATA_HOME says, if it is there."""
    earlier = Path("~/Library/Application Support").expanduser() / _FILE
    return earlier if sys.platform == "darwin" and earlier.exists() else file
