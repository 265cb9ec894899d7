"""The command that serves the page."""

from __future__ import annotations

import gc
import socket

import pytest
from click.testing import CliRunner

pytest.importorskip("uvicorn", reason="the extra `page` is not installed")

import uvicorn  # after the module is left out, if it has to be
from ethics_engine.cli.main import ethics


def test_garbage_is_collected_as_long_as_pages_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[bool] = []

    def ended_at_once(_: object, sockets: list[socket.socket]) -> None:
        collected.append(gc.isenabled())
        sockets[0].close()

    monkeypatch.setattr(uvicorn.Server, "run", ended_at_once)
    before = gc.get_threshold()
    gc.disable()  # as every command begins
    try:
        ended = CliRunner().invoke(ethics, ["serve", "--no-browser"])
    finally:
        gc.enable()
        gc.unfreeze()
        gc.set_threshold(*before)

    assert (ended.exit_code, collected) == (0, [True]), ended.output
