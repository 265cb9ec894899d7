"""What is below a folder, none of it left out without a word."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ethics_engine.errors import Place

from .diagnostics import Diagnostics
from .source_text import name_of, reason_of


def paths_below(folder: Path, report: Diagnostics) -> Iterator[Path]:
    """The files, and folders, in a folder and in all its sub-folders, also through links.

    A folder that several links lead to, or one that contains itself through a link, is read once.
    A sub-folder that cannot be read is a finding. Hidden files and folders are left alone.
    """
    seen: set[Path] = set()

    def wrong(error: OSError) -> None:
        report.error(Place(name_of(error.filename)), f"cannot read it: {reason_of(error)}")

    for here, folders, names in os.walk(folder, followlinks=True, onerror=wrong):
        at = Path(here)
        if (real := at.resolve()) in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (at / name for name in sorted([*folders, *names]) if not name.startswith("."))


def is_plain(file: Path, report: Diagnostics) -> bool:
    """Whether a file can be read without waiting; a pipe or a device is a finding, for nobody named it to be read."""
    if file.is_file() or file.is_dir() or not file.exists():
        return True
    report.error(Place(name_of(file)), "this is a pipe or a device, not a file", "move it out of this folder")
    return False
