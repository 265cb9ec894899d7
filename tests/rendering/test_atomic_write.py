"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import threading
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


def test_a_link_is_followed(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    link.symlink_to(file)

    write(link, "new")

    assert link.is_symlink()
    assert file.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes on this system")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()

    write(pipe, "text")

    reader.join(timeout=10)
    assert got == [b"text"]
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full on this system")
def test_a_full_device_is_said(tmp_path: Path) -> None:
    link = tmp_path / "full"
    link.symlink_to("/dev/full")

    with pytest.raises(InputError, match="no space left"):
        write(link, "x")

    assert Path("/dev/full").is_char_device()
