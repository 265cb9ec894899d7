"""Files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ethics_engine.errors import InputError
from ethics_engine.rendering.atomic_write import write


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "deck.apkg"
    file.write_bytes(b"old")

    write(file, b"\x00\xff\r\n")

    assert file.read_bytes() == b"\x00\xff\r\n"
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is a folder"):
        write(tmp_path, b"x")
    with pytest.raises(InputError, match="cannot write it"):
        write(tmp_path / "no" / "file", b"x")

    assert list(tmp_path.iterdir()) == []
