"""How far a command is: on a terminal only, and on standard error."""

from __future__ import annotations

import io

import pytest
from ethics_engine.cli.progress_bar import progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    with progress(2, "looking") as done:
        done("at rules")
        done("")
    return stream.getvalue()


def test_a_terminal_shows_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _shown(_Terminal(), monkeypatch)

    assert [words in shown for words in ("looking", "1/2", "at rules", "2/2")] == [True] * 4


def test_where_standard_error_is_no_terminal_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _shown(io.StringIO(), monkeypatch) == ""
