"""Text from a file or from standard input, within limits."""

from __future__ import annotations

import re
import sys
from errno import EBADF
from pathlib import Path

from ethics_engine.errors import Place
from ethics_engine.rendering.terminal_escape import is_plain

from .diagnostics import Diagnostics, shown

STDIN = "-"
MOST_BYTES = 1024 * 1024
_UNPRINTABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"


def name_of(path: Path | str) -> str:
    """What a file is called in messages."""
    return "<stdin>" if str(path) == STDIN else shown(str(path))


def text_of(path: Path | str, report: Diagnostics) -> str | None:
    """What a file says; nothing, and a finding, where it cannot be read."""
    place = Place(name_of(path))
    try:
        raw = bytes_of(path, MOST_BYTES)
    except FileNotFoundError:
        report.error(place, "file not found", "check the path")
    except IsADirectoryError:
        report.error(place, "this is a folder, not a file", "give a file in it")
    except (OSError, ValueError) as error:
        report.error(place, f"cannot read it: {reason_of(error)}")
    else:
        return _decoded(raw, place, report)
    return None


def is_text(text: str, file: str, report: Diagnostics) -> bool:
    """Whether a text is of a size and in characters that are read at all."""
    if len(text) > MOST_BYTES:
        report.error(Place(file), "the file is larger than 1 MiB", "check that it is the right file")
        return False
    if bad := unprintable(text):
        line, column = _position(text, bad.start())
        report.error(
            Place(file, line, column),
            f"control character U+{ord(bad[0]):04X}",
            "remove it, or check that this is a text file",
        )
        return False
    return True


def unprintable(text: str) -> re.Match[str] | None:
    """The first character of a text that YAML 1.2.2, section 5.1, allows nowhere."""
    return None if is_plain(text) else re.search(_UNPRINTABLE, text)


def reason_of(error: OSError | ValueError) -> str:
    """Why the system refuses a file, in our style."""
    reason: str = getattr(error, "strerror", None) or "not a file name"
    return reason[0].lower() + reason[1:]


def bytes_of(path: Path | str, most: int) -> bytes:
    """What a file, or standard input, begins with: one byte more than `most`, where there are so many.

    Raises OSError or ValueError where it cannot be read.
    """
    if str(path) == STDIN:
        if sys.stdin is None:
            raise OSError(EBADF, "it is closed")
        return sys.stdin.buffer.read(most + 1)
    with Path(path).open("rb") as file:
        return file.read(most + 1)


def _decoded(raw: bytes, place: Place, report: Diagnostics) -> str | None:
    if len(raw) > MOST_BYTES:
        report.error(place, "the file is larger than 1 MiB", "check that it is the right file")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _position(raw[: error.start].decode("utf-8-sig"), None)
        report.error(Place(place.file, line, column), "not UTF-8", "save the file as UTF-8")
        return None
    return text if is_text(text, place.file, report) else None


def _position(text: str, end: int | None) -> tuple[int, int]:
    before = text[:end]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
