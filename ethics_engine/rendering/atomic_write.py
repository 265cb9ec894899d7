"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ethics_engine.errors import Finding, InputError, Place


def write(path: Path, content: str | bytes) -> None:
    """Put a text, or bytes, into a file, in the place of what was there.

    Raises:
        InputError: It cannot be written; what was there before is as it was.
    """
    try:
        with _to_the_end():
            _write(path, content.encode(errors="backslashreplace") if isinstance(content, str) else content)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        message = f"cannot write it: {reason[0].lower()}{reason[1:]}"
        raise InputError([Finding(Place(str(path)), message)]) from None


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to while the block runs; it takes the place of what was there at its end, or else is gone.

    For what takes a while to write: Ctrl-C must raise KeyboardInterrupt, or the file beside is left.
    A device or a pipe is written to as it is, and a link is followed; none of them is replaced.

    Raises:
        OSError: It cannot be written; what was there before is as it was.
    """
    if path.is_dir():
        raise IsADirectoryError(0, "this is a folder")
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    path = Path(os.path.realpath(path))
    # First beside it, for only within one folder can a file take the place of another.
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        beside.chmod(path.stat().st_mode if path.exists() else _usual_mode())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _write(path: Path, content: bytes) -> None:
    with written_whole(path) as file:
        file.write(content)


@contextmanager
def _to_the_end() -> Iterator[None]:
    """Put Ctrl-C off while the block runs, so that no file beside is left where that ends the process at once."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _usual_mode() -> int:
    """What a new file would be allowed; a temporary file is for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
