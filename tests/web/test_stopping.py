"""How the page ends, and what does not end it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.web.served_page import served

pytest.importorskip("uvicorn", reason="the extra `page` is not installed")


@pytest.mark.slow
def test_the_page_goes_on_if_nobody_reads_what_is_printed(tmp_path: Path) -> None:
    with served(tmp_path) as (process, visitor):
        assert process.stdout
        process.stdout.close()
        visitor.send("/leave", "")
        assert visitor.send("/health")[1] == "ok\n"
        process.terminate()
        assert process.wait(20) == 0


@pytest.mark.slow
def test_the_page_ends_while_long_work_is_under_way(tmp_path: Path) -> None:
    with served(tmp_path) as (process, visitor):
        visitor.send("/consults/new", "question=may+refer&how=facts")
        visitor.send("/keepers/audit", "")
        assert "Under way" in visitor.send("/keepers/audit")[1]
        process.terminate()
        began = time.monotonic()
        assert process.stdout
        assert "Stopped. 1 consult in memory is gone." in process.stdout.read()
        assert time.monotonic() - began < 30  # and no process that holds the output open is left
        assert process.wait(20) == 0
