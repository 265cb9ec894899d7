"""What a user has set once and for all: under which overlays their questions are answered."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from attrs import frozen

from .errors import Finding, InputError, Place

VARIABLE = "ETHICS_SETTINGS"
"""The environment variable that names another file."""

_APP, _FILE = "ethics-engine", "settings.json"


@frozen(slots=False, repr=False)
class Settings:
    """What is set.

    Attributes:
        under: The overlays, by name or by the path of their folder; None where nothing was ever set.
    """

    under: tuple[str, ...] | None = None


def settings_file() -> Path:
    """The file that the environment names, else one in the user's folder for settings.

    Raises:
        InputError: The user has no home folder.
    """
    if named := os.environ.get(VARIABLE):
        return Path(named)
    if (usual := _usual_folder()) is not None:
        return usual / _APP / _FILE
    from platformdirs import user_config_path

    try:
        folder = user_config_path(_APP, appauthor=False)
    except RuntimeError:
        folder = Path()
    if not folder.is_absolute():
        hint = f"name a file in the variable {VARIABLE}"
        raise InputError([Finding(Place("settings"), "no home folder to keep settings in", hint)])
    return folder / _FILE


def _usual_folder() -> Path | None:
    """The user's folder for settings on Linux; None on other systems, or if the home folder takes looking for.

    It is the one that `platformdirs` finds, whose import would take longer than all else that a command looks up.

    Source: XDG Base Directory Specification, version 0.8.
    """
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ:
        return None
    named, home = (os.environ.get(variable, "") for variable in ("XDG_CONFIG_HOME", "HOME"))
    if named.startswith("/"):
        return Path(named)
    return Path(home) / ".config" if home.startswith("/") else None


def read_settings() -> Settings:
    """What is set; nothing where there is no such file.

    Raises:
        InputError: The file cannot be read as settings.
    """
    try:
        file = settings_file()
        text = file.read_text(encoding="utf-8")
    except (OSError, InputError):
        return Settings()
    under = _names(text)
    if under is None:
        hint = "set it anew: `ethics settings under NAME`, or delete the file"
        raise InputError([Finding(Place(str(file)), "this file does not hold settings", hint)])
    return Settings(under)


def _names(text: str) -> tuple[str, ...] | None:
    import json  # here, since most have set nothing

    try:
        content = json.loads(text)
    except ValueError:
        return None
    under = content.get("under") if isinstance(content, dict) else None
    return tuple(under) if isinstance(under, list) and all(isinstance(name, str) for name in under) else None


def write_settings(settings: Settings) -> Path:
    """Keep settings, and give the file.

    Raises:
        InputError: It cannot be written.
    """
    import json

    from .rendering.atomic_write import write

    file = settings_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            [
                Finding(
                    Place(str(file)),
                    f"cannot write it: {error.strerror}",
                    f"name another file in the variable {VARIABLE}",
                )
            ]
        ) from None
    write(file, json.dumps({"under": list(settings.under or ())}, indent=2) + "\n")
    return file
