"""Where progress is kept: in the user's data folder, as each system has one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ethics_engine.errors import Finding, InputError, Place

VARIABLE = "ETHICS_QUIZ_DATA"
"""The environment variable that names another file."""


def progress_file(environment: Mapping[str, str], platform: str) -> Path:
    """The file that the environment names, else one in the user's data folder, after `sys.platform`.

    Raises:
        InputError: The user has no home folder.
    """
    if named := environment.get(VARIABLE):
        return Path(named)
    return _data_folder(environment, platform) / "ethics-engine" / "quiz.sqlite3"


def _data_folder(environment: Mapping[str, str], platform: str) -> Path:
    """By the XDG base directory specification, or as Windows and macOS say; a relative path there is to be ignored."""
    variable, usual = {
        "win32": ("LOCALAPPDATA", ("AppData", "Local")),
        "darwin": ("", ("Library", "Application Support")),
    }.get(platform, ("XDG_DATA_HOME", (".local", "share")))
    named = Path(environment.get(variable, ""))
    if named.is_absolute():
        return named
    try:
        return Path.home().joinpath(*usual)
    except RuntimeError:
        hint = f"name a file with --data, or in the variable {VARIABLE}"
        raise InputError([Finding(Place("progress"), "you have no home folder to keep it in", hint)]) from None
