"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ethics_engine.errors import Finding, InputError, Place


def write(path: Path, text: str) -> None:
    """Put the text into a file, in the place of what was there.

    Raises:
        InputError: It cannot be written; what was there before is as it was.
    """
    try:
        _write(path, text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        message = f"cannot be written: {reason[0].lower()}{reason[1:]}"
        raise InputError([Finding(Place(str(path)), message)]) from None


def _write(path: Path, text: str) -> None:
    """The text first goes into a file beside it, for only within one folder can a file take the place of another."""
    if path.is_dir():
        raise IsADirectoryError(0, "this is a folder")
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
        beside.chmod(path.stat().st_mode if path.exists() else _usual_mode())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _usual_mode() -> int:
    """What a new file would be allowed; a temporary file is for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
